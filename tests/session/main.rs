//! The worker's session without a worker: commands in, events out, on a clock of the test's.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test may panic")]

mod callbacks;
mod changes;
mod check;
#[path = "../choices/mod.rs"]
mod choices;
mod divergence;
mod faults;
mod formulas;
mod handing;
mod heaps;
mod lanes;
mod layer_input;
mod pace;
mod points;
mod rows;
#[cfg(feature = "files")]
mod saved;
mod tables;
mod undo;

use neural_playground::app::link;
use neural_playground::engine::activation::Activation;
use neural_playground::engine::config::{Config, Precision, Rules};
use neural_playground::engine::layer::Layer;
use neural_playground::engine::regularizer::Regularizer;
use neural_playground::engine::trainer::Progress;
use neural_playground::protocol::curve;
use neural_playground::protocol::{
    BIG_MAP, Cause, Checkpoint, Command, Data, Event, Failure, Frame, Speed, Stopped, Unit, UnitId,
    WeightId,
};
use neural_playground::worker::checkpoint;
use neural_playground::worker::session::{Next, Session};

/// A session, its clock and all that it has said.
struct Bench {
    session: Session,
    now: f64,
    /// What a look at the clock takes, in ms.
    tick: f64,
    events: Vec<Event>,
    /// Whether the page answers frames.
    looks: bool,
}

impl Bench {
    fn new(config: &Config) -> Self {
        let mut bench = Self {
            session: Session::default(),
            now: 0.0,
            tick: 0.3,
            events: Vec::new(),
            looks: true,
        };
        bench.send(Command::Configure { config: Box::new(config.clone()) });
        bench.work();
        bench
    }

    fn send(&mut self, command: Command) {
        let events = self.session.handle(command, self.now);
        self.events.extend(events);
    }

    /// One call of `work`.
    fn work(&mut self) -> Next {
        let (now, tick) = (&mut self.now, self.tick);
        let (events, next) = self.session.work(&mut || {
            *now += tick;
            *now
        });
        let frames = events.iter().filter(|event| matches!(event, Event::Frame(_))).count();
        self.events.extend(events);
        if self.looks {
            for _ in 0..frames {
                self.send(Command::Shown);
            }
        }
        next
    }

    /// Works until the session has nothing to do or `ms` have passed.
    fn run(&mut self, ms: f64) {
        let end = self.now + ms;
        while self.now < end {
            match self.work() {
                Next::Now => {}
                Next::After(wait) => self.now += wait,
                Next::Idle => {
                    if self.work() == Next::Idle {
                        return;
                    }
                }
            }
        }
    }

    fn play(&mut self, speed: Speed, until: Option<u64>) {
        self.send(Command::Run { speed, until });
    }

    fn frames(&self) -> impl DoubleEndedIterator<Item = &Frame> {
        self.events.iter().filter_map(|event| match event {
            Event::Frame(frame) => Some(&**frame),
            _ => None,
        })
    }

    fn last(&self) -> &Frame {
        self.frames().next_back().expect("a frame")
    }

    /// What the page was told of the data last.
    fn data(&self) -> &Data {
        let mut data = self.events.iter().filter_map(|event| match event {
            Event::Data(data) => Some(data),
            _ => None,
        });
        data.next_back().expect("data")
    }

    fn stops(&self) -> Vec<Stopped> {
        let stops = self.events.iter().filter_map(|event| match event {
            Event::Stopped(why) => Some(*why),
            _ => None,
        });
        stops.collect()
    }

    fn checkpoints(&self) -> Vec<&Checkpoint> {
        let found = self.events.iter().filter_map(|event| match event {
            Event::Checkpoint(checkpoint) => Some(&**checkpoint),
            _ => None,
        });
        found.collect()
    }

    /// The state as it is kept: waits for the checkpoint that comes when all is at rest.
    fn progress(&mut self) -> Progress {
        self.run(1_000.0);
        let checkpoint = self.checkpoints().last().copied().expect("a checkpoint");
        checkpoint::unpack(&checkpoint.state).expect("a state").0
    }

