//! Files of other programs, opened: what Keras and TensorFlow.js have written answers here as it does
//! there, and what is damaged, hostile or none of ours is named and does no harm.
//! `tests/fixtures/formats` has the files, and the scripts that made them.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test may panic")]

#[allow(dead_code, reason = "the interop tests need more of it")]
#[path = "../interop/cases.rs"]
mod cases;
mod damage;
#[allow(dead_code, reason = "the contract of compiled training needs more of it")]
#[path = "../drawn/mod.rs"]
mod drawn;
mod ours;

use std::fs;
use std::io::{Cursor, Read as _, Write as _};

use neural_playground::engine::activation::Activation;
use neural_playground::engine::backend::on_cpu;
use neural_playground::engine::config::{Config, Precision};
use neural_playground::engine::feature::{Feature, Features};
use neural_playground::engine::layer::Layer;
use neural_playground::engine::scaling::Scaling;
use neural_playground::engine::table::{Column, Goal, Table};
use neural_playground::engine::trainer::{Means, Tables, Trainer};
use neural_playground::formats::opened::Unreadable;
use neural_playground::formats::read::{Found, open};
use serde_json::Value;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

type Files = Vec<(String, Vec<u8>)>;

fn bytes(name: &str) -> Vec<u8> {
    fs::read(format!("tests/fixtures/formats/{name}")).unwrap()
}

/// A fixture with the files that belong to it.
fn files(name: &str) -> Files {
    let shards = ["group1-shard1of2.bin", "group1-shard2of2.bin"];
    let beside = if name == "model.json" { &shards[..] } else { &[] };
    [name].iter().chain(beside).map(|&name| (name.to_owned(), bytes(name))).collect()
}

/// What its program answers.
fn answers(name: &str) -> Value {
    let text = |name| String::from_utf8(bytes(name)).unwrap();
    if name == "model.json" {
        return serde_json::from_str(&text("tfjs.json")).unwrap();
    }
    serde_json::from_str::<Value>(&text("answers.json")).unwrap()[name].clone()
}

fn numbers(list: &Value) -> Vec<f64> {
    list.as_array().unwrap().iter().map(|own| own.as_f64().unwrap()).collect()
}

fn rows(list: &Value) -> Vec<Vec<f64>> {
    list.as_array().unwrap().iter().map(numbers).collect()
}

fn plane(layers: &[usize]) -> Config {
    let (layers, precision) = (Layer::stack(layers), Precision::Bits64);
    Config { layers, precision, ..Config::default() }
}

/// A table of these rows, each of a class, all of which train at once; and a run over it.
fn over(rows: &[Vec<f64>], classes: &[f64]) -> (Config, Tables) {
    let columns = (0..rows[0].len()).map(|at| Column::number(format!("column {at}"))).collect();
    let mut table = Table::new(columns, Goal::Classes(["a", "b", "c"].map(str::to_owned).to_vec()));
    rows.iter().zip(classes).for_each(|(row, &class)| table.push(row, &[class]));
    let (own, tables) = (Some(table.brief()), Tables::default());
    tables.put(table);
    (Config { own, train_percent: 100, batch_size: rows.len(), ..plane(&[4]) }, tables)
}

/// A run of what was opened, in the place of another.
fn run(opened: &Found, config: &Config, tables: &Tables) -> Trainer {
    let (next, progress) = opened.network.apply(config).unwrap();
    let means = Means { tables: tables.clone(), ..Means::from(on_cpu()) };
    let mut trainer = Trainer::on(&next, means).unwrap();
    trainer.restore(&progress).unwrap();
    trainer
}

fn near(ours: &[f64], theirs: &[f64], within: f64) {
    assert_eq!(ours.len(), theirs.len());
    for (ours, theirs) in ours.iter().zip(theirs) {
        assert!((ours - theirs).abs() <= within, "{ours} {theirs}");
    }
}

/// Whether a fixture answers as its program does.
fn check(name: &str, layers: &[&str], ignored: &[&str], missing: &[&str]) -> Trainer {
    let said = answers(name);
    let (inputs, outputs) = (rows(&said["rows"]), rows(&said["outputs"]).concat());
    let (config, tables) = match inputs[0].len() {
        2 => (plane(&[3]), Tables::default()),
        _ => over(&inputs, &numbers(&said["labels"])),
    };
    let opened = open(name, &files(name), &config).unwrap();
    assert_eq!(opened.ignored, ignored, "{name}");
    assert_eq!(opened.missing, missing, "{name}");
    let mut trainer = run(&opened, &config, &tables);
    let config = trainer.config();
    let own = config.layers.iter().chain([&config.output]);
    assert_eq!(own.map(Layer::to_string).collect::<Vec<_>>(), layers, "{name}");
    near(&trainer.predict(&inputs), &outputs, 1e-6);
    trainer
}

