//! A session on compiled code, by a steady clock and by one that cuts at random: `tests/session/pace`
//! has the same for the plain code.

use std::rc::Rc;

use neural_playground::engine::backend::on_cpu_compiled;
use neural_playground::engine::config::{Config, Precision, Rules};
use neural_playground::engine::kind::Tuned;
use neural_playground::engine::layer::{Layer, LayerKind};
use neural_playground::engine::optimizer::Optimizer;
use neural_playground::engine::regularizer::Regularizer;
use neural_playground::engine::seedrandom::SeedRandom;
use neural_playground::engine::trainer::Progress;
use neural_playground::protocol::{Command, Event, Speed, Stopped, Unit};
use neural_playground::worker::checkpoint;
use neural_playground::worker::linker::Compiler;
use neural_playground::worker::session::{Next, Session};
use rand::RngExt as _;
use strum::VariantArray as _;
use wasm_bindgen_test::wasm_bindgen_test;

const EPOCHS: u64 = 5;

/// A session, its clock and what it has told.
struct Desk {
    session: Session,
    now: f64,
    progress: Option<Progress>,
    reached: bool,
}

impl Desk {
    fn send(&mut self, command: Command) {
        let events = self.session.handle(command, self.now);
        self.hear(events);
    }

    fn hear(&mut self, events: Vec<Event>) {
        for event in events {
            match event {
                Event::Frame(_) => self.send(Command::Shown),
                Event::Checkpoint(kept) => {
                    self.progress = checkpoint::unpack(&kept.state).map(|(progress, _)| progress);
                }
                Event::Stopped(Stopped::Reached { epoch: EPOCHS }) => self.reached = true,
                _ => {}
            }
        }
    }

    /// Works until there is nothing to do, or so many ms have passed; a look at the clock takes `tick`.
    fn work(&mut self, ms: f64, tick: f64) {
        let end = self.now + ms;
        let mut idle = 0;
        while self.now < end && idle < 2 {
            let now = &mut self.now;
            let (events, next) = self.session.work(&mut || {
                *now += tick;
                *now
            });
            self.hear(events);
            match next {
                Next::Now => idle = 0,
                Next::After(wait) => self.now += wait,
                Next::Idle => idle += 1,
            }
        }
    }
}

fn state(config: &Config, disturbed: bool) -> Option<Progress> {
    let session = Session::new(on_cpu_compiled(Rc::new(Compiler::new().unwrap())));
    let mut desk = Desk { session, now: 0.0, progress: None, reached: false };
    let draw = &mut SeedRandom::from_text("clock");
    desk.send(Command::Configure { config: Box::new(config.clone()) });
    while !desk.reached {
        let speeds = [Speed::Sample, Speed::Batch, Speed::Ten, Speed::Sixty, Speed::Max];
        let speed = if disturbed { speeds[draw.random_range(0..speeds.len())] } else { Speed::Max };
        desk.send(Command::Run { speed, until: Some(EPOCHS) });
        if !disturbed {
            desk.work(60_000.0, 0.3);
            continue;
        }
        let [ms, tick] = [300, 400].map(|most| f64::from(draw.random_range(1..most)));
        desk.work(ms, tick / 10.0);
        if !desk.reached {
            desk.send(Command::Pause);
            desk.work(1000.0, 0.3);
            // Each is a batch where rows depend on each other.
            for _ in 0..draw.random_range(0..20) {
                let epoch = desk.progress.as_ref().map_or(0, |progress| progress.epoch);
                if epoch + 1 < EPOCHS {
                    desk.send(Command::Step { unit: Unit::Sample });
                    desk.work(1000.0, 0.3);
                }
            }
        }
    }
    desk.work(1000.0, 0.3);
    desk.progress
}

#[wasm_bindgen_test]
fn neither_the_clock_nor_speed_nor_pauses_nor_steps_change_a_bit_of_compiled_runs() {
    let between = |kind| {
        let kind = Layer::new(9, Tuned::new(kind));
        vec![Layer::dense(1, 5), kind, Layer::dense(2, 4)]
    };
    let plain = Config { samples: Some(1000), ..Config::default() };
    let pruned = Config { regularizer: Regularizer::L1, regularization_rate: 0.1, ..plain.clone() };
    let noisy = Config {
        layers: between(LayerKind::GaussianNoise),
        optimizer: Optimizer::Adam.into(),
        rules: Rules::Modern,
        ..plain.clone()
    };
    let normalized = Config { layers: between(LayerKind::BatchNormalization), ..noisy.clone() };
    for config in [plain, pruned, noisy, normalized] {
        for (batch_size, &precision) in [30, 300]
            .into_iter()
            .flat_map(|batch| Precision::VARIANTS.iter().map(move |width| (batch, width)))
        {
            let config = Config { batch_size, precision, ..config.clone() };
            let [ours, theirs] = [true, false].map(|disturbed| state(&config, disturbed));
            assert!(ours.is_some() && ours == theirs, "{config:?}");
        }
    }
}
