//! The words for a network out of a file of another program: what has come of it, and why nothing has. They
//! come with the dialog for files that are brought.

mod english;
mod korean;

pub use english::ENGLISH;
pub use korean::KOREAN;

use super::number::grouped;
use crate::app::preference::language::Language;
use crate::formats::opened::Unreadable;

/// The words of this area.
pub struct Words {
    /// The network is there, and an undo brings back the one before.
    pub opened: &'static str,
    /// The run has scaled its inputs, and no longer does.
    pub unscaled: &'static str,
    /// Above the names of what the network answers otherwise without.
    pub missing: &'static str,
    /// Above the names of what it answers the same without.
    pub ignored: &'static str,
    /// So many names more.
    pub more: fn(u64) -> String,
    /// Why nothing has come of it; names the sets whose rows it would take, where there are some.
    pub unreadable: fn(&Unreadable, &str) -> String,
}

/// These words in a language.
pub fn of(language: Language) -> &'static Words {
    match language {
        Language::English => &ENGLISH,
        Language::Korean => &KOREAN,
    }
}

/// A shape: `2 × 8`.
fn shape(axes: &[usize]) -> String {
    let axes = axes.iter().map(|&axis| grouped(axis as u64));
    axes.collect::<Vec<_>>().join(" × ")
}

/// Where a number stands among others, counted from 0 as programs do: `[0, 3]`.
fn place(axes: &[usize]) -> String {
    format!("{axes:?}")
}

#[cfg(test)]
mod tests {
    use strum::VariantArray as _;

    use super::*;
    use crate::engine::config::ConfigError;

    #[test]
    fn what_is_wrong_is_told_with_its_names_and_numbers() {
        let text = |text: &str| text.to_owned();
        let (file, part, tensor) =
            (|| text("file.x"), || text("part.y"), || text("dense_1/kernel"));
        let limit = |field: &str| ConfigError {
            field: text(field),
            value: text("777"),
            allowed: text("1 to 256"),
        };
        let rows: Vec<(Unreadable, &[&str])> = vec![
            (Unreadable::Empty { file: file() }, &["file.x"]),
            (Unreadable::Large { found: 99_000_000 }, &["99"]),
            (Unreadable::Pointer { file: file() }, &["file.x", "Git LFS"]),
            (Unreadable::Foreign { file: file() }, &["file.x", ".keras"]),
            (Unreadable::Cut { file: file() }, &["file.x"]),
            (
                Unreadable::Claims { part: part(), claims: 1234, has: 56 },
                &["part.y", "1,234", "56"],
            ),
            (Unreadable::Damaged { file: file(), part: part() }, &["file.x", "part.y"]),
            (
                Unreadable::Text { file: file(), line: 34, found: text("NaN") },
                &["file.x", "34", "NaN"],
            ),
            (Unreadable::Absent { part: part() }, &["part.y"]),
            (Unreadable::Kind { tensor: tensor(), kind: text("I8") }, &["dense_1/kernel", "I8"]),
            (
                Unreadable::Shape { tensor: tensor(), expected: vec![2, 8], got: vec![8, 2] },
                &["dense_1/kernel", "2 × 8", "8 × 2"],
            ),
            (
                Unreadable::NotFinite { tensor: tensor(), place: vec![0, 3], value: text("inf") },
                &["dense_1/kernel", "[0, 3]", "inf"],
            ),
            (Unreadable::Missing { tensor: tensor() }, &["dense_1/kernel"]),
            (Unreadable::Count { expected: 4, got: 7 }, &["4", "7"]),
            (Unreadable::Branches { layer: text("concatenate") }, &["concatenate"]),
            (Unreadable::NoDense, &["Dense"]),
            (Unreadable::Limit(limit("units")), &["777", "256"]),
            (Unreadable::Limit(limit("odd_field")), &["odd_field", "777"]),
            (Unreadable::Inputs { file: 4, data: 2 }, &["4", "2", "Iris"]),
            (Unreadable::Outputs { file: 3, data: 2 }, &["3", "2"]),
        ];
        for language in Language::VARIANTS {
            let words = of(*language);
            let told: Vec<String> =
                rows.iter().map(|(why, _)| (words.unreadable)(why, "Iris")).collect();
            for (said, (why, parts)) in told.iter().zip(&rows) {
                assert!(parts.iter().all(|part| said.contains(part)), "{why:?}: {said}");
                assert_eq!(told.iter().filter(|other| *other == said).count(), 1, "{said}");
            }
            let alone = (words.unreadable)(&Unreadable::Inputs { file: 9, data: 2 }, "");
            assert!(alone.contains('9') && !alone.contains("()"), "{alone}");
            let long = Unreadable::Missing { tensor: "x".repeat(1 << 20) };
            assert!((words.unreadable)(&long, "").chars().count() < 300);
            assert!((words.more)(1234).contains("1,234"));
        }
    }
}
