//! A session that trains on the GPU: it lands where the CPU would, and whatever is lost, training
//! goes on.

use std::cell::Cell;
use std::rc::Rc;
use std::time::{Duration, Instant};

use neural_playground::app::setting;
use neural_playground::engine::backend::on_cpu as cpu_maker;
use neural_playground::engine::config::{Config, Precision, Runtime};
use neural_playground::engine::error::Result;
use neural_playground::engine::layer::{Layer, LayerKind};
use neural_playground::engine::optimizer::Optimizer;
use neural_playground::engine::scaling::Scaling;
use neural_playground::engine::table::{Column, Goal, Table};
use neural_playground::engine::trainer::{Means, Progress, Tables, Trainer};
use neural_playground::protocol::{
    Command, Event, Frame, Gpu, Processor, Race, Speed, Stopped, Unit, Why,
};
use neural_playground::worker::checkpoint;
use neural_playground::worker::gpu::Adapter;
use neural_playground::worker::lane::{Accelerator, Lane};
use neural_playground::worker::session::{Next, Session};

use super::heaps::heaps;
use super::{block_on, device};
use neural_playground::engine::backend::gpu::device::Device;

/// The adapter, which counts the lanes that it opens.
struct Counting(Adapter, Rc<Cell<usize>>);

impl Accelerator for Counting {
    fn lane(&self, config: &Config, progress: &Progress, tables: &Tables) -> Result<Box<dyn Lane>> {
        self.1.set(self.1.get() + 1);
        self.0.lane(config, progress, tables)
    }

    fn is_software(&self) -> bool {
        self.0.is_software()
    }

    fn fault(&self) -> Option<String> {
        self.0.fault()
    }
}

/// A session at work.
struct Desk {
    session: Session,
    /// In ms.
    clock: Box<dyn FnMut() -> f64>,
    events: Vec<Event>,
    assigned: Option<(Processor, Why)>,
    /// How many lanes were opened.
    lanes: Rc<Cell<usize>>,
}

impl Desk {
    fn new(config: Config, device: &Rc<Device>) -> Self {
        let mut session = Session::default();
        let lanes = Rc::new(Cell::new(0));
        let adapter = Adapter::new(Rc::clone(device), Rc::new(|_| {}));
        let adapter = Counting(adapter, Rc::clone(&lanes));
        let events = session.set_accelerator(Some(Box::new(adapter)), None, 0.0);
        let start = Instant::now();
        let clock = Box::new(move || start.elapsed().as_secs_f64() * 1000.0);
        let mut desk = Self { session, clock, events: Vec::new(), assigned: None, lanes };
        desk.hear(events);
        desk.configure(&config);
        desk
    }

    fn hear(&mut self, events: Vec<Event>) {
        for event in &events {
            if let Event::Assigned(assignment) = event {
                self.assigned = Some((assignment.trains, assignment.why));
            }
            // The first flight of each run is held against the CPU.
            assert!(!matches!(event, Event::Gpu(Gpu::Wrong { .. })), "{event:?}");
        }
        self.events.extend(events);
    }

    fn tell(&mut self, command: Command) {
        let events = self.session.handle(command, (self.clock)());
        self.hear(events);
    }

    fn configure(&mut self, config: &Config) {
        self.tell(Command::Configure { config: Box::new(config.clone()) });
    }

    /// One call of `work`.
    fn work(&mut self) {
        let (events, next) = self.session.work(&mut *self.clock);
        if next != Next::Now {
            // Natively nothing calls: the GPU is asked until it answers.
            std::thread::sleep(Duration::from_micros(200));
        }
        let frame = events.iter().any(|event| matches!(event, Event::Frame(_)));
        self.hear(events);
        if frame {
            self.tell(Command::Shown);
        }
    }

    /// The state as it stands: that of the last landing.
    fn progress(&mut self) -> Progress {
        self.tell(Command::Keep { mark: 0 });
        let Some(Event::Kept { checkpoint: Some(kept), .. }) = self.events.pop() else {
            panic!("no state")
        };
        checkpoint::unpack(&kept.state).expect("a state").0
    }

    /// Works until an event is one of those, as long as it may take.
    fn until(&mut self, what: &str, is_it: impl Fn(&Event) -> bool) {
        for _ in 0..200_000 {
            if self.events.iter().any(&is_it) {
                return;
            }
            self.work();
        }
        panic!("{what} never came; last: {:?}", self.events.last());
    }