    fn configure(&mut self, config: &Config) {
        self.send(Command::Configure { config: Box::new(config.clone()) });
        self.run(100.0);
    }

    /// Steps so many units, one after the other.
    fn step(&mut self, unit: Unit, times: usize) {
        for _ in 0..times {
            self.send(Command::Step { unit });
            self.run(100.0);
        }
    }
}

/// The config that a hash opens.
fn open(hash: &str) -> Config {
    link::parse(hash).link.config
}

fn exact() -> Config {
    Config { rules: Rules::Playground, precision: Precision::Bits64, ..Config::default() }
}

#[test]
fn a_new_run_sends_its_data_and_then_a_whole_frame() {
    let bench = Bench::new(&Config::default());
    let [Event::Data(data), Event::Assigned(_), Event::Frame(frame)] = &bench.events[..] else {
        panic!("{:?}", bench.events)
    };
    assert_eq!((data.rows(&data.train).len(), data.rows(&data.test).len()), (250, 250));
    assert_eq!(data.run, frame.run);
    assert_eq!(frame.shape, [2, 4, 2, 1]);
    assert_eq!(frame.weights.len(), 12 + 10 + 3);
    assert_eq!(frame.maps.len(), 7 * frame.map_side * frame.map_side);
    assert_eq!(frame.big.len(), BIG_MAP * BIG_MAP);
    assert_eq!((frame.epoch, frame.curve.len(), frame.running), (0, 1, false));
}

#[test]
fn run_to_epoch_stops_exactly_there_with_the_playgrounds_losses() {
    for speed in [Speed::Max, Speed::Sixty] {
        let mut bench = Bench::new(&exact());
        for (until, train, test) in [(100, "0.075", "0.101"), (200, "0.007", "0.013")] {
            bench.play(speed, Some(until));
            bench.run(60_000.0);
            let frame = bench.last();
            assert_eq!((frame.epoch, frame.sample, frame.running), (until, 0, false));
            assert_eq!(format!("{:.3}", frame.metrics.train_loss), train);
            assert_eq!(format!("{:.3}", frame.metrics.test_loss), test);
            assert_eq!(bench.stops().last(), Some(&Stopped::Reached { epoch: until }));
        }
        let metrics = bench.last().metrics;
        assert!((metrics.train_loss - 0.0070238).abs() < 5e-8, "{}", metrics.train_loss);
        assert!((metrics.test_loss - 0.0133170).abs() < 5e-8, "{}", metrics.test_loss);
    }
}

#[test]
fn every_pace_is_kept_and_every_epoch_of_a_paced_run_is_on_the_curve() {
    for (speed, epochs) in [(Speed::One, 3), (Speed::Ten, 30), (Speed::Sixty, 180)] {
        let mut bench = Bench::new(&Config::default());
        bench.play(speed, None);
        bench.run(2_990.0);
        assert_eq!(bench.last().epoch, epochs, "{speed:?}");
        let points: usize = bench.frames().map(|frame| frame.curve.len()).sum();
        assert_eq!(points, epochs as usize + 1, "{speed:?}");
    }
}

#[test]
fn the_curve_of_a_run_without_a_pace_is_fine_however_fast_it_goes() {
    let mut bench = Bench::new(&Config::default());
    bench.play(Speed::Max, Some(2_000));
    bench.run(600_000.0);
    let epochs: Vec<f64> =
        bench.frames().flat_map(|frame| &frame.curve).map(|point| point.epoch).collect();
    assert_eq!(epochs.last(), Some(&2_000.0));
    for pair in epochs.windows(2) {
        let gap = (pair[0] / 64.0).max(1.0);
        assert!(pair[1] > pair[0] && pair[1] - pair[0] <= gap, "{pair:?}");
    }
}

#[test]
fn slow_motion_goes_by_batches_and_by_samples() {
    for (speed, visited) in [(Speed::Sample, 12), (Speed::Batch, 120)] {
        let mut bench = Bench::new(&Config::default());
        bench.play(speed, None);
        bench.run(2_990.0);
        let frame = bench.last();
        assert_eq!((frame.epoch, frame.sample), (0, visited), "{speed:?}");
        let curve: Vec<_> = bench.frames().flat_map(|frame| &frame.curve).collect();
        assert!(curve.windows(2).all(|pair| pair[0].epoch < pair[1].epoch));
    }
}

