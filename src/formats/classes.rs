//! The classes that Keras has for what the page calls by Keras's names.

use crate::engine::optimizer::Optimizer;
use crate::engine::regularizer::LayerRegularizer;

/// `mean_squared_error` as `MeanSquaredError`.
pub fn class(name: &str) -> String {
    let part = |part: &str| {
        let (first, rest) = part.split_at(part.len().min(1));
        first.to_ascii_uppercase() + rest
    };
    name.split('_').map(part).collect()
}

/// That of an optimizer.
pub fn optimizer(kind: Optimizer) -> &'static str {
    match kind {
        Optimizer::Sgd => "SGD",
        Optimizer::RmsProp => "RMSprop",
        Optimizer::Adagrad => "Adagrad",
        Optimizer::Adadelta => "Adadelta",
        Optimizer::Adam => "Adam",
        Optimizer::AdamW => "AdamW",
        Optimizer::Adamax => "Adamax",
        Optimizer::Nadam => "Nadam",
        Optimizer::Lion => "Lion",
        Optimizer::Ftrl => "Ftrl",
    }
}

/// That of a penalty, where there is one.
pub fn regularizer(kind: LayerRegularizer) -> Option<&'static str> {
    match kind {
        LayerRegularizer::None => None,
        LayerRegularizer::L1 => Some("L1"),
        LayerRegularizer::L2 => Some("L2"),
        LayerRegularizer::L1L2 => Some("L1L2"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_classes() {
        assert_eq!(class("mean_squared_error"), "MeanSquaredError");
        assert_eq!(class("zeros"), "Zeros");
    }
}
