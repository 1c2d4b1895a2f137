//! At 64 bits whatever there is of a kind trains in code to the bits of the plain one.

use neural_playground::engine::activation::Activation;
use neural_playground::engine::config::{Config, Precision, Rules};
use neural_playground::engine::feature::Features;
use neural_playground::engine::kind::Tuned;
use neural_playground::engine::layer::{Layer, LayerKind};
use neural_playground::engine::loss::Loss;
use neural_playground::engine::optimizer::Optimizer;
use neural_playground::engine::regularizer::Regularizer;
use neural_playground::engine::schedule::Schedule;
use strum::VariantArray as _;
use wasm_bindgen_test::wasm_bindgen_test;

use super::{bits, compiled, plain};

/// Trains both ways for some epochs, short last batches among them, and compares all state.
fn assert_equal(config: &Config) {
    let config = Config { precision: Precision::Bits64, batch_size: 30, ..config.clone() };
    let (mut ours, calls) = compiled(&config, true, true);
    let mut theirs = plain(&config);
    for _ in 0..4 {
        for trainer in [&mut ours, &mut theirs] {
            trainer.finish_epoch();
        }
        assert_eq!(bits(&mut ours), bits(&mut theirs), "{config:?}");
        let [a, b] = [&mut ours, &mut theirs].map(|trainer| trainer.progress());
        assert_eq!((a.pruned, a.iterations), (b.pruned, b.iterations), "{config:?}");
        for (a, b) in a.extra.iter().zip(&b.extra) {
            let bits = |values: &[f64]| values.iter().map(|v| v.to_bits()).collect::<Vec<_>>();
            assert_eq!(bits(&a.values), bits(&b.values), "{}: {config:?}", a.name);
        }
    }
    assert!(calls.get() > 0, "{config:?}");
}

fn modern() -> Config {
    Config { rules: Rules::Modern, layers: Layer::stack(&[5, 3]), ..Config::default() }
}

#[wasm_bindgen_test]
fn every_activation_has_the_bits_of_the_plain_one() {
    for &activation in Activation::VARIANTS {
        assert_equal(&Config { activation: activation.into(), ..modern() });
    }
}

#[wasm_bindgen_test]
fn every_loss_has_the_bits_of_the_plain_one() {
    for &loss in Loss::VARIANTS {
        assert_equal(&Config { loss: Some(loss.into()), ..modern() });
    }
}

#[wasm_bindgen_test]
fn every_schedule_has_the_bits_of_the_plain_one() {
    for &schedule in Schedule::VARIANTS {
        for optimizer in [Optimizer::Sgd, Optimizer::Nadam] {
            let (optimizer, schedule) = (optimizer.into(), schedule.into());
            assert_equal(&Config { optimizer, schedule, ..modern() });
        }
    }
}

#[wasm_bindgen_test]
fn every_penalty_has_the_bits_and_the_dead_weights_of_the_plain_one() {
    for (&regularizer, &rules) in
        Regularizer::VARIANTS.iter().flat_map(|one| Rules::VARIANTS.iter().map(move |by| (one, by)))
    {
        for optimizer in [Optimizer::Sgd, Optimizer::Adam] {
            let optimizer = optimizer.into();
            let config = Config { regularizer, rules, optimizer, ..modern() };
            let config = Config { regularization_rate: 0.3, learning_rate: 0.1, ..config };
            assert_equal(&config);
        }
    }
}

#[wasm_bindgen_test]
fn a_weight_that_is_dead_stays_so_without_a_penalty() {
    let config = Config {
        regularizer: Regularizer::L1,
        regularization_rate: 1.0,
        learning_rate: 0.1,
        rules: Rules::Playground,
        precision: Precision::Bits64,
        ..modern()
    };
    for regularizer in [Regularizer::None, Regularizer::L2] {
        let (mut ours, calls) = compiled(&config, true, true);
        let mut theirs = plain(&config);
        let later = Config { regularizer, ..config.clone() };
        let mut dead = Vec::new();
        for trainer in [&mut ours, &mut theirs] {
            (0..5).for_each(|_| trainer.finish_epoch());
            dead.push(trainer.pruned());
            trainer.configure(&later).unwrap();
            (0..5).for_each(|_| trainer.finish_epoch());
            assert_eq!(Some(&trainer.pruned()), dead.last());
        }
        assert!(!dead[0].is_empty() && calls.get() > 0);
        assert_eq!(bits(&mut ours), bits(&mut theirs));
    }
}

#[wasm_bindgen_test]
fn without_features_the_bias_trains_in_code() {
    for optimizer in [Optimizer::Sgd, Optimizer::Adam] {
        let optimizer = optimizer.into();
        assert_equal(&Config { features: Features::empty(), optimizer, ..modern() });
    }
}

#[wasm_bindgen_test]
fn masks_noise_and_gains_have_the_bits_of_the_plain_ones() {
    let of = |kind| Layer::new(7, Tuned::new(kind));
    for &kind in LayerKind::VARIANTS {
        let layers = vec![Layer::dense(1, 5), Layer::dense(2, 5), of(kind), Layer::dense(3, 4)];
        for rules in [Rules::Playground, Rules::Modern] {
            assert_equal(&Config { layers: layers.clone(), rules, ..modern() });
        }
    }
}
