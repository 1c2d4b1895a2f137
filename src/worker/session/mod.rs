//! A training session without a browser: commands in, events out, time from outside. It
//! decides what happens when; what training is, the engine knows.
//!
//! The worker calls [`Session::handle`] for each command and [`Session::work`] as often as
//! [`Next`] says; tests do the same natively with a clock of their own.

mod configure;
mod elsewhere;
mod epoch;
mod frame;
mod patience;

use self::elsewhere::Away;
use super::checkup::Checkup;
use super::meter::Meter;
use super::pace::Pace;
use super::study::Study;
use super::watch::Watch;
use crate::engine::backend::{Maker, on_cpu};
use crate::engine::config::Config;
use crate::engine::error::Error;
use crate::engine::trainer::{Means, Trainer};
use crate::protocol::curve::Curve;
use crate::protocol::{
    Checkpoint, Command, CurvePoint, Event, Failure, Metrics, Stopped, Unit, UnitId, Watched,
    WeightId,
};

/// How long one piece of training may take, in ms: commands wait no longer.
const SLICE: f64 = 10.0;
/// Rows of a batch that are trained in one piece at most: between two pieces the session looks up.
const PIECE: usize = 256;
/// Shortest time between two frames in ms; a page cannot show more.
const FRAME: f64 = 15.0;
/// Time between two checkpoints in ms.
const CHECKPOINT: f64 = 500.0;

/// When the session wants to work again.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Next {
    /// At once.
    Now,
    /// After so many ms.
    After(f64),
    /// When a command has come.
    Idle,
}

impl Next {
    /// The sooner of the two.
    fn min(self, other: Self) -> Self {
        match (self, other) {
            (Self::Now, _) | (_, Self::Now) => Self::Now,
            (Self::After(a), Self::After(b)) => Self::After(a.min(b)),
            (Self::After(ms), Self::Idle) | (Self::Idle, Self::After(ms)) => Self::After(ms),
            (Self::Idle, Self::Idle) => Self::Idle,
        }
    }
}

/// What training is at.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Mode {
    Idle,
    /// One unit, then idle.
    Step(Unit),
    /// On and on, or until the end of an epoch.
    Run {
        pace: Pace,
        until: Option<u64>,
    },
}

/// A run and all that is going on with it.
pub struct Session {
    means: Means,
    trainer: Option<Trainer>,
    run: u32,
    mode: Mode,
    look: Option<UnitId>,
    visible: bool,
    /// A frame is on its way to the page.
    unseen: bool,
    /// Something has changed since the last frame.
    stale: bool,
    /// The metrics of the weights as they are.
    metrics: Option<Metrics>,
    /// The points of the curve since the last frame.
    curve: Curve,
    /// Those of the frames that the page has not shown: they may be lost with this worker.
    sent: Curve,
    /// What the page wants beside pictures and losses.
    watched: Watched,
    /// A profile or a search for a learning rate under way.
    study: Study,
    checkup: Checkup,
    meter: Meter,
    watch: Watch,
    /// What trains elsewhere.
    away: Away,
    map_side: usize,
    big_side: usize,
    frame_at: f64,
    frame_cost: f64,
    checkpoint_at: f64,
    /// Something has changed since the last checkpoint.
    unsaved: bool,
    /// The network as it stands is what a divergence has left to look at: whatever is done next
    /// begins at the last sound state.
    diverged: bool,
}

impl Default for Session {
    fn default() -> Self {
        Self::new(on_cpu())
    }
}

impl Session {
    /// A session without a run, whose backends on the CPU `make` makes.
    pub fn new(make: Maker) -> Self {
        Self {
            means: make.into(),
            trainer: None,
            run: 0,
            mode: Mode::Idle,
            look: None,
            visible: true,
            unseen: false,
            stale: false,
            metrics: None,
            curve: Curve::default(),
            sent: Curve::default(),
            watched: Watched::default(),
            study: Study::default(),
            checkup: Checkup::default(),
            meter: Meter::default(),
            watch: Watch::default(),
            away: Away::default(),
            map_side: 0,
            big_side: 0,
            frame_at: f64::NEG_INFINITY,
            frame_cost: 0.0,
            checkpoint_at: f64::NEG_INFINITY,
            unsaved: false,
            diverged: false,
        }
    }

