//! Formulas in a link.

use super::*;
use neural_playground::app::notice::Unread;
use neural_playground::engine::expression::{Expected, MOST, Wrong};

/// What a hash opens: its formulas, and those that are left out with the character and what was expected.
fn check_formulas(hash: &str, formulas: &[&str], dropped: &[(&str, usize, Expected)]) -> Opened {
    let opened = check_stable(hash);
    assert_eq!(opened.link.config.formulas, formulas, "{hash}");
    let said: Vec<_> = opened
        .notices
        .iter()
        .filter_map(|notice| match notice {
            Notice::FormulaDropped {
                formula,
                reason: Unread::Wrong(Wrong { at, expected, .. }),
            } => Some((formula.as_str(), *at, expected.clone())),
            _ => None,
        })
        .collect();
    assert_eq!(said, dropped, "{hash}");
    opened
}

#[test]
fn formulas_stand_with_semicolons_between_escaped_or_not() {
    let both = ["sin(3*x1)*x2", "sqrt(x1^2+x2^2)"];
    check_formulas("formulas=sin(3*x1)*x2;sqrt(x1^2+x2^2)", &both, &[]);
    check_formulas("formulas=sin%283%2ax1%29%2Ax2%3Bsqrt(x1%5E2%2Bx2%5E2)", &both, &[]);
    check_formulas("formulas=%20x1%20+%20x2%20;;", &["x1 + x2"], &[]);
    // What Markdown and a mail program put in.
    check_formulas(r"formulas=sin(3\*x1)\*x2", &["sin(3*x1)*x2"], &[]);
    check_formulas("formulas=x1*\n%0Ax2", &["x1*x2"], &[]);
    check_formulas("formulas=x1&formulas=x2", &["x2"], &[]);
}

#[test]
fn a_bad_formula_is_named_and_left_out_and_the_rest_opens() {
    let known = || Expected::Name(vec!["x1".to_owned(), "x2".to_owned()]);
    let opened = check_formulas(
        "formulas=x1*x2;sin x1;height*2;x1+;x2&learningRate=0.1",
        &["x1*x2", "x2"],
        &[("sin x1", 4, Expected::Opening), ("height*2", 0, known()), ("x1+", 3, Expected::Value)],
    );
    assert_eq!(opened.link.config.learning_rate, 0.1);
    let said = words::say(&opened.notices[0], &words::ENGLISH);
    assert_eq!(
        said,
        "The formula “sin x1” is left out. Character 5: found “x1”, expected “(” behind the function."
    );
    let many = ["x1"; MOST + 2].join(";");
    let opened = check_formulas(&format!("formulas={many}"), &["x1"; MOST], &[]);
    let dropped =
        |notice: &&Notice| matches!(notice, Notice::FormulaDropped { reason: Unread::TooMany, .. });
    assert_eq!(opened.notices.iter().filter(dropped).count(), 2);
    // Nothing is markup, whatever it looks like.
    check_formulas("formulas=%3Cb%3E", &[], &[("<b>", 0, Expected::Value)]);
}

#[test]
fn formulas_are_ours_so_that_rules_become_modern_and_their_card_can_be_hidden() {
    for hash in ["formulas=x1*x2", "x=true&formulas=x1*x2"] {
        let opened = check_stable(hash);
        assert_eq!((opened.link.config.rules, opened.notices.len()), (Rules::Modern, 0), "{hash}");
    }
    let opened = check_stable("formulas=x1*x2&formulas_hide=true");
    assert_eq!(opened.link.view.hidden, Set::from([Control::Formulas]));
    assert_eq!(opened.link.config.formulas, ["x1*x2"], "it stays an input");
}

#[test]
fn names_of_a_table_come_back_with_the_table_and_are_left_out_without() {
    let set = neural_playground::app::real_set::RealSet::Iris;
    let mut config = Config::default();
    setting::bring(&mut config, set.brief());
    config.formulas = vec!["\"petal; length\" * 2".to_owned()];
    let hash = link::write(&Link { config: config.clone(), ..Link::default() });
    assert_eq!(check_stable(&hash).link.config, config, "{hash}");
    let own =
        config.own.clone().map(|own| neural_playground::engine::table::Brief { id: 1, ..own });
    let config = Config { own: own.clone(), ..config };
    let hash = link::write(&Link { config: config.clone(), ..Link::default() });
    assert_eq!(link::parse_on(&hash, own.as_ref()).link.config.formulas, config.formulas);
    let known = Expected::Name(vec!["x1".to_owned(), "x2".to_owned()]);
    check_formulas(&hash, &[], &[("\"petal; length\" * 2", 0, known)]);
}
