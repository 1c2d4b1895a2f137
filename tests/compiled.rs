//! The contract of compiled training, in the browser that compiles it: whatever `reference`
//! computes at 64 bits, code made for a plan computes bit for bit at 64 bits and within a stated
//! tolerance at 32 (with one rounding a product and with two); and where there is no such code, the
//! backends without any stand in bit for bit.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test may panic")]

mod counting;
mod drawn;
mod kinds;
mod paced;

use std::cell::Cell;
use std::rc::Rc;

use counting::Counting;
use drawn::{any_config, known, manners};
use neural_playground::engine::activation::Activation;
use neural_playground::engine::backend::compiled::Linker as _;
use neural_playground::engine::backend::{Set, on_cpu_compiled};
use neural_playground::engine::config::{Config, Precision, Problem, Rules};
use neural_playground::engine::dataset::Dataset;
use neural_playground::engine::feature::{Feature, Features};
use neural_playground::engine::formula::math::{Function, Source, points};
use neural_playground::engine::kind::Tuned;
use neural_playground::engine::layer::{Layer, LayerKind};
use neural_playground::engine::loss::Loss;
use neural_playground::engine::optimizer::Optimizer;
use neural_playground::engine::regularizer::Regularizer;
use neural_playground::engine::schedule::Schedule;
use neural_playground::engine::seedrandom::SeedRandom;
use neural_playground::engine::trainer::{Progress, Trainer};
use neural_playground::worker::linker::Compiler;
use neural_playground::worker::math::browser;
use rand::RngExt as _;
use strum::VariantArray as _;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_dedicated_worker);

/// As for the lanes: after an epoch from equal weights, in units of max(1, |w|).
const TOLERANCE: f64 = 2e-4;

/// At 64 bits.
const EXACT: f64 = 0.0;

/// A run through compiled code, and the number of calls of it.
fn compiled(config: &Config, relaxed: bool, links: bool) -> (Trainer, Rc<Cell<usize>>) {
    let (compiler, calls) = (Compiler::new().unwrap(), Rc::<Cell<usize>>::default());
    let compiler = Rc::new(if relaxed { compiler } else { compiler.strict() });
    let linker = Counting { compiler, links, calls: Rc::clone(&calls) };
    (Trainer::on(config, on_cpu_compiled(Rc::new(linker))).unwrap(), calls)
}

/// The same without.
fn plain(config: &Config) -> Trainer {
    Trainer::new(config).unwrap()
}

fn reference(config: &Config) -> Trainer {
    Trainer::new(&Config { precision: Precision::Bits64, ..config.clone() }).unwrap()
}

/// With one rounding a product where this browser has that, and with two.
fn roundings() -> Vec<bool> {
    if Compiler::new().unwrap().is_relaxed() { vec![false, true] } else { vec![false] }
}

fn assert_close(ours: &[f64], theirs: &[f64], tolerance: f64, what: &str) {
    assert_eq!(ours.len(), theirs.len(), "{what}");
    for (at, (a, b)) in ours.iter().zip(theirs).enumerate() {
        let error = (a - b).abs() / b.abs().max(1.0);
        // What has overflowed is the same without a difference.
        assert!(
            error <= tolerance || a.to_bits() == b.to_bits() || a.is_nan() && b.is_nan(),
            "{what}[{at}]: {a} for {b}"
        );
    }
}

fn bits(trainer: &mut Trainer) -> Vec<u64> {
    trainer.weights().iter().map(|weight| weight.to_bits()).collect()
}

/// A sample that rounding carries across a kink counts with its whole gradient.
fn tolerance(config: &Config) -> f64 {
    if config.precision == Precision::Bits64 {
        return EXACT;
    }
    let own = config.layers.iter().filter_map(|layer| layer.activation);
    let kinked = own.chain([config.activation]).any(|one| !one.kind().spec().kinks.is_empty());
    let kinked = kinked || config.loss == Some(Loss::MeanAbsoluteError.into());
    if kinked { 50.0 * TOLERANCE } else { TOLERANCE }
}

/// Some twenty updates: behind more of them some networks multiply what rounding began.
fn twenty_updates(ours: &mut Trainer, theirs: &mut Trainer) {
    for _ in 0..4 {
        ours.run(5 * ours.config().batch_size);
        while (theirs.epoch(), theirs.sample()) != (ours.epoch(), ours.sample()) {
            theirs.step(1);
        }
    }
}

