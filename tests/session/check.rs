//! Lanes that are no GPU: a session holds them against the CPU, believes those that are right, and goes on
//! without those that are not.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use neural_playground::engine::backend::on_cpu;
use neural_playground::engine::config::Runtime;
use neural_playground::engine::error::Result;
use neural_playground::engine::kind::Tuned;
use neural_playground::engine::layer::LayerKind;
use neural_playground::engine::optimizer::Optimizer;
use neural_playground::engine::trainer::{Evaluation, Means, Tables, Trainer};
use neural_playground::protocol::{Difference, Gpu, Processor, Why};
use neural_playground::worker::check::Check;
use neural_playground::worker::lane::{Accelerator, Landing, Lane, Work};
use proptest::prelude::*;

use super::*;

/// Makes something else of what a flight brings, whose number it is told, from where that set out.
type Lie = Rc<dyn Fn(usize, &Progress, &mut Progress)>;

/// What stands in for a graphics card: the CPU, and a lie.
#[derive(Clone)]
struct Card {
    lie: Lie,
    /// The steps of each flight.
    flights: Rc<RefCell<Vec<usize>>>,
    lanes: Rc<Cell<usize>>,
}

impl Card {
    fn new(lie: impl Fn(usize, &Progress, &mut Progress) + 'static) -> Self {
        Self { lie: Rc::new(lie), flights: Rc::default(), lanes: Rc::default() }
    }

    fn honest() -> Self {
        Self::new(|_, _, _| {})
    }

    /// A session that has it.
    fn bench(&self, config: &Config) -> Bench {
        let mut bench = Bench::new(&Config { runtime: Runtime::Gpu, ..config.clone() });
        self.put_into(&mut bench);
        bench.run(100.0);
        bench
    }

    fn put_into(&self, bench: &mut Bench) {
        let events = bench.session.set_accelerator(Some(Box::new(self.clone())), None, bench.now);
        bench.events.extend(events);
    }
}

impl Accelerator for Card {
    fn lane(&self, config: &Config, progress: &Progress, tables: &Tables) -> Result<Box<dyn Lane>> {
        let config = Config { precision: Precision::Bits32, ..config.clone() };
        let means = Means { tables: tables.clone(), ..on_cpu().into() };
        let mut trainer = Trainer::on(&config, means)?;
        trainer.restore(progress)?;
        self.lanes.set(self.lanes.get() + 1);
        Ok(Box::new(Copy { card: self.clone(), trainer, landing: None }))
    }

    fn is_software(&self) -> bool {
        false
    }

    fn fault(&self) -> Option<String> {
        None
    }
}

struct Copy {
    card: Card,
    trainer: Trainer,
    landing: Option<Landing>,
}

impl Lane for Copy {
    fn take(&mut self, config: &Config, progress: &Progress, tables: &Tables) -> Result<()> {
        self.landing = None;
        self.trainer.bring(tables);
        self.trainer.configure(&Config { precision: Precision::Bits32, ..config.clone() })?;
        self.trainer.restore(progress)
    }

    fn start(&mut self, work: &Work) {
        let trainer = &mut self.trainer;
        let before = trainer.progress();
        let (mut samples, mut steps, mut epochs) = (0, 0, 0);
        let mut losses: Vec<(u64, Evaluation)> = Vec::new();
        while steps < work.steps && epochs < work.epochs {
            let epoch = trainer.epoch();
            samples += trainer.step(work.most);
            steps += 1;
            if trainer.epoch() != epoch {
                epochs += 1;
                if (work.noted)(trainer.epoch()) {
                    losses.push((trainer.epoch(), trainer.evaluate()));
                }
            }
        }
        let now = work.measured.then(|| trainer.evaluate());
        let mut progress = trainer.progress();
        self.card.flights.borrow_mut().push(steps);
        (self.card.lie)(self.card.flights.borrow().len(), &before, &mut progress);
        self.landing = Some(Landing { progress, samples, steps, losses, now });
    }

    fn is_busy(&self) -> bool {
        self.landing.is_some()
    }

    fn poll(&mut self) -> Option<std::result::Result<Landing, String>> {
        self.landing.take().map(Ok)
    }
}

