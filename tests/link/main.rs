//! The link, both ways: the cases of bad input, the TensorFlow Playground's own links, and
//! any text whatever.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

mod any;
mod arrival;
mod calls;
#[path = "../choices/mod.rs"]
mod choices;
mod correction;
mod curve;
mod formulas;
mod handling;
mod rules;
mod sets;

use correction::is_correction;
use neural_playground::app::link::{self, Control, Link, Opened, View};
use neural_playground::app::notice::{Dropped, Mending, Notice};
use neural_playground::app::setting::{self, Kind, Setting, number_text};
use neural_playground::app::{preference::theme::Theme, text::Language, text::notice as words};
use neural_playground::engine::activation::Activation;
use neural_playground::engine::callback::Callback;
use neural_playground::engine::config::{Config, Precision, Problem, Rules, Runtime, limits};
use neural_playground::engine::dataset::{CURVE, Dataset, Splitting};
use neural_playground::engine::feature::{Feature, Features};
use neural_playground::engine::initializer::Initializer;
use neural_playground::engine::kind::Tuned;
use neural_playground::engine::layer::{Layer, LayerKind};
use neural_playground::engine::loss::{Coding, Loss, Misfit};
use neural_playground::engine::optimizer::{Extras, Optimizer};
use neural_playground::engine::regularizer::Regularizer;
use neural_playground::engine::scaling::Scaling;
use neural_playground::engine::schedule::Schedule;
use neural_playground::order::Set;
use neural_playground::protocol::Speed;
use proptest::prelude::*;
use strum::VariantArray as _;

const SOURCE_LINK: &str = "#activation=tanh&batchSize=10&dataset=circle&regDataset=reg-plane&learningRate=0.03&regularizationRate=0&noise=0&networkShape=4,2&seed=0.81857&showTestData=false&discretize=false&percTrainData=50&x=true&y=true&xTimesY=false&xSquared=false&ySquared=false&cosX=false&sinX=false&cosY=false&sinY=false&collectStats=false&problem=classification&initZero=false&hideText=false";

/// A config under Playground rules, as a Playground key brings them.
fn playground(change: impl FnOnce(&mut Config)) -> Config {
    let mut config =
        Config { rules: Rules::Playground, precision: Precision::Bits64, ..Config::default() };
    change(&mut config);
    config
}

fn features(list: &[Feature]) -> Features {
    list.iter().fold(Features::empty(), |features, &feature| features.with(feature, true))
}

/// What holds for every hash whatever.
fn check_stable(hash: &str) -> Opened {
    let opened = link::parse(hash);
    opened.link.config.validate().unwrap_or_else(|error| panic!("{hash}: {error}"));
    let written = link::write(&opened.link);
    assert!(written.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'#'), "{written}");
    let again = link::parse(&written);
    assert_eq!(again.link, opened.link, "{hash}\n→ {written}");
    assert!(!again.notices.iter().any(is_correction), "{hash}\n→ {written}\n{:?}", again.notices);
    assert_eq!(link::write(&again.link), written, "{hash}");
    for notice in &opened.notices {
        for language in Language::VARIANTS {
            assert!(!words::say(notice, language.text().notice).is_empty());
        }
    }
    opened
}

/// A hash, the config that it opens, and the key, value and replacement that it is said with.
fn check(hash: &str, expected: &Config, said: &[(&str, &str, &str)]) {
    let opened = check_stable(hash);
    assert_eq!(&opened.link.config, expected, "{hash}");
    let replaced: Vec<_> = opened
        .notices
        .iter()
        .filter_map(|notice| match notice {
            Notice::Replaced { key, value, used, .. } => {
                Some((key.as_str(), value.as_str(), used.as_str()))
            }
            _ => None,
        })
        .collect();
    assert_eq!(replaced, said, "{hash}");
}

