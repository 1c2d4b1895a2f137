//! Training that goes on elsewhere while the session looks after the rest: on the GPU. The
//! session's own trainer is the mirror; what a lane brings back is written into it, so that it
//! is always a state to go on from.

use crate::engine::config::Config;
use crate::engine::error::Result;
use crate::engine::trainer::{Evaluation, Progress, Tables};

/// What opens lanes.
pub trait Accelerator {
    /// A lane for a run of this config that stands there.
    ///
    /// # Errors
    /// Where the network does not fit.
    fn lane(&self, config: &Config, progress: &Progress, tables: &Tables) -> Result<Box<dyn Lane>>;

    /// Whether it is a program on the CPU.
    fn is_software(&self) -> bool;

    /// What has gone wrong with it, for good.
    fn fault(&self) -> Option<String>;
}

/// How far a lane is to train.
#[derive(Clone, Copy, Debug)]
pub struct Work {
    /// Samples of a step at most; a step ends with its batch.
    pub most: usize,
    /// Steps at most.
    pub steps: usize,
    /// Epochs to the end of at most; the running one counts.
    pub epochs: u64,
    /// Epochs whose losses are wanted.
    pub noted: fn(u64) -> bool,
    /// Whether the losses of where it ends are wanted, wherever that is.
    pub measured: bool,
    /// Steps that go out together at most, so that none takes too long.
    pub burst: usize,
}

/// What a lane brings back.
#[derive(Clone, Debug)]
pub struct Landing {
    /// The run as it stands now.
    pub progress: Progress,
    /// Samples trained.
    pub samples: usize,
    /// Steps taken.
    pub steps: usize,
    /// The losses behind some of the epochs.
    pub losses: Vec<(u64, Evaluation)>,
    /// The losses of where it stands; `None` where they were not wanted, or nothing is trained that
    /// has any.
    pub now: Option<Evaluation>,
}

/// One run under way elsewhere.
pub trait Lane {
    /// Takes over config and state, which have changed by hand; of the same plan as before. Other rows
    /// are among `tables`. What is under way is forgotten.
    ///
    /// # Errors
    /// Where they do not fit.
    fn take(&mut self, config: &Config, progress: &Progress, tables: &Tables) -> Result<()>;

    /// Begins to train.
    fn start(&mut self, work: &Work);

    /// Whether something is under way.
    fn is_busy(&self) -> bool;

    /// What has come back; `None` while it is under way. An error is for good.
    fn poll(&mut self) -> Option<std::result::Result<Landing, String>>;
}