    /// Takes a command at the time `now` (ms).
    pub fn handle(&mut self, command: Command, now: f64) -> Vec<Event> {
        let mut events = Vec::new();
        match command {
            Command::Bring { table } => self.means.tables.put(*table),
            Command::Configure { config } => self.configure(&config, &mut events),
            Command::Run { speed, until } => {
                self.go_back(&mut events);
                let already = self.trainer.as_ref().map_or(0, Trainer::epoch);
                match until {
                    Some(epoch) if epoch <= already => {
                        self.stop(Stopped::Reached { epoch }, &mut events)
                    }
                    _ => {
                        self.mode = Mode::Run { pace: Pace::new(speed, now), until };
                        self.away.doubt();
                        self.meter = Meter::default();
                    }
                }
            }
            Command::Pause => self.stop(Stopped::Paused, &mut events),
            Command::Step { unit } => {
                self.go_back(&mut events);
                self.mode = Mode::Step(unit);
            }
            Command::FallBack => self.go_back(&mut events),
            Command::Reset => {
                self.away.cancel();
                if let Some(trainer) = &mut self.trainer {
                    match trainer.reset() {
                        Ok(()) => {
                            self.begin(&mut events);
                            // Playground rules have drawn other weights than the config says.
                            self.unsaved = true;
                        }
                        Err(error) => events.push(Event::Failed(failure(error))),
                    }
                }
                self.stop(Stopped::Paused, &mut events);
            }
            Command::SetWeight { weight, value } => self.set_weight(weight, value, &mut events),
            Command::Look { unit } => {
                self.stale |= self.look != unit;
                self.look = unit;
            }
            Command::View { choice } => self.view(choice),
            Command::Shown => {
                self.unseen = false;
                self.sent.clear();
                self.shown();
            }
            Command::Draw { wish } => self.wish(wish),
            Command::Visible { visible } => {
                self.stale |= visible && !self.visible;
                self.visible = visible;
                // A page that was hidden may have dropped the frame that it was sent.
                self.unseen &= !visible;
            }
            Command::Watch(watched) => {
                let before = std::mem::replace(&mut self.watched, watched);
                self.stale |= self.watched.wants_more_than(&before);
                self.show_graph(&mut events);
            }
            Command::Profile => self.study.profile(),
            Command::FindRate => {
                self.go_back(&mut events);
                if let Some(trainer) = &mut self.trainer {
                    self.study.find_rate(trainer);
                }
            }
            Command::Race => self.begin_race(now, &mut events),
            Command::EndRace => self.end_race(&mut events),
            Command::Keep { mark } => {
                let checkpoint = self.state().map(Box::new);
                events.push(Event::Kept { mark, checkpoint });
            }
            Command::Restore { config, checkpoint, curve } => {
                self.restore(&config, (&checkpoint, curve), now, &mut events);
            }
            Command::Hand => events.push(Event::Handed(self.hand_over().map(Box::new))),
            Command::Beat { mark } => events.push(Event::Beat { mark }),
        }
        events
    }

    /// Trains for a slice of time and reports. `clock` tells the time in ms.
    pub fn work(&mut self, clock: &mut dyn FnMut() -> f64) -> (Vec<Event>, Next) {
        let mut events = Vec::new();
        let compared = self.compare(clock, &mut events);
        let trained = if self.is_away() {
            self.train_away(clock, &mut events)
        } else {
            self.train(clock, &mut events)
        };
        let mut next = compared.min(trained);
        if let Some(trainer) = &mut self.trainer
            && self.study.work(trainer, clock, &mut events)
        {
            next = Next::Now;
        }
        let now = clock();
        if self.unsaved {
            let due = self.checkpoint_at + CHECKPOINT;
            if now >= due {
                self.checkpoint_at = now;
                events.extend(
                    self.checkpoint().map(|checkpoint| Event::Checkpoint(Box::new(checkpoint))),
                );
            } else {
                next = next.min(Next::After(due - now));
            }
        }
        let painting = self.is_painting(now);
        if self.stale && self.visible && !self.unseen && !painting {
            let due = self.frame_due();
            if self.mode == Mode::Idle || now >= due {
                let frame = self.frame(now, &mut events);
                events.extend(frame.map(|frame| Event::Frame(Box::new(frame))));
                self.frame_cost = clock() - now;
                self.frame_at = now;
            } else {
                next = next.min(Next::After(due - now));
            }
        }
        (events, next)
    }

