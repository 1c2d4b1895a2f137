//! Backpropagation against central differences on the 64-bit backend: every activation × depth ×
//! penalty of the page's runs, and every layer × activation × loss with masks and noise frozen.
//! The variants are walked: a new one is tested without anyone adding a test.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test may panic")]

use neural_playground::engine::activation::{self, Activation};
use neural_playground::engine::architecture::Architecture;
use neural_playground::engine::backend::{Backend, Set, reference::Reference};
use neural_playground::engine::config::{Config, Precision, Problem, Rules};
use neural_playground::engine::kind::Tuned;
use neural_playground::engine::layer::{Layer, LayerKind};
use neural_playground::engine::loss::{self, Coding, Loss};
use neural_playground::engine::model::Model;
use neural_playground::engine::noise::Draw;
use neural_playground::engine::optimizer::Optimizer;
use neural_playground::engine::plan::{Op, Plan};
use neural_playground::engine::regularizer::Regularizer;
use neural_playground::engine::seedrandom::SeedRandom;
use neural_playground::engine::table::Table;
use neural_playground::engine::trainer::Trainer;
use strum::VariantArray as _;

/// Step of the differences; the error of a central difference goes with its square.
const STEP: f64 = 1e-5;
/// Relative to the gradient, where that is not small.
const TOLERANCE: f64 = 1e-6;
/// What one weight update is made of here.
const RATE: f64 = 1e-3;
const PENALTY: f64 = 0.1;

fn config(activation: Activation, hidden: &[usize], problem: Problem) -> Config {
    Config {
        problem,
        activation: activation.into(),
        layers: Layer::stack(hidden),
        samples: Some(40),
        learning_rate: RATE,
        // The first batch is the first samples.
        rules: Rules::Playground,
        precision: Precision::Bits64,
        seed: format!("{activation:?}{hidden:?}"),
        ..Config::default()
    }
}

/// The mean loss of a batch: what one update descends.
fn loss(trainer: &mut Trainer, batch: &Table) -> f64 {
    let rows: Vec<_> = batch.rows().map(|row| row.values).collect();
    let outputs = trainer.predict(&rows);
    let labels = batch.rows().map(|row| batch.goal().label(row).unwrap());
    let squares = outputs.iter().zip(labels).map(|(o, label)| 0.5 * (o - label) * (o - label));
    squares.sum::<f64>() / batch.len() as f64
}

/// One batch's update, read back from the weights, against the differences of its loss and
/// the penalty's slope.
fn check(config: &Config) {
    let case = format!("{config:?}");
    let mut trainer = Trainer::new(config).unwrap();
    let first: Vec<usize> = (0..config.batch_size).collect();
    let batch = trainer.data().train.pick(&first);
    let before = trainer.weights();
    let shape = config.shape();
    let mut numeric = Vec::new();
    for (at, &weight) in before.iter().enumerate() {
        let mut probe = |delta: f64| {
            trainer.set_weight(at, weight + delta).unwrap();
            loss(&mut trainer, &batch)
        };
        let slopes = (probe(STEP), probe(-STEP), probe(0.0));
        // Left and right differ where a kink (ReLU's) lies within the step: no slope there.
        let (left, right) = ((slopes.2 - slopes.1) / STEP, (slopes.0 - slopes.2) / STEP);
        let kink = (left - right).abs() > 1e-2 * (1.0 + left.abs());
        numeric.push((!kink).then_some((slopes.0 - slopes.1) / (2.0 * STEP)));
        trainer.set_weight(at, weight).unwrap();
    }
    assert_eq!(trainer.step(usize::MAX), config.batch_size);
    let after = trainer.weights();
    // Which weights are biases: the penalty leaves them alone.
    let biases: Vec<bool> =
        shape.windows(2).flat_map(|w| (0..w[1] * (w[0] + 1)).map(move |at| at < w[1])).collect();
    let mut compared = 0;
    for (at, numeric) in numeric.into_iter().enumerate() {
        let Some(numeric) = numeric else { continue };
        // Near 0 a penalty's step goes no further than to 0.
        if before[at].abs() < 1e-3 {
            continue;
        }
        let penalty = if biases[at] { 0.0 } else { config.regularizer.slope(before[at]) };
        let expected = numeric + config.regularization_rate * penalty;
        let found = (before[at] - after[at]) / RATE;
        let error = (found - expected).abs() / expected.abs().max(1.0);
        assert!(error <= TOLERANCE, "weight {at}: {found} for {expected} in {case}");
        compared += 1;
    }
    // Kinks are rare; a test that skips everything is none.
    assert!(compared * 10 >= before.len() * 9, "only {compared} of {} in {case}", before.len());
}

