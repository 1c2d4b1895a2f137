//! The controls that a link can hide.

use crate::app::setting::Setting;

/// A control that a link can hide; the names are the TensorFlow Playground's where it has one.
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
    FirstClass,
    LabelNoise,
    TestShift,
    Split,
    Formulas,
    Curve,
}

impl Control {
    /// The control that a setting is, where a link can hide it.
    pub fn of(setting: Setting) -> Option<Self> {
        match setting {
            Setting::Problem => Some(Self::Problem),
            Setting::Dataset | Setting::RegDataset => Some(Self::Dataset),
            Setting::PercTrainData => Some(Self::PercTrainData),
            Setting::Noise => Some(Self::Noise),
            Setting::BatchSize => Some(Self::BatchSize),
            Setting::Formulas => Some(Self::Formulas),
            Setting::Curve => Some(Self::Curve),
            Setting::NetworkShape | Setting::Layers => Some(Self::NumHiddenLayers),
            Setting::Activation => Some(Self::Activation),
            Setting::Regularization => Some(Self::Regularization),
            Setting::RegularizationRate => Some(Self::RegularizationRate),
            Setting::LearningRate => Some(Self::LearningRate),
            Setting::FirstClass => Some(Self::FirstClass),
            Setting::LabelNoise => Some(Self::LabelNoise),
            Setting::TestShift => Some(Self::TestShift),
            Setting::Split => Some(Self::Split),
            Setting::Samples
            | Setting::Initializer
            | Setting::OutputLayer
            | Setting::OutputActivation
            | Setting::Loss
            | Setting::LabelCoding
            | Setting::Optimizer
            | Setting::WeightDecay
            | Setting::Clipnorm
            | Setting::Clipvalue
            | Setting::GlobalClipnorm
            | Setting::Schedule
            | Setting::Callbacks
            | Setting::Seed
            | Setting::DataSeed
            | Setting::Rules
            | Setting::Precision
            | Setting::Runtime => None,
        }
    }
}
