//! The loss curves as SVG, compared with `tests/snapshots/plots` as text.
//! `UPDATE_SNAPSHOTS=true` writes them anew; look at them before you commit.
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test may fail")]

use std::path::Path;

use neural_playground::app::canvas::colour;
use neural_playground::app::curve::{CurveView, Metric};
use neural_playground::app::output::chart::{Chart, Look};
use neural_playground::protocol::curve::Curve;
use neural_playground::protocol::{CurvePoint, Metrics};
use plotters::backend::SVGBackend;
use plotters::drawing::IntoDrawingArea as _;

const SIZE: (u32, u32) = (328, 144);

/// The chart as the page draws it, at one unit to a pixel.
fn svg(points: &[CurvePoint], view: CurveView, dark: bool) -> String {
    let mut text = String::new();
    {
        let area = SVGBackend::with_string(&mut text, SIZE).into_drawing_area();
        let look = Look { ink: colour::ink(dark), font: "sans-serif".to_owned(), font_size: 11.0 };
        let [r, g, b] = look.ink.bg;
        area.fill(&plotters::style::RGBColor(r, g, b)).unwrap();
        let chart = Chart::new(points, view, ["train", "test"]);
        let layout = chart.layout(SIZE.0.into(), SIZE.1.into(), look.font_size);
        chart.draw(&area, layout, 1.0, &look).expect("the chart is drawn");
        area.present().unwrap();
    }
    text
}

fn check(name: &str, points: &[CurvePoint], view: CurveView, dark: bool) {
    let drawn = svg(points, view, dark);
    let path = Path::new("tests/snapshots/plots").join(name);
    if std::env::var("UPDATE_SNAPSHOTS").is_ok_and(|on| on == "true") {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, &drawn).unwrap();
        return;
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{name}: {error}"));
    let difference = kept.lines().zip(drawn.lines()).find(|(kept, drawn)| kept != drawn);
    assert!(kept == drawn, "{name} is drawn differently, first at {difference:?}");
}

/// A run that learns, wobbling, from 0.5 to almost nothing.
fn learning(epochs: u32) -> Vec<CurvePoint> {
    let mut curve = Curve::default();
    for epoch in 0..=epochs {
        let at = f64::from(epoch);
        let wobble = 1.0 + 0.2 * f64::from((epoch * 7919) % 13 / 6) - 0.2;
        let train_loss = 0.5 * libm::exp(-at / 40.0) * wobble + 0.002;
        let metrics = Metrics {
            train_loss,
            test_loss: train_loss * 1.4 + 0.01,
            train_accuracy: 1.0 - train_loss,
            test_accuracy: 0.97 - train_loss,
        };
        curve.push(CurvePoint { epoch: at, metrics });
    }
    curve.points().to_vec()
}

fn constant(epochs: &[f64], value: f64) -> Vec<CurvePoint> {
    let metrics = Metrics {
        train_loss: value,
        test_loss: value,
        train_accuracy: value,
        test_accuracy: value,
    };
    epochs.iter().map(|&epoch| CurvePoint { epoch, metrics }).collect()
}

const LOG: CurveView = CurveView { metric: Metric::Loss, log: true, smooth: false };

#[test]
fn loss_on_a_linear_axis() {
    check("loss.svg", &learning(200), CurveView::default(), false);
}

#[test]
fn loss_on_a_logarithmic_axis_in_the_dark() {
    check("loss-log-dark.svg", &learning(200), LOG, true);
}

#[test]
fn loss_smoothed() {
    check(
        "loss-smooth.svg",
        &learning(200),
        CurveView { smooth: true, ..CurveView::default() },
        false,
    );
}

#[test]
fn accuracy() {
    check("accuracy.svg", &learning(200), CurveView { metric: Metric::Accuracy, ..LOG }, false);
}

#[test]
fn a_hundred_thousand_epochs() {
    check("loss-long-log.svg", &learning(100_000), LOG, false);
}

#[test]
fn nothing_yet_and_a_single_point() {
    check("empty.svg", &[], CurveView::default(), false);
    check("start.svg", &constant(&[0.0], 0.5), CurveView::default(), false);
}

#[test]
fn no_test_data_leaves_one_curve() {
    let mut points = learning(50);
    for point in &mut points {
        point.metrics.test_loss = f64::NAN;
    }
    let drawn = svg(&points, CurveView::default(), false);
    assert!(drawn.contains("train") && !drawn.contains("test"));
}

/// plotters panics or does not return from some of these when its own axes are used.
#[test]
fn no_value_whatever_panics_or_hangs() {
    let odd =
        [0.0, -1.0, 5e-324, 1e-300, 1e300, f64::MAX, f64::NAN, f64::INFINITY, f64::NEG_INFINITY];
    for first in odd {
        for second in odd {
            let mut points = constant(&[0.0, 1.0], first);
            points.extend(constant(&[2.0, second.abs()], second));
            for log in [false, true] {
                for smooth in [false, true] {
                    for metric in [Metric::Loss, Metric::Accuracy] {
                        let drawn = svg(&points, CurveView { metric, log, smooth }, false);
                        assert!(
                            !drawn.contains("NaN") && !drawn.contains("inf"),
                            "{first} {second}"
                        );
                    }
                }
            }
        }
    }
}

/// Train and test differ by the line itself and by a name beside it, not by colour alone.
#[test]
fn train_is_one_line_and_test_is_dashes() {
    let drawn = svg(&learning(200), CurveView::default(), false);
    let paths = |colour: &str| {
        drawn
            .matches("<polyline")
            .count()
            .min(drawn.matches(&format!("stroke=\"{colour}\"")).count())
    };
    // With a piece of it below its name.
    assert_eq!(paths("#1B1D21"), 2);
    assert!(paths("#3451D1") > 10);
    assert!(drawn.contains("train") && drawn.contains("test"));
}

/// Wherever the curves end, and however they cross.
#[test]
fn the_names_stand_in_one_order_and_never_in_each_others_way() {
    for [train, test] in [[0.1, 0.9], [0.9, 0.1], [0.5, 0.5], [0.0, 0.0]] {
        let mut points = constant(&[0.0, 1.0, 2.0], train);
        points.iter_mut().for_each(|point| point.metrics.test_loss = test);
        for log in [false, true] {
            let drawn = svg(&points, CurveView { log, ..CurveView::default() }, false);
            let height = |name: &str| -> f64 {
                let text = drawn.split("<text").find(|text| text.contains(&format!("\n{name}\n")));
                let y = text.and_then(|text| text.split("y=\"").nth(1));
                y.and_then(|y| y.split('"').next()).and_then(|y| y.parse().ok()).expect("a height")
            };
            assert!(height("test") - height("train") >= 12.0, "{train} {test}");
        }
    }
}

proptest::proptest! {
    /// Whatever a run gives, the chart is drawn, with every coordinate a number.
    #[test]
    fn any_run_is_drawn(values in proptest::collection::vec(proptest::num::f64::ANY, 0..40), log: bool, smooth: bool) {
        let mut curve = Curve::default();
        for (epoch, &value) in values.iter().enumerate() {
            let metrics = Metrics {
                train_loss: value,
                test_loss: -value,
                train_accuracy: value,
                test_accuracy: value.recip(),
            };
            curve.push(CurvePoint { epoch: epoch as f64, metrics });
        }
        for metric in [Metric::Loss, Metric::Accuracy] {
            let drawn = svg(curve.points(), CurveView { metric, log, smooth }, false);
            assert!(!drawn.contains("NaN") && !drawn.contains("inf"));
        }
    }
}
