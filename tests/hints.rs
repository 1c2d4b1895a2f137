//! What a run tells of itself beside its losses, and what keeps it from moving: a session without a
//! worker, on a clock of the test's.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test may panic")]

use neural_playground::app::link;
use neural_playground::engine::activation::Activation;
use neural_playground::engine::config::{Config, Precision, Rules};
use neural_playground::engine::health::{Dead, Young};
use neural_playground::engine::kind::Tuned;
use neural_playground::engine::layer::{Layer, LayerKind};
use neural_playground::engine::optimizer::Optimizer;
use neural_playground::engine::regularizer::{LayerRegularizer, Regularizer};
use neural_playground::engine::trainer::Trainer;
use neural_playground::protocol::{Command, Event, Frame, Speed, Unit, UnitId, Watched, WeightId};
use neural_playground::worker::session::{Next, Session};
use strum::VariantArray as _;

/// A session whose page looks at every frame, and the newest of what it has said.
#[derive(Default)]
struct Bench {
    session: Session,
    now: f64,
    frame: Frame,
}

impl Bench {
    fn new(config: &Config) -> Self {
        let mut bench = Self::default();
        bench.configure(config);
        bench
    }

    /// A run of a link.
    fn open(hash: &str) -> Self {
        Self::new(&link::parse(hash).link.config)
    }

    fn configure(&mut self, config: &Config) {
        self.send(Command::Configure { config: Box::new(config.clone()) });
    }

    /// Sends a command and works until there is nothing left to do.
    fn send(&mut self, command: Command) {
        let events = self.session.handle(command, self.now);
        self.take(events);
        let mut idle = 0;
        while idle < 2 {
            let now = &mut self.now;
            let (events, next) = self.session.work(&mut || {
                *now += 0.3;
                *now
            });
            self.take(events);
            match next {
                Next::Now => idle = 0,
                Next::After(wait) => self.now += wait,
                Next::Idle => idle += 1,
            }
        }
    }

    fn take(&mut self, events: Vec<Event>) {
        for event in events {
            if let Event::Frame(frame) = event {
                self.frame = *frame;
                self.session.handle(Command::Shown, self.now);
            }
        }
    }

    /// Trains to the end of an epoch.
    fn train(&mut self, epoch: u64) {
        self.send(Command::Run { speed: Speed::Max, until: Some(epoch) });
        assert_eq!(self.frame.epoch, epoch);
    }

    /// Sets the bias of a hidden unit.
    fn bias(&mut self, layer: usize, unit: usize, value: f64) {
        let weight = WeightId { to: UnitId { layer, unit }, from: None };
        self.send(Command::SetWeight { weight, value });
    }
}

#[test]
fn a_learning_rate_of_0_trains_nothing_whatever_else_pulls_at_the_weights() {
    let mut checked = 0;
    for &optimizer in Optimizer::VARIANTS {
        for &regularizer in Regularizer::VARIANTS {
            for rules in [Rules::Playground, Rules::Modern] {
                let mut config = Config {
                    optimizer: optimizer.into(),
                    learning_rate: 0.0,
                    regularizer,
                    regularization_rate: 0.1,
                    rules,
                    precision: rules.default_precision(),
                    ..Config::default()
                };
                config.extras.weight_decay = 0.1;
                config.layers[0].kernel_regularizer =
                    Tuned::new(LayerRegularizer::L2).with("l2", 0.1);
                config.layers.push(Layer::new(7, LayerKind::BatchNormalization));
                let mut trainer = Trainer::new(&config).unwrap();
                let before = trainer.weights();
                for _ in 0..20 {
                    trainer.finish_epoch();
                }
                assert_eq!(trainer.weights(), before, "{config:?}");
                // Gain and shift are weights too; moving averages are none.
                for tensor in trainer.progress().extra {
                    let still = |value: f64| tensor.values.iter().all(|&found| found == value);
                    match tensor.name.rsplit('/').next() {
                        Some("gamma") => assert!(still(1.0), "{config:?}"),
                        Some("beta") => assert!(still(0.0), "{config:?}"),
                        Some("moving_mean") => assert!(!still(0.0), "{config:?}"),
                        _ => continue,
                    }
                    checked += 1;
                }
            }
        }
    }
    assert_eq!(checked, 3 * 2 * 3 * Optimizer::VARIANTS.len());
}

