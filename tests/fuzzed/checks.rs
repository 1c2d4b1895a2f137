//! What holds for any bytes: nothing panics, what is kept is bounded, and what is read once is read
//! again. `fuzz/` looks for bytes for which it does not; the test beside this feeds what that found.

#[path = "../decoder/mod.rs"]
mod decoder;

use decoder::Decoder;
use neural_playground::app::link;
use neural_playground::engine::expression::{self, Formula, LENGTH, Wrong};
use neural_playground::engine::table::Column;
use neural_playground::files::{
    Choice, Corrections, Encoding, Fill, Findings, Header, Kind, Limits, Mark, Quotes, Reader,
    Refusal, Separator, Sheet, Taken, Thousands, Unreadable,
};
use strum::VariantArray;

/// Little, so that they are reached.
const LIMITS: Limits = Limits { rows: 50, columns: 8, text: 4000, file: 1 << 30 };
/// The window from which encoding and dialect are guessed.
const WINDOW: usize = 1 << 16;

/// One of the values that a list has, or none; what is left of the number chooses on.
fn chosen<T: Copy + VariantArray>(number: &mut usize) -> Option<T> {
    let options = T::VARIANTS.len() + 1;
    let at = *number % options;
    *number /= options;
    at.checked_sub(1).map(|at| T::VARIANTS[at])
}

/// A file: the first byte chooses what a visitor corrects, the second marks of numbers, pieces, and
/// whether a row and blank ones fill the window first.
pub fn table(bytes: &[u8]) {
    let [first, second, rest @ ..] = bytes else { return };
    let (mut how, mut then) = (usize::from(*first), usize::from(*second));
    let corrections = Corrections {
        encoding: chosen::<Encoding>(&mut how),
        separator: chosen::<Separator>(&mut how),
        header: chosen::<Header>(&mut how),
        quotes: chosen::<Quotes>(&mut how),
        decimal: chosen::<Mark>(&mut then),
        thousands: chosen::<Thousands>(&mut then),
    };
    let (size, long) = (1 + then % 7, then >= 7);
    let before = if long { format!("1,2{}", "\n".repeat(WINDOW - 3)) } else { String::new() };
    let read = |size: usize| {
        let mut reader = Reader::new(Decoder::default(), corrections, LIMITS);
        for piece in before.as_bytes().chunks(WINDOW).chain(rest.chunks(size)) {
            reader.push(piece)?;
        }
        let sheet = reader.finish()?;
        assert!(sheet.rows() <= LIMITS.rows && sheet.names().len() <= LIMITS.columns);
        // A byte that is no text becomes a character of three.
        assert!(cells(&sheet).map(str::len).sum::<usize>() <= 3 * LIMITS.text);
        Ok(sheet)
    };
    assert_eq!(seen(read(rest.len().max(1))), seen(read(size)));
}

fn cells(sheet: &Sheet) -> impl Iterator<Item = &str> {
    (0..sheet.names().len()).flat_map(|column| sheet.column(column))
}

/// A sheet as far as anyone can look into it: findings, cells, and the tables that are suggested.
type Seen = (Findings, Vec<String>, Vec<Result<Taken, Refusal>>);

/// Leaves out how much was read, which is counted in pieces.
fn seen(outcome: Result<Sheet, Unreadable>) -> Result<Seen, Unreadable> {
    let sheet = outcome?;
    let cells = cells(&sheet).map(str::to_owned).collect();
    let findings = sheet.findings(&[]);
    let texts = sheet.findings(&vec![Some(Kind::Text); sheet.names().len()]);
    let choices = [&findings, &texts].map(|it| Choice::suggest(&it.columns, it.rows));
    let fills = [Fill::Drop, Fill::Usual];
    let choices =
        choices.iter().flat_map(|choice| fills.map(|fill| Choice { fill, ..choice.clone() }));
    let tables = choices.map(|choice| sheet.table(&choice)).collect();
    Ok((Findings { bytes: 0, ..findings }, cells, tables))
}

/// Formulas, with semicolons between.
pub fn formula(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let parts = expression::split(&text);
    let listed: Vec<String> = parts.iter().map(|&part| part.to_owned()).collect();
    assert_eq!(expression::split(&expression::join(&listed)), parts);
    let kinds = ["a", "b"].map(str::to_owned).to_vec();
    let plane = ["x₁", "x₂"].map(Column::number).to_vec();
    let others = vec![
        Column::number("sepal length"),
        Column::category("kind", kinds),
        Column::number("the \"big\" one"),
        Column::number("e"),
    ];
    for part in parts.into_iter().chain([&*text]) {
        for columns in [&plane, &others] {
            match Formula::read(part, columns) {
                Ok(formula) => {
                    assert_eq!(Formula::check(part), Ok(()), "{part}");
                    evaluate(&formula);
                }
                Err(Wrong { at, found, .. }) => {
                    let signs = part.chars().count();
                    assert!(at <= signs && at <= LENGTH, "{part}: {at}");
                    assert!(part.contains(&found), "{part}: {found}");
                }
            }
        }
    }
}

fn evaluate(formula: &Formula) {
    let mut stack = vec![7.0];
    for row in [[0.0; 4], [0.5, -2.0, 1e-320, 3.0], [f64::MAX; 4], [f64::MIN; 4]] {
        let value = formula.value(&row, &mut stack);
        assert!(value.is_none_or(f64::is_finite), "{formula:?} is {value:?}");
        assert_eq!(stack, [7.0], "{formula:?}");
    }
}

/// The part of an address behind its `#`.
pub fn link(bytes: &[u8]) {
    let hash = String::from_utf8_lossy(bytes);
    let opened = link::parse(&hash);
    opened.link.config.validate().unwrap_or_else(|error| panic!("{hash}: {error}"));
    let written = link::write(&opened.link);
    assert!(written.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'#'), "{written}");
    let again = link::parse(&written);
    assert_eq!(again.link, opened.link, "{hash}\n→ {written}");
    assert_eq!(link::write(&again.link), written, "{hash}");
}
