//! Random runs, and every kind of layer, loss, optimizer and activation, against `reference`.

use neural_playground::engine::activation::Activation;
use neural_playground::engine::config::{Config, Precision, Problem, Rules};
use neural_playground::engine::dataset::Dataset;
use neural_playground::engine::feature::{Feature, Features};
use neural_playground::engine::kind::Tuned;
use neural_playground::engine::layer::{Layer, LayerKind};
use neural_playground::engine::loss::Loss;
use neural_playground::engine::optimizer::{Extras, Optimizer};
use neural_playground::engine::regularizer::Regularizer;
use neural_playground::engine::trainer::Trainer;
use neural_playground::worker::check::Check;
use proptest::prelude::*;
use strum::VariantArray as _;

use std::rc::Rc;

use neural_playground::engine::backend::gpu::device::{Device, Unavailable};
use neural_playground::engine::backend::gpu::{Way, maker};

use super::{block_on, gpu, on_gpu, other_way};

/// In units of max(1, |value|), after some steps from equal weights.
const TOLERANCE: f64 = 5e-4;

fn assert_close(ours: &[f64], theirs: &[f64], tolerance: f64, what: &str) {
    assert_eq!(ours.len(), theirs.len(), "{what}");
    for (at, (a, b)) in ours.iter().zip(theirs).enumerate() {
        let error = (a - b).abs() / b.abs().max(1.0);
        assert!(error <= tolerance, "{what}[{at}]: {a} for {b}");
    }
}

/// Trains `steps` batches on the CPU at 64 bits and on the GPU in both ways, and compares weights,
/// all other state, and losses.
fn compare(config: &Config, steps: usize, tolerance: f64, what: &str) {
    let mut runs = vec![("chosen", on_gpu(config))];
    runs.extend(other_way(config).map(|run| ("other", run)));
    compare_runs(runs, config, steps, tolerance, what);
}

fn compare_runs(
    runs: Vec<(&str, Trainer)>,
    config: &Config,
    steps: usize,
    tolerance: f64,
    what: &str,
) {
    let wide = Config { precision: Precision::Bits64, ..config.clone() };
    let mut reference = Trainer::new(&wide).unwrap();
    for _ in 0..steps {
        reference.step(usize::MAX);
    }
    let theirs = reference.progress();
    let losses = reference.evaluate();
    for (way, mut run) in runs {
        let what = format!("{what}, {way} way {:?}", gpu(&mut run).way());
        for _ in 0..steps {
            run.step(usize::MAX);
        }
        gpu(&mut run).note_losses();
        let reading = gpu(&mut run).start_read();
        gpu(&mut run).device().wait();
        let sums = gpu(&mut run).finish_read(reading).unwrap();
        let ours = run.progress();
        assert_close(&ours.weights, &theirs.weights, tolerance, &format!("{what}: weights"));
        assert_close(
            &ours.gradients,
            &theirs.gradients,
            10.0 * tolerance,
            &format!("{what}: gradients"),
        );
        for (ours, theirs) in ours.extra.iter().zip(&theirs.extra) {
            assert_eq!(ours.name, theirs.name);
            // A squared gradient, or one that is divided by a small number, is off by more.
            assert_close(
                &ours.values,
                &theirs.values,
                10.0 * tolerance,
                &format!("{what}: {}", ours.name),
            );
        }
        assert_eq!(ours.pruned, theirs.pruned, "{what}");
        // From the ring, and from the outputs that were read.
        let [train, test] = [run.data().train.len(), run.data().test.len()].map(|n| n as f64);
        let found = run.evaluate();
        let near = |a: f64, b: f64| {
            (a - b).abs() <= 10.0 * tolerance * b.abs().max(1.0) || a.is_nan() && b.is_nan()
        };
        for (ours, theirs) in [
            (sums[0].train.0 / train, losses.train_loss),
            (sums[0].test.0 / test, losses.test_loss),
            (found.train_loss, losses.train_loss),
            (found.test_loss, losses.test_loss),
        ] {
            assert!(near(ours, theirs), "{what}: loss {ours} for {theirs}");
        }
        if !losses.train_accuracy.is_nan() {
            // A point on the boundary may fall on either side.
            for (hits, share, all) in [
                (sums[0].train.1, losses.train_accuracy, train),
                (sums[0].test.1, losses.test_accuracy, test),
            ] {
                assert!(
                    all == 0.0 || (hits - share * all).abs() <= 1.0,
                    "{what}: {hits} of {all} for {share}"
                );
            }
        }
        assert_eq!(gpu(&mut run).device().fault(), None, "{what}");
        // The session would not take it for wrong either.
        let mut narrow = Trainer::new(&run.config().clone()).unwrap();
        narrow.restore(&run.progress()).unwrap();
        let check = Check::new(&mut narrow, usize::MAX).unwrap();
        run.step(usize::MAX);
        let found = check.find(&run.progress(), narrow.plan(), &narrow.means()).unwrap();
        assert_eq!(found, None, "{what}");
    }
}

