//! Formulas as a text lists them, and those that the data have no columns for; and the curve of the set
//! that lies above one and below.

use super::value::{quote, seed_text};
use crate::app::notice::{Notice, Unread};
use crate::engine::config::Config;
use crate::engine::dataset;
use crate::engine::expression::{self, Formula, Wrong};
use crate::engine::table::Column;

/// The formulas that a text lists; what is none is left out, and what is too many.
pub(super) fn set(config: &mut Config, text: &str) -> Vec<Notice> {
    let plane = plane(config);
    let mut notices = Vec::new();
    config.formulas.clear();
    for part in expression::split(text) {
        let text = seed_text(part);
        let reason = match read(&text, plane.as_deref()) {
            Err(wrong) => Unread::Wrong(wrong),
            Ok(()) if config.formulas.len() >= expression::MOST => Unread::TooMany,
            Ok(()) => {
                config.formulas.push(text);
                continue;
            }
        };
        notices.push(Notice::FormulaDropped { formula: quote(&text), reason });
    }
    notices
}

/// The curve that a text is; what is none leaves it as it was.
pub(super) fn set_curve(config: &mut Config, text: &str) -> bool {
    let is_read = wrong_curve(text).is_none();
    if is_read {
        config.curve = seed_text(text);
    }
    is_read
}

/// Where a text is no curve.
pub(super) fn wrong_curve(text: &str) -> Option<Wrong> {
    Formula::read(&seed_text(text), &dataset::curve_columns()).err()
}

/// Takes away what names columns that the data do not have, as far as those are known.
pub(super) fn fit(config: &mut Config) -> Vec<Notice> {
    let mut notices = Vec::new();
    let plane = plane(config);
    config.formulas.retain(|text| match read(text, plane.as_deref()) {
        Ok(()) => true,
        Err(wrong) => {
            let (formula, reason) = (quote(text), Unread::Wrong(wrong));
            notices.push(Notice::FormulaDropped { formula, reason });
            false
        }
    });
    notices
}

/// The columns, as far as they are known without a table: those of what is generated or drawn.
fn plane(config: &Config) -> Option<Vec<Column>> {
    let columns = match &config.own {
        Some(own) => own.drawn.then_some(2),
        None => Some(config.active_dataset().kind().columns()),
    };
    columns.map(|columns| ["x₁", "x₂"].into_iter().take(columns).map(Column::number).collect())
}

fn read(text: &str, columns: Option<&[Column]>) -> Result<(), Wrong> {
    match columns {
        Some(columns) => Formula::read(text, columns).map(|_| ()),
        None => Formula::check(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::setting::{Setting, settle};
    use crate::engine::expression::Expected;
    use crate::engine::table::{Aim, Brief};

    #[test]
    fn a_formula_goes_with_the_columns_that_it_names() {
        let columns = vec![None; 3];
        let aim = Aim::Classes(2);
        let own = Brief { id: 1, kind: 2, rows: 50, columns, aim, drawn: false };
        let mut config = Config { own: Some(own), ..Config::default() };
        assert_eq!(Setting::Formulas.apply(&mut config, "height*2; sin(pi); x1"), []);
        let before = config.clone();
        assert_eq!(settle(&mut config, &before), []);
        assert_eq!(Setting::Formulas.get(&config), "height*2;sin(pi);x1");
        Setting::Dataset.apply(&mut config, "circle");
        let told = settle(&mut config, &before);
        let [Notice::FormulaDropped { formula, reason: Unread::Wrong(wrong) }] = told.as_slice()
        else {
            panic!("{told:?}")
        };
        let known = Expected::Name(vec!["x1".to_owned(), "x2".to_owned()]);
        assert_eq!((formula.as_str(), wrong.at, &wrong.expected), ("height*2", 0, &known));
        assert_eq!(config.formulas, ["sin(pi)", "x1"]);
        assert!(config.beyond_playground() && config.validate().is_ok());
    }
}
