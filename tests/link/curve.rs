//! The curve of a link, and one that is none.

use super::*;
use neural_playground::app::notice::Allowed;
use neural_playground::engine::expression::{Expected, LENGTH, Wrong};

/// What a hash opens: its curve, and where one goes wrong that is not taken.
fn check_curve(hash: &str, curve: &str, wrong: Option<(usize, Expected)>) -> Opened {
    let opened = check_stable(hash);
    assert_eq!(opened.link.config.curve, curve, "{hash}");
    let said: Vec<_> = opened
        .notices
        .iter()
        .filter_map(|notice| match notice {
            Notice::Replaced {
                key,
                used,
                allowed: Allowed::Formula(Wrong { at, expected, .. }),
                ..
            } => {
                assert_eq!((key.as_str(), used.as_str()), ("curve", curve), "{hash}");
                Some((*at, expected.clone()))
            }
            _ => None,
        })
        .collect();
    assert_eq!(said, wrong.into_iter().collect::<Vec<_>>(), "{hash}");
    opened
}

#[test]
fn a_curve_comes_back_as_it_was_written_escaped_or_not() {
    for (hash, curve) in [
        ("dataset=curve", CURVE),
        ("dataset=curve&curve=x1^2/4-3", "x1^2/4-3"),
        ("dataset=curve&curve=x1%5e2%2f4-3", "x1^2/4-3"),
        ("dataset=curve&curve=%20x1%20+%201%20", "x1 + 1"),
        (r"dataset=curve&curve=2\*x1", "2*x1"),
        ("curve=log(x₁)", "log(x₁)"),
        ("curve=x1&curve=2", "2"),
    ] {
        let opened = check_curve(hash, curve, None);
        assert_eq!(opened.link.config.has_curve(), hash.starts_with("dataset"), "{hash}");
    }
    let written = link::write(&check_stable("dataset=curve&curve=x1/2").link);
    assert!(written.contains("dataset=curve") && written.contains("curve=x1/2"), "{written}");
    assert_eq!(link::write(&link::parse("curve=2*sin(x1)").link), "");
}

#[test]
fn a_curve_that_is_none_is_named_and_another_is_used() {
    let known = || Expected::Name(vec!["x1".to_owned()]);
    let opened = check_curve("dataset=curve&curve=sin x1", CURVE, Some((4, Expected::Opening)));
    assert!(opened.link.config.has_curve());
    assert_eq!(
        words::say(&opened.notices[0], &words::ENGLISH),
        "curve: “sin x1” is refused; 2*sin(x1) is used instead. Character 5: found “x1”, expected “(” \
         behind the function."
    );
    check_curve("dataset=curve&curve=x1+x2", CURVE, Some((3, known())));
    check_curve("curve=x1+", CURVE, Some((3, Expected::Value)));
    check_curve("curve=%3Cb%3E", CURVE, Some((0, Expected::Value)));
    let long = "1+".repeat(LENGTH);
    check_curve(&format!("curve={long}"), CURVE, Some((LENGTH, Expected::Shorter)));
}

#[test]
fn a_link_can_hide_the_field_of_a_curve() {
    let opened = check_curve("dataset=curve&curve=x1&curve_hide=true", "x1", None);
    assert_eq!(opened.link.view.hidden, Set::from([Control::Curve]));
    assert_eq!(
        opened.link.config.rules,
        Rules::Modern,
        "the TensorFlow Playground has no such set"
    );
}
