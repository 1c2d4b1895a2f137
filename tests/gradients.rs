//! Backpropagation against central differences, over every activation × depth × penalty, on
//! the 64-bit backend. A new variant is tested without anyone adding a test.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test may panic")]

use neural_playground::engine::activation::Activation;
use neural_playground::engine::config::{Config, Precision, Problem};
use neural_playground::engine::dataset::Sample;
use neural_playground::engine::regularizer::Regularizer;
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
        activation,
        hidden: hidden.to_vec(),
        samples: Some(40),
        learning_rate: RATE,
        precision: Precision::Bits64,
        seed: format!("{activation:?}{hidden:?}"),
        ..Config::default()
    }
}

/// The mean loss of a batch: what one update descends.
fn loss(trainer: &mut Trainer, batch: &[Sample]) -> f64 {
    let points: Vec<_> = batch.iter().map(|sample| (sample.x1, sample.x2)).collect();
    let outputs = trainer.predict(&points);
    let squares = outputs.iter().zip(batch).map(|(o, s)| 0.5 * (o - s.label) * (o - s.label));
    squares.sum::<f64>() / batch.len() as f64
}

/// One batch's update, read back from the weights, against the differences of its loss and
/// the penalty's slope.
fn check(config: &Config) {
    let case = format!("{config:?}");
    let mut trainer = Trainer::new(config).unwrap();
    let batch = trainer.data().train[..config.batch_size].to_vec();
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
        for hidden in depths {
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
