//! A run that breaks: what is on show of it, and where whatever is done next begins.

use neural_playground::app::text::article::Experiment;
use neural_playground::engine::config::Problem;
use neural_playground::engine::loss::Loss;
use neural_playground::protocol::CurvePoint;

use super::*;

/// The article's experiment diverges.
fn too_fast() -> Config {
    link::parse(Experiment::TooFast.hash()).link.config
}

/// A bench whose run has just diverged.
fn diverged(config: &Config, speed: Speed) -> Bench {
    let mut bench = Bench::new(config);
    bench.play(speed, None);
    bench.run(600_000.0);
    assert!(matches!(bench.stops()[..], [Stopped::Diverged { .. }]), "{:?}", bench.stops());
    bench
}

/// A bench whose run, watched so, training has led out of all numbers.
pub fn out_of_all_numbers(watch: Command) -> Bench {
    let mut bench = Bench::new(&Config {
        problem: Problem::Regression,
        loss: Some(Loss::MeanSquaredError.into()),
        activation: Activation::Relu.into(),
        learning_rate: 10.0,
        ..Config::default()
    });
    bench.send(watch);
    bench.play(Speed::Max, Some(200));
    bench.run(60_000.0);
    assert!(bench.stops().iter().any(|why| matches!(why, Stopped::Diverged { .. })));
    bench
}

fn sound(bench: &Bench) -> u64 {
    match bench.stops()[..] {
        [Stopped::Diverged { sound, .. }] => sound,
        ref others => panic!("{others:?}"),
    }
}

/// The points of all frames, as the page puts them together.
fn curve(bench: &Bench) -> Vec<CurvePoint> {
    let mut curve = curve::Curve::default();
    bench.frames().flat_map(|frame| &frame.curve).for_each(|&point| curve.push(point));
    curve.points().to_vec()
}

#[test]
fn too_fast_shows_what_it_says() {
    for speed in [Speed::Max, Speed::Ten, Speed::Batch, Speed::Sample] {
        let bench = diverged(&too_fast(), speed);
        let frame = bench.last();
        let (first, last) = (curve(&bench)[0].metrics, frame.metrics);
        assert!(!frame.running && frame.weights.iter().all(|w| w.is_finite()), "{speed:?}");
        assert!(last.train_loss.is_finite(), "{speed:?}");
        assert!(last.train_loss > 1e6 * first.train_loss, "{speed:?}: {last:?} after {first:?}");
        // The curve ends in what is on show, on a rise.
        let rise: Vec<f64> = curve(&bench).iter().map(|point| point.metrics.train_loss).collect();
        assert_eq!(rise.last(), Some(&last.train_loss), "{speed:?}");
        assert!(rise.iter().filter(|&&loss| loss > 10.0 * first.train_loss).count() > 1);
    }
}

#[test]
fn the_batch_on_show_is_the_last_finite_one_at_every_pace() {
    let mut by_hand = Bench::new(&too_fast());
    while by_hand.stops().iter().all(|why| *why == Stopped::Paused) {
        by_hand.step(Unit::Batch, 1);
    }
    // Behind the batch that broke the one before is back.
    let shown = by_hand.last();
    for speed in [Speed::Max, Speed::Ten, Speed::Batch, Speed::Sample] {
        let bench = diverged(&too_fast(), speed);
        assert_eq!(bench.last().weights, shown.weights, "{speed:?}");
        assert_eq!((bench.last().epoch, bench.last().sample), (shown.epoch, shown.sample));
    }
}

#[test]
fn whatever_is_done_after_a_divergence_begins_at_the_last_good_epoch() {
    let config = too_fast();
    let mut fresh = Bench::new(&config);
    let good = sound(&diverged(&config, Speed::Max));
    if good > 0 {
        fresh.play(Speed::Max, Some(good));
        fresh.run(60_000.0);
    }
    let good_weights = fresh.last().weights.clone();
    type Deed = fn(&mut Bench, &Config);
    let deeds: [(&str, Deed); 5] = [
        ("back", |bench, _| bench.send(Command::FallBack)),
        ("another rate", |bench, config| {
            let config = Config { learning_rate: 0.003, ..config.clone() };
            bench.send(Command::Configure { config: Box::new(config) });
        }),
        ("a race", |bench, _| {
            bench.send(Command::Race);
            bench.send(Command::EndRace);
        }),
        ("a search", |bench, _| bench.send(Command::FindRate)),
        ("a restart", |bench, config| {
            let checkpoint = Box::new((*bench.checkpoints().last().expect("one")).clone());
            bench.send(Command::Restore {
                config: Box::new(config.clone()),
                checkpoint,
                curve: Vec::new(),
            });
        }),
    ];
    for (name, deed) in deeds {
        let mut bench = diverged(&config, Speed::Max);
        deed(&mut bench, &config);
        bench.run(60_000.0);
        assert_eq!((bench.last().epoch, bench.last().sample), (good, 0), "{name}");
        assert_eq!(bench.last().weights, good_weights, "{name}");
    }
}

#[test]
fn play_and_step_after_a_divergence_go_back_first() {
    let config = Config { learning_rate: 3.0, ..too_fast() };
    let good = sound(&diverged(&config, Speed::Max));
    // The same again: training is deterministic.
    let mut bench = diverged(&config, Speed::Max);
    let wild = bench.last().weights.clone();
    bench.play(Speed::Max, None);
    bench.run(60_000.0);
    assert_eq!(bench.last().weights, wild);
    assert_eq!(bench.stops().len(), 2);
    bench.send(Command::Step { unit: Unit::Sample });
    bench.run(1000.0);
    assert_eq!((bench.last().epoch, bench.last().sample), (good, 1));
    assert!(bench.last().metrics.train_loss < 1e3);
}

#[test]
fn going_back_cuts_the_rise_off_the_curve() {
    let mut bench = diverged(&too_fast(), Speed::Ten);
    let before = curve(&bench);
    bench.send(Command::FallBack);
    bench.run(1000.0);
    let after = curve(&bench);
    assert!(after.len() < before.len());
    assert_eq!(after.last().map(|point| point.epoch), Some(sound(&bench) as f64));
    assert_eq!(bench.last().metrics.train_loss, after[after.len() - 1].metrics.train_loss);
}

#[test]
fn a_lower_rate_after_a_divergence_trains_on() {
    let mut bench = diverged(&too_fast(), Speed::Max);
    let config = Config { learning_rate: 0.003, ..too_fast() };
    bench.send(Command::Configure { config: Box::new(config) });
    let until = sound(&bench) + 30;
    bench.play(Speed::Max, Some(until));
    bench.run(60_000.0);
    assert_eq!(bench.stops().last(), Some(&Stopped::Reached { epoch: until }));
    assert!(bench.last().metrics.train_loss < 1.0);
}
