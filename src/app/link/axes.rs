//! What pictures show of a table, as a text: `3,2,1:5.1` is the third column from left to right, the
//! second from bottom to top, and the first one held at 5.1; `pc` in the place of both columns is the plane
//! of the first two principal components. Columns count from 1, and 0 is none; of
//! categories a held one is its place, from 0.

use std::fmt::Write as _;

use crate::app::setting::number_text;
use crate::decimal;
use crate::engine::table::Brief;
use crate::engine::view::Choice;

/// Stands for the first two principal components.
const COMPONENTS: &str = "pc";

/// The text of a choice.
pub(super) fn write(choice: &Choice) -> String {
    let Choice { kind: _, components, across, up, held } = choice;
    let place = |at: usize| if at < held.len() { at + 1 } else { 0 };
    let mut text = match components {
        true => COMPONENTS.to_owned(),
        false => format!("{},{}", place(*across), place(*up)),
    };
    for (at, value) in held.iter().enumerate() {
        if let Some(value) = value {
            // Writing to a string cannot fail.
            let _ = write!(text, ",{}:{}", at + 1, number_text(*value));
        }
    }
    text
}

/// The choice of a text, of a table of which a config says this; `None` where the table has no such
/// columns or values.
pub(super) fn read(text: &str, own: &Brief) -> Option<Choice> {
    let columns = &own.columns;
    let place = |text: &str| text.parse::<usize>().ok().filter(|&at| at <= columns.len());
    let side = |text: &str, none: usize| match place(text)? {
        0 => Some(none),
        at => columns[at - 1].is_none().then_some(at - 1),
    };
    let mut parts = text.split(',');
    let first = parts.next()?;
    let components = first == COMPONENTS;
    let (across, up) = if components {
        // What comes back where a column is chosen; two columns need no others.
        let mut numbers = (0..columns.len()).filter(|&at| columns[at].is_none());
        let sides = (numbers.next()?, numbers.next()?);
        numbers.next()?;
        sides
    } else {
        let across = side(first, columns.len())?;
        // Nothing across and nothing up are two things.
        let none_up = columns.len() + usize::from(across == columns.len());
        (across, side(parts.next()?, none_up)?)
    };
    let mut held = vec![None; columns.len()];
    for part in parts {
        let (at, value) = part.split_once(':')?;
        let at = place(at)?.checked_sub(1)?;
        let value = decimal::read(value).filter(|value| match columns[at] {
            None => value.is_finite(),
            Some(names) => value.fract() == 0.0 && (0.0..names as f64).contains(value),
        })?;
        held[at] = Some(value);
    }
    (across != up).then_some(Choice { kind: own.kind, components, across, up, held })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::table::Aim;

    /// Numbers, three categories, numbers, numbers.
    fn own() -> Brief {
        let columns = vec![None, Some(3), None, None];
        Brief { id: 1, kind: 7, rows: 9, columns, aim: Aim::Classes(2), drawn: false }
    }

    fn choice(across: usize, up: usize, held: [Option<f64>; 4]) -> Choice {
        Choice { kind: 7, components: false, across, up, held: held.to_vec() }
    }

    #[test]
    fn choices_have_texts_that_say_them() {
        for (text, expected) in [
            ("3,1", choice(2, 0, [None; 4])),
            ("1,0", choice(0, 4, [None; 4])),
            ("0,0", choice(4, 5, [None; 4])),
            ("3,1,2:2,4:-0.5", choice(2, 0, [None, Some(2.0), None, Some(-0.5)])),
            ("3,1,1:1e-9", choice(2, 0, [Some(1e-9), None, None, None])),
        ] {
            assert_eq!(read(text, &own()), Some(expected.clone()), "{text}");
            assert_eq!(write(&expected), text);
        }
    }

    #[test]
    fn components_have_a_text_where_there_are_more_than_two_columns_of_numbers() {
        let of = |held| Choice { components: true, ..choice(0, 2, held) };
        for (text, expected) in
            [("pc", of([None; 4])), ("pc,2:1", of([None, Some(1.0), None, None]))]
        {
            assert_eq!(read(text, &own()), Some(expected.clone()), "{text}");
            assert_eq!(write(&expected), text);
        }
        for text in ["pc,1", "pc,2,1", "PC", "pc,2:3"] {
            assert_eq!(read(text, &own()), None, "{text}");
        }
        let two = Brief { columns: vec![None, Some(3), None], ..own() };
        assert_eq!(read("pc", &two), None);
    }

    #[test]
    fn what_the_table_does_not_have_is_no_choice() {
        for text in [
            "",
            "1",
            "1,",
            "a,1",
            "1,1",
            "2,1",
            "1,2",
            "1,5",
            "5,1",
            "1,3,2",
            "1,3,2:",
            "1,3,2:3",
            "1,3,2:0.5",
            "1,3,2:-1",
            "1,3,4:NaN",
            "1,3,4:inf",
            "1,3,0:1",
            "1,3,5:1",
            "1,3,",
            "-1,3",
        ] {
            assert_eq!(read(text, &own()), None, "{text}");
        }
        let none = Brief { columns: Vec::new(), ..own() };
        assert_eq!(read("1,2", &none), None);
        assert_eq!(read("0,0", &none).map(|choice| write(&choice)).as_deref(), Some("0,0"));
    }
}