#[test]
fn a_rate_that_a_schedule_makes_as_small_as_it_likes_breaks_no_optimizer() {
    for &optimizer in Optimizer::VARIANTS {
        for precision in [Precision::Bits32, Precision::Bits64] {
            for learning_rate in [1e-20, 1e-38, 1e-45, 1e-308] {
                let config = Config {
                    optimizer: optimizer.into(),
                    precision,
                    learning_rate,
                    ..Config::default()
                };
                let mut trainer = Trainer::new(&config).unwrap();
                for _ in 0..5 {
                    trainer.finish_epoch();
                }
                assert!(trainer.weights().iter().all(|w| w.is_finite()), "{config:?}");
            }
        }
    }
}

#[test]
fn a_plateau_lowers_the_rate_to_its_least_and_then_leaves_it() {
    let hash = "learningRate=0.1&rules=modern&callbacks=\
                reduce_lr_on_plateau(factor:0.1,patience:2,cooldown:0,min_delta:1,min_lr:0.004)";
    let mut bench = Bench::open(hash);
    let mut rates = vec![bench.frame.learning_rate];
    for _ in 0..12 {
        bench.send(Command::Step { unit: Unit::Epoch });
        rates.push(bench.frame.learning_rate);
    }
    rates.dedup();
    let expected = [0.1, 0.01, 0.004];
    assert_eq!(rates.len(), expected.len(), "{rates:?}");
    for (found, expected) in rates.iter().zip(expected) {
        assert!((found - expected).abs() < 1e-12, "{rates:?}");
    }
}

#[test]
fn a_profile_looks_up_between_repeats_and_times_every_op() {
    let config = Config { samples: Some(2000), batch_size: 900, ..Config::default() };
    let mut session = Session::default();
    let configure = Command::Configure { config: Box::new(config) };
    session.handle(configure, 0.0);
    session.handle(Command::Watch(Watched { graph: true, ..Watched::default() }), 0.0);
    let mut now = 0.0;
    // Each look at the clock takes as long as an op that is repeated once may.
    let mut work = |session: &mut Session| {
        let before = now;
        let (events, next) = session.work(&mut || {
            now += 3.0;
            now
        });
        session.handle(Command::Shown, now);
        (events, next, now - before)
    };
    work(&mut session);
    session.handle(Command::Profile, 0.0);
    let mut told = Vec::new();
    for _ in 0..1000 {
        let (events, next, took) = work(&mut session);
        // A slice of 10 ms, the look that ends it, and those of the rest of the session.
        assert!(took <= 10.0 + 6.0 * 3.0, "commands wait for {took} ms");
        told.extend(events.into_iter().filter_map(|event| match event {
            Event::Profile(profile) => Some(profile),
            _ => None,
        }));
        if next == Next::Idle {
            break;
        }
    }
    let last = told.last().expect("a profile");
    assert!(!last.running && told.iter().rev().skip(1).all(|profile| profile.running));
    assert_eq!(last.micros.len(), told.len(), "each op is told of when it has been timed");
    assert!(last.micros.len() > 10 && last.micros.iter().all(|micros| *micros > 0.0));
}