fn any_of<T: Copy + std::fmt::Debug>(variants: &'static [T]) -> impl Strategy<Value = T> {
    (0..variants.len()).prop_map(|at| variants[at])
}

prop_compose! {
    fn configs()(
        problem in any_of(Problem::VARIANTS),
        dataset in any_of(&[Dataset::Circle, Dataset::Xor, Dataset::Gauss, Dataset::Spiral]),
        reg_dataset in any_of(&[Dataset::RegPlane, Dataset::RegGauss]),
        samples in 20usize..300,
        batch in 1usize..64,
        features in proptest::collection::vec(any::<bool>(), Feature::VARIANTS.len()),
        formulas in proptest::sample::subsequence(vec!["sin(3*x1)*x2/6", "log(x1)"], 0..3),
        hidden in proptest::collection::vec(1usize..20, 0..4),
        activation in any_of(&[Activation::Tanh, Activation::Sigmoid, Activation::Linear, Activation::Softplus]),
        regularizer in any_of(Regularizer::VARIANTS),
        rules in any_of(Rules::VARIANTS),
        optimizer in any_of(&[Optimizer::Sgd, Optimizer::Adam, Optimizer::RmsProp]),
        seed in "[a-z0-9]{1,12}",
    ) -> Config {
        let mut config = Config {
            problem, regularizer, rules, seed,
            dataset: dataset.into(),
            reg_dataset: reg_dataset.into(),
            layers: Layer::stack(&hidden),
            activation: activation.into(),
            optimizer: optimizer.into(),
            samples: Some(samples),
            batch_size: batch,
            features: Feature::VARIANTS.iter().zip(features)
                .fold(Features::empty(), |set, (&feature, on)| set.with(feature, on)),
            formulas: formulas.into_iter().map(str::to_owned).collect(),
            regularization_rate: 0.001,
            learning_rate: 0.01,
            precision: Precision::Bits32,
            ..Config::default()
        };
        config.batch_size = config.batch_size.min(config.train_count().max(1));
        config
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn random_runs_agree_with_the_reference(config in configs(), steps in 1usize..8) {
        let mut reference = Trainer::new(&Config { precision: Precision::Bits64, ..config.clone() }).unwrap();
        (0..steps).for_each(|_| { reference.step(usize::MAX); });
        // A run that is on its way to infinity multiplies every rounding.
        prop_assume!(reference.weights().iter().all(|w| w.abs() < 20.0));
        compare(&config, steps, 4.0 * TOLERANCE, "random run");
    }
}

#[test]
fn every_activation_agrees() {
    for &activation in Activation::VARIANTS {
        let config = Config {
            layers: Layer::stack(&[5, 4]),
            activation: activation.into(),
            learning_rate: 0.003,
            ..Config::default()
        };
        // A sample that rounding carries across a kink counts with its whole gradient.
        let tolerance = if activation.spec().kinks.is_empty() { 1.0 } else { 10.0 };
        compare(&config, 3, tolerance * TOLERANCE, &format!("{activation:?}"));
    }
}

#[test]
fn every_loss_agrees() {
    for &loss in Loss::VARIANTS {
        for dataset in [Dataset::Circle, Dataset::Rings] {
            let config = Config {
                dataset: dataset.into(),
                loss: Some(loss.into()),
                layers: Layer::stack(&[5]),
                ..Config::default()
            };
            let mut config = config;
            config.output.activation = None;
            if config.validate().is_ok() {
                compare(&config, 3, 4.0 * TOLERANCE, &format!("{loss:?} {dataset:?}"));
            }
        }
    }
}

#[test]
fn every_optimizer_agrees_with_all_that_may_stand_around_it() {
    let decayed = Extras { weight_decay: 0.01, ..Extras::default() };
    let by_norm = Extras { clipnorm: 0.05, ..decayed };
    let by_value = Extras { clipvalue: 0.02, ..decayed };
    let by_all = Extras { global_clipnorm: 0.06, ..decayed };
    for &optimizer in Optimizer::VARIANTS {
        for (extras, regularizer) in [
            (Extras::default(), Regularizer::None),
            (by_norm, Regularizer::L1),
            (by_value, Regularizer::L2),
            (by_all, Regularizer::L1),
        ] {
            let config = Config {
                optimizer: optimizer.into(),
                extras,
                regularizer,
                regularization_rate: 0.01,
                learning_rate: 0.01,
                ..Config::default()
            };
            compare(
                &config,
                5,
                10.0 * TOLERANCE,
                &format!("{optimizer:?} {extras:?} {regularizer:?}"),
            );
        }
    }
}

#[test]
fn every_layer_agrees() {
    for &kind in LayerKind::VARIANTS {
        for trainable in [0.0, 1.0] {
            let mut own = Tuned::new(kind);
            if own.get("trainable").is_some() {
                own = own.with("trainable", trainable);
            }
            if kind == LayerKind::Dense {
                own = own.with("units", 4.0);
            }
            let mut layers = Layer::stack(&[4, 4]);
            layers.insert(1, Layer::new(9, own));
            let config = Config { layers, batch_size: 16, ..Config::default() };
            if config.validate().is_ok() {
                compare(&config, 4, 4.0 * TOLERANCE, &format!("{kind:?} {trainable}"));
            }
        }
    }
}

#[test]
fn wide_networks_go_tiled_and_agree() {
    let config = Config {
        layers: Layer::stack(&[70, 40, 33]),
        activation: Activation::Tanh.into(),
        batch_size: 100,
        ..Config::default()
    };
    let mut run = on_gpu(&config);
    assert!(matches!(gpu(&mut run).way(), Way::Tiled { .. }));
    compare(&config, 4, TOLERANCE, "wide");
}

/// A device with the least workgroup memory that WebGPU promises.
fn narrow_device() -> Rc<Device> {
    let narrow = |limits| wgpu::Limits { max_compute_workgroup_storage_size: 16_384, ..limits };
    Rc::new(block_on(Device::open_within(narrow)).unwrap())
}

#[test]
fn where_a_batch_does_not_fit_its_rows_go_in_slices() {
    let device = narrow_device();
    let config = Config {
        features: Feature::VARIANTS
            .iter()
            .fold(Features::empty(), |set, &feature| set.with(feature, true)),
        layers: Layer::stack(&[8; 6]),
        optimizer: Optimizer::Adam.into(),
        batch_size: 30,
        ..Config::default()
    };
    let mut run = Trainer::on(&config, maker(Rc::clone(&device))).unwrap();
    let way = gpu(&mut run).way();
    assert!(matches!(way, Way::Fused { rows } if rows < 30), "{way:?}");
    compare_runs(vec![("narrow", run)], &config, 5, 10.0 * TOLERANCE, "slices");
    // Batch normalization keeps the batch whole: then it goes tiled.
    let mut layers = config.layers.clone();
    layers.insert(1, Layer::new(20, LayerKind::BatchNormalization));
    let config = Config { layers, ..config };
    let mut run = Trainer::on(&config, maker(device)).unwrap();
    assert!(matches!(gpu(&mut run).way(), Way::Tiled { .. }));
    compare_runs(vec![("whole", run)], &config, 3, 10.0 * TOLERANCE, "whole batch");
}

#[test]
fn an_adapter_with_less_than_webgpu_promises_is_refused_with_the_number() {
    let little = |limits| wgpu::Limits { max_storage_buffers_per_shader_stage: 4, ..limits };
    let refused = block_on(Device::open_within(little)).err();
    assert!(matches!(refused, Some(Unavailable::Limits { found: 4, .. })), "{refused:?}");
}