    /// When the next frame is due: at most half of the time goes into pictures, and never more
    /// pictures than can be shown.
    fn frame_due(&self) -> f64 {
        self.frame_at + FRAME.max(2.0 * self.frame_cost)
    }

    fn set_weight(&mut self, weight: WeightId, value: f64, events: &mut Vec<Event>) {
        self.go_back(events);
        let Some(trainer) = &mut self.trainer else {
            return;
        };
        let index = weight.index(&trainer.config().shape());
        match index.filter(|_| value.is_finite()).map(|index| trainer.set_weight(index, value)) {
            Some(Ok(())) => {
                (self.metrics, self.stale, self.unsaved) = (None, true, true);
                self.away.cancel();
            }
            Some(Err(_)) | None => events.push(Event::Failed(Failure::Weight)),
        }
    }

    fn restore(
        &mut self,
        config: &Config,
        (checkpoint, curve): (&Checkpoint, Vec<CurvePoint>),
        now: f64,
        events: &mut Vec<Event>,
    ) {
        // The page takes the next one for a proof that this life is longer than the last.
        self.checkpoint_at = now;
        self.trainer = None;
        self.configure(config, events);
        // Where there is none, it has been said why.
        let Some(trainer) = &mut self.trainer else { return };
        let Some((progress, points)) = super::checkpoint::unpack(&checkpoint.state) else {
            events.push(Event::Failed(Failure::Checkpoint));
            return;
        };
        self.away.cancel();
        let resumed = trainer.resume(&progress);
        let epoch = trainer.epochs();
        match resumed {
            Ok(()) => {
                self.forget_curve();
                self.metrics = None;
                let here = CurvePoint { epoch, metrics: self.measure() };
                // The curve may be of a run whose first frame never came: its end is cut off.
                let all = curve.into_iter().chain(points).chain([here]);
                all.for_each(|point| self.curve.push(point));
            }
            Err(_) => events.push(Event::Failed(Failure::Checkpoint)),
        }
    }

    /// The run as it stands, which comes to rest here; `None` where something would be lost with it: a
    /// step under way, or what goes on beside it.
    fn hand_over(&mut self) -> Option<Checkpoint> {
        if matches!(self.mode, Mode::Step(_)) || self.away.is_racing() || self.study.is_busy() {
            return None;
        }
        let checkpoint = self.checkpoint()?;
        (self.mode, self.stale) = (Mode::Idle, false);
        Some(checkpoint)
    }

    fn forget_curve(&mut self) {
        (self.curve, self.sent) = Default::default();
    }

    /// Stands still, and says why.
    fn stop(&mut self, why: Stopped, events: &mut Vec<Event>) {
        self.mode = Mode::Idle;
        self.away.cancel();
        self.stale = true;
        self.meter = Meter::default();
        events.push(Event::Stopped(why));
    }

