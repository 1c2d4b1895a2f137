//! A run that another worker takes over: nothing of it is lost, and nothing is trained twice.

use neural_playground::engine::config::{Config, Precision, Runtime};
use neural_playground::protocol::{Checkpoint, Command, Event, Speed, Unit};

use crate::{Bench, exact};

/// What the session gives away when it is asked to; `None` where it keeps the run.
fn ask(bench: &mut Bench) -> Option<Box<Checkpoint>> {
    bench.send(Command::Hand);
    match bench.events.pop() {
        Some(Event::Handed(checkpoint)) => checkpoint,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_run_that_is_handed_over_goes_on_with_the_same_bits_and_a_whole_curve() {
    for config in [exact(), Config { precision: Precision::Bits32, ..exact() }] {
        // Batches of 30 leave 10 samples over.
        let config = Config { batch_size: 30, ..config };
        let mut straight = Bench::new(&config);
        straight.play(Speed::Max, Some(60));
        straight.run(f64::INFINITY);
        for ms in [1.0, 5.0, 20.0, 60.0] {
            let mut first = Bench::new(&config);
            // Its last frame is on its way.
            first.looks = false;
            first.play(Speed::Max, Some(60));
            first.run(ms);
            let checkpoint = ask(&mut first).expect("the run");
            let mut second = Bench::new(&Config::default());
            let before = second.frames().count();
            second.send(Command::Restore {
                config: Box::new(config.clone()),
                checkpoint,
                curve: Vec::new(),
            });
            second.play(Speed::Max, Some(60));
            second.run(f64::INFINITY);
            assert_eq!(second.last().weights, straight.last().weights, "after {ms} ms");
            assert_eq!(second.last().metrics, straight.last().metrics);
            let points = |bench: &Bench, from: usize| -> Vec<(f64, f64)> {
                let points = bench.frames().skip(from).flat_map(|frame| frame.curve.clone());
                // The first frame has been shown before.
                let whole = points.filter(|point| point.epoch.fract() == 0.0 && point.epoch > 0.0);
                whole.map(|point| (point.epoch, point.metrics.train_loss)).collect()
            };
            assert_eq!(points(&second, before), points(&straight, 0), "after {ms} ms");
        }
    }
}

#[test]
fn what_has_given_its_run_away_stands_still() {
    let mut bench = Bench::new(&exact());
    bench.play(Speed::Max, None);
    bench.run(50.0);
    let checkpoint = ask(&mut bench).expect("the run");
    bench.events.clear();
    bench.run(2_000.0);
    assert!(bench.frames().all(|frame| frame.epoch == checkpoint.epoch));
    assert!(bench.checkpoints().is_empty() && bench.stops().is_empty());
}

#[test]
fn nothing_is_handed_over_before_there_is_a_run_nor_while_something_goes_on_beside_it() {
    let mut none = Bench::new(&Config { batch_size: 0, ..Config::default() });
    assert_eq!(ask(&mut none), None);
    for command in
        [Command::Race, Command::Profile, Command::FindRate, Command::Step { unit: Unit::Epoch }]
    {
        let mut bench = Bench::new(&Config { runtime: Runtime::Cpu, ..Config::default() });
        bench.send(command.clone());
        assert_eq!(ask(&mut bench), None, "{command:?}");
        bench.send(Command::EndRace);
        bench.run(f64::INFINITY);
        assert!(ask(&mut bench).is_some(), "after {command:?}");
    }
}
