//! The part of a session that trains on the GPU: who trains and why, flights out and landings
//! back. The session's own trainer is always a state to go on from: what is under way may be lost at
//! any time.

mod compare;

mod drawing;

use self::drawing::Drawing;
use super::epoch::{metrics, noted};
use super::{Mode, Next, Session, failure};
use crate::engine::change::Change;
use crate::engine::config::{Config, Runtime};
use crate::engine::error::{Error, Unfit};
use crate::engine::trainer::{Progress, Trainer};
use crate::protocol::{
    Assignment, CurvePoint, Difference, Event, Gpu, Processor, Stopped, Unit, Why,
};
use crate::worker::artist::Artist;
use crate::worker::check::Check;
use crate::worker::contest::Contest;
use crate::worker::lane::{Accelerator, Landing, Lane, Work};
use crate::worker::race::Racing;

/// How long a flight may take, in ms: commands and frames wait no longer for what it brings.
const FLIGHT: f64 = 16.0;
/// How long a dispatch may take, in ms.
const DISPATCH: f64 = 8.0;
/// Steps of the first flight, before anything is known of their cost.
const FIRST: usize = 8;
/// Pictures that must have been seen before drawing is beyond suspicion when the device is lost.
const SEEN: u32 = 5;
/// Of so many flights one is a single step that the CPU takes too, as is the first of each run.
const CHECKED: usize = 1000;

/// What a session knows of the GPU.
#[derive(Default)]
pub(super) struct Away {
    accelerator: Option<Box<dyn Accelerator>>,
    /// Whether somebody has said if there is an accelerator.
    answered: bool,
    lane: Option<Box<dyn Lane>>,
    /// The lane's state is not the session's: it takes that over before it sets out.
    stale: bool,
    /// The config has changed, yet what is under way is worth having.
    changed: bool,
    /// The config that this set out under, where it is another one by now.
    flown: Option<Config>,
    /// When the flight under way set out.
    started: f64,
    /// Flights that have landed: the first compiles, and its time says nothing.
    landed: usize,
    /// The next flight is to be checked, and what the one under way is held against.
    doubted: bool,
    check: Option<Check>,
    /// The accelerator has computed something else than the CPU: no other is taken.
    distrusted: bool,
    /// Steps of a flight, and of a dispatch.
    steps: usize,
    burst: usize,
    /// Steps and time of the flight that was last measured.
    measured_flight: Option<(usize, f64)>,
    /// What a step takes, in ms.
    step_time: Option<f64>,
    unfit: Option<Unfit>,
    /// Samples a second of CPU and GPU on this network.
    measured: Option<(f64, f64)>,
    contest: Option<Contest>,
    race: Option<Racing>,
    /// What the page was told last.
    told: Option<Assignment>,
    drawing: Drawing,
}

/// Why the CPU goes on.
enum Fault {
    Lost(String),
    Wrong(Difference),
}

impl Away {
    /// Forgets what is under way: the session's state is another one than it set out from.
    pub(super) fn cancel(&mut self) {
        self.stale = true;
    }

    /// The config has changed from `old` in what the next flight reads, numbers or rows.
    pub(super) fn follow(&mut self, old: Config) {
        self.changed = true;
        if self.lane.as_ref().is_some_and(|lane| lane.is_busy()) {
            self.flown.get_or_insert(old);
        }
    }

    /// The network is another one.
    pub(super) fn replace(&mut self) {
        *self = Self {
            accelerator: self.accelerator.take(),
            answered: self.answered,
            // It has a network of its own.
            race: self.race.take(),
            distrusted: self.distrusted,
            told: self.told.take(),
            drawing: std::mem::take(&mut self.drawing),
            ..Self::default()
        };
    }

    /// A run begins: its first flight is checked.
    pub(super) fn doubt(&mut self) {
        self.doubted = true;
    }

