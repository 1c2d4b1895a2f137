//! The hash of the address bar: [`parse`] and [`write()`], and what a link carries.
//!
//! The keys are the TensorFlow Playground's, read as it reads them, and a few of our own.
//! Whatever stands in a link, something sensible opens, and a notice names each value that
//! was not taken as it stands. What a link suffers on its way is taken off in `mend`; which of its
//! layers are those on show, `identity` knows. To add a key: a `Setting` (numbers, names, lists) or a
//! `key::Key` (the rest).

mod escape;
pub mod identity;
mod key;
mod mend;
mod parse;
mod write;

use std::collections::BTreeSet;

pub use parse::{Opened, parse};
pub use write::write;

use super::setting::Theme;
use super::text::Language;
use crate::engine::config::Config;
use crate::protocol::Speed;

/// A control that a link can hide; the names are the TensorFlow Playground's.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    strum::EnumString,
    strum::IntoStaticStr,
    strum::VariantArray,
)]
#[strum(serialize_all = "camelCase")]
#[expect(missing_docs, reason = "each is the control that its name says")]
pub enum Control {
    ShowTestData,
    Discretize,
    PlayButton,
    StepButton,
    ResetButton,
    LearningRate,
    Activation,
    Regularization,
    RegularizationRate,
    Problem,
    Dataset,
    PercTrainData,
    Noise,
    BatchSize,
    NumHiddenLayers,
}

/// What a link says beside the run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct View {
    /// Test points in the big picture.
    pub show_test: bool,
    /// Two colours instead of a scale.
    pub discretize: bool,
    /// No article below the experiment.
    pub hide_text: bool,
    /// Controls that are not shown.
    pub hidden: BTreeSet<Control>,
    /// Features that are not shown (and are no input).
    pub hidden_features: BTreeSet<String>,
    /// The language that the link asks for; without it the browser's or the remembered one.
    pub language: Option<Language>,
    /// The theme that the link asks for.
    pub theme: Option<Theme>,
    /// The pace that the link asks for.
    pub speed: Option<Speed>,
    /// Keys that do nothing here but survive, in the order in which they came, escaped as in
    /// the link.
    pub extras: Vec<(String, String)>,
}

/// All that a link carries.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Link {
    /// The run.
    pub config: Config,
    /// The rest.
    pub view: View,
}
