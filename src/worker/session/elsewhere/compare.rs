//! Processors side by side: races, and the calibration that decides which one trains.

use super::super::{Mode, Next, Session, failure};
use super::Fault;
use crate::engine::error::Error;
use crate::protocol::{Event, Processor, Stopped, Why};
use crate::worker::contest::{Contest, Turn};
use crate::worker::race::{Racing, Step};

/// How long a calibration takes at least, in ms of both processors, and its turns.
const CALIBRATION: (f64, usize) = (120.0, 3);

impl Session {
    /// Begins a race; the run itself pauses.
    pub(in crate::worker::session) fn begin_race(&mut self, now: f64, events: &mut Vec<Event>) {
        self.go_back(events);
        if self.mode != Mode::Idle {
            self.stop(Stopped::Paused, events);
        }
        let Some(trainer) = &mut self.trainer else { return };
        let (config, progress) = (trainer.config().clone(), trainer.progress());
        let accelerator = self.away.accelerator.as_deref();
        let race = Racing::new(&config, &progress, &trainer.means(), accelerator, now)
            // Without the GPU there is still something to see.
            .or_else(|_| Racing::new(&config, &progress, &trainer.means(), None, now));
        match race {
            Ok(race) => {
                events.push(Event::Race(race.report(true)));
                self.away.race = Some(race);
            }
            Err(error) => events.push(Event::Failed(failure(error))),
        }
    }

    /// Ends a race where it stands.
    pub(in crate::worker::session) fn end_race(&mut self, events: &mut Vec<Event>) {
        if let Some(race) = self.away.race.take() {
            events.push(Event::Race(race.report(false)));
        }
    }

    /// Goes on with a race or a calibration, and looks after the adapter; what it wants next.
    pub(in crate::worker::session) fn compare(
        &mut self,
        clock: &mut dyn FnMut() -> f64,
        events: &mut Vec<Event>,
    ) -> Next {
        if let Some(detail) = self.away.accelerator.as_ref().and_then(|found| found.fault()) {
            self.fall_back(Fault::Lost(detail), events);
        }
        if let Some(race) = &mut self.away.race {
            let step = race.work(self.away.accelerator.as_deref(), clock);
            return match step {
                Step::Turn(Turn::Waiting) => Next::Idle,
                Step::Turn(Turn::Again) => {
                    events.push(Event::Race(race.report(true)));
                    Next::Now
                }
                Step::Turn(Turn::Lost(detail)) => {
                    self.fall_back(Fault::Lost(detail), events);
                    Next::Now
                }
                Step::Done => {
                    self.end_race(events);
                    Next::Now
                }
            };
        }
        self.calibrate(clock, events)
    }

    /// Measures both processors on the run's network, where that decides who trains.
    fn calibrate(&mut self, clock: &mut dyn FnMut() -> f64, events: &mut Vec<Event>) -> Next {
        let Some(trainer) = &mut self.trainer else { return Next::Idle };
        let open = self.away.told.is_some_and(|told| told.why == Why::Measuring);
        if !open || self.away.measured.is_some() {
            return Next::Idle;
        }
        if self.away.contest.is_none() {
            let accelerator = self.away.accelerator.as_deref();
            let (config, progress) = (trainer.config().clone(), trainer.progress());
            let means = &trainer.means();
            match Contest::new(&config, &progress, means, &[Processor::Cpu], accelerator, false) {
                Ok(contest) => self.away.contest = Some(contest),
                Err(Error::Unfit(unfit)) => {
                    self.away.unfit = Some(unfit);
                    self.assign(events);
                    return Next::Idle;
                }
                Err(error) => {
                    events.push(Event::Failed(failure(error)));
                    // As if the GPU had lost.
                    self.away.measured = Some((1.0, 0.0));
                    self.assign(events);
                    return Next::Idle;
                }
            }
        }
        let Some(contest) = &mut self.away.contest else { return Next::Idle };
        match contest.work(clock) {
            Turn::Waiting => Next::Idle,
            Turn::Lost(detail) => {
                self.fall_back(Fault::Lost(detail), events);
                Next::Now
            }
            Turn::Again => {
                let (time, turns) = CALIBRATION;
                if contest.time() >= time && contest.turns() >= turns {
                    if let [(_, cpu), (_, gpu)] = contest.rates()[..] {
                        self.away.measured = Some((cpu, gpu));
                    }
                    self.away.contest = None;
                    self.assign(events);
                }
                Next::Now
            }
        }
    }
}
