//! "To add an activation you touch one file", and the words: where each variant of the vocabulary
//! is named; and "To add a layer you touch its file, its ops and what is drawn of it".

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test may panic")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use neural_playground::engine::activation::Activation;
use neural_playground::engine::initializer::Initializer;
use neural_playground::engine::kind::Kind;
use neural_playground::engine::layer::LayerKind;
use neural_playground::engine::loss::Loss;
use neural_playground::engine::optimizer::Optimizer;
use neural_playground::engine::schedule::Schedule;

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// A file's text up to its unit tests: those may name what they like.
fn shipped(path: &Path) -> String {
    let text = std::fs::read_to_string(path).unwrap();
    text.split("#[cfg(test)]").next().unwrap_or_default().to_owned()
}

/// Whether `text` has `word` with no letter, digit or underscore beside it.
fn names(text: &str, word: &str) -> bool {
    let part = |letter: Option<char>| letter.is_some_and(|l| l.is_alphanumeric() || l == '_');
    text.match_indices(word).any(|(at, _)| {
        !part(text[..at].chars().next_back()) && !part(text[at + word.len()..].chars().next())
    })
}

/// Each variant of `K` is named in its own file or folder only, by its path (`Activation::Gelu`)
/// and by its name in links; `special` are the variants that have a part to play elsewhere
/// (defaults, and what a loss suggests), and where.
fn one_file_each<K: Kind>(list: &str, home: &str, special: &[(&str, &[&str])]) {
    let mut files = Vec::new();
    sources(Path::new("src"), &mut files);
    let at_home = |path: &Path| {
        let path = path.to_string_lossy();
        path == format!("src/engine/{home}.rs") || path.starts_with(&format!("src/engine/{home}/"))
    };
    assert!(files.iter().any(|path| at_home(path)), "src/engine/{home}.rs is gone");
    for &variant in K::all() {
        let path_name = format!("{list}::{variant:?}");
        let link_name: &str = variant.into();
        let quoted = format!("\"{link_name}\"");
        let mut elsewhere = BTreeSet::new();
        // Each language explains it there, and each format of other programs may have a word of its own
        // for it: the compiler asks for that where one is missing.
        let words =
            |path: &Path| path.starts_with("src/app/text") || path.starts_with("src/formats");
        for file in files.iter().filter(|path| !at_home(path) && !words(path)) {
            let text = shipped(file);
            if names(&text, &path_name) || text.contains(&quoted) {
                elsewhere.insert(file.to_string_lossy().into_owned());
            }
        }
        let allowed = special.iter().find(|(name, _)| *name == link_name).map_or(&[][..], |s| s.1);
        let surplus: Vec<_> =
            elsewhere.iter().filter(|file| !allowed.contains(&file.as_str())).collect();
        assert!(surplus.is_empty(), "{path_name} is also named in {surplus:?}");
        for file in allowed {
            assert!(elsewhere.contains(*file), "{file} no longer names {path_name}: take it off");
        }
    }
}

#[test]
fn an_activation_is_named_in_one_file() {
    const CONFIG: &str = "src/engine/config.rs";
    const LOSS: &str = "src/engine/loss.rs";
    const ANSWER: &str = "src/app/output/answer.rs";
    let special: &[(&str, &[&str])] = &[
        // What a bare page and a loss suggest; a word of formulas has the same name.
        ("tanh", &[CONFIG, "src/engine/formula/accuracy.rs", LOSS]),
        // What of an answer is a probability.
        ("sigmoid", &[ANSWER, LOSS]),
        // The absence of an activation; FTRL has a slot of that name.
        (
            "linear",
            &[
                "src/engine/architecture.rs",
                CONFIG,
                "src/engine/layer/emit.rs",
                "src/engine/layer/mod.rs",
                LOSS,
                "src/engine/optimizer.rs",
            ],
        ),
        // No formula of one number: an op of its own.
        (
            "softmax",
            &[ANSWER, CONFIG, LOSS, "src/engine/layer/activation.rs", "src/engine/plan/op.rs"],
        ),
    ];
    one_file_each::<Activation>("Activation", "activation", special);
}