    /// Trains for at most a slice.
    fn train(&mut self, clock: &mut dyn FnMut() -> f64, events: &mut Vec<Event>) -> Next {
        let deadline = self.watch.start(clock) + SLICE;
        loop {
            let unit = match &mut self.mode {
                Mode::Idle => return Next::Idle,
                Mode::Step(unit) => *unit,
                Mode::Run { pace, .. } => {
                    let wait = if pace.is_paced() { pace.wait(clock()) } else { 0.0 };
                    if wait > 0.0 {
                        return Next::After(wait);
                    }
                    pace.unit()
                }
            };
            match self.advance(unit, deadline, clock) {
                Advance::Cut => return Next::Now,
                Advance::Nothing => {
                    self.rest(events);
                    return Next::Idle;
                }
                Advance::Done { epoch_ended } => {
                    let ends = if epoch_ended { Self::end_epoch } else { Self::end_batch };
                    if ends(self, events) {
                        return Next::Idle;
                    }
                    match &mut self.mode {
                        Mode::Step(_) => {
                            self.stop(Stopped::Paused, events);
                            return Next::Idle;
                        }
                        Mode::Run { pace, .. } => pace.done(),
                        Mode::Idle => return Next::Idle,
                    }
                    if self.watch.now() >= deadline {
                        return Next::Now;
                    }
                }
            }
        }
    }

    /// There is nothing to train on: a run goes on once there is, a step is over.
    fn rest(&mut self, events: &mut Vec<Event>) {
        match self.mode {
            Mode::Run { .. } if self.trainer.is_some() => {}
            Mode::Run { .. } | Mode::Step(_) | Mode::Idle => self.stop(Stopped::Paused, events),
        }
    }

    /// Trains to the end of a unit, or until the deadline cuts it.
    fn advance(&mut self, unit: Unit, deadline: f64, clock: &mut dyn FnMut() -> f64) -> Advance {
        let Some(trainer) = &mut self.trainer else {
            return Advance::Nothing;
        };
        let (epoch, batch) = (trainer.epoch(), trainer.config().batch());
        trainer.secure();
        loop {
            // A batch in one piece, unless it is a large one.
            let whole = batch.min(PIECE);
            let visited = match unit {
                Unit::Sample => trainer.visit(),
                Unit::Batch => trainer.run(whole),
                Unit::Epoch => trainer.run(self.watch.rows().max(whole)),
            };
            if visited == 0 {
                return Advance::Nothing;
            }
            (self.metrics, self.stale, self.unsaved) = (None, true, true);
            self.watch.trained(visited, clock);
            let now = self.watch.now();
            let epoch_ended = trainer.epoch() != epoch;
            self.meter.add(now, visited, u32::from(epoch_ended));
            let done = match unit {
                Unit::Sample => true,
                Unit::Batch => trainer.sample().is_multiple_of(batch),
                Unit::Epoch => false,
            };
            if done || epoch_ended {
                return Advance::Done { epoch_ended };
            }
            if now >= deadline {
                return Advance::Cut;
            }
        }
    }

    fn checkpoint(&mut self) -> Option<Checkpoint> {
        self.unsaved = false;
        self.state()
    }

    /// The state as it stands, or the one to go back to; `None` where it is not finite, and the one
    /// before serves better.
    fn state(&mut self) -> Option<Checkpoint> {
        let trainer = self.trainer.as_mut()?;
        let progress = match trainer.sound() {
            Some(sound) if self.diverged => sound.clone(),
            Some(_) | None => trainer.progress(),
        };
        let finite = progress.weights.iter().all(|weight| weight.is_finite());
        let points = [self.sent.points(), self.curve.points()].concat();
        let state = finite.then(|| super::checkpoint::pack(&progress, &points))?;
        Some(Checkpoint { run: self.run, epoch: progress.epoch, state })
    }
}

/// How far [`Session::advance`] came.
enum Advance {
    /// To the unit's end.
    Done { epoch_ended: bool },
    /// To the deadline.
    Cut,
    /// Nowhere: there is nothing to train on.
    Nothing,
}

fn failure(error: Error) -> Failure {
    match error {
        Error::Config(error) => Failure::Config(error),
        Error::NoWeight { .. } => Failure::Weight,
        Error::NoTable => Failure::Table,
        Error::Checkpoint { .. } | Error::Length { .. } => Failure::Checkpoint,
        Error::Unfit(_)
        | Error::NoLayer
        | Error::Residual { .. }
        | Error::Data { .. }
        | Error::Argument { .. } => Failure::Message { detail: error.to_string() },
    }
}
