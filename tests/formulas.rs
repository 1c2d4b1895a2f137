//! Formulas that a visitor writes: what is read, what is computed, and where a text goes wrong.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test fails by panicking")]

use neural_playground::app::text::Language;
use neural_playground::engine::expression::{
    self, Expected, Formula, Function, LENGTH, MOST, Wrong,
};
use neural_playground::engine::table::Column;
use proptest::prelude::*;
use strum::VariantArray as _;

fn plane() -> Vec<Column> {
    ["x₁", "x₂"].map(Column::number).to_vec()
}

/// Two columns of numbers with names that need quotes, one of categories, and two whose names are a
/// function's and a constant's.
fn people() -> Vec<Column> {
    let kinds = ["a", "b"].map(str::to_owned).to_vec();
    vec![
        Column::number("sepal length"),
        Column::category("kind", kinds),
        Column::number("the \"big\" one"),
        Column::number("키"),
        Column::number("exp"),
        Column::number("e"),
    ]
}

/// The value of a formula for a row.
fn value(text: &str, columns: &[Column], row: &[f64]) -> Option<f64> {
    let formula = Formula::read(text, columns).unwrap_or_else(|wrong| panic!("{text}: {wrong:?}"));
    let mut stack = vec![7.0];
    let value = formula.value(row, &mut stack);
    assert_eq!(stack, [7.0], "{text} leaves the stack as it was");
    value
}

/// The first thing that is wrong with a text: the character, what stands there, what should.
fn wrong(text: &str, columns: &[Column]) -> (usize, String, Expected) {
    let Err(Wrong { at, found, expected }) = Formula::read(text, columns) else {
        panic!("{text} is read")
    };
    (at, found, expected)
}

#[test]
fn operators_bind_as_in_mathematics() {
    for (text, expected) in [
        ("1 + 2 * 3", 7.0),
        ("(1 + 2) * 3", 9.0),
        ("10 - 4 - 3", 3.0),
        ("16 / 4 / 2", 2.0),
        ("2 ^ 3 ^ 2", 512.0),
        ("2 ** 3", 8.0),
        ("-2 ^ 2", -4.0),
        ("(-2) ^ 2", 4.0),
        ("(-2) ^ 3", -8.0),
        ("2 ^ -1", 0.5),
        ("2 ^ -1 * 4", 2.0),
        ("-2 * -3", 6.0),
        ("2 - -3", 5.0),
        ("--2", 2.0),
        ("+2", 2.0),
        ("1.5e1 + .5", 15.5),
        ("2e-1", 0.2),
        ("6 ÷ 3 × 2 − 1 · 1", 3.0),
    ] {
        assert_eq!(value(text, &plane(), &[0.0, 0.0]), Some(expected), "{text}");
    }
}

#[test]
fn functions_and_constants_are_those_of_the_engine() {
    let row = [0.75, -3.0];
    for (text, expected) in [
        ("sin(3*x1)*x2", (3.0 * 0.75_f64).sin() * -3.0),
        ("sqrt(x1^2+x2^2)", 3.092_329_219_213_245),
        ("cos(x1)", 0.75_f64.cos()),
        ("tan(x1)", 0.75_f64.tan()),
        ("tanh(x1)", 0.75_f64.tanh()),
        ("exp(x1)", 0.75_f64.exp()),
        ("log(x1)", 0.75_f64.ln()),
        ("ln(x1)", 0.75_f64.ln()),
        ("abs(x2)", 3.0),
        ("sign(x2)", -1.0),
        ("min(x1, x2, 0)", -3.0),
        ("max(x1, x2)", 0.75),
        ("sigmoid(x1)", 1.0 / (1.0 + (-0.75_f64).exp())),
        ("relu(x2) + relu(x1)", 0.75),
        ("sin(pi/6)", 0.5),
        ("log(e)", 1.0),
        ("x₁ * x₂", -2.25),
    ] {
        let found = value(text, &plane(), &row).unwrap();
        assert!((found - expected).abs() < 1e-14, "{text}: {found} {expected}");
    }
    for &function in Function::VARIANTS {
        let name: &str = function.into();
        let called = format!("{name}(x1{})", if name.starts_with('m') { ",2" } else { "" });
        assert!(value(&called, &plane(), &row).is_some(), "{called}");
    }
    // The square is the very product that the feature x₁² is.
    assert_eq!(value("x1^2", &plane(), &[0.1, 0.0]), Some(0.1 * 0.1));
}

