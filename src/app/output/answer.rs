//! What is told of an answer: the class, and how far the outputs speak for it. That is a probability only
//! where the outputs are such; else it is the output itself, and how far that is from another answer.

use super::labels::Labels;
use crate::app::hint;
use crate::app::text::number;
use crate::app::text::output::Words;
use crate::engine::activation::Activation;
use crate::engine::config::Target;
use crate::engine::loss::{Coding, Loss};

/// The probabilities that the outputs of a row are, one for each output: of its class, or of the second one
/// where a single output tells two. `None` where they are none.
pub fn probabilities(outputs: &[f64], target: &Target) -> Option<Vec<f64>> {
    let (loss, activation) = (target.loss.kind(), target.activation.kind());
    let is_categorical = loss == Loss::CategoricalCrossentropy;
    if target.classes == 0 || outputs.iter().any(|y| !y.is_finite()) {
        None
    } else if activation == Activation::Softmax {
        Some(outputs.to_vec())
    } else if activation == Activation::Sigmoid {
        // The categorical loss reads them as shares, and −1 is no probability to learn.
        let learns_it = !is_categorical && target.coding != Coding::Signed;
        learns_it.then(|| outputs.to_vec())
    } else if !loss.reads_logits(activation) {
        None
    } else if is_categorical {
        Some(hint::softmax(outputs))
    } else {
        Some(outputs.iter().map(|&y| hint::probability(y)).collect())
    }
}

/// The class that a row of outputs tells, with its probability, or else with its output.
pub fn said(
    outputs: &[f64],
    class: usize,
    (target, labels): (&Target, &Labels),
    words: &Words,
) -> String {
    let name = labels.class(class, words);
    let value = |value: f64| number::tick(value, 1.0);
    let probable = probabilities(outputs, target);
    match (outputs, &probable) {
        (&[_], Some(second)) => {
            let share = if class == 1 { second[0] } else { 1.0 - second[0] };
            (words.answer_probable)(&name, &number::percent(share))
        }
        (&[y], None) => {
            let threshold = target.threshold();
            let away = (y - threshold).abs();
            (words.answer_output)(&name, &value(y), &value(away), &value(threshold))
        }
        (_, Some(shares)) => {
            let share = shares.get(class).copied().unwrap_or(f64::NAN);
            (words.answer_probable)(&name, &number::percent(share))
        }
        (_, None) => {
            let y = outputs.get(class).copied().unwrap_or(f64::NAN);
            let others = outputs.iter().enumerate().filter(|(at, _)| *at != class);
            let next = others.map(|(_, &y)| y).fold(f64::NEG_INFINITY, f64::max);
            (words.answer_ahead)(&name, &value(y), &value(y - next))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::link;
    use crate::app::text::output::{ENGLISH, KOREAN};

    fn target(hash: &str) -> Target {
        link::parse(hash).link.config.target()
    }

    #[test]
    fn only_what_is_a_probability_is_called_one() {
        #[rustfmt::skip]
        let rows: [(&str, &[f64], usize, &str); 12] = [
            // One output of −1 or 1.
            ("", &[-0.5], 0, "Class 1 (output −0.5, 0.5 from the threshold 0)"),
            ("outputActivation=linear", &[1.25], 1, "Class 2 (output 1.25, 1.25 from the threshold 0)"),
            ("loss=hinge&outputActivation=sigmoid", &[0.25], 1, "Class 2 (output 0.25, 0.25 from the threshold 0)"),
            // One of 0 or 1.
            ("labelCoding=binary&outputActivation=linear", &[0.75], 1, "Class 2 (output 0.75, 0.25 from the threshold 0.5)"),
            ("loss=binary_crossentropy", &[0.031], 0, "Class 1 (probability 96.9%)"),
            ("loss=binary_crossentropy", &[0.969], 1, "Class 2 (probability 96.9%)"),
            ("loss=binary_crossentropy&outputActivation=linear", &[0.0], 1, "Class 2 (probability 50.0%)"),
            // One a class: what is even for three classes says so.
            ("dataset=blobs(classes:3)", &[0.354, 0.323, 0.323], 0, "Class 1 (probability 35.4%)"),
            ("dataset=blobs(classes:3)&outputActivation=linear", &[0.0, 0.0, 20.0], 2, "Class 3 (probability 100.0%)"),
            ("dataset=blobs(classes:3)&loss=binary_crossentropy", &[0.9, 0.8, 0.1], 0, "Class 1 (probability 90.0%)"),
            ("dataset=blobs(classes:3)&loss=mean_squared_error&outputActivation=tanh", &[0.25, 0.75, -1.0], 1, "Class 2 (output 0.75, 0.5 above the next)"),
            ("dataset=blobs(classes:3)&outputActivation=sigmoid", &[0.5, 0.5, 0.25], 0, "Class 1 (output 0.5, 0 above the next)"),
        ];
        for (hash, outputs, class, expected) in rows {
            let of = (&target(hash), &Labels::default());
            assert_eq!(said(outputs, class, of, &ENGLISH), expected, "{hash} {outputs:?}");
            assert_ne!(said(outputs, class, of, &KOREAN), expected);
        }
    }

    #[test]
    fn numbers_and_what_is_none_are_no_probabilities() {
        assert_eq!(
            probabilities(&[0.5], &target("problem=regression&outputActivation=sigmoid")),
            None
        );
        assert_eq!(probabilities(&[f64::NAN, 0.5], &target("dataset=blobs(classes:2)")), None);
        let logits = "dataset=blobs(classes:2)&outputActivation=linear";
        let shares = probabilities(&[900.0, 900.0], &target(logits));
        assert_eq!(shares, Some(vec![0.5, 0.5]));
    }
}
