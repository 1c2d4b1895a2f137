//! All that the page and the worker share: commands one way, events the other. Plain data;
//! how it crosses the boundary (bytes and transferred arrays) is `wire`'s and `transfer`'s business.
//!
//! To add a command or an event: a variant here and its arm in `worker/session` or
//! `app/engine`; the exhaustive matches name the places.

mod bits;
pub mod curve;
mod points;
mod runtime;
#[cfg(feature = "web")]
pub mod transfer;
pub mod wire;

pub use bits::Bits;
pub use points::{Answer, FIRST_ROWS, Half, LayerInput, Place, Reply, WORST, Watched};
pub use runtime::{Assignment, Difference, Drawn, Gpu, Processor, Race, Runner, Why, Wish, lines};

use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr, VariantArray};

use crate::engine::callback::Callback;
use crate::engine::config::{Config, ConfigError};
use crate::engine::health::Health;
use crate::engine::inputs::Inputs;
use crate::engine::metric::Report;
use crate::engine::table::{Column, Goal, Table};
use crate::engine::targets::Targets;
use crate::engine::view::{self, View};

/// Raised with every change of the messages; page and worker refuse to talk across versions.
pub const VERSION: u32 = 12;

/// Side of the square grid that the big picture is sampled on: the middles of the cells of the run's
/// view, the top row first.
pub const BIG_MAP: usize = 100;

/// How fast a run goes.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Serialize,
    Deserialize,
    EnumString,
    IntoStaticStr,
    VariantArray,
)]
#[strum(serialize_all = "lowercase")]
pub enum Speed {
    /// A few samples a second, the weights moving batch by batch.
    Sample,
    /// A few batches a second.
    Batch,
    /// One epoch a second.
    #[strum(serialize = "1")]
    One,
    /// Ten epochs a second.
    #[strum(serialize = "10")]
    Ten,
    /// Sixty epochs a second, the TensorFlow Playground's pace on most screens.
    #[strum(serialize = "60")]
    Sixty,
    /// As fast as it can.
    Max,
}

impl Speed {
    /// Whether an epoch takes so long that batches or samples can be seen one by one.
    pub fn is_slow_motion(self) -> bool {
        match self {
            Self::Sample | Self::Batch => true,
            Self::One | Self::Ten | Self::Sixty | Self::Max => false,
        }
    }
}

/// What one step is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, VariantArray)]
pub enum Unit {
    /// To the end of the running epoch.
    Epoch,
    /// To the next weight update.
    Batch,
    /// One sample forward and back; the weights move when its batch is full.
    Sample,
}

/// A place in the network: layer 0 is the first hidden one, the last is the output.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct UnitId {
    /// Dense layer, from 0.
    pub layer: usize,
    /// Unit in it, from 0.
    pub unit: usize,
}

/// A trainable number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct WeightId {
    /// The unit that it feeds.
    pub to: UnitId,
    /// Index in the layer before (or among the inputs); `None` is the bias.
    pub from: Option<usize>,
}

impl WeightId {
    /// Its index in [`Frame::weights`] for layers of the given sizes (`Config::shape`).
    /// `None` where there is no such weight.
    pub fn index(self, shape: &[usize]) -> Option<usize> {
        let UnitId { layer, unit } = self.to;
        let (&inputs, &units) = (shape.get(layer)?, shape.get(layer + 1)?);
        let before: usize = shape.windows(2).take(layer).map(|w| w[1] * (w[0] + 1)).sum();
        if unit >= units {
            return None;
        }
        match self.from {
            None => Some(before + unit),
            Some(from) if from < inputs => Some(before + units + unit * inputs + from),
            Some(_) => None,
        }
    }
}