#[wasm_bindgen_test]
fn any_network_agrees_with_the_reference() {
    let draw = &mut SeedRandom::from_text("contract");
    for case in 0..600 {
        let config = any_config(draw, Precision::VARIANTS[case % 2]);
        if config.validate().is_err() {
            continue;
        }
        let start = reference(&config).progress();
        for relaxed in roundings() {
            let (mut ours, calls) = compiled(&config, relaxed, true);
            let mut theirs = reference(&config);
            ours.restore(&start).unwrap();
            twenty_updates(&mut ours, &mut theirs);
            assert!(calls.get() > 0, "{case}: {config:?} was not compiled");
            let (what, tolerance) = (format!("{case}: {config:?}"), tolerance(&config));
            assert_close(&ours.weights(), &theirs.weights(), tolerance, &what);
            let (a, b) = (ours.evaluate(), theirs.evaluate());
            let [a, b] = [a, b].map(|found| [found.train_loss, found.test_loss]);
            assert_close(&a, &b, tolerance, &what);
        }
    }
}

#[wasm_bindgen_test]
fn every_optimizer_moves_the_weights_in_code() {
    let each = Optimizer::VARIANTS.iter();
    let each = each.flat_map(|&one| Precision::VARIANTS.iter().map(move |&width| (one, width)));
    for (optimizer, precision) in each {
        let config = Config {
            layers: Layer::stack(&[5, 3]),
            features: Feature::VARIANTS
                .iter()
                .fold(Features::empty(), |set, &one| set.with(one, true)),
            dataset: Dataset::Blobs.into(),
            optimizer: optimizer.into(),
            rules: Rules::Modern,
            precision,
            learning_rate: 0.01,
            ..Config::default()
        };
        for config in manners(&config) {
            for relaxed in roundings() {
                let (mut ours, calls) = compiled(&config, relaxed, true);
                let mut theirs = reference(&config);
                for trainer in [&mut ours, &mut theirs] {
                    (0..2).for_each(|_| trainer.finish_epoch());
                }
                let what = format!("{config:?}");
                // One call an epoch: the steps are the code's own.
                assert_eq!(calls.get(), 2, "{what}");
                assert_close(&ours.weights(), &theirs.weights(), 5.0 * tolerance(&config), &what);
                assert_eq!(ours.progress().iterations, theirs.progress().iterations);
            }
        }
    }
}

#[wasm_bindgen_test]
fn maps_agree_with_the_reference() {
    let tanh = Activation::Tanh;
    let deep = [(vec![], tanh), (vec![8; 6], tanh), (vec![33, 5], Activation::Sigmoid)];
    let mut cases: Vec<_> = Precision::VARIANTS
        .iter()
        .flat_map(|&precision| {
            let all = known(precision).into_iter().map(|activation| (vec![4, 2], activation));
            all.chain(deep.clone()).map(move |(hidden, activation)| (hidden, activation, precision))
        })
        .collect();
    for (hidden, activation, precision) in cases.drain(..) {
        let config = Config {
            layers: Layer::stack(&hidden),
            activation: activation.into(),
            precision,
            ..Config::default()
        };
        for relaxed in roundings() {
            let (mut ours, calls) = compiled(&config, relaxed, true);
            let mut theirs = reference(&config);
            // Neither a whole number of chunks nor of tiles.
            for side in [5, 50] {
                for trainer in [&mut ours, &mut theirs] {
                    trainer.set_grid(Set::Maps, side);
                }
                let [a, b] = [&mut ours, &mut theirs].map(|trainer| trainer.maps(Set::Maps));
                assert_eq!((a.len(), calls.get() > 0), (b.len(), true));
                for (a, b) in a.iter().zip(&b) {
                    assert!((a - b).abs() <= 1e-5 * b.abs().max(1.0), "{hidden:?}: {a} for {b}");
                }
            }
        }
    }
}

#[wasm_bindgen_test]
fn a_block_that_is_skipped_agrees_with_the_reference() {
    let config = Config {
        layers: vec![
            Layer::dense(1, 8),
            Layer::dense(2, 8),
            Layer::new(3, Tuned::new(LayerKind::Add)),
            Layer::new(4, Tuned::new(LayerKind::Activation)),
            Layer::dense(5, 3),
        ],
        rules: Rules::Modern,
        precision: Precision::Bits32,
        ..Config::default()
    };
    let (mut ours, calls) = compiled(&config, true, true);
    let mut theirs = reference(&config);
    for _ in 0..5 {
        ours.finish_epoch();
        theirs.finish_epoch();
    }
    assert!(calls.get() > 0);
    assert_close(&ours.weights(), &theirs.weights(), TOLERANCE, "weights");
}