    /// Whether the next flight is checked.
    fn checks(&self) -> bool {
        self.doubted || (self.landed + 1).is_multiple_of(CHECKED)
    }

    /// Whether processors race.
    pub(super) fn is_racing(&self) -> bool {
        self.race.is_some()
    }

    /// Whether the accelerator that one of these runtimes puts to work is a program; `None` where
    /// none does. While the browser is asked there may be one.
    pub(super) fn program(&self, runtimes: impl IntoIterator<Item = Runtime>) -> Option<bool> {
        let Some(accelerator) = &self.accelerator else {
            return (!self.answered).then_some(false);
        };
        let mut runtimes = runtimes.into_iter();
        runtimes.any(|runtime| self.works(runtime)).then(|| accelerator.is_software())
    }

    /// Whether a runtime puts the accelerator to work: the automatic one not where it is a program,
    /// which would only be slower, at training and at drawing.
    fn works(&self, runtime: Runtime) -> bool {
        self.accelerator.as_ref().is_some_and(|accelerator| match runtime {
            Runtime::Gpu => true,
            Runtime::Auto => !accelerator.is_software(),
            Runtime::Cpu => false,
        })
    }

    /// Batches have another size: steps cost something else now, and a batch that must stay
    /// `whole` may no longer fit.
    pub(super) fn resize(&mut self, whole: bool) {
        (self.measured, self.contest) = (None, None);
        self.unfit.take_if(|unfit| *unfit == Unfit::Batch);
        if whole {
            self.replace();
        }
    }
}

impl Session {
    /// There is an accelerator from now on, or none any more.
    pub fn set_accelerator(
        &mut self,
        accelerator: Option<Box<dyn Accelerator>>,
        artist: Option<Box<dyn Artist>>,
        now: f64,
    ) -> Vec<Event> {
        let mut events = Vec::new();
        // Who did not wait for the browser's answer means whatever it is: with a GPU the race
        // begins anew. Who began it in the knowledge of another has seen what there was to see.
        let early = self.away.is_racing() && !self.away.answered;
        if !early {
            self.end_race(&mut events);
        }
        let anew = early && accelerator.is_some() && self.mode == Mode::Idle;
        self.away.replace();
        let trusted = !self.away.distrusted;
        self.away.accelerator = accelerator.filter(|_| trusted);
        self.away.answered = true;
        self.away.drawing.artist = artist.filter(|_| trusted);
        self.stale = true;
        self.assign(&mut events);
        if anew {
            self.begin_race(now, &mut events);
        }
        events
    }

    /// Whether the GPU was asked for and there is none: it may have come back.
    pub fn wants_accelerator(&self) -> bool {
        let runtime = self.trainer.as_ref().map(|trainer| trainer.config().runtime);
        let Away { accelerator, distrusted, .. } = &self.away;
        runtime == Some(Runtime::Gpu) && accelerator.is_none() && !distrusted
    }

    /// Which processor trains, and why.
    fn decide(&self) -> Option<(Processor, Why)> {
        let config = self.trainer.as_ref()?.config();
        let Away { accelerator, unfit, measured, .. } = &self.away;
        let cpu = Processor::of(config.precision);
        Some(match (config.runtime, accelerator, unfit) {
            (Runtime::Cpu, ..) => (cpu, Why::Asked),
            (_, None, _) if self.away.answered => (cpu, Why::NoGpu),
            (_, None, _) => (cpu, Why::Asking),
            (_, _, Some(unfit)) => (cpu, Why::Unfit(*unfit)),
            (Runtime::Gpu, ..) => (Processor::Gpu, Why::Asked),
            (Runtime::Auto, ..) if cpu == Processor::Cpu64 => (cpu, Why::Exact),
            (Runtime::Auto, Some(accelerator), _) if accelerator.is_software() => {
                (cpu, Why::Software)
            }
            (Runtime::Auto, ..) => match measured {
                None => (cpu, Why::Measuring),
                Some((on_cpu, on_gpu)) if on_gpu > on_cpu => (Processor::Gpu, Why::Faster),
                Some(_) => (cpu, Why::Faster),
            },
        })
    }