#[test]
fn a_row_of_layers_of_keras_opens_with_its_optimizer() {
    let mut trainer = check(
        "sequential.keras",
        &[
            "dense(units:5,activation:tanh,initializer:glorot_uniform,kernel_regularizer:l2)",
            "batch_normalization(momentum:0.9)",
            "dropout(rate:0.2)",
            "dense(use_bias:0,activation:linear,initializer:random_normal(stddev:0.5))",
            "activation(activation:leaky_relu(negative_slope:0.1))",
            "layer_normalization",
            "gaussian_noise",
            "dense(activation:sigmoid,initializer:glorot_uniform)",
        ],
        &[],
        &[],
    );
    let config = trainer.config();
    assert_eq!(config.optimizer.to_string(), "adam(beta_1:0.8,amsgrad:1)");
    assert_eq!((config.learning_rate, config.extras.clipnorm), (0.01, 1.0));
    assert_eq!(config.loss.unwrap().to_string(), "binary_crossentropy(label_smoothing:0.1)");
    // 64 rows in batches of 16, 3 epochs.
    assert_eq!(trainer.model().iterations(), 12);
}

#[test]
fn a_residual_model_of_keras_trains_on_where_it_stood() {
    let mut trainer = check(
        "residual.keras",
        &[
            "dense(activation:gelu,initializer:glorot_uniform)",
            "dense(activation:silu,initializer:glorot_uniform)",
            "rms_normalization",
            "add(layers:2)",
            "dense(activation:softmax,initializer:glorot_uniform)",
        ],
        &[],
        &[],
    );
    assert_eq!(trainer.config().schedule.to_string(), "cosine_decay(decay_steps:100)");
    for loss in numbers(&answers("residual.keras")["losses"]) {
        near(&[trainer.train_loss()], &[loss], 1e-5);
        trainer.finish_epoch();
    }
}

#[test]
fn other_files_answer_as_their_programs_do() {
    check(
        "scaled.keras",
        &[
            "dense(units:3,activation:relu,initializer:glorot_uniform)",
            "dense(activation:tanh,initializer:glorot_uniform)",
        ],
        &[],
        &[],
    );
    check(
        "model.json",
        &[
            "dense(activation:silu)",
            "dense(activation:linear)",
            "activation(activation:leaky_relu(negative_slope:0.25))",
            "add(layers:2)",
            "batch_normalization",
            "dense(activation:sigmoid)",
        ],
        &[],
        &[],
    );
    // Onto the network on show, whose layers stay as they are.
    check("torch.safetensors", &["dense(units:3)", "dense"], &[], &[]);
    check("weights.json", &["dense(units:3)", "dense"], &[], &[]);
}

#[test]
fn what_is_none_of_ours_is_named_and_the_rest_opens() {
    let opened = open("unknown.keras", &files("unknown.keras"), &plane(&[3])).unwrap();
    assert_eq!(opened.ignored, ["dense_8: kernel_constraint"]);
    assert_eq!(opened.missing, ["dense_8: squareplus", "unit_normalization (UnitNormalization)"]);
    let config = opened.network.apply(&plane(&[3])).unwrap().0;
    assert_eq!(config.layers[0].activation, Some(Activation::Linear.into()));
    assert_eq!(config.target().outputs, 2, "two classes, one each");
}

#[test]
fn arrays_that_are_none_of_the_network_on_show_are_dense_layers_of_their_own() {
    let shown = plane(&[6, 6]);
    let opened = open("torch.safetensors", &files("torch.safetensors"), &shown).unwrap();
    assert_eq!(opened.missing, ["activation"]);
    let said = answers("torch.safetensors");
    let mut trainer = run(&opened, &shown, &Tables::default());
    let outputs = trainer.predict(&rows(&said["rows"]));
    near(&outputs, &rows(&said["outputs"]).concat(), 1e-6);
}

#[test]
fn a_network_goes_with_data_of_its_inputs_and_outputs_alone() {
    let of = |name: &str| open(name, &files(name), &plane(&[3])).unwrap().network;
    let rows: Vec<_> = (0..6).map(|at| vec![f64::from(at); 5]).collect();
    let (five, _) = over(&rows, &[0.0, 1.0, 2.0, 0.0, 1.0, 2.0]);
    let error = of("residual.keras").apply(&five).unwrap_err();
    assert_eq!(error, Unreadable::Inputs { file: 3, data: 5 });
    let error = of("residual.keras").apply(&plane(&[3])).unwrap_err();
    assert_eq!(error, Unreadable::Inputs { file: 3, data: 2 }, "no function is guessed");
    let three = Features::default().with(Feature::SinX, true);
    let shown = Config { features: three, ..plane(&[3]) };
    let error = of("residual.keras").apply(&shown).unwrap_err();
    assert_eq!(error, Unreadable::Outputs { file: 3, data: 2 });
    let features = Features::empty().with(Feature::SinX, true);
    let formulas = vec!["x1*x2".to_owned(), "x1".to_owned()];
    let shown = Config { features, formulas, ..plane(&[3]) };
    let (next, _) = of("sequential.keras").apply(&shown).unwrap();
    assert_eq!((next.features, next.formulas), (Features::default(), Vec::new()), "the columns");
}