/// Page to worker.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, IntoStaticStr)]
pub enum Command {
    /// Keep this table, in the place of one brought before: configs that follow name it.
    Bring {
        /// The table.
        table: Box<Table>,
    },
    /// Make the run one of this config; answered by `Data` where the data changed.
    Configure {
        /// The whole new config.
        config: Box<Config>,
    },
    /// Train on at this pace; `until` stops exactly after that epoch.
    Run {
        /// The pace.
        speed: Speed,
        /// The epoch to stop after.
        until: Option<u64>,
    },
    /// Stand still.
    Pause,
    /// One step, then stand still.
    Step {
        /// How far.
        unit: Unit,
    },
    /// A new start, as the rules have it.
    Reset,
    /// From a run that has diverged back to its last sound state.
    FallBack,
    /// Set one weight or bias by hand.
    SetWeight {
        /// Which one.
        weight: WeightId,
        /// Its new value.
        value: f64,
    },
    /// Which unit the big map shows; `None` is the output.
    Look {
        /// The unit.
        unit: Option<UnitId>,
    },
    /// What pictures show of tables of a kind; weights and training stay as they are.
    View {
        /// The visitor's choice; without one they show what they do by themselves.
        choice: Option<view::Choice>,
    },
    /// The newest frame is drawn: another may come.
    Shown,
    /// Whether the page can be seen: without a viewer no maps are computed.
    Visible {
        /// True where it can.
        visible: bool,
    },
    /// What the page wants beside pictures and losses.
    Watch(Watched),
    /// How pictures are wished for, where the worker can draw them.
    Draw {
        /// The wish.
        wish: Wish,
    },
    /// Time each op alone; answered by `Profile`.
    Profile,
    /// Try learning rates on a copy of the network, the run itself stands as it is; answered by
    /// `Rates`.
    FindRate,
    /// Train the network on every runtime side by side, on copies, and then networks of other
    /// widths; answered by `Race`. The run itself pauses.
    Race,
    /// Stop the race.
    EndRace,
    /// Say how the run stands, whatever comes next; answered by `Kept`.
    Keep {
        /// Tells one answer from another.
        mark: u32,
    },
    /// Go on from a checkpoint of a run with this config: after the worker died, or where a change is
    /// undone.
    Restore {
        /// The run's config.
        config: Box<Config>,
        /// Its state.
        checkpoint: Box<Checkpoint>,
        /// The curve up to it, as far as the page knew it; empty where the page still shows it.
        #[serde(skip)]
        curve: Vec<CurvePoint>,
    },
    /// Hand the run over to another worker, unless something goes on beside it; answered by `Handed`.
    Hand,
    /// Say that you live; answered by `Beat` once all commands before this one have been taken in.
    Beat {
        /// Tells one beat from another.
        mark: u32,
    },
}

/// Worker to page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, IntoStaticStr)]
pub enum Event {
    /// The worker listens; commands sent before are lost. It stays the first event, or another build
    /// could not read it.
    Ready {
        /// [`VERSION`] of the worker's build.
        version: u32,
    },
    /// Functions of `Math` that training at 64 bits calls in the browser, by name: those of which our
    /// own have other bits.
    Called {
        /// Their names, in alphabetical order; not said where there are none.
        functions: Vec<String>,
    },
    /// What the browser says about WebGPU.
    Gpu(Gpu),
    /// Which processor trains, and why.
    Assigned(Assignment),
    /// New data; the losses that follow belong to it.
    Data(Box<Data>),
    /// A picture of the run.
    Frame(Box<Frame>),
    /// The whole state of the run, at least once a second while it trains.
    Checkpoint(Box<Checkpoint>),
    /// The state of the run as it was when it was asked for.
    Kept {
        /// That of the `Command::Keep`.
        mark: u32,
        /// The state; `None` where there is no run, or its weights are no longer finite.
        checkpoint: Option<Box<Checkpoint>>,
    },
    /// The run as it stands, for another worker: here it has come to rest. None where the run is not to
    /// be had at this moment; it goes on here then.
    Handed(Option<Box<Checkpoint>>),
    /// Training stands still.
    Stopped(Stopped),
    /// The plan of the network.
    Graph(Graph),
    /// How long each op takes.
    Profile(Profile),
    /// Losses over learning rates.
    Rates(Rates),
    /// How a race stands.
    Race(Race),
    /// The worker lives: what it is asked is taken in, up to the beat of this mark.
    Beat {
        /// That of the newest `Command::Beat`; 0 before the first.
        mark: u32,
    },
    /// From now on something may take long: it is said before, so that silence is not mistaken.
    Patience {
        /// ms without a word at most; 0: never long.
        ms: u32,
    },
    /// Something went wrong; the run before stands.
    Failed(Failure),
}