#[test]
fn every_activation_depth_and_penalty_descends_its_own_gradient() {
    let depths: [&[usize]; 5] = [&[], &[1], &[4, 2], &[8, 8, 8], &[5, 4, 3, 2, 3, 4]];
    for &activation in Activation::VARIANTS {
        // A tower of exponentials exceeds all numbers; the walk over layers has it once.
        let deepest = if activation == Activation::Exponential { 2 } else { depths.len() };
        for hidden in &depths[..deepest] {
            for &regularizer in Regularizer::VARIANTS {
                for &problem in Problem::VARIANTS {
                    let regularization_rate = match regularizer {
                        Regularizer::None => 0.0,
                        Regularizer::L1 | Regularizer::L2 => PENALTY,
                    };
                    check(&Config {
                        regularizer,
                        regularization_rate,
                        ..config(activation, hidden, problem)
                    });
                }
            }
        }
    }
}

#[test]
fn the_slope_of_every_penalty_is_that_of_its_value() {
    for &regularizer in Regularizer::VARIANTS {
        for w in [-2.5, -0.3, 0.4, 3.0] {
            let numeric =
                (regularizer.penalty(w + STEP) - regularizer.penalty(w - STEP)) / (2.0 * STEP);
            assert!((regularizer.slope(w) - numeric).abs() < 1e-9, "{regularizer:?} at {w}");
        }
    }
}

/// Rows of a case.
const ROWS: usize = 6;
/// Values per row: as many as the layers have units, so that residuals fit everywhere.
const INPUTS: usize = 4;
/// How far from a kink every value must be.
const CLEAR: f64 = 1e-3;

/// A network small enough to try each of its weights.
struct Case {
    name: String,
    plan: Plan,
    loss: Tuned<Loss>,
    from_logits: bool,
    outputs: usize,
}

/// Numbers in −1..1 that differ by `seed`.
fn numbers(seed: u32, count: usize) -> Vec<f64> {
    let draw = Draw { seed, epoch: 0 };
    (0..).take(count).map(|at| 2.0 * draw.uniform(0, at, 7) - 1.0).collect()
}

impl Case {
    fn new(name: String, layers: Vec<Layer>, loss: Tuned<Loss>) -> Self {
        let architecture =
            Architecture { inputs: INPUTS, layers, loss, optimizer: Optimizer::Sgd.into() };
        architecture.check().unwrap();
        let from_logits = architecture.outputs_are_logits();
        let (plan, outputs) = (Plan::new(&architecture), architecture.outputs());
        Self { name, plan, loss, from_logits, outputs }
    }

    /// Targets that the loss is made for.
    fn targets(&self, seed: u32) -> Vec<f64> {
        let coding = self.loss.kind().natural_coding(self.outputs > 1);
        let classes = self.loss.kind().takes_logits()
            || self.loss.kind().distance_from_kink(1.0, 1.0) == 0.0 && coding == Coding::Signed;
        let raw = numbers(seed ^ 0x5eed, ROWS * self.outputs);
        match (classes, coding) {
            (false, _) => raw,
            (true, Coding::Signed) => raw.iter().map(|x| x.signum()).collect(),
            (true, Coding::Binary) => raw.iter().map(|&x| f64::from(u8::from(x > 0.0))).collect(),
            (true, Coding::OneHot) => (0..ROWS * self.outputs)
                .map(|at| {
                    f64::from(u8::from(at % self.outputs == at / self.outputs % self.outputs))
                })
                .collect(),
        }
    }

