//! What the page tells its visitor in passing. The words are in `text`; here is what happened.

use super::draw::Shortfall;
use super::draw::code::Wrong as BadDrawing;
use super::hint::Hint;
use super::real_set::RealSet;
use crate::engine::callback::Callback;
use crate::engine::expression::Wrong;
use crate::engine::loss::Misfit;
use crate::protocol::{Cause, Difference, Gpu};

/// Something that the visitor should know. Shown for a while and spoken by screen readers.
#[derive(Clone, Debug, PartialEq, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Notice {
    /// A value in the link or a field was refused.
    Replaced {
        /// Where it stood.
        place: Place,
        /// The hash key, e.g. `learningRate`, or a knob's name.
        key: String,
        /// The value refused, as it was given (shortened where it is very long).
        value: String,
        /// What is used instead.
        used: String,
        /// What would have been taken.
        allowed: Allowed,
        /// The nearest known name, where the value looks like a misspelt one.
        suggestion: Option<String>,
    },
    /// A link had suffered on its way and was read as it was meant.
    Mended {
        /// What was taken off.
        mending: Mending,
    },
    /// The drawing of a link cannot be read.
    NoDrawing {
        /// Why.
        wrong: BadDrawing,
    },
    /// A setting that the TensorFlow Playground lacks switched the rules to modern.
    ModernRules,
    /// Setting a clipping switched another one off.
    ClippingDropped {
        /// The key of the one that is off now.
        dropped: &'static str,
        /// What it was.
        value: String,
        /// The key of the one that is on.
        kept: &'static str,
    },
    /// Nothing is wrong, yet something is due to be said.
    Hint {
        /// What it is; the page says it in place too.
        hint: Hint,
    },
    /// Learning rate × regularization rate is above 2.
    UnstableL2 {
        /// The product.
        product: f64,
    },
    /// No input feature is chosen: only the bias trains.
    NoFeature,
    /// The loss does not go together with the output activation or the labels.
    LossMisfit {
        /// Why.
        reason: Misfit,
    },
    /// Batch normalization over a batch of one: every value is its own mean.
    BatchOfOne,
    /// A formula of the link was left out, or one that the data have no columns for.
    FormulaDropped {
        /// Its text (shortened where it is very long).
        formula: String,
        /// Why.
        reason: Unread,
    },
    /// A layer of the link or of a field was left out.
    LayerDropped {
        /// Its text (shortened where it is very long).
        layer: String,
        /// Why.
        reason: Dropped,
    },
    /// A callback stopped training.
    StoppedBy {
        /// After this epoch.
        epoch: u64,
        /// Which one.
        reason: Callback,
        /// The epoch whose weights were brought back, where they were.
        restored: Option<u64>,
    },
    /// Training met a number that is not finite.
    Diverged {
        /// In this epoch.
        epoch: u64,
        /// For this likely reason.
        cause: Cause,
    },
    /// `Run::until` is reached.
    Reached {
        /// The epoch.
        epoch: u64,
    },
    /// The worker died and was restarted from the last checkpoint.
    WorkerRestarted {
        /// The epoch that it goes on from.
        epoch: u64,
    },
    /// The graphics card was lost.
    GpuLost {
        /// The epoch that training goes on from on the CPU; `None` where the CPU trained anyway.
        epoch: Option<u64>,
    },
    /// The graphics card computed something else than the CPU, and is left alone.
    GpuWrong {
        /// What it got wrong.
        difference: Difference,
        /// The epoch that training goes on from on the CPU.
        epoch: u64,
    },
    /// Nothing trains until the visitor does something about it.
    WorkerLost {
        /// Why.
        why: Lost,
    },
    /// Something beside the run died with the worker.
    Interrupted {
        /// What.
        what: Interrupted,
    },
    /// The GPU was asked for and cannot be had.
    NoGpu {
        /// What the browser said instead.
        gpu: Gpu,
    },
    /// The link is on the clipboard.
    LinkCopied,
    /// All points are on the clipboard.
    PointsCopied {
        /// How many.
        points: usize,
    },
    /// All points are in a file.
    PointsSaved {
        /// How many.
        points: usize,
    },
    /// A picture or a file could not be made.
    NotSaved,
    /// The run is one on a table of the visitor's.
    TableBrought {
        /// Its rows.
        rows: usize,
        /// Rows of the file that are not in it.
        dropped: usize,
        /// Cells that were filled in.
        filled: usize,
    },
    /// A table has more classes than the page's own layers tell apart: it has a wide one in their place.
    Widened {
        /// The classes.
        classes: usize,
        /// The layer's units.
        units: usize,
    },
    /// It is to be trained on a drawing that has no points yet.
    NoPoints,
    /// A drawing begins with the points of other data, which are not all that they were.
    DrawnOn {
        /// What became of them.
        shortfall: Shortfall,
    },
    /// The run is one out of a file.
    RunOpened {
        /// Whole epochs trained.
        epoch: u64,
        /// What of the file this page does not know, by name.
        ignored: Vec<String>,
    },
    /// The run has the network of a file, all of it.
    NetworkOpened,
    /// The visitor's table is no longer there; the generated data set stands in its place.
    TableGone,
    /// Whether a table of the visitor's is kept for a reload.
    Keeping {
        /// What has become of that.
        what: Keeping,
    },
    /// A table of the visitor's is no longer kept, as newer ones are.
    MadeRoom {
        /// Its file's name; nothing where it has none.
        name: String,
        /// Whether it was drawn.
        drawn: bool,
        /// Its rows.
        rows: usize,
    },
    /// A set of real measurements could not be had.
    Unfetched {
        /// Which one.
        set: RealSet,
    },
    /// A part of the page could not be fetched.
    PartMissing,
    /// A link held more wrong values than are told one by one.
    More {
        /// How many more.
        count: usize,
    },
}