#[wasm_bindgen_test]
fn every_layer_is_code() {
    let kinds = LayerKind::VARIANTS.iter().filter(|&&kind| kind != LayerKind::Dense);
    let batches = [1, 7, 64, 128, 200];
    for (&kind, batch_size) in kinds.flat_map(|kind| batches.map(move |batch| (kind, batch))) {
        let optimizers = [Optimizer::Sgd, Optimizer::Adam];
        let each = Precision::VARIANTS.iter();
        for (optimizer, precision) in each.flat_map(|&width| optimizers.map(|one| (one, width))) {
            let between = |id| Layer::new(id, Tuned::new(kind));
            let softmax = Some(Activation::Softmax.into());
            // A batch's normalization takes off what a bias adds: of its gradient rounding is all
            // that is left, and Adam's steps are as long as if it were something.
            let dense = |id| {
                let layer = Layer::dense(id, 6);
                Layer { kind: layer.kind.with("use_bias", 0.0), ..layer }
            };
            let last = Layer { activation: softmax, ..Layer::dense(6, 6) };
            let config = Config {
                layers: vec![Layer::dense(1, 6), dense(2), between(3), dense(4), between(5), last],
                dataset: Dataset::Blobs.into(),
                optimizer: optimizer.into(),
                rules: Rules::Modern,
                precision,
                learning_rate: 0.01,
                batch_size,
                ..Config::default()
            };
            for relaxed in roundings() {
                let (mut ours, calls) = compiled(&config, relaxed, true);
                let mut theirs = reference(&config);
                twenty_updates(&mut ours, &mut theirs);
                let what = format!("{kind:?}, batches of {batch_size}, {optimizer:?}");
                assert!(calls.get() > 0, "{what} was not compiled");
                let tolerance = 10.0 * tolerance(&config);
                assert_close(&ours.weights(), &theirs.weights(), tolerance, &what);
                let (ours, theirs) = (ours.progress().extra, theirs.progress().extra);
                for (ours, theirs) in ours.iter().zip(&theirs) {
                    let what = format!("{what}: {}", ours.name);
                    assert_close(&ours.values, &theirs.values, tolerance, &what);
                }
            }
        }
    }
}

#[wasm_bindgen_test]
fn what_follows_on_a_layer_is_not_left_out() {
    let normalizations =
        [LayerKind::BatchNormalization, LayerKind::LayerNormalization, LayerKind::RmsNormalization];
    // An activation behind noise, and normalizations that keep their gains behind one.
    let noise = Tuned::new(LayerKind::GaussianNoise).with("stddev", 0.2);
    let frozen = normalizations.map(|kind| Tuned::new(kind).with("trainable", 0.0));
    let kinds = || [noise].into_iter().chain(frozen);
    let each = Precision::VARIANTS.iter();
    for (kind, precision) in each.flat_map(|&width| kinds().map(move |kind| (kind, width))) {
        let config = Config {
            layers: vec![
                Layer::dense(1, 6),
                Layer::new(2, kind),
                Layer::new(3, Tuned::new(LayerKind::Activation)),
                Layer::dense(4, 5),
            ],
            rules: Rules::Modern,
            precision,
            ..Config::default()
        };
        let tolerance = tolerance(&config);
        for relaxed in roundings() {
            let (mut ours, calls) = compiled(&config, relaxed, true);
            let mut theirs = reference(&config);
            twenty_updates(&mut ours, &mut theirs);
            assert!(calls.get() > 0, "{kind} was not compiled");
            assert_close(&ours.weights(), &theirs.weights(), tolerance, &kind.to_string());
            let [a, b] = [&mut ours, &mut theirs].map(|trainer| trainer.evaluate().test_loss);
            assert_close(&[a], &[b], tolerance, &kind.to_string());
        }
    }
}

#[wasm_bindgen_test]
fn what_is_not_allowed_trains_as_without_bit_for_bit() {
    for &precision in Precision::VARIANTS {
        let config = Config { precision, ..Config::default() };
        let (mut ours, calls) = compiled(&config, true, false);
        let mut theirs = plain(&config);
        for trainer in [&mut ours, &mut theirs] {
            trainer.finish_epoch();
        }
        assert_eq!((bits(&mut ours), calls.get()), (bits(&mut theirs), 0), "{config:?}");
        for trainer in [&mut ours, &mut theirs] {
            trainer.set_grid(Set::Maps, 20);
        }
        assert_eq!(ours.maps(Set::Maps), theirs.maps(Set::Maps));
    }
}

