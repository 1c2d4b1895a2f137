//! What a change throws away and an undo brings back.

use neural_playground::engine::config::Config;
use neural_playground::engine::dataset::Dataset;
use neural_playground::protocol::{
    Checkpoint, Command, CurvePoint, Event, Frame, Speed, Unit, UnitId, WeightId,
};

use crate::{Bench, exact};

const BIAS: WeightId = WeightId { to: UnitId { layer: 0, unit: 0 }, from: None };

/// The state that the session tells of itself, before whatever comes next.
fn kept(bench: &mut Bench, mark: u32) -> Box<Checkpoint> {
    bench.send(Command::Keep { mark });
    let Some(Event::Kept { mark: told, checkpoint: Some(checkpoint) }) = bench.events.last() else {
        panic!("{:?}", bench.events.last())
    };
    assert_eq!(*told, mark);
    checkpoint.clone()
}

fn restore(
    bench: &mut Bench,
    config: &Config,
    checkpoint: Box<Checkpoint>,
    curve: Vec<CurvePoint>,
) {
    bench.send(Command::Restore { config: Box::new(config.clone()), checkpoint, curve });
    bench.run(100.0);
}

/// The first frame of the newest run.
fn first(bench: &Bench) -> &Frame {
    let run = bench.last().run;
    bench.frames().find(|frame| frame.run == run).unwrap()
}

fn points(bench: &Bench) -> Vec<CurvePoint> {
    bench.frames().flat_map(|frame| frame.curve.iter().copied()).collect()
}

#[test]
fn a_data_set_undone_brings_back_weights_epoch_and_curve() {
    for config in [Config::default(), exact()] {
        let mut bench = Bench::new(&config);
        bench.play(Speed::Sixty, Some(50));
        bench.run(5_000.0);
        let (before, curve) = (bench.last().clone(), points(&bench));
        let state = kept(&mut bench, 3);
        assert_eq!((before.epoch, state.epoch), (50, 50));
        bench.configure(&Config { dataset: Dataset::Spiral.into(), ..config.clone() });
        bench.step(Unit::Epoch, 3);
        assert_eq!(bench.last().epoch, 3);
        restore(&mut bench, &config, state, curve.clone());
        let after = bench.last();
        assert_eq!((after.epoch, after.sample), (50, 0));
        assert_eq!(after.weights, before.weights);
        assert_eq!(after.metrics, before.metrics);
        assert_eq!(first(&bench).curve, curve);
        assert_ne!(after.run, before.run, "the page shows it as another run");
        // It trains on as if nothing had been.
        bench.step(Unit::Epoch, 5);
        let mut other = Bench::new(&config);
        other.play(Speed::Max, Some(55));
        other.run(5_000.0);
        assert_eq!(bench.last().weights, other.last().weights);
    }
}

#[test]
fn a_weight_set_by_hand_is_undone_and_redone() {
    let mut bench = Bench::new(&Config::default());
    bench.play(Speed::Max, Some(20));
    bench.run(5_000.0);
    let before = bench.last().clone();
    let state = kept(&mut bench, 1);
    bench.send(Command::SetWeight { weight: BIAS, value: 7.0 });
    bench.run(100.0);
    let after = bench.last().clone();
    let redone = kept(&mut bench, 2);
    restore(&mut bench, &Config::default(), state, Vec::new());
    assert_eq!((bench.last().epoch, &bench.last().weights), (20, &before.weights));
    restore(&mut bench, &Config::default(), redone, Vec::new());
    assert_eq!((bench.last().epoch, &bench.last().weights), (20, &after.weights));
    assert_eq!(bench.last().weights[0], 7.0);
}

#[test]
fn a_reset_undone_while_frames_are_under_way_has_every_point() {
    let mut bench = Bench::new(&Config::default());
    bench.play(Speed::Sixty, Some(20));
    bench.run(5_000.0);
    let shown = points(&bench);
    // The page does not come to show what follows.
    bench.looks = false;
    bench.play(Speed::Sixty, Some(30));
    bench.run(5_000.0);
    let state = kept(&mut bench, 9);
    bench.send(Command::Reset);
    bench.looks = true;
    bench.send(Command::Shown);
    bench.run(100.0);
    restore(&mut bench, &Config::default(), state, shown);
    let epochs: Vec<f64> = first(&bench).curve.iter().map(|point| point.epoch).collect();
    assert_eq!(epochs, (0..=30).map(f64::from).collect::<Vec<_>>());
}

/// The page may ask before the first frame of a run, and then knows the curve of the run before.
#[test]
fn the_curve_of_another_run_is_cut_where_the_state_stands() {
    let mut bench = Bench::new(&Config::default());
    bench.play(Speed::Sixty, Some(20));
    bench.run(5_000.0);
    let other = points(&bench);
    bench.send(Command::Reset);
    let state = kept(&mut bench, 1);
    restore(&mut bench, &Config::default(), state, other);
    assert_eq!(first(&bench).curve.iter().map(|point| point.epoch).collect::<Vec<_>>(), [0.0]);
}

#[test]
fn what_trains_trains_on_behind_an_undo_and_what_rests_rests() {
    for plays in [true, false] {
        let mut bench = Bench::new(&Config::default());
        bench.play(Speed::Max, Some(10));
        bench.run(5_000.0);
        let state = kept(&mut bench, 1);
        bench.configure(&Config { noise: 20.0, ..Config::default() });
        if plays {
            bench.play(Speed::Ten, None);
        }
        restore(&mut bench, &Config::default(), state, Vec::new());
        bench.run(1_000.0);
        assert_eq!(bench.last().running, plays);
        assert_eq!(bench.last().epoch > 10, plays);
        assert!(bench.last().epoch >= 10);
    }
}
