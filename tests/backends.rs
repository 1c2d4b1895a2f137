//! The contract of the backends: whatever `reference` computes at 64 bits, the 32-bit lanes
//! compute within a stated tolerance, and both keep the engine's promises about shapes, seeds
//! and rules.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test may panic")]

use neural_playground::engine::activation::Activation;
use neural_playground::engine::architecture::Architecture;
use neural_playground::engine::backend::Set;
use neural_playground::engine::change::Change;
use neural_playground::engine::config::{Config, Precision, Problem, Rules};
use neural_playground::engine::dataset::{Dataset, Split};
use neural_playground::engine::feature::{Feature, Features};
use neural_playground::engine::kind::Tuned;
use neural_playground::engine::layer::{Layer, LayerKind};
use neural_playground::engine::loss::Loss;
use neural_playground::engine::model::Model;
use neural_playground::engine::noise::Draw;
use neural_playground::engine::optimizer::Optimizer;
use neural_playground::engine::plan::{Op, Role};
use neural_playground::engine::regularizer::Regularizer;
use neural_playground::engine::seedrandom::SeedRandom;
use neural_playground::engine::trainer::Trainer;
use proptest::prelude::*;
use strum::VariantArray as _;

/// After one epoch from equal weights, in units of max(1, |w|), or of gradients in units of the
/// largest: a few hundred additions of 24-bit numbers, and a `tanh` that is 2 ulp off at worst.
const TOLERANCE: f64 = 2e-4;

fn any_of<T: Copy + std::fmt::Debug>(variants: &'static [T]) -> impl Strategy<Value = T> {
    (0..variants.len()).prop_map(|at| variants[at])
}

/// Formulas, some without a value at some points, whose values stay small.
const FORMULAS: [&str; 4] = ["sin(3*x1)*x2/6", "sqrt(x1^2+x2^2)", "log(x1)", "tanh(x1*x2)"];

prop_compose! {
    fn configs()(
        problem in any_of(Problem::VARIANTS),
        dataset in any_of(&[Dataset::Circle, Dataset::Xor, Dataset::Gauss, Dataset::Spiral]),
        reg_dataset in any_of(&[Dataset::RegPlane, Dataset::RegGauss]),
        samples in 20usize..300,
        noise in 0.0..50.0,
        train_percent in 1usize..=100,
        batch in 1usize..64,
        features in proptest::collection::vec(any::<bool>(), Feature::VARIANTS.len()),
        formulas in proptest::sample::subsequence(FORMULAS.to_vec(), 0..3),
        hidden in proptest::collection::vec(1usize..20, 0..4),
        activation in any_of(tame()),
        regularizer in any_of(Regularizer::VARIANTS),
        rules in any_of(Rules::VARIANTS),
        init_zero in any::<bool>(),
        seed in "[a-z0-9.가-힣]{1,12}",
    ) -> Config {
        let mut config = Config {
            problem, noise, train_percent, regularizer, rules, init_zero, seed,
            dataset: dataset.into(),
            reg_dataset: reg_dataset.into(),
            layers: Layer::stack(&hidden),
            activation: activation.into(),
            samples: Some(samples),
            batch_size: batch,
            features: Feature::VARIANTS.iter().zip(features)
                .fold(Features::empty(), |set, (&feature, on)| set.with(feature, on)),
            formulas: formulas.into_iter().map(str::to_owned).collect(),
            regularization_rate: 0.001,
            learning_rate: 0.01,
            precision: Precision::Bits64,
            ..Config::default()
        };
        config.batch_size = config.batch_size.min(config.train_count().max(1));
        config
    }
}

/// Activations whose values stay near those of their sums: of the others (`exponential` over
/// some layers) 24 bits say little.
fn tame() -> &'static [Activation] {
    const WILD: Activation = Activation::Exponential;
    static TAME: std::sync::OnceLock<Vec<Activation>> = std::sync::OnceLock::new();
    TAME.get_or_init(|| Activation::VARIANTS.iter().copied().filter(|&one| one != WILD).collect())
}

/// How far apart weights may be after an epoch: a sample that rounding carries across a kink
/// counts with its whole gradient.
fn tolerance(activation: Activation) -> f64 {
    if activation.spec().kinks.is_empty() { TOLERANCE } else { 50.0 * TOLERANCE }
}

fn narrow(config: &Config) -> Config {
    Config { precision: Precision::Bits32, ..config.clone() }
}

