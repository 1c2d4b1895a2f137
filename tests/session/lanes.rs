//! Training elsewhere, on a lane of the test's: a flight lands when the test says so, and nothing waits
//! for a device.

use std::cell::Cell;
use std::rc::Rc;

use neural_playground::app::setting;
use neural_playground::engine::backend::on_cpu;
use neural_playground::engine::config::Runtime;
use neural_playground::engine::error::{Error, Result, Unfit};
use neural_playground::engine::trainer::{Means, Tables, Trainer};
use neural_playground::protocol::{Assignment, Processor, Why};
use neural_playground::worker::lane::{Accelerator, Landing, Lane, Work};

use super::heaps::heaps;
use super::*;

/// What the test has in hand of all lanes.
#[derive(Default)]
struct Strings {
    opened: Cell<usize>,
    /// Steps of the flights to come.
    steps: Cell<usize>,
    /// Flights may land.
    lands: Cell<bool>,
    /// Batches of more rows do not fit; 0: all do.
    most: Cell<usize>,
}

impl Strings {
    fn fits(&self, config: &Config) -> Result<()> {
        match self.most.get() {
            most if most > 0 && config.batch() > most => Err(Error::Unfit(Unfit::Batch)),
            _ => Ok(()),
        }
    }
}

struct Hangar(Rc<Strings>);

struct OnCpu {
    strings: Rc<Strings>,
    trainer: Trainer,
    flight: Option<Landing>,
}

impl Accelerator for Hangar {
    fn lane(&self, config: &Config, progress: &Progress, tables: &Tables) -> Result<Box<dyn Lane>> {
        self.0.fits(config)?;
        self.0.opened.set(self.0.opened.get() + 1);
        let means = Means { tables: tables.clone(), ..on_cpu().into() };
        let mut trainer = Trainer::on(config, means)?;
        trainer.restore(progress)?;
        Ok(Box::new(OnCpu { strings: Rc::clone(&self.0), trainer, flight: None }))
    }

    fn is_software(&self) -> bool {
        false
    }

    fn fault(&self) -> Option<String> {
        None
    }
}

impl Lane for OnCpu {
    fn take(&mut self, config: &Config, progress: &Progress, tables: &Tables) -> Result<()> {
        self.flight = None;
        self.strings.fits(config)?;
        self.trainer.bring(tables);
        self.trainer.configure(config)?;
        self.trainer.restore(progress)
    }

    fn start(&mut self, _work: &Work) {
        let steps = self.strings.steps.get();
        let samples = (0..steps).map(|_| self.trainer.step(usize::MAX)).sum();
        let (progress, losses) = (self.trainer.progress(), Vec::new());
        let now = Some(self.trainer.evaluate());
        self.flight = Some(Landing { progress, samples, steps, losses, now });
    }

    fn is_busy(&self) -> bool {
        self.flight.is_some()
    }

    fn poll(&mut self) -> Option<std::result::Result<Landing, String>> {
        self.strings.lands.take().then(|| self.flight.take()).flatten().map(Ok)
    }
}

/// A session that trains elsewhere.
struct Field {
    bench: Bench,
    config: Config,
    strings: Rc<Strings>,
}

impl Field {
    fn new(config: Config, points: usize) -> Self {
        let strings = Rc::new(Strings::default());
        let mut bench = Bench::new(&Config::default());
        let hangar = Box::new(Hangar(Rc::clone(&strings)));
        let events = bench.session.set_accelerator(Some(hangar), None, bench.now);
        bench.events.extend(events);
        let mut field = Self { bench, config: Config { runtime: Runtime::Gpu, ..config }, strings };
        field.draw(points);
        field
    }

    fn draw(&mut self, points: usize) {
        let table = heaps(points);
        let mut config = self.config.clone();
        setting::bring(&mut config, table.brief());
        self.bench.send(Command::Bring { table: Box::new(table) });
        self.bench.send(Command::Configure { config: Box::new(config) });
    }

    /// Lets the flight under way land, and the next set out for so many steps.
    fn land(&mut self, steps: usize) {
        self.strings.steps.set(steps);
        self.strings.lands.set(true);
        self.bench.work();
    }

    /// The state as it stands.
    fn state(&mut self) -> Progress {
        self.bench.send(Command::Keep { mark: 0 });
        let Some(Event::Kept { checkpoint: Some(kept), .. }) = self.bench.events.pop() else {
            panic!("no state")
        };
        checkpoint::unpack(&kept.state).expect("a state").0
    }

