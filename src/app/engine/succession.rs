//! When the run goes over to the worker with the GPU, which is fetched only where an adapter is put
//! to work: a second worker comes, opens the adapter, and has the run of the first.

use super::restarts::{Next, Restarts};
use crate::engine::config::Runtime;
use crate::protocol::Gpu;

/// What is to be done now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Nothing.
    Wait,
    /// Start the second worker.
    Fetch,
    /// Ask the first one for the run.
    Ask,
}

/// How far it has come.
#[derive(Clone, Debug, Default, PartialEq)]
enum Stage {
    /// There is one worker, without the GPU.
    #[default]
    Alone,
    /// The second one is on its way, or opens the adapter.
    Coming,
    /// It has opened the adapter and waits for the run.
    Ready(Gpu),
    /// The first one has been asked for the run.
    Asked(Gpu),
    /// The worker that has the run has the GPU.
    Done,
}

/// The way to the GPU.
#[derive(Clone, Debug, Default)]
pub struct Succession {
    stage: Stage,
    /// Whether the adapter that the first worker has found is a program on the CPU.
    software: Option<bool>,
    /// The lives of the workers with the GPU.
    lives: Restarts,
    /// They have died too often, or cannot be had: no other one is tried.
    given_up: bool,
    /// The adapter has computed something wrong: it is not tried again, whoever asks.
    distrusted: bool,
}

impl Succession {
    /// The worker that has the run says that there is an adapter.
    pub fn found(&mut self, software: bool) {
        self.software = Some(software);
    }

    /// Whether the worker that has the run has the GPU.
    pub fn is_done(&self) -> bool {
        self.stage == Stage::Done
    }

    /// Whether the GPU's worker is given up.
    pub fn is_given_up(&self) -> bool {
        self.given_up || self.distrusted
    }

    /// Whether what is said to the first worker waits: the run may be on its way.
    pub fn holds(&self) -> bool {
        matches!(self.stage, Stage::Asked(_))
    }

    /// Whether the adapter is to be put to work: by a runtime, the automatic one not where it is a
    /// program, or for a race, in which every processor takes part.
    pub fn is_wanted(&self, runtime: Runtime, raced: bool) -> bool {
        let works = |software: bool| match runtime {
            Runtime::Gpu => true,
            Runtime::Auto => !software,
            Runtime::Cpu => false,
        };
        !self.is_given_up() && self.software.is_some_and(|software| raced || works(software))
    }

    /// What is to be done, and counts as done.
    pub fn next(&mut self, runtime: Runtime, raced: bool) -> Act {
        match std::mem::take(&mut self.stage) {
            Stage::Alone if self.is_wanted(runtime, raced) => {
                self.stage = Stage::Coming;
                Act::Fetch
            }
            Stage::Ready(gpu) => {
                self.stage = Stage::Asked(gpu);
                Act::Ask
            }
            stage @ (Stage::Alone | Stage::Coming | Stage::Asked(_) | Stage::Done) => {
                self.stage = stage;
                Act::Wait
            }
        }
    }

    /// The second worker has opened the adapter.
    pub fn opened(&mut self, gpu: Gpu) {
        if self.stage == Stage::Coming {
            self.stage = Stage::Ready(gpu);
        }
    }

    /// The first worker keeps the run for now.
    pub fn refused(&mut self) {
        if let Stage::Asked(gpu) = &mut self.stage {
            self.stage = Stage::Ready(gpu.clone());
        }
    }

    /// The first worker has given the run away: what the second one has said of its GPU. `None` where
    /// there is no second one any more.
    pub fn take(&mut self) -> Option<Gpu> {
        match std::mem::take(&mut self.stage) {
            Stage::Asked(gpu) => {
                self.stage = Stage::Done;
                Some(gpu)
            }
            stage @ (Stage::Alone | Stage::Coming | Stage::Ready(_) | Stage::Done) => {
                self.stage = stage;
                None
            }
        }
    }

    /// The second worker could not be had.
    pub fn failed(&mut self) {
        (self.stage, self.given_up) = (Stage::Alone, true);
    }

    /// The adapter has computed something wrong.
    pub fn distrust(&mut self) {
        self.distrusted = true;
    }