    /// Opens or closes the lane as the decision has it, and tells the page.
    pub(super) fn assign(&mut self, events: &mut Vec<Event>) {
        let Some((mut trains, mut why)) = self.decide() else { return };
        if trains == Processor::Gpu
            && self.away.lane.is_none()
            && let Some(trainer) = &mut self.trainer
            && let Some(accelerator) = &self.away.accelerator
        {
            let progress = trainer.progress();
            match accelerator.lane(trainer.config(), &progress, &trainer.means().tables) {
                Ok(lane) => {
                    self.away.lane = Some(lane);
                    (self.away.stale, self.away.landed, self.away.doubted) = (false, 0, true);
                    (self.away.steps, self.away.burst) = (FIRST, FIRST);
                }
                Err(Error::Unfit(unfit)) => self.away.unfit = Some(unfit),
                Err(error) => events.push(Event::Failed(failure(error))),
            }
            // Where it does not fit, the decision is another one.
            let Some(again) = self.decide() else { return };
            (trains, why) = again;
        }
        if trains != Processor::Gpu {
            self.away.lane = None;
        }
        let measured = self.away.measured;
        let gpu_draws = self.gpu_draws();
        let assignment = Assignment { trains, why, measured, gpu_draws };
        if self.away.told != Some(assignment) {
            self.away.told = Some(assignment);
            events.push(Event::Assigned(assignment));
        }
    }

    /// Whether the GPU trains.
    pub(super) fn is_away(&self) -> bool {
        self.away.lane.is_some()
    }

    /// Lands what has come back, and sets out again.
    pub(super) fn train_away(
        &mut self,
        clock: &mut dyn FnMut() -> f64,
        events: &mut Vec<Event>,
    ) -> Next {
        if self.mode == Mode::Idle {
            self.away.cancel();
            return Next::Idle;
        }
        if !self.away.stale
            && let Some(lane) = &mut self.away.lane
            && lane.is_busy()
        {
            match lane.poll() {
                None => return Next::Idle,
                Some(Err(detail)) => {
                    self.fall_back(Fault::Lost(detail), events);
                    return Next::Now;
                }
                Some(Ok(landing)) => {
                    if let Some(difference) = self.difference(&landing.progress, events) {
                        self.fall_back(Fault::Wrong(difference), events);
                        return Next::Now;
                    }
                    if self.land(landing, clock(), events) {
                        return Next::Idle;
                    }
                }
            }
        }
        self.set_out(clock, events)
    }

    /// What a flight that is checked has got wrong.
    fn difference(&mut self, found: &Progress, events: &mut Vec<Event>) -> Option<Difference> {
        let (check, trainer) = (self.away.check.as_ref()?, self.trainer.as_ref()?);
        if self.away.flown.is_some() {
            // What it set out with may be gone; the next one is checked.
            return None;
        }
        let difference = check.find(found, trainer.plan(), &trainer.means());
        difference.unwrap_or_else(|error| {
            events.push(Event::Failed(failure(error)));
            None
        })
    }

