//! What a session does so that the page can tell a dead worker from a busy one, and go on from what
//! it left.

use neural_playground::engine::config::{Config, Runtime};
use neural_playground::engine::layer::Layer;
use neural_playground::protocol::{Command, Event, Frame, Speed, curve};

use crate::Bench;

#[test]
fn a_beat_is_answered_behind_all_that_the_commands_before_it_made() {
    let mut bench = Bench::new(&Config::default());
    bench.events.clear();
    bench.send(Command::Reset);
    bench.send(Command::Beat { mark: 7 });
    let [Event::Data(_), Event::Stopped(_), Event::Beat { mark: 7 }] = &bench.events[..] else {
        panic!("{:?}", bench.events)
    };
}

#[test]
fn a_run_that_goes_on_must_live_for_a_while_before_it_is_saved_again() {
    let mut first = Bench::new(&Config::default());
    first.play(Speed::Max, Some(50));
    first.run(2_000.0);
    let checkpoint = Box::new((*first.checkpoints().last().unwrap()).clone());
    let mut second = Bench::new(&Config::default());
    second.run(5_000.0);
    second.events.clear();
    second.send(Command::Restore { config: Box::default(), checkpoint, curve: Vec::new() });
    second.play(Speed::Max, None);
    second.run(400.0);
    assert!(second.last().epoch > 50 && second.checkpoints().is_empty());
    second.run(400.0);
    assert_eq!(second.checkpoints().len(), 1);
}

/// The epochs on the curve of the first frame that a new worker sends when it goes on from the last
/// checkpoint of this one.
fn curve_gone_on(first: &Bench) -> Vec<f64> {
    let checkpoint = Box::new((*first.checkpoints().last().unwrap()).clone());
    let mut second = Bench::new(&Config::default());
    let before = second.frames().count();
    second.send(Command::Restore { config: Box::default(), checkpoint, curve: Vec::new() });
    second.run(100.0);
    let frame: &Frame = second.frames().nth(before).unwrap();
    frame.curve.iter().map(|point| point.epoch).collect()
}

#[test]
fn the_first_frame_of_a_run_that_goes_on_begins_its_curve_where_it_stood() {
    let mut first = Bench::new(&Config::default());
    first.play(Speed::Max, Some(50));
    first.run(2_000.0);
    assert_eq!(curve_gone_on(&first), [50.0]);
}

/// Seen: the points of a frame that died with its worker, or that had yet to leave, were missing.
#[test]
fn what_a_dead_worker_had_not_shown_comes_with_the_run_that_goes_on() {
    // A hidden page is sent no frame; one that does not answer has been sent one.
    for visible in [false, true] {
        let mut first = Bench::new(&Config::default());
        first.send(Command::Visible { visible });
        first.looks = false;
        first.play(Speed::Sixty, Some(50));
        first.run(5_000.0);
        let epochs = curve_gone_on(&first);
        let all: Vec<_> = (0..=50).map(f64::from).collect();
        assert!(all.ends_with(&epochs) && epochs.len() >= 50, "{visible}: {epochs:?}");
    }
}

/// Seen: a tab that was hidden for 3.2 million epochs had no points behind the 204,224 epochs that
/// had been looked at.
#[test]
fn a_hidden_tab_thins_its_curve_evenly() {
    let config = Config {
        samples: Some(20),
        layers: Layer::stack(&[1]),
        runtime: Runtime::Cpu,
        ..Config::default()
    };
    let mut bench = Bench::new(&config);
    bench.play(Speed::Max, Some(20_000));
    bench.send(Command::Visible { visible: false });
    bench.run(f64::INFINITY);
    bench.play(Speed::Ten, Some(26_000));
    bench.run(f64::INFINITY);
    bench.send(Command::Visible { visible: true });
    bench.run(100.0);
    let frame = bench.last();
    assert_eq!(frame.epoch, 26_000);
    let epochs: Vec<f64> = frame.curve.iter().map(|point| point.epoch).collect();
    assert!(epochs.len() <= curve::MOST);
    assert!(epochs.is_sorted_by(|a, b| a < b) && epochs.last() == Some(&26_000.0));
    let widest = epochs.windows(2).map(|two| two[1] - two[0]).fold(0.0, f64::max);
    // As seldom as a run without a pace measures so late.
    assert!(widest <= 20_000.0 / 64.0, "a gap of {widest} epochs");
}