#[test]
fn the_source_texts_link_opens_exactly() {
    let opened = check_stable(SOURCE_LINK);
    let config = Config {
        problem: Problem::Classification,
        dataset: Dataset::Circle.into(),
        reg_dataset: Dataset::RegPlane.into(),
        curve: CURVE.to_owned(),
        samples: None,
        noise: 0.0,
        first_class: None,
        label_noise: 0.0,
        test_shift: 0.0,
        split: Splitting::Random,
        own: None,
        scaling: Scaling::None,
        train_percent: 50,
        batch_size: 10,
        features: features(&[Feature::X, Feature::Y]),
        formulas: vec![],
        layers: Layer::stack(&[4, 2]),
        activation: Activation::Tanh.into(),
        initializer: Initializer::Playground.into(),
        output: Layer::new(0, LayerKind::Dense),
        loss: None,
        coding: None,
        regularizer: Regularizer::None,
        regularization_rate: 0.0,
        optimizer: Optimizer::Sgd.into(),
        extras: Extras::default(),
        learning_rate: 0.03,
        schedule: Schedule::Constant.into(),
        callbacks: vec![],
        init_zero: false,
        seed: "0.81857".to_owned(),
        data_seed: String::new(),
        rules: Rules::Playground,
        precision: Precision::Bits64,
        runtime: Runtime::Auto,
    };
    assert_eq!(opened.link, Link { config, ..Link::default() });
    assert_eq!((opened.notices, opened.seed_missing), (vec![], false));
    assert_eq!(format!("#{}", link::write(&opened.link)), SOURCE_LINK);
}

#[test]
fn every_fixture_opens_as_the_playground_opened_it() {
    let mut seen = 0;
    for entry in std::fs::read_dir("tests/fixtures/playground-parity").unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        let text = std::fs::read_to_string(&path).unwrap();
        let fixture: serde_json::Value = serde_json::from_str(&text).unwrap();
        let hash = fixture["hash"].as_str().unwrap();
        let Opened { link: Link { config, .. }, notices, seed_missing } = check_stable(hash);
        let shape: Vec<usize> = serde_json::from_value(fixture["shape"].clone()).unwrap();
        let inputs: Vec<&str> = config.features.iter().map(Into::into).collect();
        let expected: Vec<String> = serde_json::from_value(fixture["inputs"].clone()).unwrap();
        assert_eq!((config.shape(), config.rules), (shape, Rules::Playground), "{hash}");
        assert_eq!(
            (inputs, config.precision),
            (expected.iter().map(String::as_str).collect(), Precision::Bits64)
        );
        assert_eq!(config.train_count(), fixture["train"].as_array().unwrap().len(), "{hash}");
        assert_eq!((notices, seed_missing), (vec![], false), "{hash}");
        seen += 1;
    }
    assert_eq!(seen, 7);
}

#[test]
fn case_1_an_empty_shape_is_a_linear_model() {
    for hash in ["networkShape=", "networkShape=%20"] {
        check(hash, &playground(|config| config.set_hidden(&[])), &[]);
    }
}

#[test]
fn case_2_layers_without_units_are_left_out() {
    for (text, hidden) in [
        ("0", vec![4, 2]),
        ("-1", vec![4, 2]),
        ("abc", vec![4, 2]),
        (",", vec![4, 2]),
        ("0.5", vec![4, 2]),
        ("4,,2", vec![4, 2]),
        ("4,", vec![4]),
        ("3,0,5", vec![3, 5]),
        ("3,NaN,5", vec![3, 5]),
        ("2.5", vec![2]),
        ("8,Infinity", vec![8]),
    ] {
        let used = hidden.iter().map(usize::to_string).collect::<Vec<_>>().join(",");
        let said = [("networkShape", text, used.as_str())];
        check(&format!("networkShape={text}"), &playground(|c| c.set_hidden(&hidden)), &said);
    }
}

#[test]
fn case_3_escapes_are_read_in_keys_and_values() {
    for hash in
        ["networkShape=3%2C2", "networkShape=3%2c2", "network%53hape=3,2", "#networkShape=3%2C2"]
    {
        check(hash, &playground(|config| config.set_hidden(&[3, 2])), &[]);
    }
    check("seed=a+b%20c%3Dd%26e", &playground(|config| config.seed = "a+b c=d&e".to_owned()), &[]);
}