    fn summed_loss(&self, outputs: &[f64], targets: &[f64]) -> f64 {
        let rows = outputs.chunks_exact(self.outputs).zip(targets.chunks_exact(self.outputs));
        rows.map(|(y, t)| loss::value(&self.loss, self.from_logits, t, y)).sum()
    }

    /// Whether every value stays clear of the kinks that the formulas list.
    fn is_clear(&self, backend: &mut Reference, outputs: &[f64], targets: &[f64]) -> bool {
        let sums_are_clear = self.plan.forward.iter().all(|op| match op {
            Op::Activate { activation, input, .. } => {
                let kinks = activation.kind().spec().kinks;
                let near = |x: f64| kinks.iter().any(|kink| (x - kink).abs() < CLEAR);
                !backend.read(*input).into_iter().any(near)
            }
            _ => true,
        });
        let pairs = outputs.iter().zip(targets);
        let far = |(y, t): (&f64, &f64)| {
            self.from_logits || self.loss.kind().distance_from_kink(*t, *y) >= CLEAR
        };
        // The logarithm of a probability near 0 bends too much for any difference.
        let mild = |y: &f64| {
            self.from_logits || !self.loss.kind().takes_logits() || (*y > 0.02 && *y < 0.98)
        };
        sums_are_clear && pairs.clone().all(far) && outputs.iter().all(mild)
    }

    /// Every parameter's gradient against the differences of the batch's loss.
    fn check(&self) {
        // Most draws are clear of all kinks; one of many certainly is.
        let checked = (0..200).any(|seed| self.check_from(seed));
        assert!(checked, "{}: no draw is clear of the kinks", self.name);
    }

    fn check_from(&self, seed: u32) -> bool {
        let mut backend = Reference::new(self.plan.clone());
        let targets = self.targets(seed);
        backend.load(Set::Train, ROWS, &numbers(seed, ROWS * INPUTS), &targets);
        for (at, (parameter, _)) in (0..).zip(self.plan.trained()) {
            let count = self.plan.width(parameter.weights);
            let weights = numbers(seed.wrapping_mul(31).wrapping_add(at), count);
            backend.write(parameter.weights, &weights).unwrap();
        }
        let draw = Draw { seed: 9, epoch: 4 };
        let outputs = |backend: &mut Reference| {
            let mut outputs = Vec::new();
            backend.accumulate(0..ROWS, draw, Some(&mut outputs));
            outputs
        };
        let first = outputs(&mut backend);
        if !self.is_clear(&mut backend, &first, &targets) {
            return false;
        }
        let gradients: Vec<Vec<f64>> =
            self.plan.trained().map(|(_, sums)| backend.read(sums)).collect();
        for ((parameter, _), gradient) in self.plan.trained().zip(gradients) {
            let weights = backend.read(parameter.weights);
            for (at, &found) in gradient.iter().enumerate() {
                let mut probe = |delta: f64| {
                    let mut moved = weights.clone();
                    moved[at] += delta;
                    backend.write(parameter.weights, &moved).unwrap();
                    let outputs = outputs(&mut backend);
                    self.summed_loss(&outputs, &targets)
                };
                let expected = (probe(STEP) - probe(-STEP)) / (2.0 * STEP);
                let error = (found - expected).abs() / expected.abs().max(1.0);
                let of = &self.plan.buffers[parameter.weights.0].name;
                assert!(
                    error <= TOLERANCE,
                    "{}: {of}[{at}] is {found}, expected {expected}",
                    self.name
                );
            }
            backend.write(parameter.weights, &weights).unwrap();
        }
        true
    }
}