#[test]
fn a_network_of_another_program_takes_the_numbers_of_a_row_as_they_are() {
    let scaled = Config { scaling: Scaling::Standardize, ..plane(&[3]) };
    for (name, expected) in [
        ("sequential.keras", Scaling::None),
        ("scaled.keras", Scaling::None),
        ("model.json", Scaling::None),
        // Weights of the network on show.
        ("weights.json", Scaling::Standardize),
    ] {
        let opened = open(name, &files(name), &scaled).unwrap();
        assert_eq!(opened.network.apply(&scaled).unwrap().0.scaling, expected, "{name}");
    }
}

#[test]
fn files_beside_the_one_that_is_opened_are_named_where_they_do_not_belong_to_it() {
    let mut own = files("model.json");
    own.push(("note.txt".to_owned(), b"a".to_vec()));
    assert_eq!(open("model.json", &own, &plane(&[3])).unwrap().ignored, ["note.txt"]);
    let other = [files("sequential.keras"), files("weights.json")].concat();
    let opened = open("sequential.keras", &other, &plane(&[3])).unwrap();
    assert_eq!(opened.ignored, ["weights.json"]);
}

/// The network of report B31: two inputs, three hidden units and an output, sigmoids all of them.
fn b31() -> Config {
    let sigmoid = Activation::Sigmoid.into();
    let output = Layer { activation: Some(sigmoid), ..Config::default().output };
    Config { activation: sigmoid, output, ..plane(&[3]) }
}

const HIDDEN: [[f64; 3]; 2] = [
    [-3.594487237455296, -5.735954921370731, -0.959203897155529],
    [-3.5995564144376537, -5.8343520918041145, -1.0322345440841676],
];
const HIDDEN_BIAS: [f64; 3] = [5.219508124805883, 2.0856377515985987, -0.6705773932893153];
const OUTPUT: [[f64; 1]; 3] = [[7.143018785739898], [-7.763584975007569], [0.7122170310638396]];
const OUTPUT_BIAS: [f64; 1] = [-3.251_966_915_113_39];
const CORNERS: [[f64; 2]; 4] = [[0.0, 0.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]];
/// What these weights give. The report has these with six digits, of a run whose weights have more: they
/// are up to 5e-6 off.
const FOUR: [f64; 4] =
    [0.05667397817217213, 0.9335213700329166, 0.9331441263149798, 0.08823883448505103];

#[test]
fn weights_that_are_typed_back_give_the_four_numbers() {
    let arrays = [
        ("dense_0/kernel", serde_json::json!(HIDDEN)),
        ("dense_0/bias", serde_json::json!(HIDDEN_BIAS)),
        ("output/kernel", serde_json::json!(OUTPUT)),
        ("output/bias", serde_json::json!(OUTPUT_BIAS)),
    ];
    let lists = Value::from(arrays.iter().map(|(_, own)| own.clone()).collect::<Vec<_>>());
    let shapes = [vec![2, 3], vec![3], vec![3, 1], vec![1]];
    let named = |(own, shape): (&(&str, Value), &Vec<usize>)| {
        let flat = |own: &Value| own.as_array().cloned().unwrap_or_else(|| vec![own.clone()]);
        let values: Vec<_> = own.1.as_array().unwrap().iter().flat_map(flat).collect();
        serde_json::json!({ "name": own.0, "shape": shape, "values": values, "note": "typed" })
    };
    // By name, so that their order does not count.
    let names: Vec<_> = arrays.iter().zip(&shapes).rev().map(named).collect();
    let mut csv = "layer;name;row;column;value\r\n".to_owned();
    for (name, own) in &arrays {
        let rows = match own[0].as_array() {
            Some(_) => rows(own),
            None => vec![numbers(own)],
        };
        for (at, row) in rows.iter().enumerate() {
            for (column, value) in row.iter().enumerate() {
                csv += &format!("{};{at};{column};{value}\r\n", name.replace('/', ";"));
            }
        }
    }
    for (text, ignored) in
        [(lists.to_string(), &[][..]), (Value::from(names).to_string(), &["note"]), (csv, &[])]
    {
        let opened = open("weights", &[("weights".to_owned(), text.into_bytes())], &b31()).unwrap();
        assert_eq!(opened.ignored, ignored);
        let mut trainer = run(&opened, &b31(), &Tables::default());
        assert_eq!(trainer.config(), &b31(), "the network on show");
        near(&trainer.predict(&CORNERS), &FOUR, 1e-12);
        near(&FOUR, &[0.056677, 0.933524, 0.933147, 0.088243], 6e-6);
    }
}