#[test]
fn case_4_what_says_nothing_is_ignored() {
    for hash in [
        "",
        "#",
        "##",
        "#networkShape",
        "#&&=&x",
        "x",
        "=",
        "=5",
        "&",
        "activation=",
        "learningRate=%20",
        "noise",
    ] {
        let opened = check_stable(hash);
        assert_eq!(opened.link, Link::default(), "{hash}");
        assert_eq!((opened.notices, opened.seed_missing), (vec![], false), "{hash}");
        assert_eq!(link::write(&opened.link), "", "{hash}");
    }
}

#[test]
fn case_5_shapes_are_clamped_to_the_limits() {
    let modern = |hidden: Vec<usize>| Config { layers: Layer::stack(&hidden), ..Config::default() };
    let eights = vec!["8"; 100].join(",");
    for (text, hidden) in [
        (eights.as_str(), vec![8; 12]),
        ("2000,2000", vec![256, 256]),
        ("1e300", vec![256]),
        ("3,999999999999999999999999,1", vec![3, 256, 1]),
    ] {
        let opened = check_stable(&format!("networkShape={text}"));
        assert_eq!(opened.link.config, modern(hidden), "{text}");
        let Some(Notice::Replaced { key, value, .. }) = opened.notices.last() else {
            panic!("{text}: {:?}", opened.notices)
        };
        assert_eq!(key, "networkShape");
        assert!(value.chars().count() <= 40, "{value}");
    }
}

#[test]
fn case_6_an_unknown_name_leaves_the_default() {
    let named = |setting: &&Setting| matches!(setting.kind(), Kind::Choice | Kind::Tuned);
    for setting in Setting::VARIANTS.iter().filter(named) {
        for name in ["toString", "constructor", "__proto__", "hasOwnProperty", "moon", "RELUX", "1"]
        {
            let hash = format!("{}={name}", setting.key());
            let opened = check_stable(&hash);
            let config = match is_playgrounds(*setting) {
                true => playground(|_| {}),
                false => Config::default(),
            };
            assert_eq!(opened.link.config, config, "{hash}");
            let [Notice::Replaced { key, value, used, .. }] = opened.notices.as_slice() else {
                panic!("{hash}: {:?}", opened.notices)
            };
            assert_eq!((key.as_str(), value.as_str()), (setting.key(), name));
            assert_eq!(*used, setting.get(&config));
            // The message names what could be written, where no name is near.
            let said = words::say(&opened.notices[0], &words::ENGLISH);
            assert!(setting.names().iter().any(|name| said.contains(name)), "{said}");
        }
    }
}

#[test]
fn case_6_a_misspelt_name_is_suggested() {
    for (hash, expected) in [
        ("dataset=circel", Some("circle")),
        ("dataset=Spirals", Some("spiral")),
        ("activation=ReLU", Some("relu")),
        ("activation=tanhh", Some("tanh")),
        ("problem=regresion", Some("regression")),
        ("regularization=l2", Some("L2")),
        ("regDataset=reg-gaus", Some("reg-gauss")),
        ("rules=modem", Some("modern")),
        ("lang=kr", Some("ko")),
        ("theme=drak", Some("dark")),
        ("optimizer=adma", Some("adam")),
        ("optimizer=RMSprop(rho:0.8)", Some("rmsprop")),
        ("optimizer=adam(beta1:0.8)", Some("beta_1")),
        ("optimizer=adam(beta_1:7)", None),
        ("loss=binary_cross_entropy", Some("binary_crossentropy")),
        ("outputActivation=Softmax", Some("softmax")),
        ("labelCoding=onehot", Some("one_hot")),
        ("initializer=he_norm", Some("he_normal")),
        ("schedule=cosine", Some("cosine_decay")),
        ("callbacks=early_stoping", Some("early_stopping")),
        ("layers=dense(unit:3)", Some("units")),
        ("dataset=toString", None),
        ("activation=constructor", None),
    ] {
        let notices = check_stable(hash).notices;
        let [Notice::Replaced { suggestion, .. }] = notices.as_slice() else {
            panic!("{hash}: {notices:?}")
        };
        assert_eq!(suggestion.as_deref(), expected, "{hash}");
    }
}