/// What the page was told of wrong numbers.
fn wrong(bench: &Bench) -> Vec<(Difference, u64)> {
    let told = bench.events.iter().filter_map(|event| match event {
        Event::Gpu(Gpu::Wrong { difference, epoch }) => Some((difference.clone(), *epoch)),
        _ => None,
    });
    told.collect()
}

fn assigned(bench: &Bench) -> (Processor, Why) {
    let mut told = bench.events.iter().filter_map(|event| match event {
        Event::Assigned(assignment) => Some((assignment.trains, assignment.why)),
        _ => None,
    });
    told.next_back().expect("an assignment")
}

/// A network of two steps an epoch.
fn small() -> Config {
    Config { samples: Some(40), batch_size: 10, layers: Layer::stack(&[3]), ..Config::default() }
}

/// The weights of a run on the CPU.
fn on_cpu_alone(config: &Config, epoch: u64) -> Vec<f64> {
    let mut bench = Bench::new(&Config { runtime: Runtime::Cpu, ..config.clone() });
    bench.play(Speed::Max, Some(epoch));
    bench.run(f64::INFINITY);
    bench.last().weights.clone()
}

/// Works for so many ms; nothing calls when a flight may land, so it is looked for every few.
fn work(bench: &mut Bench, ms: f64) {
    let end = bench.now + ms;
    while bench.now < end {
        if let Next::After(wait) = bench.work() {
            bench.now += wait.min(5.0);
        }
    }
}

/// Runs to an epoch, at a pace at which a flight is an epoch.
fn run_to(bench: &mut Bench, epoch: u64) {
    bench.play(Speed::Sixty, Some(epoch));
    work(bench, 20.0 * epoch as f64);
    assert_eq!((bench.last().epoch, bench.last().sample), (epoch, 0));
}

#[test]
fn one_that_is_right_is_checked_at_the_start_and_once_in_a_thousand_flights() {
    let card = Card::honest();
    let mut bench = card.bench(&small());
    run_to(&mut bench, 2100);
    assert_eq!((wrong(&bench), assigned(&bench)), (vec![], (Processor::Gpu, Why::Asked)));
    let flights = card.flights.borrow();
    // A flight is an epoch; one that is checked is a step, and the rest of the epoch follows.
    let checked: Vec<usize> = (0..flights.len())
        .filter(|&at| flights[at] == 1 && flights.get(at + 1) == Some(&1))
        .map(|at| at + 1)
        .collect();
    assert_eq!(checked, [1, 1000, 2000]);
    assert_eq!(bench.last().weights, on_cpu_alone(&small(), 2100));
}

#[test]
fn each_run_that_a_visitor_begins_is_checked_and_keeps_its_pace_and_its_steps() {
    let card = Card::honest();
    let mut bench = card.bench(&small());
    for (epoch, flights) in [(1, &[1, 1][..]), (2, &[1, 1, 2])] {
        bench.send(Command::Step { unit: Unit::Epoch });
        work(&mut bench, 100.0);
        assert_eq!((bench.last().epoch, bench.last().sample), (epoch, 0));
        assert_eq!(*card.flights.borrow(), flights);
    }
    for epoch in [12, 22] {
        let before = card.flights.borrow().len();
        bench.play(Speed::Ten, None);
        // The first epoch is due at once.
        work(&mut bench, 950.0);
        bench.send(Command::Pause);
        work(&mut bench, 100.0);
        assert_eq!(bench.last().epoch, epoch);
        assert_eq!(card.flights.borrow()[before..before + 3], [1, 1, 2]);
    }
}

/// An optimizer's memory and moving averages are state as the weights are.
fn rich() -> Config {
    let mut config = Config { optimizer: Optimizer::Adam.into(), ..small() };
    config.layers.push(Layer::new(9, Tuned::new(LayerKind::BatchNormalization)));
    config
}

