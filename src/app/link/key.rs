//! The keys of the link that are no [`Setting`].

use strum::{EnumString, IntoStaticStr, VariantArray};

use crate::app::setting::Setting;
use crate::engine::feature::Feature;

/// What hides the control or the feature that it follows.
pub(super) const HIDE: &str = "_hide";

/// A yes or no.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "camelCase")]
pub(super) enum Toggle {
    ShowTestData,
    Discretize,
    InitZero,
    HideText,
}

/// A yes or no of the TensorFlow Playground that does nothing (there neither).
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "camelCase")]
pub(super) enum Idle {
    CosX,
    CosY,
    CollectStats,
}

/// A key that the TensorFlow Playground lacks and that is no [`Setting`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "lowercase")]
pub(super) enum Own {
    Set,
    Axes,
    Lang,
    Theme,
    Speed,
    Points,
}

/// A key of the link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Key {
    /// A number, a name or a list.
    Setting(Setting),
    /// A yes or no.
    Toggle(Toggle),
    /// An input of the network.
    Feature(Feature),
    /// Survives, no more.
    Idle(Idle),
    /// A text that survives, no more.
    Tutorial,
    /// Ours.
    Own(Own),
}

/// The TensorFlow Playground's keys in the order in which it writes them.
pub(super) const PLAYGROUND: [Key; 27] = [
    Key::Setting(Setting::Activation),
    Key::Setting(Setting::Regularization),
    Key::Setting(Setting::BatchSize),
    Key::Setting(Setting::Dataset),
    Key::Setting(Setting::RegDataset),
    Key::Setting(Setting::LearningRate),
    Key::Setting(Setting::RegularizationRate),
    Key::Setting(Setting::Noise),
    Key::Setting(Setting::NetworkShape),
    Key::Setting(Setting::Seed),
    Key::Toggle(Toggle::ShowTestData),
    Key::Toggle(Toggle::Discretize),
    Key::Setting(Setting::PercTrainData),
    Key::Feature(Feature::X),
    Key::Feature(Feature::Y),
    Key::Feature(Feature::XTimesY),
    Key::Feature(Feature::XSquared),
    Key::Feature(Feature::YSquared),
    Key::Idle(Idle::CosX),
    Key::Feature(Feature::SinX),
    Key::Idle(Idle::CosY),
    Key::Feature(Feature::SinY),
    Key::Idle(Idle::CollectStats),
    Key::Tutorial,
    Key::Setting(Setting::Problem),
    Key::Toggle(Toggle::InitZero),
    Key::Toggle(Toggle::HideText),
];

/// Our own keys in the order in which they are written.
pub(super) const OWN: [Key; 30] = [
    Key::Own(Own::Set),
    Key::Own(Own::Axes),
    Key::Setting(Setting::Curve),
    Key::Setting(Setting::Samples),
    Key::Setting(Setting::FirstClass),
    Key::Setting(Setting::LabelNoise),
    Key::Setting(Setting::TestShift),
    Key::Setting(Setting::Split),
    Key::Setting(Setting::DataSeed),
    Key::Setting(Setting::Formulas),
    Key::Setting(Setting::Layers),
    Key::Setting(Setting::Initializer),
    Key::Setting(Setting::OutputLayer),
    Key::Setting(Setting::OutputActivation),
    Key::Setting(Setting::Loss),
    Key::Setting(Setting::LabelCoding),
    Key::Setting(Setting::Optimizer),
    Key::Setting(Setting::WeightDecay),
    Key::Setting(Setting::Clipnorm),
    Key::Setting(Setting::Clipvalue),
    Key::Setting(Setting::GlobalClipnorm),
    Key::Setting(Setting::Schedule),
    Key::Setting(Setting::Callbacks),
    Key::Setting(Setting::Rules),
    Key::Setting(Setting::Precision),
    Key::Setting(Setting::Runtime),
    Key::Own(Own::Lang),
    Key::Own(Own::Theme),
    Key::Own(Own::Speed),
    // The last one: where a link is cut, its drawing says so.
    Key::Own(Own::Points),
];

impl Key {
    /// The key of that name.
    pub(super) fn named(name: &str) -> Option<Self> {
        PLAYGROUND.into_iter().chain(OWN).find(|key| key.name() == name)
    }

    /// As the link writes it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Setting(setting) => setting.into(),
            Self::Toggle(toggle) => toggle.into(),
            Self::Feature(feature) => feature.into(),
            Self::Idle(idle) => idle.into(),
            Self::Tutorial => "tutorial",
            Self::Own(own) => own.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use strum::VariantArray as _;

    use super::{Feature, Idle, Key, OWN, Own, PLAYGROUND, Setting, Toggle};

    #[test]
    fn every_key_has_its_place() {
        let written: Vec<Key> = PLAYGROUND.into_iter().chain(OWN).collect();
        let all = Setting::VARIANTS
            .iter()
            .map(|&key| Key::Setting(key))
            .chain(Toggle::VARIANTS.iter().map(|&key| Key::Toggle(key)))
            .chain(Feature::VARIANTS.iter().map(|&key| Key::Feature(key)))
            .chain(Idle::VARIANTS.iter().map(|&key| Key::Idle(key)))
            .chain(Own::VARIANTS.iter().map(|&key| Key::Own(key)))
            .chain([Key::Tutorial]);
        for key in all {
            assert_eq!(written.iter().filter(|&&other| other == key).count(), 1, "{key:?}");
            assert_eq!(Key::named(key.name()), Some(key));
        }
    }
}