/// Whether the TensorFlow Playground has a key for it, so that its rules come with it.
fn is_playgrounds(setting: Setting) -> bool {
    let hash = format!("{}={}", setting.key(), setting.default_text());
    link::parse(&hash).link.config.rules == Rules::Playground && setting != Setting::Rules
}

#[test]
fn case_7_what_is_no_number_leaves_the_default() {
    for text in
        ["abc", "0,03", "1e999", "Infinity", "-Infinity", "NaN", "inf", "0.03x", "--1", "-1"]
    {
        let said = [("learningRate", text, "0.03")];
        check(&format!("learningRate={text}"), &playground(|_| {}), &said);
    }
    for (text, used) in [("11", 10.0), ("1e300", 10.0)] {
        let said = [("learningRate", text, &*number_text(used))];
        check(&format!("learningRate={text}"), &playground(|c| c.learning_rate = used), &said);
    }
    for (text, value) in [
        ("0.05", 0.05),
        ("1e-6", 1e-6),
        ("1e-7", 1e-7),
        ("0", 0.0),
        ("-0", 0.0),
        ("%20.3%20", 0.3),
        ("3.", 3.0),
        ("+1", 1.0),
    ] {
        check(&format!("learningRate={text}"), &playground(|c| c.learning_rate = value), &[]);
    }
}

#[test]
fn case_8_a_batch_is_whole_and_within_the_training_samples() {
    for (text, used) in
        [("0", 10), ("abc", 10), ("-10", 10), ("2.5", 2), ("500", 250), ("1e99", 250), ("0.5", 1)]
    {
        let said = [("batchSize", text, &*used.to_string())];
        check(&format!("batchSize={text}"), &playground(|c| c.batch_size = used), &said);
    }
    // Wherever the key stands, it is the link's own training samples that count.
    for (hash, batch, percent) in [
        ("batchSize=400&percTrainData=80", 400, 80),
        ("batchSize=450&percTrainData=90", 450, 90),
        ("percTrainData=10&batchSize=50", 50, 10),
    ] {
        let config = playground(|config| {
            config.batch_size = batch;
            config.train_percent = percent;
        });
        check(hash, &config, &[]);
    }
    let small = Config { samples: Some(20), train_percent: 10, batch_size: 2, ..Config::default() };
    check("samples=20&percTrainData=10&rules=modern", &small, &[("batchSize", "10", "2")]);
    // One in a hundred of twenty is none: one must train.
    let least = Config { samples: Some(20), train_percent: 5, batch_size: 1, ..Config::default() };
    let said = [("percTrainData", "1", "5"), ("batchSize", "10", "1")];
    check("samples=20&percTrainData=1&rules=modern", &least, &said);
}

#[test]
fn case_9_noise_is_brought_into_range_as_the_playground_does() {
    for (text, used) in [("2000", 50.0), ("81", 50.0), ("-5", 0.0), ("abc", 0.0)] {
        let said = [("noise", text, &*number_text(used))];
        check(&format!("noise={text}"), &playground(|config| config.noise = used), &said);
    }
    // It is not the nearest one, so it is said whose it is.
    let said = words::say(&check_stable("noise=900").notices[0], &words::ENGLISH);
    assert_eq!(
        said,
        "noise: “900” is refused; 50 is used instead, as in the TensorFlow Playground. 0 to 80 is \
         allowed."
    );
    for noise in [0.0, 2.5, 50.0, 80.0] {
        check(&format!("noise={noise}"), &playground(|config| config.noise = noise), &[]);
    }
}