    fn assigned(&self) -> Assignment {
        let told = self.bench.events.iter().rev().find_map(|event| match event {
            Event::Assigned(assignment) => Some(*assignment),
            _ => None,
        });
        told.expect("an assignment")
    }
}

/// A run on the CPU that has those rows.
fn by_hand(config: Config, points: usize) -> (Trainer, impl Fn(&mut Trainer, usize)) {
    let tables = Tables::default();
    let own = move |points: usize| {
        let table = heaps(points);
        let mut config = Config { runtime: Runtime::Gpu, ..config.clone() };
        setting::bring(&mut config, table.brief());
        (table, config)
    };
    let (table, begun) = own(points);
    tables.put(table);
    let means = Means { tables: tables.clone(), ..on_cpu().into() };
    let draw = move |trainer: &mut Trainer, points: usize| {
        let (table, config) = own(points);
        tables.put(table);
        trainer.configure(&config).unwrap();
    };
    (Trainer::on(&begun, means).unwrap(), draw)
}

#[test]
fn a_flight_lands_on_its_own_rows_and_goes_on_with_those_that_came_meanwhile() {
    // By Playground rules a flight may end with samples whose gradients wait.
    for rules in [Rules::Modern, Rules::Playground] {
        let config = Config { rules, precision: Precision::Bits64, ..Config::default() };
        let (mut theirs, draw) = by_hand(config.clone(), 90);
        let mut field = Field::new(config, 90);
        field.strings.steps.set(7);
        field.bench.play(Speed::Max, None);
        field.bench.work();
        // 45 rows are five steps; what comes meanwhile may be fewer than the place that it comes to.
        for (flown, steps, strokes) in
            [(7, 8, [92, 94]), (8, 9, [60, 20]), (9, 3, [21, 23]), (3, 4, [4, 101])]
        {
            strokes.iter().for_each(|&points| field.draw(points));
            field.land(steps);
            for _ in 0..flown {
                theirs.step(usize::MAX);
            }
            draw(&mut theirs, strokes[1]);
            let (ours, theirs) = (field.state(), theirs.progress());
            assert_eq!(
                (ours.epoch, ours.sample),
                (theirs.epoch, theirs.sample),
                "{rules:?} {flown}"
            );
            assert_eq!(ours.weights, theirs.weights, "{rules:?} {flown}");
            assert_eq!((ours.accumulated, &ours.gradients), (0, &theirs.gradients));
            assert_eq!(ours.callbacks, theirs.callbacks);
        }
        assert_eq!(field.strings.opened.get(), 1);
        // The losses on show are those over the rows on show.
        field.bench.now += 1_000.0;
        field.bench.work();
        assert_eq!(field.bench.last().metrics.train_loss, theirs.evaluate().train_loss);
    }
}

/// The worker may look at a flight between a table and the config that names it.
#[test]
fn a_newer_table_does_not_take_the_rows_from_the_flight_that_sets_out() {
    let mut field = Field::new(Config::default(), 60);
    // As the session has it: it checks a run's first flights, each a step.
    field.strings.steps.set(1);
    field.bench.play(Speed::Max, None);
    field.bench.work();
    field.draw(62);
    field.bench.send(Command::Bring { table: Box::new(heaps(64)) });
    field.land(1);
    field.land(1);
    assert!(!field.bench.events.iter().any(|event| matches!(event, Event::Failed(_))));
    assert_eq!((field.state().iterations, field.strings.opened.get()), (2, 1));
}

#[test]
fn a_batch_that_has_outgrown_the_gpu_goes_on_on_the_cpu_and_comes_back() {
    let config = Config { batch_size: 2000, ..Config::default() };
    let mut field = Field::new(config, 40);
    field.strings.most.set(24);
    field.strings.steps.set(3);
    field.bench.play(Speed::Max, None);
    field.bench.work();
    assert_eq!(field.assigned().trains, Processor::Gpu);
    field.draw(60);
    field.land(3);
    let told = field.assigned();
    assert_eq!((told.trains, told.why), (Processor::Cpu, Why::Unfit(Unfit::Batch)));
    let epoch = field.state().epoch;
    field.bench.work();
    assert!(field.state().epoch > epoch, "it trains on");
    field.draw(44);
    assert_eq!(field.assigned().trains, Processor::Gpu);
}