    /// Takes in what a flight has brought; true where training stops there.
    fn land(&mut self, landing: Landing, now: f64, events: &mut Vec<Event>) -> bool {
        let Landing { progress, samples, steps, losses, now: found } = landing;
        let Some(trainer) = &mut self.trainer else { return true };
        let before = trainer.epoch();
        let broken = losses.iter().find(|(_, loss)| !loss.train_loss.is_finite());
        let broken = broken.map(|(epoch, _)| *epoch);
        let flown = self.away.flown.take();
        let has_rows = |from: &Config| trainer.config().change_since(from) < Change::Reload;
        let found = found.filter(|_| flown.as_ref().is_none_or(has_rows));
        let landed = match &flown {
            Some(from) => trainer.land(&progress, from),
            None => trainer.restore(&progress),
        };
        if let Err(error) = landed {
            events.push(Event::Failed(failure(error)));
            self.away.cancel();
            return false;
        }
        trainer.forget_wrong();
        let epochs = trainer.epoch() - before;
        // Beside a check's single step the CPU was busy. Fewer steps than an epoch with the losses of one are
        // mostly these.
        let checked = self.away.check.take().is_some();
        self.away.doubted &= !checked || flown.is_some();
        let batch = trainer.config().batch();
        let pure = !checked && (losses.is_empty() && found.is_none())
            || steps >= trainer.data().train.len().div_ceil(batch);
        self.adapt(now - self.away.started, steps, pure);
        self.meter.add(now, samples, u32::try_from(epochs).unwrap_or(u32::MAX));
        (self.stale, self.unsaved) = (true, true);
        self.metrics = found.as_ref().map(metrics);
        // The rise is worth seeing.
        for (epoch, loss) in
            losses.iter().take_while(|(epoch, _)| broken.is_none_or(|at| *epoch < at))
        {
            self.keep(CurvePoint { epoch: *epoch as f64, metrics: metrics(loss) });
        }
        if let Some(epoch) = broken {
            self.diverge(epoch, events);
            return true;
        }
        let ends = if epochs > 0 { Self::end_epoch } else { Self::end_batch };
        if ends(self, events) {
            // A callback may have brought other weights back.
            self.away.cancel();
            return true;
        }
        if self.trainer.as_ref().is_some_and(|trainer| !trainer.config().callbacks.is_empty()) {
            // They may have changed the learning rate.
            self.away.changed = true;
        }
        match &mut self.mode {
            // A flight that is checked does not reach the epoch's end.
            Mode::Step(Unit::Epoch) if epochs == 0 => false,
            Mode::Step(_) => {
                self.stop(Stopped::Paused, events);
                true
            }
            Mode::Run { pace, .. } => {
                if epochs > 0 || pace.unit() != Unit::Epoch {
                    pace.done();
                }
                false
            }
            Mode::Idle => true,
        }
    }

    /// Longer or shorter flights, after one of `steps` took `time` ms; `pure` where it held
    /// little beside steps.
    fn adapt(&mut self, time: f64, steps: usize, pure: bool) {
        let away = &mut self.away;
        away.landed += 1;
        let met = std::mem::take(&mut away.drawing.met);
        if away.landed < 2 || steps == 0 || !pure {
            return;
        }
        // What every flight costs whatever it holds (the way there and back) is not the steps':
        // two flights of different lengths tell the two apart.
        if let Some((before, then)) = away.measured_flight.replace((steps, time))
            && before != steps
        {
            let slope = (time - then) / (steps as f64 - before as f64);
            away.step_time = Some(slope).filter(|slope| *slope > 0.0).or(away.step_time);
        }
        let each = away.step_time.unwrap_or(time / steps as f64).max(1e-4);
        let mut fit = (FLIGHT / each) as usize;
        if time > 4.0 * FLIGHT && !met {
            fit = fit.min(steps / 2);
        }
        // What one step costs is known the better the more there were: in strides, not leaps.
        // A flight that met a picture tells only that it is not too long.
        let fewest = if met { away.steps } else { 1 };
        away.steps = fit.clamp(fewest, away.steps.saturating_mul(2).max(fewest));
        away.burst = ((away.steps as f64 * DISPATCH / FLIGHT) as usize).max(1);
    }