#[test]
fn case_10_four_words_are_no() {
    for no in ["0", "no", "false", "off"] {
        let config = playground(|config| config.features = features(&[Feature::Y]));
        check(&format!("x={no}&y=true&discretize={no}"), &config, &[]);
        assert!(!link::parse(&format!("discretize={no}")).link.view.discretize);
    }
    for yes in ["1", "yes", "true", "on", "FALSE", "banana", "2"] {
        let opened = check_stable(&format!("discretize={yes}&sinX={yes}"));
        assert!(opened.link.view.discretize, "{yes}");
        assert!(opened.link.config.features.contains(Feature::SinX), "{yes}");
    }
}

#[test]
fn case_11_a_link_without_features_or_rate_is_not_told_what_it_says() {
    let opened = check_stable("x=false&y=false");
    assert_eq!(opened.link.config, playground(|config| config.features = Features::empty()));
    assert_eq!(opened.notices, []);
    assert_eq!(check_stable("rules=modern&learningRate=0").notices, []);
}

#[test]
fn case_12_a_negative_penalty_is_refused() {
    let l2 = playground(|config| config.regularizer = Regularizer::L2);
    for rate in ["-0.001", "-1e9", "abc"] {
        let said = [("regularizationRate", rate, "0")];
        check(&format!("regularization=L2&regularizationRate={rate}"), &l2, &said);
    }
    check("regularization=L2&regularizationRate=-0", &l2, &[]);
}

#[test]
fn case_13_hide_keys_hide_and_no_more() {
    for &control in Control::VARIANTS {
        let hash = format!("{}_hide=true", <&str>::from(control));
        let opened = check_stable(&hash);
        assert_eq!(opened.link.config, playground(|_| {}), "{hash}");
        let view = View { hidden: Set::from([control]), ..View::default() };
        assert_eq!(opened.link.view, view, "{hash}");
        let shown = check_stable(&hash.replace("true", "false"));
        assert_eq!(shown.link.view, View::default());
    }
    for &feature in Feature::VARIANTS {
        let name = <&str>::from(feature);
        let opened = check_stable(&format!("{name}=true&{name}_hide=true"));
        let without = Features::default().with(feature, false);
        assert_eq!(opened.link.config.features, without, "a hidden feature is no input");
        assert_eq!(opened.link.view.hidden_features, Set::from([name.to_owned()]));
    }
}

#[test]
fn case_15_other_programs_keys_survive() {
    for hash in [
        "utm_source=mail",
        "a=1&a=2&b=",
        "q=x%2Cy%FF+z=w",
        "toString=1&constructor=2",
        "LearningRate=7&ACTIVATION=relu",
        "moon_hide=true",
    ] {
        let opened = check_stable(hash);
        assert_eq!(opened.link.config, Config::default(), "{hash}");
        assert_eq!(opened.notices, [], "{hash}");
        assert_eq!(link::write(&opened.link), hash);
    }
    let written = link::write(&link::parse("other=1&learningRate=0.1&seed=1").link);
    assert!(written.starts_with("activation=tanh&batchSize=10&"), "{written}");
    assert!(written.ends_with("&hideText=false&other=1"), "{written}");
}

#[test]
fn the_playgrounds_idle_keys_survive() {
    let hash = "seed=1&cosX=true&collectStats=1&tutorial=first%20steps&cosY=false";
    let written = link::write(&check_stable(hash).link);
    for entry in ["&cosX=true&", "&cosY=false&", "&collectStats=true&tutorial=first%20steps&"] {
        assert!(written.contains(entry), "{written}");
    }
    let modern = check_stable("rules=modern&tutorial=t").link;
    assert_eq!(link::write(&modern), "tutorial=t&rules=modern");
}