/// An archive with a part in the place of one of another archive's.
fn with_part(archive: &[u8], part: &str, own: &[u8], method: CompressionMethod) -> Vec<u8> {
    let mut from = ZipArchive::new(Cursor::new(archive)).unwrap();
    let mut to = ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..from.len() {
        let mut file = from.by_index(at).unwrap();
        let (name, mut bytes) = (file.name().to_owned(), Vec::new());
        file.read_to_end(&mut bytes).unwrap();
        to.start_file(&name, SimpleFileOptions::default().compression_method(method)).unwrap();
        to.write_all(if name == part { own } else { &bytes }).unwrap();
    }
    to.finish().unwrap().into_inner()
}

fn part(archive: &[u8], part: &str) -> Vec<u8> {
    let mut from = ZipArchive::new(Cursor::new(archive)).unwrap();
    let mut bytes = Vec::new();
    from.by_name(part).unwrap().read_to_end(&mut bytes).unwrap();
    bytes
}

#[test]
fn a_deflated_archive_opens_as_a_stored_one() {
    let stored = bytes("sequential.keras");
    let deflated = with_part(&stored, "", &[], CompressionMethod::Deflated);
    assert!(deflated.len() < stored.len() / 2);
    let [one, other] = [stored, deflated]
        .map(|own| open("own.keras", &[("own.keras".to_owned(), own)], &plane(&[3])).unwrap());
    assert_eq!(one, other);
}

/// Our own document of the network of report B31, which sees scaled columns and a formula that counts for
/// nothing.
fn document() -> Value {
    let choice = |name: &str, knobs: Value| serde_json::json!({ "name": name, "knobs": knobs });
    let layer = |name: &str, units: usize| {
        serde_json::json!({
            "name": name,
            "class": "Dense",
            "kind": choice("dense", serde_json::json!({ "units": units, "use_bias": 1, "trainable": 1 })),
            "activation": choice("sigmoid", serde_json::json!({})),
            "initializer": choice("he_normal", serde_json::json!({})),
            "kernel_regularizer": choice("l1", serde_json::json!({ "l1": 0.5 })),
            "bias_regularizer": choice("none", serde_json::json!({})),
        })
    };
    serde_json::json!({
        "version": 1,
        "scales": [{ "shift": 2.0, "width": 4.0 }, { "shift": -1.0, "width": 0.5 }],
        "inputs": [
            { "feature": "X" },
            { "feature": "Y" },
            { "formula": ["x1*x2", { "shift": 3.0, "width": 2.0 }] },
        ],
        "layers": [layer("dense_0", 3), layer("output", 1)],
        "loss": choice("huber", serde_json::json!({ "delta": 0.5 })),
    })
}

#[test]
fn our_own_document_says_how_the_network_sees_a_row() {
    use safetensors::tensor::{Dtype, TensorView, serialize};

    let bits = |values: &[f64]| values.iter().flat_map(|own| own.to_le_bytes()).collect::<Vec<_>>();
    let kernel = bits(&[HIDDEN.as_flattened(), &[0.0; 3]].concat());
    let (bias, output, last) =
        (bits(&HIDDEN_BIAS), bits(OUTPUT.as_flattened()), bits(&OUTPUT_BIAS));
    let view = |shape: &[usize], data| TensorView::new(Dtype::F64, shape.to_vec(), data).unwrap();
    let arrays = [
        ("dense_0/kernel", view(&[3, 3], &kernel)),
        ("dense_0/bias", view(&[3], &bias)),
        ("output/kernel", view(&[3, 1], &output)),
        ("output/bias", view(&[1], &last)),
    ];
    let metadata = [("network".to_owned(), document().to_string())].into_iter().collect();
    let own = serialize(arrays, Some(metadata)).unwrap();
    let opened = open("own", &[("own".to_owned(), own)], &plane(&[5])).unwrap();
    assert_eq!((opened.ignored.len(), opened.missing.len()), (0, 0));
    let mut trainer = run(&opened, &plane(&[5]), &Tables::default());
    let config = trainer.config();
    assert_eq!(config.formulas, ["x1*x2"]);
    assert_eq!(config.loss.unwrap().to_string(), "huber(delta:0.5)");
    let layer =
        "dense(units:3,activation:sigmoid,initializer:he_normal,kernel_regularizer:l1(l1:0.5))";
    assert_eq!(config.layers[0].to_string(), layer);
    // The rows that are scaled to the four corners.
    let corners = [[2.0, -1.0], [2.0, -0.5], [6.0, -1.0], [6.0, -0.5]];
    near(&trainer.predict(&corners), &FOUR, 1e-12);
}