    /// Sends the next steps out, when they are due.
    fn set_out(&mut self, clock: &mut dyn FnMut() -> f64, events: &mut Vec<Event>) -> Next {
        let due = self.frame_due();
        let Some(trainer) = &mut self.trainer else { return Next::Idle };
        let epoch = trainer.epoch();
        let checks = self.away.checks();
        let steps = if checks { 1 } else { self.away.steps };
        // Losses are wanted where a frame is to show them, and where an epoch may end.
        let left = trainer.data().train.len() - trainer.sample();
        let ends = steps.saturating_mul(trainer.config().batch()) >= left;
        let now = clock();
        let measured = ends || now >= due;
        let (most, steps, epochs) = match &mut self.mode {
            Mode::Idle => return Next::Idle,
            Mode::Step(Unit::Sample) => (1, 1, 1),
            Mode::Step(Unit::Batch) => (usize::MAX, 1, 1),
            Mode::Step(Unit::Epoch) => (usize::MAX, usize::MAX, 1),
            Mode::Run { pace, until } => {
                let wait = pace.wait(now);
                if wait > 0.0 {
                    return Next::After(wait);
                }
                let left = until.map_or(u64::MAX, |until| until.saturating_sub(epoch));
                match (pace.unit(), pace.is_paced()) {
                    (Unit::Sample, _) => (1, 1, 1),
                    (Unit::Batch, _) => (usize::MAX, 1, 1),
                    (Unit::Epoch, true) => (usize::MAX, usize::MAX, 1),
                    // A callback judges every epoch.
                    (Unit::Epoch, false) if trainer.config().callbacks.is_empty() => {
                        (usize::MAX, steps, left)
                    }
                    (Unit::Epoch, false) => (usize::MAX, steps, 1),
                }
            }
        };
        if trainer.data().train.is_empty() {
            self.rest(events);
            return Next::Idle;
        }
        let steps = if checks { 1 } else { steps };
        trainer.secure();
        let progress = trainer.progress();
        let Some(lane) = &mut self.away.lane else { return Next::Now };
        let changed = std::mem::take(&mut self.away.changed);
        if (std::mem::take(&mut self.away.stale) || changed)
            && let Err(error) = lane.take(trainer.config(), &progress, &trainer.means().tables)
        {
            self.away.lane = None;
            match error {
                // A batch that stays whole has outgrown it.
                Error::Unfit(unfit) => self.away.unfit = Some(unfit),
                error => events.push(Event::Failed(failure(error))),
            }
            self.assign(events);
            return Next::Now;
        }
        self.away.flown = None;
        self.away.drawing.met = self.away.drawing.under_way;
        let burst = self.away.burst;
        lane.start(&Work { most, steps, epochs, noted, measured, burst });
        self.away.started = clock();
        // Meanwhile the CPU takes the same step.
        self.away.check = match checks.then(|| Check::new(trainer, most)).transpose() {
            Ok(check) => check,
            Err(error) => {
                events.push(Event::Failed(failure(error)));
                None
            }
        };
        // A fault that starting found is told at once; else there is nothing to do until then.
        Next::Idle
    }

    /// The GPU is lost or wrong: the CPU goes on from where the session stands.
    fn fall_back(&mut self, fault: Fault, events: &mut Vec<Event>) {
        let away = self.is_away();
        let epoch = self.trainer.as_ref().filter(|_| away).map(Trainer::epoch);
        self.end_race(events);
        self.away.replace();
        self.away.accelerator = None;
        let drawing = &mut self.away.drawing;
        (drawing.artist, drawing.under_way) = (None, false);
        // Some browsers without a graphics card lose the device as soon as it draws.
        drawing.failed |= drawing.seen < SEEN && (drawing.sent || drawing.seen > 0);
        // A frame whose pictures are lost is never shown.
        (self.unseen, self.stale) = (false, true);
        events.push(Event::Gpu(match fault {
            Fault::Lost(detail) => Gpu::Lost { detail, epoch },
            Fault::Wrong(difference) => {
                self.away.distrusted = true;
                Gpu::Wrong { difference, epoch: epoch.unwrap_or_default() }
            }
        }));
        self.assign(events);
    }
}