#[test]
fn cases_16_and_17_open_as_they_stand() {
    let all = features(Feature::VARIANTS);
    let hash = "#activation=tanh&batchSize=1&dataset=spiral&learningRate=1&noise=50&networkShape=8&seed=0.42182&problem=regression&x=true&y=true";
    let config = playground(|config| {
        config.set_hidden(&[8]);
        (config.batch_size, config.dataset) = (1, Dataset::Spiral.into());
        (config.noise, config.learning_rate, config.problem) = (50.0, 1.0, Problem::Regression);
        config.seed = "0.42182".to_owned();
    });
    check(hash, &config, &[]);

    let hash = "#activation=tanh&regularization=L2&batchSize=30&dataset=spiral&learningRate=0.3&regularizationRate=10&noise=15&networkShape=8,8&seed=0.65451&percTrainData=90&x=true&y=true&xTimesY=true&xSquared=true&ySquared=true&sinX=true&sinY=true";
    let opened = check_stable(hash);
    assert_eq!(opened.link.config.features, all);
    assert_eq!(opened.notices, [Notice::UnstableL2 { product: 3.0 }]);
}

#[test]
fn only_what_differs_is_written_under_modern_rules() {
    let written = |change: fn(&mut Link)| {
        let mut link = Link::default();
        change(&mut link);
        assert_eq!(link::parse(&link::write(&link)).link, link);
        link::write(&link)
    };
    assert_eq!(written(|_| {}), "");
    assert_eq!(
        written(|link| link.config.learning_rate = 1e-6),
        "learningRate=0.000001&rules=modern"
    );
    assert_eq!(
        written(|link| link.config.regularization_rate = 1e-9),
        "regularizationRate=1e-9&rules=modern"
    );
    assert_eq!(written(|link| link.config.set_hidden(&[])), "networkShape=&rules=modern");
    assert_eq!(written(|link| link.config.samples = Some(1000)), "samples=1000");
    assert_eq!(written(|link| link.config.precision = Precision::Bits64), "precision=64");
    assert_eq!(written(|link| link.view.show_test = true), "showTestData=true&rules=modern");
    assert_eq!(
        written(|link| {
            link.view.language = Some(Language::Korean);
            link.view.theme = Some(Theme::System);
            link.view.speed = Some(Speed::Max);
        }),
        "lang=ko&theme=system&speed=max"
    );
    assert_eq!(
        written(|link| {
            link.view.hidden.insert(Control::PlayButton);
            link.config.features = Features::default().with(Feature::Y, false);
            link.view.hidden_features.insert("y".to_owned());
        }),
        "y=false&playButton_hide=true&y_hide=true&rules=modern"
    );
}

#[test]
fn a_seed_is_missing_where_the_playground_would_draw_one() {
    for (hash, missing) in [
        ("", false),
        ("activation=relu", true),
        ("activation=relu&seed=", true),
        ("activation=relu&seed=%20", true),
        ("activation=relu&seed=hello-world", false),
        ("activation=relu&rules=modern", false),
        ("networkShape=9", false),
        ("samples=100", false),
    ] {
        assert_eq!(check_stable(hash).seed_missing, missing, "{hash}");
    }
}

#[test]
fn the_last_of_two_equal_keys_counts() {
    check("noise=5&noise=10", &playground(|config| config.noise = 10.0), &[]);
    check("noise=abc&noise=10", &playground(|config| config.noise = 10.0), &[]);
    assert_eq!(check_stable("noise_hide=true&noise_hide=false").link.view, View::default());
}

#[test]
fn notices_do_not_flood_the_page() {
    let keys = Setting::VARIANTS.iter().map(|setting| setting.key());
    let hash: Vec<String> = keys.map(|key| format!("{key}={}", "?".repeat(300))).collect();
    let notices = check_stable(&hash.join("&")).notices;
    assert_eq!(notices.len(), 6);
    assert!(matches!(notices.last(), Some(Notice::More { count: 31 })), "{notices:?}");
    for notice in &notices {
        let said = |language: &Language| words::say(notice, language.text().notice);
        assert!(Language::VARIANTS.iter().map(said).all(|said| said.chars().count() < 250));
    }
}