fn dense(id: u32, units: usize, activation: impl Into<Tuned<Activation>>) -> Layer {
    Layer { activation: Some(activation.into()), ..Layer::dense(id, units) }
}

fn outputs_for(loss: Loss) -> (usize, Activation) {
    let outputs = if loss.wants_one_each() { 3 } else { 2 };
    (outputs, loss.natural_activation(loss.natural_coding(outputs > 1)))
}

#[test]
fn every_layer_activation_and_loss_agree_with_differences() {
    for &kind in LayerKind::VARIANTS {
        for &activation in Activation::VARIANTS {
            for &loss in Loss::VARIANTS {
                let (outputs, last) = outputs_for(loss);
                let between = Layer { activation: Some(activation.into()), ..Layer::new(1, kind) };
                // A function of its own result would sit on its kink: ReLU leaves zeros.
                let first = match kind {
                    LayerKind::Activation => Activation::Linear,
                    _ => activation,
                };
                let layers = vec![dense(0, 4, first), between, dense(2, outputs, last)];
                let name = format!("{kind:?}, {activation:?}, {loss:?}");
                Case::new(name, layers, loss.into()).check();
            }
        }
    }
}

#[test]
fn every_activation_of_the_output_agrees_with_differences() {
    // Probabilities are asked for only where an activation gives them.
    let x: Vec<f64> = (-200..200).map(|at| f64::from(at) / 10.0).collect();
    for &last in Activation::VARIANTS {
        let mut y = vec![0.0; x.len()];
        activation::sample(&last.into(), &x, &mut y);
        let probability = y.iter().all(|y| (0.0..=1.0).contains(y));
        for &loss in Loss::VARIANTS {
            let logits = loss.reads_logits(last);
            if loss.takes_logits() && !probability && !logits {
                continue;
            }
            let outputs = outputs_for(loss).0;
            let layers = vec![dense(0, 3, Activation::Tanh), dense(1, outputs, last)];
            Case::new(format!("{last:?} under {loss:?}"), layers, loss.into()).check();
        }
    }
}

#[test]
fn tuned_knobs_change_values_and_slopes_alike() {
    use neural_playground::engine::kind::Kind as _;
    for &activation in Activation::VARIANTS {
        for knob in activation.knobs() {
            let value = f64::midpoint(knob.default, *knob.range.end()).min(2.0);
            let tuned = Tuned::new(activation).with(knob.name, value);
            let layers = vec![dense(0, 4, tuned), dense(1, 2, Activation::Linear)];
            Case::new(format!("{tuned}"), layers, Loss::MeanSquaredError.into()).check();
        }
    }
    for &loss in Loss::VARIANTS {
        for knob in loss.knobs() {
            let tuned = Tuned::new(loss).with(knob.name, f64::midpoint(knob.default, 0.4));
            let (outputs, last) = outputs_for(loss);
            let layers = vec![dense(0, 4, Activation::Tanh), dense(1, outputs, last)];
            Case::new(format!("{tuned}"), layers, tuned).check();
        }
    }
}