fn assert_close(ours: &[f64], theirs: &[f64], tolerance: f64, what: &str) {
    assert_eq!(ours.len(), theirs.len(), "{what}");
    for (at, (a, b)) in ours.iter().zip(theirs).enumerate() {
        let error = (a - b).abs() / b.abs().max(1.0);
        assert!(error <= tolerance, "{what}[{at}]: {a} for {b}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn lanes_agree_with_the_reference_on_losses_and_gradients(config in configs()) {
        // One batch that is never full: the gradients add up and no weight moves, so that a
        // random network cannot diverge.
        let config = Config { batch_size: config.train_count().max(1), ..config };
        let mut reference = Trainer::new(&config).unwrap();
        let mut lanes = Trainer::new(&narrow(&config)).unwrap();
        assert_close(&lanes.weights(), &reference.weights(), 1e-7, "first weights");
        let (a, b) = (lanes.evaluate(), reference.evaluate());
        // Without test or training data a loss is NaN on both.
        for (a, b) in [(a.train_loss, b.train_loss), (a.test_loss, b.test_loss)] {
            prop_assert!((a - b).abs() <= 1e-5 * b.abs().max(1.0) || a.is_nan() && b.is_nan());
        }
        for most in [1, 3, 20, config.train_count().saturating_sub(25).max(1)] {
            if reference.sample() + most < config.train_count() {
                prop_assert_eq!(reference.step(most), lanes.step(most));
            }
        }
        let (ours, theirs) = (lanes.progress().gradients, reference.progress().gradients);
        // 24-bit sums are off in proportion to their largest terms.
        let scale = theirs.iter().fold(1.0f64, |largest, g| largest.max(g.abs()));
        let scaled = |g: Vec<f64>| g.into_iter().map(|g| g / scale).collect::<Vec<_>>();
        let tolerance = tolerance(config.activation.kind());
        assert_close(&scaled(ours), &scaled(theirs), tolerance, "gradients");
    }

    #[test]
    fn equal_seeds_give_equal_runs_and_shapes_are_as_promised(config in configs()) {
        let (mut a, mut b) = (Trainer::new(&config).unwrap(), Trainer::new(&config).unwrap());
        a.finish_epoch();
        b.finish_epoch();
        // By bits: a network that diverges does so equally.
        let bits = |t: &mut Trainer| t.weights().iter().map(|w| w.to_bits()).collect::<Vec<_>>();
        prop_assert_eq!(bits(&mut a), bits(&mut b));
        prop_assert_eq!(a.data(), b.data());
        let data = a.data();
        prop_assert_eq!(data.train.len() + data.test.len(), config.sample_count());
        prop_assert_eq!(data.train.len(), config.train_count());
        let parameters: usize = config.shape().windows(2).map(|w| w[1] * (w[0] + 1)).sum();
        prop_assert_eq!(a.weights().len(), parameters);
    }

    #[test]
    fn another_seed_gives_other_data(config in configs(), seed in "[A-Z]{3,9}") {
        let other = Config { seed, ..config.clone() };
        let draw = |config: &Config| Split::draw(config, &mut SeedRandom::from_text(&config.seed));
        prop_assert_ne!(draw(&config), draw(&other));
    }

    #[test]
    fn a_run_goes_on_elsewhere_from_its_progress(config in configs(), steps in 1usize..30) {
        let mut here = Trainer::new(&config).unwrap();
        for _ in 0..steps {
            here.step(3);
        }
        let mut there = Trainer::new(&config).unwrap();
        there.restore(&here.progress()).unwrap();
        for _ in 0..steps {
            here.step(usize::MAX);
            there.step(usize::MAX);
        }
        prop_assert_eq!(format!("{:?}", here.progress()), format!("{:?}", there.progress()));
    }
}

#[test]
fn each_of_fifty_epochs_from_the_references_weights_agrees() {
    for hidden in [vec![4, 2], vec![8, 8, 6], vec![16]] {
        for &activation in tame() {
            let config = Config {
                layers: Layer::stack(&hidden),
                activation: activation.into(),
                precision: Precision::Bits64,
                ..Config::default()
            };
            let mut reference = Trainer::new(&config).unwrap();
            let mut lanes = Trainer::new(&narrow(&config)).unwrap();
            for _ in 0..50 {
                lanes.restore(&reference.progress()).unwrap();
                lanes.finish_epoch();
                reference.finish_epoch();
                assert_close(
                    &lanes.weights(),
                    &reference.weights(),
                    tolerance(activation),
                    &format!("{activation:?} {hidden:?} epoch {}", reference.epoch()),
                );
            }
        }
    }
}

#[test]
fn playground_rules_carry_a_short_batch_over_and_modern_rules_apply_it() {
    let config = |rules| Config { batch_size: 30, samples: Some(100), rules, ..Config::default() };
    for rules in [Rules::Playground, Rules::Modern] {
        let mut trainer = Trainer::new(&config(rules)).unwrap();
        trainer.finish_epoch();
        // 50 training samples in batches of 30: 20 are left.
        let left = trainer.progress().accumulated;
        assert_eq!(left, if rules == Rules::Playground { 20 } else { 0 }, "{rules:?}");
    }
}

#[test]
fn pruned_weights_stay_dead_under_playground_rules_and_revive_under_modern_ones() {
    for rules in [Rules::Playground, Rules::Modern] {
        let config = Config {
            regularizer: Regularizer::L1,
            regularization_rate: 0.03,
            rules,
            precision: rules.default_precision(),
            ..Config::default()
        };
        let mut trainer = Trainer::new(&config).unwrap();
        for _ in 0..200 {
            trainer.finish_epoch();
        }
        let pruned = trainer.pruned();
        assert!(!pruned.is_empty(), "{rules:?} pruned nothing");
        assert!(pruned.iter().all(|&at| trainer.weights()[at] == 0.0));
        let free = Config { regularization_rate: 0.0, ..config };
        assert_eq!(trainer.configure(&free).unwrap(), Change::Live);
        for _ in 0..20 {
            trainer.finish_epoch();
        }
        let weights = trainer.weights();
        let alive = pruned.iter().filter(|&&at| weights[at] != 0.0).count();
        match rules {
            Rules::Playground => assert_eq!(alive, 0),
            Rules::Modern => assert!(alive > 0, "none of {} came back", pruned.len()),
        }
    }
}

#[test]
fn reset_draws_on_under_playground_rules_and_repeats_under_modern_ones() {
    for rules in [Rules::Playground, Rules::Modern] {
        let config = Config { rules, ..Config::default() };
        let mut trainer = Trainer::new(&config).unwrap();
        let first = trainer.weights();
        trainer.finish_epoch();
        trainer.reset().unwrap();
        assert_eq!((trainer.epoch(), trainer.sample()), (0, 0));
        assert_eq!(trainer.weights() == first, rules == Rules::Modern, "{rules:?}");
    }
}

#[test]
fn changes_in_mid_run_keep_what_they_can() {
    let config = Config::default();
    let mut trainer = Trainer::new(&config).unwrap();
    for _ in 0..5 {
        trainer.finish_epoch();
    }
    let weights = trainer.weights();
    let live = [
        Config { learning_rate: 0.1, ..config.clone() },
        Config { batch_size: 7, ..config.clone() },
        Config { regularizer: Regularizer::L2, ..config.clone() },
        Config { regularization_rate: 0.1, ..config.clone() },
        Config { activation: Activation::Relu.into(), ..config.clone() },
        Config { precision: Precision::Bits64, ..config.clone() },
    ];
    for changed in live {
        assert!(trainer.configure(&changed).unwrap() < Change::Rebuild);
        assert_eq!((trainer.epoch(), trainer.weights()), (5, weights.clone()), "{changed:?}");
    }
    let rebuilt = Config { noise: 10.0, ..config };
    assert_eq!(trainer.configure(&rebuilt).unwrap(), Change::Rebuild);
    assert_eq!(trainer.epoch(), 0);
}

#[test]
fn without_features_the_bias_alone_trains() {
    let config =
        Config { features: Features::empty(), layers: vec![], noise: 30.0, ..Config::default() };
    for precision in Precision::VARIANTS {
        let mut trainer =
            Trainer::new(&Config { precision: *precision, ..config.clone() }).unwrap();
        assert_eq!(trainer.weights().len(), 1);
        let before = trainer.evaluate().train_loss;
        for _ in 0..20 {
            trainer.finish_epoch();
        }
        assert!(trainer.evaluate().train_loss <= before);
    }
}

#[test]
fn every_layer_may_stand_first_where_there_is_no_input() {
    for &precision in Precision::VARIANTS {
        for &kind in LayerKind::VARIANTS {
            let softmax = (kind == LayerKind::Activation).then(|| Activation::Softmax.into());
            let first = Layer { activation: softmax, ..Layer::new(7, kind) };
            let layers = vec![first, Layer::dense(1, 3)];
            let config =
                Config { layers, features: Features::empty(), precision, ..Config::default() };
            // A sum needs a layer before it.
            let Ok(mut trainer) = Trainer::new(&config) else { continue };
            trainer.finish_epoch();
            assert!(trainer.train_loss().is_finite(), "{kind:?} {precision:?}");
        }
    }
}

#[test]
fn a_config_out_of_its_limits_is_refused_by_name() {
    let bad = Config { batch_size: 0, ..Config::default() };
    let error = Trainer::new(&bad).err().unwrap().to_string();
    assert!(error.contains("batch_size") && error.contains('0'), "{error}");
}

/// The outputs of `rows` rows of ones behind a layer that draws at random, while training and
/// in evaluation.
fn drawn(layer: Layer, precision: Precision, rows: usize) -> (Vec<f64>, Vec<f64>) {
    let straight =
        |id| Layer { activation: Some(Activation::Linear.into()), ..Layer::dense(id, 4) };
    let architecture = Architecture {
        inputs: 4,
        layers: vec![layer, straight(2)],
        loss: Loss::MeanSquaredError.into(),
        optimizer: Optimizer::Sgd.into(),
    };
    let mut model = Model::new(architecture, precision).unwrap();
    let unit: Vec<f64> = (0..16).map(|at| f64::from(u8::from(at % 5 == 0))).collect();
    let kernel = model.plan().kernels().next().unwrap().1.weights;
    let backend = model.backend().get();
    backend.write(kernel, &unit).unwrap();
    let ones = vec![1.0; 4 * rows];
    backend.load(Set::Train, rows, &ones, &ones);
    let mut outputs = Vec::new();
    backend.accumulate(0..rows, Draw { seed: 5, epoch: 2 }, Some(&mut outputs));
    (outputs, backend.evaluate(Set::Train))
}

#[test]
fn dropout_keeps_its_share_scales_it_up_and_rests_in_evaluation() {
    let rows = 5000;
    for rate in [0.0, 0.1, 0.5, 0.9] {
        let layer = Layer::new(1, Tuned::new(LayerKind::Dropout).with("rate", rate));
        let mut masks = Vec::new();
        for &precision in Precision::VARIANTS {
            let (training, evaluation) = drawn(layer, precision, rows);
            assert!(evaluation.iter().all(|&y| y == 1.0), "off in evaluation");
            let kept = 1.0 / (1.0 - rate);
            assert!(training.iter().all(|&y| y == 0.0 || (y - kept).abs() < 1e-6 * kept));
            let share = training.iter().filter(|&&y| y != 0.0).count() as f64 / (4 * rows) as f64;
            // Five standard errors of a share of 20,000.
            let error = 5.0 * (rate * (1.0 - rate) / (4 * rows) as f64).sqrt();
            assert!((share - (1.0 - rate)).abs() <= error, "rate {rate}: kept {share}");
            masks.push(training.iter().map(|&y| y != 0.0).collect::<Vec<_>>());
        }
        assert!(masks.windows(2).all(|two| two[0] == two[1]), "every backend draws the same mask");
    }
}

#[test]
fn gaussian_noise_has_its_deviation_and_rests_in_evaluation() {
    let (rows, stddev) = (5000, 0.3);
    let layer = Layer::new(1, Tuned::new(LayerKind::GaussianNoise).with("stddev", stddev));
    for &precision in Precision::VARIANTS {
        let (training, evaluation) = drawn(layer, precision, rows);
        assert!(evaluation.iter().all(|&y| y == 1.0));
        let count = training.len() as f64;
        let mean = training.iter().sum::<f64>() / count;
        let variance = training.iter().map(|y| (y - mean) * (y - mean)).sum::<f64>() / count;
        assert!((mean - 1.0).abs() < 5.0 * stddev / count.sqrt(), "{mean}");
        assert!((variance.sqrt() / stddev - 1.0).abs() < 5.0 / (2.0 * count).sqrt(), "{variance}");
    }
}

/// Of a batch that goes in chunks, one alone was repeated: the last.
#[test]
fn an_op_is_repeated_over_every_chunk_of_its_batch() {
    let config = Config { layers: Layer::stack(&[3]), ..Config::default() };
    for (rows, precision) in
        [(300, Precision::Bits32), (128, Precision::Bits32), (300, Precision::Bits64)]
    {
        let mut model = Model::new(config.architecture(), precision).unwrap();
        model.draw_weights(false, &mut SeedRandom::from_text("chunks")).unwrap();
        let plan = model.plan().clone();
        let at = plan.backward.iter().position(|op| matches!(op, Op::DenseGradient { .. }));
        let at = plan.forward.len() + at.expect("a dense layer's gradient");
        let mut biases = plan.parameters.iter().filter(|own| own.role == Role::Bias);
        let sums = biases.next_back().and_then(|own| own.gradients).unwrap();
        let backend = model.backend().get();
        // Rows that are all alike add alike to the sums.
        backend.load(Set::Train, rows, &[0.5, -1.0].repeat(rows), &vec![1.0; rows]);
        backend.accumulate(0..rows, Draw { seed: 0, epoch: 0 }, None);
        let once = backend.read(sums)[0];
        backend.repeat(at);
        let twice = backend.read(sums)[0];
        // The lanes that the last chunk left without a sample add nothing.
        let times = twice / once;
        assert!((1.95..2.01).contains(&times), "{rows} rows at {precision:?}: {times} times");
    }
}