    fn frame(&self) -> &Frame {
        let frames = self.events.iter().rev().filter_map(|event| match event {
            Event::Frame(frame) => Some(frame),
            _ => None,
        });
        frames.into_iter().next().expect("a frame")
    }

    fn assigned(&self) -> (Processor, Why) {
        self.assigned.expect("an assignment")
    }

    fn run_to(&mut self, epoch: u64) {
        self.events.clear();
        self.tell(Command::Run { speed: Speed::Max, until: Some(epoch) });
        let reached = |event: &Event| matches!(event, Event::Stopped(Stopped::Reached { epoch: at }) if *at == epoch);
        self.until("the epoch", reached);
        self.until(
            "its frame",
            |event| matches!(event, Event::Frame(frame) if frame.epoch == epoch),
        );
    }
}

fn on(runtime: Runtime) -> Config {
    Config { runtime, ..Config::default() }
}

/// A session without a GPU.
fn on_cpu(config: Config, epoch: u64) -> Frame {
    let mut desk = Desk::new(Config { runtime: Runtime::Cpu, ..config }, &device());
    desk.run_to(epoch);
    desk.frame().clone()
}

#[test]
fn it_lands_where_the_cpu_would_with_the_losses_of_the_epochs_before() {
    let mut desk = Desk::new(on(Runtime::Gpu), &device());
    assert_eq!(desk.assigned(), (Processor::Gpu, Why::Asked));
    desk.run_to(60);
    let theirs = on_cpu(on(Runtime::Gpu), 60);
    let ours = desk.frame();
    assert!((ours.metrics.test_loss - theirs.metrics.test_loss).abs() < 0.01);
    for (a, b) in ours.weights.iter().zip(&theirs.weights) {
        assert!((a - b).abs() < 0.01 * b.abs().max(1.0), "{a} {b}");
    }
    // At rest it is known which points are wrong, and as many as the accuracies say.
    let wrong = ours.wrong.as_ref().expect("classes").train.count() as f64;
    assert_eq!(wrong, ((1.0 - ours.metrics.train_accuracy) * 250.0).round());
    // The curve has a point for every epoch, whatever a flight was long.
    let mut points: Vec<f64> = desk
        .events
        .iter()
        .filter_map(|event| match event {
            Event::Frame(frame) => Some(frame.curve.iter().map(|point| point.epoch)),
            _ => None,
        })
        .flatten()
        .filter(|epoch| epoch.fract() == 0.0)
        .collect();
    points.dedup();
    // The start is one.
    assert_eq!(points.len(), 61, "{points:?}");
}

/// Rows that a visitor has brought go to the GPU as drawn ones do, and there may be no test data.
#[test]
fn it_trains_on_a_table_without_a_test_part() {
    let kinds = ["a", "b", "c"].map(str::to_owned).to_vec();
    let columns = vec![Column::number("x"), Column::category("kind", kinds), Column::number("z")];
    let mut table = Table::new(columns, Goal::Classes(["no", "yes"].map(str::to_owned).to_vec()));
    for row in 0..90 {
        let (x, kind) = (f64::from(row % 9) - 4.0, f64::from(row % 3));
        table.push(&[x, kind, 500.0], &[f64::from(u8::from(x > 0.0 && kind > 0.0))]);
    }
    let config = Config {
        own: Some(table.brief()),
        scaling: Scaling::Standardize,
        train_percent: 100,
        ..on(Runtime::Gpu)
    };
    let train = |config: &Config| {
        let mut desk = Desk::new(on(Runtime::Gpu), &device());
        desk.tell(Command::Bring { table: Box::new(table.clone()) });
        desk.configure(config);
        desk.run_to(80);
        (desk.assigned().0, desk.frame().clone())
    };
    let (processor, ours) = train(&config);
    assert_eq!((processor, &ours.shape[..]), (Processor::Gpu, &[5, 4, 2, 2][..]));
    let (_, theirs) = train(&Config { runtime: Runtime::Cpu, ..config });
    assert!((ours.metrics.train_loss - theirs.metrics.train_loss).abs() < 0.01);
    assert!(ours.metrics.test_loss.is_nan() && theirs.metrics.test_loss.is_nan());
    for (a, b) in ours.weights.iter().zip(&theirs.weights) {
        assert!((a - b).abs() < 0.01 * b.abs().max(1.0), "{a} {b}");
    }
}