#[test]
fn residuals_nest_and_frozen_layers_let_gradients_through() {
    let add = |id, layers: f64| Layer::new(id, Tuned::new(LayerKind::Add).with("layers", layers));
    let frozen = |layer: Layer| Layer { kind: layer.kind.with("trainable", 0.0), ..layer };
    let normal = Layer::new(20, LayerKind::BatchNormalization);
    for (name, layers) in [
        (
            "two blocks",
            vec![
                dense(0, 4, Activation::Tanh),
                dense(1, 4, Activation::Tanh),
                add(2, 1.0),
                dense(3, 4, Activation::Silu),
                normal,
                add(4, 2.0),
                dense(5, 2, Activation::Linear),
            ],
        ),
        (
            "a block in a block",
            vec![
                dense(0, 4, Activation::Tanh),
                dense(1, 4, Activation::Tanh),
                dense(2, 4, Activation::Tanh),
                add(3, 1.0),
                add(4, 3.0),
                dense(5, 2, Activation::Linear),
            ],
        ),
        (
            "around the input",
            vec![dense(0, 4, Activation::Tanh), add(1, 1.0), dense(2, 2, Activation::Linear)],
        ),
        (
            "around nothing that is trained",
            vec![
                dense(0, 4, Activation::Tanh),
                Layer::new(1, LayerKind::Dropout),
                add(2, 1.0),
                dense(3, 2, Activation::Linear),
            ],
        ),
        (
            "frozen in the middle",
            vec![
                dense(0, 4, Activation::Tanh),
                frozen(dense(1, 4, Activation::Tanh)),
                frozen(normal),
                dense(3, 2, Activation::Linear),
            ],
        ),
        ("normalization first", vec![normal, dense(3, 2, Activation::Linear)]),
    ] {
        Case::new(name.to_owned(), layers, Loss::MeanSquaredError.into()).check();
    }
}

#[test]
fn a_dropout_behind_softmax_does_not_make_logits_of_probabilities() {
    let behind = |kind| Layer::new(7, kind);
    let activation = |own: Activation| Layer {
        activation: Some(own.into()),
        ..Layer::new(8, LayerKind::Activation)
    };
    let inputs: Vec<f64> = numbers(3, ROWS * INPUTS);
    for (loss, outputs) in [(Loss::CategoricalCrossentropy, 3), (Loss::BinaryCrossentropy, 1)] {
        let last = loss.natural_activation(loss.natural_coding(outputs > 1));
        let first = dense(0, 4, Activation::Tanh);
        let plain = vec![first, dense(1, outputs, last)];
        // The loss over some rows, and whether the way back reads logits.
        let of = |layers: Vec<Layer>| {
            let optimizer = Optimizer::Sgd.into();
            let architecture =
                Architecture { inputs: INPUTS, layers, loss: loss.into(), optimizer };
            let mut model = Model::new(architecture, Precision::Bits64).unwrap();
            model.draw_weights(false, &mut SeedRandom::from_text("a")).unwrap();
            let backend = model.backend().get();
            backend.load(Set::Points, ROWS, &inputs, &[]);
            let found = backend.evaluate(Set::Points);
            let targets: Vec<f64> =
                (0..found.len()).map(|at| f64::from(u8::from(at % outputs == 0))).collect();
            let logits = model.plan().backward.iter().any(|op| match op {
                Op::LossGradient { from_logits, .. } => *from_logits,
                _ => false,
            });
            (model.loss_of(&found, &targets), logits)
        };
        let (expected, fused) = of(plain.clone());
        assert!(fused, "with nothing behind it the way back goes around {last:?}");
        for tail in [
            vec![behind(LayerKind::Dropout)],
            vec![behind(LayerKind::GaussianNoise)],
            vec![behind(LayerKind::Dropout), activation(Activation::Linear)],
        ] {
            let name = format!("{loss:?}, {last:?}, then {tail:?}");
            assert_eq!(of([plain.clone(), tail].concat()), (expected, false), "{name}");
        }
        // The activation as a layer of its own.
        let apart = [first, dense(1, outputs, Activation::Linear), activation(last)];
        assert_eq!(of(apart.to_vec()), (expected, true));
        let dropped = [&apart[..], &[behind(LayerKind::Dropout)]].concat();
        assert_eq!(of(dropped), (expected, false));
        // Training goes down the slope of that loss, through what stands behind.
        let noise = Tuned::new(LayerKind::GaussianNoise).with("stddev", 0.02);
        let noisy = [plain, vec![Layer::new(7, noise)]].concat();
        Case::new(format!("{last:?} and noise"), noisy, loss.into()).check();
    }
}
