//! The words of: what can be chosen from a list. One or two sentences a kind: what it does, what
//! it is good for. What it is called and where it comes from, the engine says; the names that a
//! language has of its own are in `training`.
//!
//! To add a kind: an arm in each language. To add a list: a field of [`Words`], its arm in
//! [`Words::about`] and an entry a language.

use crate::app::setting::AnyKind;
use crate::engine::activation::Activation;
use crate::engine::callback::Callback;
use crate::engine::dataset::Dataset;
use crate::engine::initializer::Initializer;
use crate::engine::layer::LayerKind;
use crate::engine::loss::Loss;
use crate::engine::metric::Metric;
use crate::engine::optimizer::Optimizer;
use crate::engine::regularizer::LayerRegularizer;
use crate::engine::schedule::Schedule;

mod english;
mod korean;

pub use english::ENGLISH;
pub use korean::KOREAN;

/// The words of this area: the sentences of each list.
pub struct Words {
    dataset: fn(Dataset) -> &'static str,
    layer: fn(LayerKind) -> &'static str,
    activation: fn(Activation) -> &'static str,
    initializer: fn(Initializer) -> &'static str,
    loss: fn(Loss) -> &'static str,
    optimizer: fn(Optimizer) -> &'static str,
    schedule: fn(Schedule) -> &'static str,
    regularizer: fn(LayerRegularizer) -> &'static str,
    callback: fn(Callback) -> &'static str,
    metric: fn(Metric) -> &'static str,
}

impl Words {
    /// What a kind does and what it is good for.
    pub fn about(&self, kind: AnyKind) -> &'static str {
        match kind {
            AnyKind::Dataset(kind) => (self.dataset)(kind),
            AnyKind::Layer(kind) => (self.layer)(kind),
            AnyKind::Activation(kind) => (self.activation)(kind),
            AnyKind::Initializer(kind) => (self.initializer)(kind),
            AnyKind::Loss(kind) => (self.loss)(kind),
            AnyKind::Optimizer(kind) => (self.optimizer)(kind),
            AnyKind::Schedule(kind) => (self.schedule)(kind),
            AnyKind::Regularizer(kind) => (self.regularizer)(kind),
            AnyKind::Callback(kind) => (self.callback)(kind),
            AnyKind::Metric(kind) => (self.metric)(kind),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::kind::Kind;

    fn of<K: Kind + Into<AnyKind>>() -> impl Iterator<Item = AnyKind> {
        K::all().iter().map(|&kind| kind.into())
    }

    #[test]
    fn every_kind_has_its_own_sentences_in_each_language() {
        let kinds: Vec<AnyKind> = of::<Dataset>()
            .chain(of::<LayerKind>())
            .chain(of::<Activation>())
            .chain(of::<Initializer>())
            .chain(of::<Loss>())
            .chain(of::<Optimizer>())
            .chain(of::<Schedule>())
            .chain(of::<LayerRegularizer>())
            .chain(of::<Callback>())
            .chain(of::<Metric>())
            .collect();
        for (words, hangul) in [(&ENGLISH, false), (&KOREAN, true)] {
            let mut said = std::collections::BTreeSet::new();
            for &kind in &kinds {
                let text = words.about(kind);
                assert!(text.ends_with('.') && !text.contains("  "), "{kind:?}: {text}");
                let found = text.chars().any(|c| ('가'..='힣').contains(&c));
                assert_eq!(found, hangul, "{kind:?}: {text}");
                assert!(said.insert(text), "{kind:?} says what another says: {text}");
                assert!(!kind.about().label.is_empty(), "{kind:?}");
            }
        }
    }
}