#[test]
fn a_loss_is_named_in_one_file() {
    // What of an answer is a probability.
    let special: &[(&str, &[&str])] =
        &[("categorical_crossentropy", &["src/app/output/answer.rs"])];
    one_file_each::<Loss>("Loss", "loss", special);
}

#[test]
fn an_optimizer_is_named_in_one_place() {
    one_file_each::<Optimizer>("Optimizer", "optimizer", &[("sgd", &["src/engine/config.rs"])]);
}

#[test]
fn a_schedule_is_named_in_one_file() {
    one_file_each::<Schedule>(
        "Schedule",
        "schedule",
        &[("constant", &["src/engine/config.rs", "src/engine/optimizer/build.rs"])],
    );
}

#[test]
fn an_initializer_is_named_in_one_file() {
    let special: &[(&str, &[&str])] = &[
        // The bare page's.
        ("playground", &["src/engine/config.rs"]),
        // Keras's default.
        ("glorot_uniform", &["src/engine/layer/dense.rs"]),
        // What a link's `initZero` comes to, on paper.
        ("zeros", &["src/app/print/listing.rs"]),
    ];
    one_file_each::<Initializer>("Initializer", "initializer", special);
}

#[test]
fn a_layer_is_named_in_its_folder_its_op_and_where_it_is_shown() {
    // Its op, the builder's method, its sign between the columns and its numbers on its card.
    const OP: &str = "src/engine/plan/op.rs";
    const BUILDER: &str = "src/engine/sequential.rs";
    const SIGN: &str = "src/app/network/marks.rs";
    const CARD: &str = "src/app/network/summary.rs";
    const EDITOR: &str = "src/app/network/editor.rs";
    const HINT: &str = "src/app/hint.rs";
    let special: &[(&str, &[&str])] = &[
        // What hidden layers and outputs are at first.
        (
            "dense",
            &["src/app/setting/registry.rs", EDITOR, SIGN, CARD, HINT, "src/engine/config.rs", OP],
        ),
        // A setting and a part of dense layers, too, and a function of the GPU's.
        (
            "activation",
            &[
                EDITOR,
                SIGN,
                CARD,
                HINT,
                "src/app/setting/list.rs",
                BUILDER,
                "src/engine/backend/gpu/pass.rs",
            ],
        ),
        ("dropout", &[SIGN, CARD, HINT, BUILDER, OP]),
        ("gaussian_noise", &[SIGN, CARD, HINT, BUILDER, OP]),
        // It ties the samples of a batch together.
        (
            "batch_normalization",
            &[SIGN, CARD, HINT, "src/app/setting/settle.rs", BUILDER, OP, "src/worker/checkup.rs"],
        ),
        ("layer_normalization", &[SIGN, CARD, BUILDER, OP]),
        ("rms_normalization", &[SIGN, CARD, BUILDER, OP]),
        ("add", &[SIGN, CARD, BUILDER, OP]),
    ];
    one_file_each::<LayerKind>("LayerKind", "layer", special);
}

/// What the engine wants to know of a layer, `Layer` or a list of the plan tells; an output alone has
/// to be dense.
#[test]
fn no_other_file_of_the_engine_asks_whether_a_layer_is_dense() {
    let mut files = Vec::new();
    sources(Path::new("src/engine"), &mut files);
    let asks = |path: &&PathBuf| names(&shipped(path), "is_dense");
    let found: BTreeSet<_> = files.iter().filter(asks).map(|path| path.to_string_lossy()).collect();
    let expected = ["src/engine/config/validate.rs", "src/engine/layer/mod.rs"];
    assert_eq!(found, expected.map(Into::into).into());
}