#[wasm_bindgen_test]
fn the_pace_changes_no_bit() {
    let layers =
        |kind| vec![Layer::dense(1, 5), Layer::new(2, Tuned::new(kind)), Layer::dense(3, 4)];
    let plain = Config::default();
    let adam = Config {
        layers: layers(LayerKind::BatchNormalization),
        optimizer: Optimizer::Adam.into(),
        dataset: Dataset::Blobs.into(),
        rules: Rules::Modern,
        ..Config::default()
    };
    let dropped = Config {
        layers: layers(LayerKind::Dropout),
        regularizer: Regularizer::L2,
        schedule: Schedule::CosineDecay.into(),
        ..adam.clone()
    };
    let pruned = Config { regularizer: Regularizer::L1, regularization_rate: 0.1, ..plain.clone() };
    // 250 rows: in batches of 30 the last is short.
    let cases = [plain, pruned, adam, dropped].into_iter().flat_map(|config| {
        let of = move |batch_size| Config { batch_size, ..config.clone() };
        [10, 30, 200].map(of)
    });
    let cases = cases.flat_map(|config| {
        Precision::VARIANTS.iter().map(move |&precision| Config { precision, ..config.clone() })
    });
    for config in cases {
        for links in [false, true] {
            let [mut whole, mut cut] = [(); 2].map(|()| compiled(&config, true, links).0);
            let draw = &mut SeedRandom::from_text("clock");
            for _ in 0..4 {
                whole.finish_epoch();
                let epoch = cut.epoch();
                // As a clock would cut it.
                while cut.epoch() == epoch {
                    cut.run(draw.random_range(1..260));
                    // And by samples, as a visitor steps.
                    for _ in 0..draw.random_range(0..40) {
                        if cut.epoch() == epoch {
                            cut.visit();
                        }
                    }
                }
            }
            assert_eq!(bits(&mut whole), bits(&mut cut), "{config:?}");
            assert_eq!(whole.progress(), cut.progress());
        }
    }
}

#[wasm_bindgen_test]
fn changes_in_mid_run_reach_the_code() {
    let precision = Precision::Bits32;
    let config = Config { rules: Rules::Modern, precision, ..Config::default() };
    let changed = [
        Config { learning_rate: 0.1, ..config.clone() },
        Config { batch_size: 7, ..config.clone() },
        Config { batch_size: 200, ..config.clone() },
        Config { batch_size: 64, regularizer: Regularizer::L2, ..config.clone() },
        Config { schedule: Schedule::CosineDecay.into(), ..config.clone() },
        Config { activation: Activation::Sigmoid.into(), ..config.clone() },
        Config { noise: 20.0, ..config.clone() },
        Config { layers: Layer::stack(&[3, 5]), ..config.clone() },
    ];
    let (mut ours, calls) = compiled(&config, true, true);
    let mut theirs = reference(&config);
    for config in changed {
        for (trainer, precision) in
            [(&mut ours, Precision::Bits32), (&mut theirs, Precision::Bits64)]
        {
            trainer.configure(&Config { precision, ..config.clone() }).unwrap();
            trainer.evaluate();
            trainer.finish_epoch();
            trainer.finish_epoch();
        }
        let before = calls.replace(0);
        assert!(before > 0, "{config:?} was not compiled");
        assert_close(&ours.weights(), &theirs.weights(), TOLERANCE, &format!("{config:?}"));
    }
}

#[wasm_bindgen_test]
fn ops_are_rehearsed_where_they_are_timed() {
    let (mut ours, calls) = compiled(&Config::default(), true, true);
    assert_eq!(ours.rehearse(usize::MAX), 10);
    assert_eq!(calls.get(), 0, "a single op is none of the compiled code's");
}

#[wasm_bindgen_test]
fn what_diverges_in_the_lanes_diverges_here() {
    let config = Config {
        problem: Problem::Regression,
        activation: Activation::Linear.into(),
        learning_rate: 10.0,
        precision: Precision::Bits32,
        ..Config::default()
    };
    let (mut ours, calls) = compiled(&config, true, true);
    let mut theirs = plain(&config);
    for _ in 0..50 {
        ours.finish_epoch();
        theirs.finish_epoch();
    }
    assert!(calls.get() > 0);
    let broken = |trainer: &mut Trainer| trainer.weights().iter().any(|w| !w.is_finite());
    assert_eq!([broken(&mut ours), broken(&mut theirs)], [true; 2]);
}