#[test]
fn one_that_is_wrong_at_once_is_left_alone_and_has_changed_nothing() {
    let lies: [(&str, Lie); 6] = [
        ("dense_0/kernel[1]", Rc::new(|_, _, found| found.weights[4] += 0.01)),
        ("dense_0/bias[0]", Rc::new(|_, _, found| found.weights[0] = f64::NAN)),
        ("output/bias[0]", Rc::new(|_, _, found| found.weights[9] = f64::INFINITY)),
        ("moving_mean", Rc::new(|_, _, found| *value(found, "/moving_mean") *= 2.0)),
        ("momentum", Rc::new(|_, _, found| *value(found, "dense_0/kernel/momentum") = 0.5)),
        // It has not trained at all.
        ("", Rc::new(|_, before, found| found.weights.clone_from(&before.weights))),
    ];
    for (name, lie) in lies {
        let card = Card::new({
            let lie = Rc::clone(&lie);
            move |flight, before, found| lie(flight, before, found)
        });
        let mut bench = card.bench(&rich());
        run_to(&mut bench, 30);
        let told = wrong(&bench);
        let [(difference, 0)] = &told[..] else { panic!("{name}: {told:?}") };
        assert!(difference.name.contains(name), "{name}: {difference:?}");
        assert_eq!(assigned(&bench), (Processor::Cpu, Why::NoGpu), "{name}");
        assert_eq!(bench.last().weights, on_cpu_alone(&rich(), 30), "{name}");
        // Neither by itself nor when somebody asks for it again.
        assert!(!bench.session.wants_accelerator());
        card.put_into(&mut bench);
        run_to(&mut bench, 40);
        assert_eq!((card.lanes.get(), card.flights.borrow().len()), (1, 1), "{name}");
    }
}

/// The first number of the tensor that is called so.
fn value<'a>(state: &'a mut Progress, name: &str) -> &'a mut f64 {
    let names: Vec<String> = state.extra.iter().map(|tensor| tensor.name.clone()).collect();
    let found = state.extra.iter_mut().find(|tensor| tensor.name.ends_with(name));
    &mut found.unwrap_or_else(|| panic!("no {name} among {names:?}")).values[0]
}

#[test]
fn one_that_is_wrong_later_is_found_by_the_thousandth_flight() {
    let card = Card::new(|flight, _, found| {
        if flight >= 1000 {
            found.weights[2] -= 0.01;
        }
    });
    let mut bench = card.bench(&small());
    run_to(&mut bench, 1200);
    let told = wrong(&bench);
    // The first epoch took two flights.
    let [(Difference { name, by }, 998)] = &told[..] else { panic!("{told:?}") };
    assert_eq!((name.as_str(), card.flights.borrow().len()), ("dense_0/bias[2]", 1000));
    assert!((by - 0.01).abs() < 1e-5, "{by}");
    assert_eq!(bench.last().weights, on_cpu_alone(&small(), 1200));
}

#[test]
fn where_the_cpu_has_no_finite_numbers_either_nobody_is_wrong() {
    let config = Config { learning_rate: 10.0, ..open("#problem=regression&activation=relu") };
    let mut trainer = Trainer::new(&Config { precision: Precision::Bits32, ..config }).unwrap();
    let mut finite = true;
    while finite {
        let check = Check::new(&mut trainer, usize::MAX).unwrap();
        trainer.step(usize::MAX);
        let mut found = trainer.progress();
        finite = found.weights.iter().all(|weight| weight.is_finite());
        found.weights[0] = f64::NAN;
        let told = check.find(&found, trainer.plan(), &trainer.means()).unwrap();
        // Shortly before, some ulps decide whether it overflows.
        assert!(finite || told.is_none(), "{told:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    /// In the place of a graphics card's numbers such of 64 bits, from weights that are an ulp of 32 off.
    #[test]
    fn another_arithmetic_is_not_taken_for_a_wrong_one(config in choices::any_choices(), pieces in any::<bool>()) {
        let wide = Config { precision: Precision::Bits64, ..config.clone() };
        let mut ours = Trainer::new(&Config { precision: Precision::Bits32, ..config }).unwrap();
        let mut theirs = Trainer::new(&wide).unwrap();
        let ulp = f64::from(f32::EPSILON);
        let most = if pieces { 3 } else { usize::MAX };
        for _ in 0..6 {
            let check = Check::new(&mut ours, most).unwrap();
            let mut state = ours.progress();
            for (at, weight) in state.weights.iter_mut().enumerate() {
                *weight *= if at % 3 == 0 { 1.0 + ulp } else { 1.0 - ulp };
            }
            theirs.restore(&state).unwrap();
            theirs.step(most);
            let told = check.find(&theirs.progress(), ours.plan(), &ours.means()).unwrap();
            prop_assert!(told.is_none(), "{:?}", told);
            ours.step(most);
        }
    }
}