/// Draws points while the GPU trains, more often than a flight lands, and trains a second run on the
/// CPU, which gets what is drawn where the first one lands.
fn check_strokes(name: &str, config: &Config, mut points: usize) {
    const FLIGHTS: usize = 8;
    let on = |points: usize, runtime: Runtime| {
        let table = heaps(points);
        let mut config = Config { runtime, ..config.clone() };
        setting::bring(&mut config, table.brief());
        (table, config)
    };
    let tables = Tables::default();
    let (table, own) = on(points, Runtime::Cpu);
    tables.put(table);
    let means = Means { tables: tables.clone(), ..cpu_maker().into() };
    let mut theirs = Trainer::on(&own, means).unwrap();
    let follow = |theirs: &mut Trainer, points: usize| {
        let (table, own) = on(points, Runtime::Cpu);
        tables.put(table);
        theirs.configure(&own).unwrap();
    };

    let mut desk = Desk::new(Config { runtime: Runtime::Cpu, ..config.clone() }, &device());
    let bring = |desk: &mut Desk, points: usize| {
        desk.tell(Command::Bring { table: Box::new(on(points, Runtime::Gpu).0) });
    };
    let draw = |desk: &mut Desk, points: usize| desk.configure(&on(points, Runtime::Gpu).1);
    bring(&mut desk, points);
    draw(&mut desk, points);
    desk.run_to(2);
    (0..2).for_each(|_| theirs.finish_epoch());
    desk.tell(Command::Run { speed: Speed::Max, until: None });
    desk.work();
    let (mut place, mut landed) = ((2, 0), 0);
    for _ in 0..20_000 {
        if landed == FLIGHTS {
            break;
        }
        // Two strokes, and a third of which there is only the table when the flight may land.
        for _ in 0..2 {
            points += 1;
            bring(&mut desk, points);
            draw(&mut desk, points);
        }
        bring(&mut desk, points + 1);
        desk.work();
        let found = desk.progress();
        if (found.epoch, found.sample) != place {
            place = (found.epoch, found.sample);
            landed += 1;
            while (theirs.epoch(), theirs.sample()) < place {
                theirs.step(usize::MAX);
            }
            assert_eq!((theirs.epoch(), theirs.sample()), place, "{name}");
            // The next flight has set out with all that was drawn until now.
            follow(&mut theirs, points);
        }
        points += 1;
        draw(&mut desk, points);
    }
    assert_eq!(landed, FLIGHTS, "{name}: it stands still while somebody draws");
    assert!(!desk.events.iter().any(|event| matches!(event, Event::Failed(_))), "{name}");
    desk.tell(Command::Pause);
    follow(&mut theirs, points);
    let epoch = place.0 + 5;
    desk.run_to(epoch);
    while theirs.epoch() < epoch {
        theirs.finish_epoch();
    }
    assert_eq!((desk.assigned(), desk.lanes.get()), ((Processor::Gpu, Why::Asked), 1), "{name}");
    let (frame, losses) = (desk.frame(), theirs.evaluate());
    assert!((frame.metrics.train_loss - losses.train_loss).abs() < 0.01, "{name}");
    assert!((frame.metrics.test_loss - losses.test_loss).abs() < 0.01, "{name}");
    for (a, b) in frame.weights.iter().zip(theirs.weights()) {
        assert!((a - b).abs() < 0.01 * b.abs().max(1.0), "{name}: {a} {b}");
    }
}

#[test]
fn points_drawn_faster_than_flights_land_leave_the_network_at_work() {
    let config = Config { learning_rate: 0.01, ..on(Runtime::Gpu) };
    check_strokes("plain", &config, 60);
    // As long as there are fewer points than a batch has, each point makes it larger.
    let whole = Layer::new(9, LayerKind::BatchNormalization);
    let mut layers = config.layers.clone();
    layers.insert(1, whole);
    check_strokes("whole batches", &Config { layers, batch_size: 2000, ..config.clone() }, 12);
    // At some 220 rows it goes over to a dispatch an op.
    let layers = Layer::stack(&[32, 32]);
    check_strokes("larger and larger", &Config { layers, batch_size: 2000, ..config }, 436);
}