/// Why training stands still.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Stopped {
    /// `Command::Pause`, a step's end, or a new run.
    Paused,
    /// `Run::until` is reached.
    Reached {
        /// The epoch asked for.
        epoch: u64,
    },
    /// A callback asked for it.
    Callback {
        /// The epoch after which it did.
        epoch: u64,
        /// Which one.
        reason: Callback,
        /// The epoch whose weights were brought back, where they were.
        restored: Option<u64>,
    },
    /// A loss or a weight is no longer finite. The frame that comes with it shows the last batch
    /// that was, however wild; whatever is done next begins at the last sound state.
    Diverged {
        /// The epoch in which it happened.
        epoch: u64,
        /// The likely reason.
        cause: Cause,
        /// Whole epochs of the last sound state.
        sound: u64,
    },
}

/// The likely reason of a divergence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Cause {
    /// Learning rate × regularization rate is above 2 (L2).
    Regularization,
    /// The learning rate, for what is left.
    LearningRate,
}

/// What went wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Failure {
    /// A config that a check refused.
    Config(ConfigError),
    /// A weight that is not there, or a value that is no number.
    Weight,
    /// A config that names a table which was not brought.
    Table,
    /// A message that could not be read.
    Message {
        /// What the reader said.
        detail: String,
    },
    /// A checkpoint that does not fit its config; the run starts anew.
    Checkpoint,
    /// An error or a rejected promise inside the worker.
    Worker {
        /// What the browser said.
        detail: String,
    },
}

/// One op of the plan, as the page draws it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct GraphOp {
    /// What it does, e.g. `dense` or `gelu′`.
    pub name: String,
    /// Indices into [`Graph::tensors`] of what it reads.
    pub reads: Vec<usize>,
    /// Indices of what it writes.
    pub writes: Vec<usize>,
}

/// A tensor of the plan.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct GraphTensor {
    /// Layer and role, e.g. `dense_1/kernel`.
    pub name: String,
    /// Its shape as Keras writes it, `[inputs, units]` for a kernel; without the batch, where it has a
    /// row for each sample.
    pub shape: Vec<usize>,
    /// Whether it has one.
    pub rows: bool,
}

/// Tensors flowing through ops: what the backend executes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Graph {
    /// Bits of a number, 32 or 64.
    pub bits: u32,
    /// Samples of a batch.
    pub batch: usize,
    /// All tensors.
    pub tensors: Vec<GraphTensor>,
    /// From the input to the output.
    pub forward: Vec<GraphOp>,
    /// From the loss to every gradient.
    pub backward: Vec<GraphOp>,
}

/// How long each op takes alone, on one batch.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Profile {
    /// Microseconds a repetition, of `Graph::forward` and then `Graph::backward`.
    pub micros: Vec<f64>,
    /// Whether more ops are to come: the page shows what there is.
    pub running: bool,
}

/// Losses over learning rates (Smith, 2015).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Rates {
    /// Learning rate and smoothed loss, one pair a rate tried.
    pub points: Vec<(f64, f64)>,
    /// A rate to begin with; `None` until the search has ended, and where its curve tells nothing.
    pub suggestion: Option<f64>,
    /// Whether more is to come.
    pub running: bool,
}

/// All metrics over both halves of the data.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Reports {
    /// Over the training data.
    pub train: Report,
    /// Over the test data.
    pub test: Report,
}

/// The rows of a run, and how they are shown.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Data {
    /// The number of the run that starts with it.
    pub run: u32,
    /// The columns of a row, which stand in front of its targets.
    pub columns: Vec<Column>,
    /// What is to be told of a row: the class from 0, or numbers.
    pub goal: Goal,
    /// Whether its two classes are the TensorFlow Playground's, at the ends of the colour scale.
    pub signed: bool,
    /// The way from them to what the network sees.
    pub inputs: Inputs,
    /// The way from their targets to what it answers.
    pub targets: Targets,
    /// What pictures show of them; the page puts that of the newest frame in its place.
    pub view: View,
    /// What trains, `[rows, columns + targets]`.
    #[serde(skip)]
    pub train: Vec<f64>,
    /// What is only measured, `[rows, columns + targets]`.
    #[serde(skip)]
    pub test: Vec<f64>,
}

impl Data {
    /// The rows of one half of it: each's columns and targets.
    pub fn rows<'a>(
        &self,
        half: &'a [f64],
    ) -> impl ExactSizeIterator<Item = (&'a [f64], &'a [f64])> {
        let columns = self.columns.len();
        half.chunks_exact((columns + self.goal.width()).max(1))
            .map(move |row| row.split_at(columns))
    }
}