/// What a notice tells of. When that is over, it goes, though its time has not come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// The worker that has gone: until another one answers. Its time never comes.
    Worker,
    /// How the run came to stand: until it goes on or begins anew.
    Run,
    /// The config, or a value of it: until that is no longer so (`setting::standing`).
    Config,
    /// What a change of the run has brought or taken: until that is undone or another link is opened.
    Change,
    /// What has happened, and stays so.
    Past,
}

impl Notice {
    /// What it tells of.
    pub fn of(&self) -> Of {
        match self {
            Self::WorkerLost { .. } => Of::Worker,
            Self::StoppedBy { .. } | Self::Diverged { .. } | Self::Reached { .. } => Of::Run,
            Self::Replaced { .. }
            | Self::ModernRules
            | Self::ClippingDropped { .. }
            | Self::Hint { .. }
            | Self::UnstableL2 { .. }
            | Self::NoFeature
            | Self::LossMisfit { .. }
            | Self::BatchOfOne
            | Self::Widened { .. }
            | Self::NoPoints
            | Self::NoGpu { .. } => Of::Config,
            Self::FormulaDropped { .. }
            | Self::LayerDropped { .. }
            | Self::TableBrought { .. }
            | Self::DrawnOn { .. }
            | Self::RunOpened { .. }
            | Self::NetworkOpened
            | Self::TableGone
            | Self::Keeping { what: Keeping::NoRoom | Keeping::NotKept }
            | Self::Mended { .. }
            | Self::NoDrawing { .. }
            | Self::More { .. } => Of::Change,
            Self::WorkerRestarted { .. }
            | Self::GpuLost { .. }
            | Self::GpuWrong { .. }
            | Self::Interrupted { .. }
            | Self::LinkCopied
            | Self::PointsCopied { .. }
            | Self::PointsSaved { .. }
            | Self::NotSaved
            | Self::Keeping { what: Keeping::Forgotten | Keeping::NotForgotten }
            | Self::MadeRoom { .. }
            | Self::Unfetched { .. }
            | Self::PartMissing => Of::Past,
        }
    }

