//! What the page tells its visitor in passing. The words are in `text`; here is what happened.

use super::hint::Hint;
use super::setting::Setting;
use crate::engine::callback::Callback;
use crate::engine::loss::Misfit;
use crate::protocol::Cause;

/// Something that the visitor should know. Shown for a while and spoken by screen readers.
#[derive(Clone, Debug, PartialEq)]
pub enum Notice {
    /// A value in the link or a field was refused.
    Replaced {
        /// The hash key, e.g. `learningRate`.
        key: String,
        /// The value refused, as it was given (shortened where it is very long).
        value: String,
        /// What is used instead.
        used: String,
        /// The nearest known name, where the value looks like a misspelt one.
        suggestion: Option<String>,
    },
    /// A setting that the TensorFlow Playground lacks switched the rules to modern.
    ModernRules,
    /// Setting a clipping switched another one off.
    ClippingDropped {
        /// The one that is off now.
        dropped: Setting,
        /// What it was.
        value: String,
        /// The one that is on.
        kept: Setting,
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
    /// The worker could not be started, or speaks another version.
    WorkerLost {
        /// What the browser said.
        detail: String,
    },
    /// The link is on the clipboard.
    LinkCopied,
    /// The browser refused the clipboard; the link is in the address bar.
    LinkNotCopied,
    /// A picture could not be made.
    NotSaved,
    /// A link held more wrong values than are told one by one.
    More {
        /// How many more.
        count: usize,
    },
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