#[test]
fn what_is_no_finite_number_on_the_way_has_no_value() {
    for text in [
        "log(x1)",
        "log(0)",
        "sqrt(x1)",
        "1/0",
        "1/(1/0)",
        "min(1, 1/0)",
        "exp(1000)",
        "0/0",
        "10^400",
        "x1^0.5",
    ] {
        assert_eq!(value(text, &plane(), &[-1.0, 0.0]), None, "{text}");
    }
    assert_eq!(value("sigmoid(-1000) + tanh(1000)", &plane(), &[0.0, 0.0]), Some(1.0));
    assert_eq!(value("x1", &plane(), &[]), None, "a row without its columns");
}

#[test]
fn columns_are_named_as_they_are_with_quotes_where_they_need_them() {
    let columns = people();
    let row = [5.0, 1.0, 7.0, 170.0, 2.0, 3.0];
    for (text, expected) in [
        ("\"sepal length\" * 2", 10.0),
        ("“sepal length” * 2", 10.0),
        ("\"the \"\"big\"\" one\"", 7.0),
        ("키 / 100", 1.7),
        ("exp + exp(0)", 3.0),
        ("e", 3.0),
        ("pi - pi", 0.0),
    ] {
        assert_eq!(value(text, &columns, &row), Some(expected), "{text}");
    }
    let names = ["\"sepal length\"", "\"the \"\"big\"\" one\"", "키", "exp", "e"];
    assert_eq!(expression::names(&columns), names);
    for name in names {
        assert!(value(name, &columns, &row).is_some(), "{name}");
    }
    assert_eq!(expression::names(&plane()), ["x1", "x2"]);
    let own = ["height", "my weight"].map(Column::number);
    assert_eq!(expression::names(&own), ["height", "\"my weight\""]);
    assert_eq!(value("x1 + height", &own, &[2.0, 0.0]), Some(4.0), "a plane has x1 and x2");
}

#[test]
fn the_first_thing_that_is_wrong_is_told_with_its_character() {
    let known = || Expected::Name(vec!["x1".to_owned(), "x2".to_owned()]);
    for (text, at, found, expected) in [
        ("", 0, "", Expected::Value),
        ("  ", 2, "", Expected::Value),
        ("2 +", 3, "", Expected::Value),
        ("2 + * 3", 4, "*", Expected::Value),
        ("2x1", 1, "x1", Expected::Operator),
        ("x1 x2", 3, "x2", Expected::Operator),
        ("x1)", 2, ")", Expected::Operator),
        ("(x1", 3, "", Expected::Closing),
        ("(x1 x2)", 4, "x2", Expected::Closing),
        ("sin x1", 4, "x1", Expected::Opening),
        ("sin", 3, "", Expected::Opening),
        ("sin()", 4, ")", Expected::Value),
        ("sin(x1, x2)", 6, ",", Expected::Closing),
        ("min(x1)", 6, ")", Expected::Comma),
        ("sine(x1)", 0, "sine", Expected::Function),
        ("x1(2)", 0, "x1", Expected::Function),
        ("1.2.3", 0, "1.2.3", Expected::Number),
        ("1e999", 0, "1e999", Expected::Number),
        (".", 0, ".", Expected::Number),
        ("x1 + \"x1", 5, "\"x1", Expected::Quote),
        ("x1 # 2", 3, "#", Expected::Operator),
        ("# x1", 0, "#", Expected::Value),
        ("x1 + x3", 5, "x3", known()),
        ("X1", 0, "X1", known()),
        ("\"pi\"", 0, "\"pi\"", known()),
        // Characters are counted, not bytes.
        ("π × π × 값", 8, "값", known()),
        ("alert(1)", 0, "alert", Expected::Function),
        ("<img src=x onerror=go()>", 0, "<", Expected::Value),
    ] {
        assert_eq!(wrong(text, &plane()), (at, found.to_owned(), expected), "{text}");
    }
    let (at, _, expected) = wrong("키 * kind", &people());
    assert_eq!((at, expected), (4, Expected::Numbers(expression::names(&people()))));
    let long = "1+".repeat(LENGTH);
    assert_eq!(wrong(&long, &plane()), (LENGTH, "1".to_owned(), Expected::Shorter));
    let deep = "(".repeat(LENGTH);
    assert_eq!(wrong(&deep, &plane()), (LENGTH, String::new(), Expected::Value));
}