#[test]
fn steps_go_one_epoch_batch_or_sample_and_stand_still() {
    let mut bench = Bench::new(&Config::default());
    let mut step = |unit| {
        bench.send(Command::Step { unit });
        bench.run(1_000.0);
        assert!(!bench.last().running);
        (bench.last().epoch, bench.last().sample)
    };
    assert_eq!(step(Unit::Sample), (0, 1));
    assert_eq!(step(Unit::Batch), (0, 10));
    assert_eq!(step(Unit::Batch), (0, 20));
    assert_eq!(step(Unit::Epoch), (1, 0));
    assert_eq!(step(Unit::Epoch), (2, 0));
}

#[test]
fn a_page_that_does_not_answer_slows_frames_and_never_training() {
    let mut bench = Bench::new(&Config::default());
    bench.looks = false;
    bench.play(Speed::Max, None);
    bench.run(1_000.0);
    let before = bench.frames().count();
    let epoch = bench.checkpoints().last().expect("a checkpoint").epoch;
    bench.run(1_000.0);
    assert_eq!(bench.frames().count(), before);
    assert!(bench.checkpoints().last().unwrap().epoch > epoch);
    bench.send(Command::Shown);
    bench.run(100.0);
    assert_eq!(bench.frames().count(), before + 1);
}

#[test]
fn a_hidden_page_gets_checkpoints_and_no_frames_and_then_the_newest_frame() {
    let mut bench = Bench::new(&Config::default());
    bench.play(Speed::Sixty, None);
    bench.run(500.0);
    bench.send(Command::Visible { visible: false });
    let (frames, checkpoints) = (bench.frames().count(), bench.checkpoints().len());
    bench.run(60_000.0);
    assert_eq!(bench.frames().count(), frames);
    assert!(bench.checkpoints().len() >= checkpoints + 59);
    bench.send(Command::Visible { visible: true });
    bench.run(50.0);
    let epoch = bench.last().epoch;
    assert!((3600..3640).contains(&epoch), "{epoch}");
    let points: usize = bench.frames().skip(frames).map(|frame| frame.curve.len()).sum();
    assert!((1_000..=curve::MOST).contains(&points), "{points}");
}

#[test]
fn a_checkpoint_taken_elsewhere_goes_on_with_the_same_numbers() {
    // Batches of 30 leave 10 samples over: they and the generator must travel too.
    let config = Config { batch_size: 30, ..exact() };
    let mut first = Bench::new(&config);
    first.play(Speed::Ten, Some(21));
    first.run(60_000.0);
    first.run(1_000.0);
    let checkpoint = first.checkpoints().last().copied().cloned().expect("a checkpoint");
    assert_eq!(checkpoint.epoch, 21);
    assert!(first.progress().accumulated > 0);
    let mut second = Bench::new(&Config::default());
    let config = Box::new(config);
    second.send(Command::Restore { config, checkpoint: Box::new(checkpoint), curve: Vec::new() });
    second.play(Speed::Max, Some(21));
    second.run(60_000.0);
    assert_eq!(second.last().weights, first.last().weights);
    for bench in [&mut first, &mut second] {
        bench.send(Command::Reset);
        bench.run(100.0);
    }
    assert_eq!(second.last().weights, first.last().weights, "the stream goes on alike");
}

#[test]
fn a_checkpoint_that_does_not_fit_is_refused_and_the_run_starts_anew() {
    let mut bench = Bench::new(&Config::default());
    let checkpoint = Box::<Checkpoint>::default();
    bench.send(Command::Restore { config: Box::default(), checkpoint, curve: Vec::new() });
    bench.run(100.0);
    assert!(bench.events.contains(&Event::Failed(Failure::Checkpoint)));
    assert_eq!(bench.last().epoch, 0);
}

