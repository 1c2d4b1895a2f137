//! The classes that Keras has for what the page calls by Keras's names.

use crate::engine::optimizer::Optimizer;
use crate::engine::regularizer::LayerRegularizer;

/// `mean_squared_error` as `MeanSquaredError`.
pub fn class(name: &str) -> String {
    let mut starts = true;
    let letter = |letter: char| {
        let begins = std::mem::replace(&mut starts, letter == '_');
        (letter != '_').then_some(if begins { letter.to_ascii_uppercase() } else { letter })
    };
    name.chars().filter_map(letter).collect()
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