/// A run of some epochs on code, with this function from there.
fn with_source(config: &Config, function: Function, source: Source) -> (Trainer, Trainer) {
    let known = function.known();
    let own = known.iter().find(|(known, _)| *known == source).map(|&(_, call)| call);
    function.take_from(source, own.unwrap_or(browser(function)));
    let (mut ours, calls) = compiled(config, true, true);
    let mut theirs = plain(config);
    for trainer in [&mut ours, &mut theirs] {
        (0..20).for_each(|_| trainer.finish_epoch());
    }
    assert!(calls.get() > 0, "{config:?} was not compiled");
    function.take_from(Source::Own, function.own());
    (ours, theirs)
}

#[wasm_bindgen_test]
fn whoever_computes_a_function_code_gives_the_same_bits_as_without() {
    let activations = [
        (Activation::Tanh, Function::Tanh),
        (Activation::Sigmoid, Function::Exp),
        (Activation::Elu, Function::Exp),
    ];
    for (activation, function) in activations {
        for source in [Source::Own, Source::Separate, Source::Browser] {
            if source == Source::Separate && function != Function::Tanh {
                continue;
            }
            let activation = activation.into();
            let precision = Precision::Bits64;
            let config = Config { activation, learning_rate: 1.0, precision, ..Config::default() };
            let (mut ours, mut theirs) = with_source(&config, function, source);
            assert_eq!(bits(&mut ours), bits(&mut theirs), "{activation:?} from {source:?}");
        }
    }
}

#[wasm_bindgen_test]
fn the_last_of_a_large_batch_keeps_its_code() {
    // 500 rows in batches of 300: pieces of 128, 128 and 44, and of 128 and 72.
    for precision in Precision::VARIANTS {
        let config = Config {
            samples: Some(1000),
            batch_size: 300,
            precision: *precision,
            ..Config::default()
        };
        let (mut ours, calls) = compiled(&config, true, true);
        let mut theirs = plain(&config);
        for trainer in [&mut ours, &mut theirs] {
            (0..4).for_each(|_| trainer.finish_epoch());
        }
        assert_eq!(calls.get(), 4 * (5 + 2), "every piece and every step is compiled");
        let tolerance = tolerance(&config);
        assert_close(&ours.weights(), &theirs.weights(), tolerance, "a batch of 300");
    }
}

/// Every lane of a word: its borders, and numbers around them.
#[wasm_bindgen_test]
fn words_at_64_bits_have_the_bits_of_the_plain_ones_at_all_borders() {
    let cases = [
        (Activation::Tanh, Function::Tanh),
        (Activation::Sigmoid, Function::Exp),
        (Activation::Exponential, Function::Exp),
        (Activation::Elu, Function::Exp),
    ];
    for (activation, function) in cases {
        for relaxed in roundings() {
            let activation = activation.into();
            let features = Features::empty().with(Feature::X, true);
            let config = Config {
                features,
                layers: Layer::stack(&[1]),
                activation,
                problem: Problem::Regression,
                precision: Precision::Bits64,
                ..Config::default()
            };
            let weights = [0.0, 1.0, 0.0, 1.0];
            let extremes =
                [0.0, -0.0, f64::MIN_POSITIVE, 1e300, -1e300, f64::INFINITY, -745.0, 709.5];
            let points: Vec<[f64; 2]> =
                points(function).chain(extremes).map(|x| [x, 0.0]).collect();
            let predictions = [compiled(&config, relaxed, true).0, plain(&config)].map(|mut on| {
                let progress = on.progress();
                on.restore(&Progress { weights: weights.to_vec(), ..progress }).unwrap();
                on.predict(&points)
            });
            let [ours, theirs] = predictions
                .map(|found| found.iter().map(|value| value.to_bits()).collect::<Vec<_>>());
            for ((ours, theirs), [x, _]) in ours.iter().zip(&theirs).zip(&points) {
                let numbers = [ours, theirs].map(|&bits| f64::from_bits(bits));
                let same = ours == theirs || numbers.iter().all(|number| number.is_nan());
                assert!(same, "{activation:?} of {x}: {numbers:?}");
            }
        }
    }
}