/// Case 16: the link diverges in its first epoch.
#[test]
fn divergence_is_named_and_reset_recovers() {
    let hash = "activation=tanh&batchSize=1&dataset=spiral&learningRate=1&noise=50&networkShape=8\
                &seed=0.42182&problem=regression&x=true&y=true";
    let config = link::parse(hash).link.config;
    for speed in [Speed::Max, Speed::Ten] {
        let mut bench = Bench::new(&config);
        bench.play(speed, None);
        bench.run(10_000.0);
        let expected = Stopped::Diverged { epoch: 1, cause: Cause::LearningRate, sound: 0 };
        assert_eq!(bench.stops(), [expected], "{speed:?}");
        let frame = bench.last();
        assert!(!frame.running && frame.metrics.train_loss.is_finite());
        assert!(frame.weights.iter().all(|w| w.is_finite()));
        bench.send(Command::Reset);
        let calm = Config { learning_rate: 0.001, ..config.clone() };
        bench.send(Command::Configure { config: Box::new(calm) });
        bench.play(speed, Some(5));
        bench.run(10_000.0);
        assert_eq!(bench.last().epoch, 5, "Reset recovers");
    }
}

#[test]
fn the_points_that_a_frame_calls_wrong_are_those_that_its_accuracies_lack() {
    for (hash, classifies) in [
        ("dataset=circle&noise=30", true),
        ("dataset=rings&noise=40", true),
        ("dataset=spiral&precision=32&percTrainData=10", true),
        ("problem=regression", false),
    ] {
        let mut bench = Bench::new(&link::parse(hash).link.config);
        for epoch in [1, 5, 30] {
            bench.play(Speed::Max, Some(epoch));
            bench.run(60_000.0);
            let data = bench.events.iter().rev().find_map(|event| match event {
                Event::Data(data) => {
                    Some([&data.train, &data.test].map(|half| data.rows(half).len()))
                }
                _ => None,
            });
            let [train, test] = data.expect("data");
            let frame = bench.last();
            assert_eq!(frame.wrong.is_some(), classifies, "{hash}");
            let Some(wrong) = &frame.wrong else { continue };
            let right = |all: usize, wrong: usize| (all - wrong) as f64 / all as f64;
            assert_eq!(right(train, wrong.train.count()), frame.metrics.train_accuracy, "{hash}");
            assert_eq!(right(test, wrong.test.count()), frame.metrics.test_accuracy, "{hash}");
        }
    }
}

/// Case 17: rate × regularization rate above 2.
#[test]
fn an_unstable_penalty_is_the_cause_that_is_named() {
    let config = Config {
        regularizer: Regularizer::L2,
        regularization_rate: 10.0,
        learning_rate: 0.3,
        ..Config::default()
    };
    let mut bench = Bench::new(&config);
    bench.play(Speed::Max, None);
    bench.run(60_000.0);
    let stops = bench.stops();
    let [Stopped::Diverged { cause: Cause::Regularization, .. }] = stops[..] else {
        panic!("{stops:?}")
    };
}

/// Case 19.
#[test]
fn knobs_turned_in_mid_run_keep_weights_and_epoch() {
    let mut bench = Bench::new(&Config::default());
    bench.play(Speed::Max, Some(10));
    bench.run(10_000.0);
    let (run, weights) = (bench.last().run, bench.last().weights.clone());
    let base = Config::default();
    for config in [
        Config { learning_rate: 0.1, ..base.clone() },
        Config { regularizer: Regularizer::L1, ..base.clone() },
        Config { regularization_rate: 0.01, ..base.clone() },
        Config { batch_size: 3, ..base.clone() },
        Config { activation: Activation::Relu.into(), ..base },
    ] {
        bench.send(Command::Configure { config: Box::new(config) });
        bench.run(100.0);
        let frame = bench.last();
        assert_eq!((frame.run, frame.epoch), (run, 10));
        assert_eq!(frame.weights, weights);
    }
}

