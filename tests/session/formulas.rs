//! Runs with formulas among the inputs.

use super::*;
use neural_playground::engine::dataset::Dataset;
use neural_playground::engine::feature::{Feature, Features};
use neural_playground::engine::inputs::Input;

/// A network of these formulas and no feature, without a hidden layer.
fn of(formulas: &[&str]) -> Config {
    let formulas = formulas.iter().map(|&text| text.to_owned()).collect();
    let mut config = Config { formulas, features: Features::empty(), ..Config::default() };
    config.set_hidden(&[]);
    config
}

#[test]
fn a_circle_is_a_line_to_a_formula_alone() {
    for precision in [Precision::Bits32, Precision::Bits64] {
        let learn = |config: &Config| {
            let mut bench = Bench::new(&Config { precision, ..config.clone() });
            bench.play(Speed::Max, Some(100));
            bench.run(60_000.0);
            bench.last().clone()
        };
        let frame = learn(&of(&["sqrt(x1^2+x2^2)"]));
        assert_eq!((frame.shape.as_slice(), frame.epoch), (&[1, 1][..], 100));
        assert!(frame.metrics.test_accuracy > 0.99, "{precision:?}: {:?}", frame.metrics);
        // To the coordinates it is none.
        let plain = Config { features: Features::default(), ..of(&[]) };
        let frame = learn(&plain);
        assert!(frame.metrics.test_accuracy < 0.8, "{precision:?}: {:?}", frame.metrics);
    }
}

#[test]
fn a_formula_that_is_a_feature_trains_to_the_same_bits() {
    for precision in [Precision::Bits32, Precision::Bits64] {
        let features = |list: &[Feature]| {
            list.iter().fold(Features::empty(), |set, &feature| set.with(feature, true))
        };
        let chosen = features(&[Feature::XSquared, Feature::YSquared, Feature::XTimesY]);
        let as_features = Config { features: chosen, precision, ..of(&[]) };
        let as_formulas = Config { precision, ..of(&["x1^2", "x2^2", "x1*x2"]) };
        let weights = [as_features, as_formulas].map(|config| {
            let config = Config { dataset: Dataset::Xor.into(), ..config };
            let mut bench = Bench::new(&config);
            bench.step(Unit::Epoch, 5);
            (bench.last().weights.clone(), bench.last().big.clone())
        });
        assert_eq!(weights[0], weights[1], "{precision:?}");
    }
}

#[test]
fn a_formula_without_a_value_here_and_there_never_brings_nan() {
    for precision in [Precision::Bits32, Precision::Bits64] {
        let config = Config { precision, ..of(&["log(x1)", "1/x2", "exp(x1^3)"]) };
        let config = Config { learning_rate: 1e-6, ..config };
        let mut bench = Bench::new(&config);
        let undefined: Vec<_> = bench.data().inputs.undefined().collect();
        assert!((50..200).contains(&undefined[0]) && undefined[1] == 0, "{undefined:?}");
        let inputs: Vec<_> = Input::offered(&config).into_iter().map(|(input, _)| input).collect();
        let maps = bench.data().inputs.maps(&inputs, &bench.data().view, 10);
        assert!(maps.iter().all(|value| value.is_finite()));
        bench.step(Unit::Batch, 3);
        let frame = bench.last();
        assert!(frame.big.iter().all(|value| value.is_finite()), "{precision:?}");
    }
}

#[test]
fn a_formula_is_a_new_start_and_its_undo_brings_the_network_back() {
    let before = Config::default();
    let mut bench = Bench::new(&before);
    bench.step(Unit::Epoch, 7);
    let weights = bench.last().weights.clone();
    bench.send(Command::Keep { mark: 1 });
    let Some(Event::Kept { checkpoint: Some(state), .. }) = bench.events.last() else { panic!() };
    let state = state.clone();
    bench.configure(&Config { formulas: vec!["x1*x2".to_owned()], ..before.clone() });
    assert_eq!((bench.last().epoch, bench.last().shape[0]), (0, 3));
    assert_eq!(bench.data().inputs.numbers(&[2.0, 3.0]), [2.0, 3.0, 6.0]);
    bench.step(Unit::Epoch, 2);
    let config = Box::new(before);
    bench.send(Command::Restore { config, checkpoint: state, curve: Vec::new() });
    bench.run(100.0);
    assert_eq!((bench.last().epoch, &bench.last().weights), (7, &weights));
}

#[test]
fn a_checkpoint_with_formulas_trains_on_with_the_same_bits() {
    let config = Config { formulas: vec!["sin(3*x1)*x2".to_owned()], ..Config::default() };
    let mut bench = Bench::new(&config);
    bench.step(Unit::Epoch, 4);
    bench.send(Command::Keep { mark: 1 });
    let Some(Event::Kept { checkpoint: Some(state), .. }) = bench.events.last() else { panic!() };
    let checkpoint = state.clone();
    bench.step(Unit::Epoch, 3);
    let mut other = Bench::new(&Config::default());
    other.send(Command::Restore { config: Box::new(config), checkpoint, curve: Vec::new() });
    other.run(100.0);
    other.step(Unit::Epoch, 3);
    assert_eq!(other.last().epoch, 7);
    assert_eq!(other.last().weights, bench.last().weights);
}