#[test]
fn it_steps_by_sample_batch_and_epoch() {
    let mut desk = Desk::new(on(Runtime::Gpu), &device());
    for (unit, epoch, sample) in [(Unit::Sample, 0, 1), (Unit::Batch, 0, 10), (Unit::Epoch, 1, 0)] {
        desk.events.clear();
        desk.tell(Command::Step { unit });
        desk.until("the step", |event| matches!(event, Event::Stopped(Stopped::Paused)));
        desk.until("its frame", |event| matches!(event, Event::Frame(_)));
        assert_eq!((desk.frame().epoch, desk.frame().sample), (epoch, sample), "{unit:?}");
    }
}

#[test]
fn the_runtime_changes_in_mid_run_and_the_run_goes_on() {
    let mut desk = Desk::new(on(Runtime::Gpu), &device());
    desk.run_to(20);
    let before = desk.frame().clone();
    desk.configure(&on(Runtime::Cpu));
    assert_eq!(desk.assigned(), (Processor::Cpu, Why::Asked));
    desk.run_to(21);
    let after = desk.frame();
    assert_eq!(after.epoch, before.epoch + 1);
    assert!((after.metrics.train_loss - before.metrics.train_loss).abs() < 0.05);
    desk.configure(&on(Runtime::Gpu));
    desk.run_to(40);
    assert_eq!(desk.assigned(), (Processor::Gpu, Why::Asked));
    let theirs = on_cpu(on(Runtime::Cpu), 40);
    assert!((desk.frame().metrics.test_loss - theirs.metrics.test_loss).abs() < 0.01);
}

#[test]
fn a_lost_device_costs_no_more_than_what_was_under_way() {
    let device = Rc::new(block_on(Device::open()).unwrap());
    let mut desk = Desk::new(on(Runtime::Gpu), &device);
    desk.run_to(10);
    desk.tell(Command::Run { speed: Speed::Max, until: Some(400) });
    let epoch = desk.frame().epoch;
    device.destroy();
    desk.until("the loss", |event| matches!(event, Event::Gpu(Gpu::Lost { .. })));
    let told = desk.events.iter().find_map(|event| match event {
        Event::Gpu(Gpu::Lost { epoch, .. }) => *epoch,
        _ => None,
    });
    assert!(told.is_some_and(|told| told >= epoch), "{told:?} after {epoch}");
    assert_eq!(desk.assigned(), (Processor::Cpu, Why::NoGpu));
    desk.until("the end", |event| matches!(event, Event::Stopped(Stopped::Reached { epoch: 400 })));
    // It is asked for again only when somebody wants it.
    assert!(desk.session.wants_accelerator());
    let again = Adapter::new(super::device(), Rc::new(|_| {}));
    let events = desk.session.set_accelerator(Some(Box::new(again)), None, 0.0);
    desk.hear(events);
    desk.run_to(410);
    assert_eq!(desk.assigned(), (Processor::Gpu, Why::Asked));
}

#[test]
fn divergence_is_seen_and_the_last_sound_state_comes_back() {
    let config = Config {
        learning_rate: 10.0,
        activation: neural_playground::engine::activation::Activation::Relu.into(),
        ..on(Runtime::Gpu)
    };
    let config =
        Config { problem: neural_playground::engine::config::Problem::Regression, ..config };
    let mut desk = Desk::new(config, &device());
    desk.tell(Command::Run { speed: Speed::Max, until: None });
    desk.until("divergence", |event| matches!(event, Event::Stopped(Stopped::Diverged { .. })));
    desk.until("a frame", |event| matches!(event, Event::Frame(frame) if !frame.running));
    assert!(desk.frame().weights.iter().all(|weight| weight.is_finite()));
    let wild = desk.frame().metrics.train_loss;
    assert!(wild.is_finite() && wild > 1e6, "{wild}");
    desk.events.clear();
    desk.tell(Command::FallBack);
    desk.until("a frame", |event| matches!(event, Event::Frame(_)));
    assert!(desk.frame().metrics.train_loss < 1e3);
}

#[test]
fn a_program_on_the_cpu_loses_to_it_and_exactness_comes_first() {
    let desk = Desk::new(on(Runtime::Auto), &device());
    let expected = if device().is_software() { Why::Software } else { Why::Measuring };
    assert_eq!(desk.assigned(), (Processor::Cpu, expected));
    // Nothing waits for a program that has nothing to do: a silent worker is soon missed.
    assert_eq!(desk.session.patience(None) == 0, device().is_software());
    assert!(desk.session.patience(Some(&Command::Race)) > 0);
    let asked = Command::Configure { config: Box::new(on(Runtime::Gpu)) };
    assert!(desk.session.patience(Some(&asked)) > 0);
    let exact = Config { precision: Precision::Bits64, ..on(Runtime::Auto) };
    assert_eq!(Desk::new(exact, &device()).assigned(), (Processor::Cpu64, Why::Exact));
}