/// One point of the curves.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Metrics {
    /// Mean loss over the training data, without any penalty.
    pub train_loss: f64,
    /// The same over the test data; NaN without any.
    pub test_loss: f64,
    /// Share of the training data whose class the output tells (classification; else NaN).
    pub train_accuracy: f64,
    /// The same over the test data.
    pub test_accuracy: f64,
}

/// The metrics at the end of an epoch (or within one, then `epoch` is a fraction).
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct CurvePoint {
    /// Epochs trained.
    pub epoch: f64,
    /// The metrics there.
    pub metrics: Metrics,
}

impl CurvePoint {
    /// As numbers: the epoch, then train loss, test loss, train accuracy and test accuracy.
    pub fn numbers(&self) -> [f64; 5] {
        let Self { epoch, metrics } = self;
        let Metrics { train_loss, test_loss, train_accuracy, test_accuracy } = metrics;
        [*epoch, *train_loss, *test_loss, *train_accuracy, *test_accuracy]
    }

    /// From what [`CurvePoint::numbers`] says.
    pub fn from_numbers(numbers: &[f64; 5]) -> Self {
        let &[epoch, train_loss, test_loss, train_accuracy, test_accuracy] = numbers;
        Self { epoch, metrics: Metrics { train_loss, test_loss, train_accuracy, test_accuracy } }
    }
}

/// The points whose class the output does not tell.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Wrong {
    /// Of the training data.
    pub train: Bits,
    /// Of the test data.
    pub test: Bits,
}

/// A picture of the run.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Frame {
    /// What the worker has drawn itself: `maps` and `big` are then empty unless they were wished for.
    pub drawn: Option<Drawn>,
    /// The number of the run (`Data::run`).
    pub run: u32,
    /// Whole epochs trained.
    pub epoch: u64,
    /// Samples of the running epoch already visited.
    pub sample: usize,
    /// The epoch whose weights these are, where a callback has brought them back and nothing has
    /// been trained since.
    pub restored: Option<u64>,
    /// Whether training goes on.
    pub running: bool,
    /// Epochs per second over the last second or so; 0 at rest.
    pub epochs_per_second: f64,
    /// Samples per second.
    pub samples_per_second: f64,
    /// Units of each layer, inputs first and output last.
    pub shape: Vec<usize>,
    /// Indices into `weights` of the kernel entries that L1 has pruned.
    pub pruned: Vec<usize>,
    /// Which unit `big` shows; `None` is the output.
    pub look: Option<UnitId>,
    /// What the pictures show of the data.
    pub view: View,
    /// Side of each map in `maps`.
    pub map_side: usize,
    /// The learning rate of the next update, schedule and callbacks included.
    pub learning_rate: f64,
    /// How the network does beside its loss.
    pub health: Health,
    /// The points that are told wrong, as many as the accuracies say; `None` where there are no
    /// classes, and where the losses come from elsewhere while training runs.
    pub wrong: Option<Wrong>,
    /// All metrics, where they are watched.
    pub reports: Option<Box<Reports>>,
    /// The points of highest loss of each half, where they are watched; the highest first.
    pub worst: Vec<Place>,
    /// The answer to the point that is watched.
    pub answer: Option<Answer>,
    /// The reply to the row that is watched.
    pub reply: Option<Reply>,
    /// What comes into the layer that is watched, by the weights that are here.
    pub input: Option<LayerInput>,
    /// The metrics now.
    pub metrics: Metrics,
    /// Per dense layer: bias `[units]`, then kernel `[units, inputs]`. See [`WeightId::index`].
    #[serde(skip)]
    pub weights: Vec<f64>,
    /// The values of all units of all dense layers, the output last:
    /// `[units of all layers, map_side, map_side]`. Empty while the page is hidden.
    #[serde(skip)]
    pub maps: Vec<f32>,
    /// `[planes, BIG_MAP, BIG_MAP]`: one plane for a unit; for the output as many as it has units.
    #[serde(skip)]
    pub big: Vec<f32>,
    /// Curve points since the frame before (since the start, in a run's first frame).
    #[serde(skip)]
    pub curve: Vec<CurvePoint>,
}

/// Everything that a run needs to go on elsewhere.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Checkpoint {
    /// The number of the run.
    pub run: u32,
    /// Whole epochs trained.
    pub epoch: u64,
    /// The state, which only a worker reads (`worker::checkpoint`): the page keeps it as it comes,
    /// in the browser's memory, and so has it empty.
    #[serde(skip)]
    pub state: Vec<u8>,
}