#[test]
fn a_message_has_the_character_and_what_exists_in_each_language() {
    let Err(unknown) = Formula::read("2 * x3", &plane()) else { panic!() };
    let english = Language::English.text().formula;
    let said = (english.wrong)(&unknown);
    assert_eq!(said, "Character 5: found “x3”, expected a column: x1, x2.");
    for language in Language::VARIANTS {
        let words = language.text().formula;
        let said = (words.wrong)(&unknown);
        assert!(["5", "x3", "x1, x2"].iter().all(|part| said.contains(part)), "{said}");
        for text in ["2 +", "sine(1)", "(1", "sin 1", "min(1)", "1.2.3", "\"a", "1 1"] {
            let Err(wrong) = Formula::read(text, &plane()) else { panic!("{text}") };
            let said = (words.wrong)(&wrong);
            assert!(said.contains(&(wrong.at + 1).to_string()), "{said}");
        }
    }
}

#[test]
fn without_a_table_any_name_may_be_one() {
    for text in ["a + \"b c\"", "sin(키)", "pi * e", "exp"] {
        assert_eq!(Formula::check(text), Ok(()), "{text}");
    }
    assert_eq!(Formula::check("sine(a)").unwrap_err().expected, Expected::Function);
}

#[test]
fn a_list_of_formulas_is_taken_apart_outside_of_quotes() {
    let formulas = ["x1", "\"a;b\" + 1", "“c;”", "\"d\"\";\""].map(str::to_owned);
    assert_eq!(expression::split(&expression::join(&formulas)), formulas);
    assert_eq!(expression::split(" ; x1 ;; x2; "), ["x1", "x2"]);
    assert!(expression::validate(&formulas).is_ok());
    assert!(expression::validate(&vec!["1".to_owned(); MOST + 1]).is_err());
    assert!(expression::validate(&["1+".to_owned()]).is_err());
}

/// Any text, and texts that are nearly formulas.
fn any_text() -> impl Strategy<Value = String> {
    let piece = proptest::sample::select(vec![
        "x1",
        "x2",
        "sin(",
        "max(",
        ")",
        "(",
        ",",
        "+",
        "-",
        "*",
        "/",
        "^",
        "2",
        ".5",
        "1e3",
        " ",
        "\"",
        "\"sepal length\"",
        "“",
        "kind",
        "키",
        "pi",
        ";",
        "e",
        "=",
        "<",
        "\\",
    ]);
    let pieces = proptest::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat());
    prop_oneof![any::<String>(), pieces]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(3000) })]

    #[test]
    fn any_text_is_a_formula_or_says_where_it_is_none(text in any_text(), row in any::<[f64; 6]>()) {
        for columns in [plane(), people(), Vec::new()] {
            match Formula::read(&text, &columns) {
                Ok(formula) => {
                    let value = formula.value(&row[..columns.len()], &mut Vec::new());
                    prop_assert!(value.is_none_or(f64::is_finite), "{text}: {value:?}");
                    prop_assert_eq!(Formula::check(&text), Ok(()));
                }
                Err(wrong) => {
                    let length = text.chars().count();
                    prop_assert!(wrong.at <= length, "{text}: {wrong:?}");
                    let found: String = text.chars().skip(wrong.at).collect();
                    prop_assert!(found.starts_with(&wrong.found), "{text}: {wrong:?}");
                    prop_assert_eq!(wrong.found.is_empty(), wrong.at == length, "{}", text);
                    for language in Language::VARIANTS {
                        prop_assert!(!(language.text().formula.wrong)(&wrong).is_empty());
                    }
                }
            }
        }
    }
}