#[test]
fn a_weight_set_by_hand_and_a_changed_rate_reach_the_gpu() {
    use neural_playground::protocol::{UnitId, WeightId};
    let config = on(Runtime::Gpu);
    let mut desk = Desk::new(config.clone(), &device());
    desk.run_to(3);
    let weight = WeightId { to: UnitId { layer: 0, unit: 0 }, from: Some(0) };
    desk.tell(Command::SetWeight { weight, value: 2.5 });
    // At such a rate nothing moves that 32 bits could tell.
    desk.configure(&Config { learning_rate: 1e-6, ..config });
    desk.run_to(5);
    let index = weight.index(&desk.frame().shape).unwrap();
    assert!((desk.frame().weights[index] - 2.5).abs() < 1e-4);
}

#[test]
fn memory_stays_flat_over_thousands_of_epochs() {
    let config = Config {
        optimizer: Optimizer::Adam.into(),
        batch_size: 64,
        layers: Layer::stack(&[2]),
        ..on(Runtime::Gpu)
    };
    let mut desk = Desk::new(config, &device());
    desk.run_to(50);
    let before = device().allocations();
    desk.run_to(2050);
    let after = device().allocations();
    assert!(after <= before, "{before} buffers became {after}");
}

#[test]
fn a_race_is_finished_and_tells_how_far_the_processors_agree() {
    let mut desk = Desk::new(on(Runtime::Auto), &device());
    desk.run_to(2);
    let before = desk.frame().clone();
    desk.events.clear();
    // A race leaves out the widths that take too long: here each look at the clock takes as long,
    // however busy the machine.
    let mut now = (desk.clock)();
    desk.clock = Box::new(move || {
        now += 20.0;
        now
    });
    desk.tell(Command::Race);
    desk.until("its end", |event| matches!(event, Event::Race(Race { running: false, .. })));
    let race = desk.events.iter().rev().find_map(|event| match event {
        Event::Race(race) => Some(race.clone()),
        _ => None,
    });
    let race = race.unwrap();
    let processors: Vec<_> = race.runners.iter().map(|runner| runner.processor).collect();
    assert_eq!(processors, [Processor::Cpu, Processor::Cpu64, Processor::Gpu]);
    for runner in &race.runners {
        assert!(runner.samples_per_second > 0.0 && runner.points.len() > 1, "{runner:?}");
        assert!(runner.drift.is_some());
    }
    assert_eq!(race.runners[1].drift, Some(0.0));
    assert_eq!(race.widths.len(), 8);
    assert!(race.widths.iter().all(|(_, rates)| rates.len() == 2));
    // The run itself stands as it was.
    desk.events.clear();
    desk.tell(Command::Visible { visible: false });
    desk.tell(Command::Visible { visible: true });
    desk.until("a frame", |event| matches!(event, Event::Frame(_)));
    assert_eq!((desk.frame().epoch, &desk.frame().weights), (before.epoch, &before.weights));
}

/// Seen: a race that was begun before the browser had answered ended without a word.
#[test]
fn a_race_begun_too_early_begins_anew_with_the_gpu_or_goes_on_without() {
    let none = || None::<Box<dyn neural_playground::worker::lane::Accelerator>>;
    let adapter = || Some(Box::new(Adapter::new(device(), Rc::new(|_| {}))) as Box<_>);
    for (answer, runners) in [(adapter(), 3), (none(), 2)] {
        let mut session = Session::default();
        session.handle(Command::Configure { config: Box::new(on(Runtime::Auto)) }, 0.0);
        session.handle(Command::Race, 0.0);
        session.set_accelerator(answer, None, 0.0);
        let mut now = 0.0;
        let mut clock = || {
            now += 1.0;
            now
        };
        let race = (0..100_000).find_map(|_| {
            let (events, _) = session.work(&mut clock);
            events.into_iter().find_map(|event| match event {
                Event::Race(race) => Some(race),
                _ => None,
            })
        });
        let race = race.expect("a report");
        assert!(race.running);
        assert_eq!(race.runners.len(), runners);
    }
}