/// Case 21.
#[test]
fn new_data_come_with_their_own_losses() {
    let mut bench = Bench::new(&Config::default());
    bench.play(Speed::Max, Some(100));
    bench.run(10_000.0);
    let before = bench.last().metrics;
    bench.events.clear();
    let config = Config { seed: "0.5".to_owned(), ..Config::default() };
    bench.send(Command::Configure { config: Box::new(config) });
    bench.run(100.0);
    let [Event::Data(data), Event::Frame(frame)] = &bench.events[..] else {
        panic!("{:?}", bench.events)
    };
    assert_eq!((data.run, frame.epoch), (frame.run, 0));
    assert_ne!(frame.metrics, before);
}

#[test]
fn a_weight_is_set_by_hand_and_a_wrong_one_refused() {
    let mut bench = Bench::new(&Config::default());
    let output_bias = WeightId { to: UnitId { layer: 2, unit: 0 }, from: None };
    bench.send(Command::SetWeight { weight: output_bias, value: 0.75 });
    bench.run(100.0);
    let frame = bench.last();
    assert_eq!(frame.weights[output_bias.index(&frame.shape).unwrap()], 0.75);
    let beyond = WeightId { to: UnitId { layer: 9, unit: 0 }, from: None };
    for (weight, value) in [(beyond, 1.0), (output_bias, f64::NAN)] {
        bench.events.clear();
        bench.send(Command::SetWeight { weight, value });
        assert_eq!(bench.events, [Event::Failed(Failure::Weight)]);
    }
}

#[test]
fn the_big_map_shows_the_unit_that_is_looked_at() {
    let mut bench = Bench::new(&Config::default());
    let output = bench.last().big.clone();
    let unit = UnitId { layer: 0, unit: 3 };
    bench.send(Command::Look { unit: Some(unit) });
    bench.run(100.0);
    assert_eq!(bench.last().look, Some(unit));
    assert_ne!(bench.last().big, output);
    // A unit that is taken away is no longer looked at.
    let config = Config { layers: Layer::stack(&[2]), ..Config::default() };
    bench.send(Command::Configure { config: Box::new(config) });
    bench.run(100.0);
    assert_eq!(bench.last().look, None);
}

#[test]
fn a_config_out_of_its_limits_is_refused_and_the_run_stands() {
    let mut bench = Bench::new(&Config::default());
    let run = bench.last().run;
    let config = Config { layers: Layer::stack(&[4; 13]), ..Config::default() };
    bench.send(Command::Configure { config: Box::new(config) });
    let Some(Event::Failed(Failure::Config(error))) = bench.events.last() else {
        panic!("{:?}", bench.events)
    };
    assert!(error.to_string().contains("layers"));
    bench.play(Speed::Max, Some(3));
    bench.run(1_000.0);
    assert_eq!((bench.last().run, bench.last().epoch), (run, 3));
}

#[test]
fn a_network_of_the_largest_size_answers_between_slices() {
    let config =
        Config { layers: Layer::stack(&[256; 12]), samples: Some(1000), ..Config::default() };
    let mut bench = Bench::new(&config);
    assert_eq!(bench.last().maps.len(), 3073 * bench.last().map_side.pow(2));
    bench.send(Command::Step { unit: Unit::Batch });
    bench.run(1_000.0);
    assert_eq!(bench.last().sample, 10);
}

#[test]
fn a_quick_network_does_not_make_a_costly_one_wait_long_for_the_clock() {
    let mut session = Session::default();
    let mut now = 0.0;
    let tell = |session: &mut Session, config: &Config| {
        session.handle(Command::Configure { config: Box::new(config.clone()) }, 0.0);
        session.handle(Command::Run { speed: Speed::Max, until: None }, 0.0);
        session.handle(Command::Shown, 0.0);
    };
    tell(&mut session, &Config::default());
    session.work(&mut || {
        now += 0.2;
        now
    });
    tell(&mut session, &Config { samples: Some(20_000), ..Config::default() });
    let (events, next) = session.work(&mut || {
        now += 100.0;
        now
    });
    assert_eq!(next, Next::Now);
    let frame = events.iter().rev().find_map(|event| match event {
        Event::Frame(frame) => Some(frame),
        _ => None,
    });
    let frame = frame.expect("a frame after so long");
    assert!((frame.epoch, frame.sample) < (0, 2000), "{} {}", frame.epoch, frame.sample);
}