#[test]
fn dead_units_are_counted_a_layer_and_live_ones_are_not() {
    let config = Config {
        layers: Layer::stack(&[4, 3]),
        activation: Activation::Relu.into(),
        ..Config::default()
    };
    let mut bench = Bench::new(&config);
    assert_eq!(bench.frame.health.dead, [], "no unit is dead from the start");
    // A bias so low that no sum is above 0.
    bench.bias(0, 1, -1e6);
    assert_eq!(bench.frame.health.dead, [Dead { layer: 0, dead: 1, units: 4 }]);
    bench.bias(1, 2, -1e6);
    let both = [Dead { layer: 0, dead: 1, units: 4 }, Dead { layer: 1, dead: 1, units: 3 }];
    assert_eq!(bench.frame.health.dead, both);
    // They stay dead while it trains.
    bench.train(30);
    assert!(bench.frame.health.dead.iter().zip(both).all(|(now, then)| now.dead >= then.dead));
    // An activation that lets something through on both sides wakes them: nothing is dead.
    bench.configure(&Config { activation: Activation::LeakyRelu.into(), ..config.clone() });
    assert_eq!(bench.frame.health.dead, []);
    bench.configure(&config);
    assert!(!bench.frame.health.dead.is_empty());
    bench.send(Command::Reset);
    assert_eq!(bench.frame.health.dead, []);
}

#[test]
fn dead_units_are_seen_behind_what_follows_their_activation() {
    let dead = |hash: &str, bias: f64| {
        let mut bench =
            Bench::open(&format!("rules=modern&layers=dense(units:4,activation:{hash}"));
        bench.bias(0, 2, bias);
        bench.frame.health.dead.iter().map(|own| (own.layer, own.dead)).collect::<Vec<_>>()
    };
    for (hash, bias) in [
        ("relu),dropout(rate:0.5)", -1e6),
        ("relu),batch_normalization", -1e6),
        ("linear),batch_normalization,activation(activation:relu)", -1e6),
        ("relu6)", -1e6),
        ("relu6)", 1e6),
        ("hard_tanh)", 1e6),
        ("hard_sigmoid)", -1e6),
        ("hard_silu)", -1e6),
        ("leaky_relu(negative_slope:0))", -1e6),
        ("relu)&precision=64&samples=2000", -1e6),
    ] {
        assert_eq!(dead(hash, bias), [(0, 1)], "{hash}");
    }
    for (hash, bias) in [
        ("relu)", 1e6),
        ("tanh)", 1e6),
        ("elu)", -1e6),
        ("leaky_relu)", -1e6),
        // All samples are alike to a network without inputs, and its units learn.
        ("relu)&x=false&y=false", 0.5),
    ] {
        assert_eq!(dead(hash, bias), [], "{hash}");
    }
}

#[test]
fn young_moving_averages_tell_how_many_batches_they_have_seen() {
    let hash = "rules=modern&layers=dense(units:8,activation:relu),\
                batch_normalization(momentum:0.99)&batchSize=125";
    let config = link::parse(hash).link.config;
    let mut bench = Bench::new(&config);
    assert_eq!(bench.frame.health.young, None, "nothing has been trained yet");
    let train = |bench: &mut Bench, epoch| {
        bench.train(epoch);
        bench.frame.health.young
    };
    // 250 samples are two batches an epoch.
    let six = Young { batches: 6, share: libm::pow(0.99, 6.0) };
    assert_eq!(train(&mut bench, 3), Some(six));
    assert_eq!(train(&mut bench, 149).map(|young| young.batches), Some(298));
    assert_eq!(train(&mut bench, 150), None);
    // Another optimizer counts its steps anew; the averages are as old as they were.
    let adam = Config { optimizer: Optimizer::Adam.into(), ..config.clone() };
    bench.configure(&adam);
    assert_eq!(bench.frame.health.young, None);
    assert_eq!(train(&mut bench, 151), None);
    // A normalization that is put in now begins now.
    let mut more = adam;
    more.layers.push(Layer::new(9, LayerKind::BatchNormalization));
    bench.configure(&more);
    assert_eq!(bench.frame.health.young.map(|young| young.batches), Some(0));
    assert_eq!(train(&mut bench, 154).map(|young| young.batches), Some(6));
    // A new start forgets all of it.
    bench.send(Command::Reset);
    assert_eq!(train(&mut bench, 1).map(|young| young.batches), Some(2));
}
