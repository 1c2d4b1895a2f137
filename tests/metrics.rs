//! Metrics on cases small enough to reckon by hand.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test may panic")]

use neural_playground::engine::metric::{Metric, Report, accuracy, classification, regression};
use neural_playground::protocol::wire;

fn close(found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-12, "{found} for {expected}");
}

#[test]
fn two_classes_on_one_output() {
    // Told: 1 1 0 0 1 0; true: 1 0 0 1 1 0.
    let outputs = [0.9, 0.6, 0.4, 0.3, 0.8, 0.1];
    let report = classification(&outputs, &[1, 0, 0, 1, 1, 0], (1, 2), 0.5);
    assert_eq!(report.confusion, [2, 1, 1, 2]);
    close(report.get(Metric::Accuracy), 4.0 / 6.0);
    close(report.get(Metric::Precision), 2.0 / 3.0);
    close(report.get(Metric::Recall), 2.0 / 3.0);
    close(report.get(Metric::F1Score), 2.0 / 3.0);
    // Pairs of a 1 and a 0 in the right order: 0.9 beats 3, 0.8 beats 3, 0.3 beats 1.
    close(report.get(Metric::Auc), 7.0 / 9.0);
    assert!(report.get(Metric::Top2Accuracy).is_nan() && report.get(Metric::R2Score).is_nan());
    let mut wrong = Vec::new();
    close(accuracy(&outputs, &[1, 0, 0, 1, 1, 0], (1, 0.5), &mut wrong), 4.0 / 6.0);
}

#[test]
fn an_output_at_the_threshold_is_the_second_class_and_nan_is_none() {
    let mut wrong = Vec::new();
    close(accuracy(&[0.0, -0.1, f64::NAN], &[1, 0, 1], (1, 0.0), &mut wrong), 2.0 / 3.0);
    assert_eq!(wrong, [false, false, true]);
    let report = classification(&[0.0, f64::NAN], &[1, 1], (1, 2), 0.0);
    assert_eq!(report.confusion.iter().sum::<u64>(), 1);
    assert!(report.get(Metric::Auc).is_nan());
    assert!(accuracy(&[], &[], (1, 0.0), &mut wrong).is_nan());
}

#[test]
fn several_classes_and_their_top_k() {
    #[rustfmt::skip]
    let outputs = [
        0.5, 0.3, 0.1, 0.1, // 0, true 0
        0.1, 0.2, 0.3, 0.4, // 3, true 2
        0.4, 0.3, 0.2, 0.1, // 0, true 3
        0.1, 0.6, 0.2, 0.1, // 1, true 1
    ];
    let report = classification(&outputs, &[0, 2, 3, 1], (4, 4), 0.5);
    close(report.get(Metric::Accuracy), 0.5);
    close(report.get(Metric::Top2Accuracy), 0.75);
    close(report.get(Metric::Top3Accuracy), 0.75);
    assert_eq!((report.confusion[2 * 4 + 3], report.confusion[3 * 4]), (1, 1));
    close(report.recall[0], 1.0);
    close(report.precision[0], 0.5);
    // Nothing was told to be of class 2: its precision is none.
    assert!(report.precision[2].is_nan());
    assert_eq!(report.classes(), 4);
}

#[test]
fn equal_scores_count_half() {
    close(classification(&[0.5, 0.5], &[0, 1], (1, 2), 0.5).get(Metric::Auc), 0.5);
    close(classification(&[0.1, 0.9], &[0, 1], (1, 2), 0.5).get(Metric::Auc), 1.0);
}

#[test]
fn numbers_and_their_means() {
    // Two outputs: the first is right, the second tells the mean.
    let (outputs, targets) = ([1.0, 2.0, 3.0, 2.0], [1.0, 1.0, 3.0, 3.0]);
    let report = regression(&outputs, &targets, 2);
    close(report.get(Metric::MeanAbsoluteError), 0.5);
    close(report.get(Metric::RootMeanSquaredError), 0.5_f64.sqrt());
    close(report.get(Metric::R2Score), 0.5);
    assert_eq!((report.samples, report.classes()), (2, 0));
}

#[test]
fn r2_of_targets_that_are_all_alike_is_0_and_neither_infinite_nor_no_number() {
    // The mean of three times 0.1 is not 0.1: as a variance that is not 0.
    for constant in [0.1, 0.0, -7.5] {
        for outputs in [[constant; 3], [0.3, -0.2, 9.0]] {
            let report = regression(&outputs, &[constant; 3], 1);
            assert_eq!(report.get(Metric::R2Score), 0.0, "{outputs:?} for {constant}");
        }
    }
    assert_eq!(regression(&[2.0], &[1.0], 1).get(Metric::R2Score), 0.0, "one sample");
    // Of two outputs one has such targets, the other is right.
    let report = regression(&[1.0, 2.0, 3.0, 9.0], &[1.0, 5.0, 3.0, 5.0], 2);
    close(report.get(Metric::R2Score), 0.5);
    assert!(regression(&[], &[], 1).get(Metric::R2Score).is_nan(), "no sample has no value");
    let broken = regression(&[f64::NAN, 1.0], &[1.0, 1.0], 1);
    assert!(broken.get(Metric::R2Score).is_nan(), "an output that is no number explains nothing");
}

#[test]
fn a_report_crosses_with_its_nan() {
    let report = regression(&[1.0], &[f64::NAN], 1);
    let back: Report = wire::decode(&wire::encode(&report).unwrap()).unwrap();
    assert!(back.get(Metric::R2Score).is_nan() && back.get(Metric::Accuracy).is_nan());
}
