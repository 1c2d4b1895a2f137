//! What the page tells its visitor in passing. The words are in `text`; here is what happened.

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
    /// Learning rate × regularization rate is above 2.
    UnstableL2 {
        /// The product.
        product: f64,
    },
    /// No input feature is chosen: only the bias trains.
    NoFeature,
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