    /// The visitor wants another worker: all that has gone wrong before is forgiven but that.
    pub fn begin_anew(&mut self) {
        *self = Self { distrusted: self.distrusted, ..Self::default() };
    }

    /// The run has come further than where the last worker left it.
    pub fn progressed(&mut self) {
        if self.is_done() {
            self.lives.progressed();
        }
    }

    /// The worker that had the run has died; the next one begins without the GPU. Returns whether the
    /// GPU's worker is given up for it.
    pub fn died(&mut self) -> bool {
        let before = self.given_up;
        self.given_up |= self.is_done() && self.lives.died() == Next::Rest;
        (self.stage, self.software) = (Stage::Alone, None);
        self.given_up && !before
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gpu() -> Gpu {
        Gpu::Available { name: "a card".to_owned(), software: false }
    }

    /// One with a run on the GPU.
    fn done(succession: &mut Succession) {
        succession.found(false);
        assert_eq!(succession.next(Runtime::Auto, false), Act::Fetch);
        succession.opened(gpu());
        assert_eq!(succession.next(Runtime::Auto, false), Act::Ask);
        assert_eq!(succession.take(), Some(gpu()));
        assert!(succession.is_done());
    }

    #[test]
    fn it_is_fetched_once_where_the_adapter_is_put_to_work() {
        use Runtime::{Auto, Cpu, Gpu};
        for (software, runtime, raced, fetched) in [
            (None, Gpu, true, false),
            (Some(false), Auto, false, true),
            (Some(true), Auto, false, false),
            (Some(true), Gpu, false, true),
            (Some(true), Auto, true, true),
            (Some(false), Cpu, false, false),
            (Some(false), Cpu, true, true),
        ] {
            let mut succession = Succession { software, ..Succession::default() };
            let first = if fetched { Act::Fetch } else { Act::Wait };
            assert_eq!(succession.next(runtime, raced), first, "{software:?} {runtime:?} {raced}");
            assert_eq!(succession.next(runtime, raced), Act::Wait);
        }
    }

    #[test]
    fn the_run_is_asked_for_until_it_is_given_away() {
        let mut succession = Succession::default();
        succession.found(false);
        succession.next(Runtime::Auto, false);
        assert_eq!(succession.next(Runtime::Auto, false), Act::Wait, "it is on its way");
        succession.opened(gpu());
        for _ in 0..3 {
            assert!(!succession.holds());
            assert_eq!(succession.next(Runtime::Auto, false), Act::Ask);
            assert!(succession.holds());
            succession.refused();
        }
        succession.next(Runtime::Auto, false);
        assert_eq!(succession.take(), Some(gpu()));
        assert!(!succession.holds());
        assert_eq!(succession.next(Runtime::Auto, false), Act::Wait);
    }

    #[test]
    fn a_run_that_is_given_away_when_nobody_is_left_to_take_it_stays() {
        let mut succession = Succession::default();
        succession.found(false);
        succession.next(Runtime::Gpu, false);
        succession.opened(gpu());
        succession.next(Runtime::Gpu, false);
        succession.failed();
        assert_eq!(succession.take(), None);
        assert_eq!(succession.next(Runtime::Gpu, false), Act::Wait, "it is not tried again");
        assert!(!succession.holds());
    }

    #[test]
    fn an_adapter_that_computes_wrong_is_not_tried_again_whoever_asks() {
        let mut succession = Succession::default();
        done(&mut succession);
        succession.distrust();
        // The worker that has the run keeps it.
        assert!(succession.is_done() && succession.is_given_up());
        succession.begin_anew();
        succession.found(false);
        assert_eq!(succession.next(Runtime::Gpu, true), Act::Wait);
    }

    #[test]
    fn after_four_deaths_without_progress_the_gpu_is_left_alone() {
        let mut succession = Succession::default();
        for _ in 0..10 {
            done(&mut succession);
            succession.progressed();
            assert!(!succession.died());
        }
        for _ in 0..2 {
            done(&mut succession);
            assert!(!succession.died());
            // The first worker's progress and death are not theirs.
            succession.progressed();
            assert!(!succession.died());
        }
        done(&mut succession);
        assert!(succession.died());
        succession.found(false);
        assert_eq!(succession.next(Runtime::Gpu, true), Act::Wait);
    }
}