    /// Whether it makes an earlier one untrue, or says the same: of the worker and of the run there is
    /// one state, and a field holds one value.
    pub fn supersedes(&self, earlier: &Self) -> bool {
        let same_state = self.of() == earlier.of() && matches!(self.of(), Of::Worker | Of::Run);
        let same_field = matches!(
            self,
            Self::Replaced { place, key, .. } if earlier.refuses(*place, key)
        );
        self == earlier || same_state || same_field
    }

    /// Whether it says that a value at this place was refused. What stands in a link is no field:
    /// one key may hold several values.
    pub fn refuses(&self, place: Place, key: &str) -> bool {
        place != Place::Link
            && matches!(self, Self::Replaced { place: own, key: at, .. } if *own == place && at == key)
    }

    /// The same, of a value that stood in a link.
    #[must_use]
    pub fn in_link(mut self) -> Self {
        if let Self::Replaced { place, .. } = &mut self {
            *place = Place::Link;
        }
        self
    }

    /// Whether a link that leads to it says the very same, and the page shows it in place: no inputs, a
    /// learning rate of 0, settings that the TensorFlow Playground lacks and with them modern rules.
    /// Who opened the link asked for that.
    pub fn repeats_its_link(&self) -> bool {
        matches!(self, Self::NoFeature | Self::ModernRules | Self::Hint { hint: Hint::RateOfZero })
    }
}

/// What has become of keeping a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr)]
#[strum(serialize_all = "snake_case")]
pub enum Keeping {
    /// It is not kept: the browser has no room.
    NoRoom,
    /// It is not kept: the browser has no storage, or lets nobody use it.
    NotKept,
    /// It is kept no longer.
    Forgotten,
    /// It could not be removed.
    NotForgotten,
}

/// Where a value was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In a link. Its keys are known to who wrote it.
    Link,
    /// At a setting on the page.
    Setting,
    /// At a knob of a kind.
    Knob,
    /// At a weight or a bias of the diagram.
    Weight,
}

/// What would have been taken in the place of a value that was refused.
#[derive(Clone, Debug, PartialEq)]
pub enum Allowed {
    /// More than a few words could say.
    Untold,
    /// Numbers.
    Numbers(Range),
    /// Numbers; above them the TensorFlow Playground puts one of its own, which is used.
    OrPlaygrounds(Range),
    /// One of these names.
    Names(Vec<&'static str>),
    /// The units of each hidden layer.
    Shape,
    /// A text of so many letters at most.
    Letters(usize),
    /// A formula that does not go wrong here.
    Formula(Wrong),
}

/// The numbers that are allowed.
#[derive(Clone, Debug, PartialEq)]
pub struct Range {
    /// At this knob of a call, where it is one's.
    pub knob: Option<&'static str>,
    /// The smallest.
    pub least: f64,
    /// The largest.
    pub most: f64,
    /// Whether only whole ones are.
    pub whole: bool,
}

/// Why nothing trains.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lost {
    /// It has not said a word since the page stands; it may still be on its way.
    Slow,
    /// No worker ever came to work.
    Unstarted,
    /// None may: a security policy of the site stops it.
    Forbidden,
    /// One after the other died without coming further.
    Stuck,
    /// It is of another build than the page.
    Version,
}

/// What goes on beside the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Interrupted {
    /// A race of the processors.
    Race,
    /// The profile of the graph tab.
    Profile,
    /// The search for a learning rate.
    Rates,
}

/// What programs do to a link that they carry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mending {
    /// They write `&amp;` for `&`, as in HTML's source.
    Entities,
    /// They put backslashes before signs, as in Markdown's source.
    Backslashes,
    /// They break lines and leave blanks.
    Blanks,
    /// They take it for a folder and put a slash behind it.
    Slash,
}

/// Why a formula was left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unread {
    /// It is none, or names what is not there.
    Wrong(Wrong),
    /// One formula too many.
    TooMany,
}

/// Why a layer was left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dropped {
    /// No kind of layer has that name.
    Unknown,
    /// A residual connection around layers that are not there or not equally wide.
    Residual,
    /// One layer too many.
    TooMany,
}
