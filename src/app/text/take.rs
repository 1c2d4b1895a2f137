//! The words of: taking the network along, in the formats of other programs or as a run file. They come with
//! the dialog.

mod english;
mod korean;

pub use english::ENGLISH;
pub use korean::KOREAN;

use crate::app::offers::{Group, Item};
use crate::app::preference::language::Language;
use crate::formats::{Accelerator, Note, Refused};

/// The words of this area.
pub struct Words {
    /// What can be had here, and of which moment.
    pub lead: &'static str,
    /// Which files open here, and how.
    pub back: &'static str,
    /// While the formats are being tried.
    pub asking: &'static str,
    /// A head of the list.
    pub groups: fn(Group) -> &'static str,
    /// What an item is called.
    pub names: fn(Item) -> &'static str,
    /// What it is, and what opens it.
    pub about: fn(Item) -> &'static str,
    /// What to know beside it.
    pub note: fn(&Note) -> String,
    /// Why it cannot be had.
    pub refused: fn(&Refused) -> String,
    /// Saves an item.
    pub save: &'static str,
    /// The same for screen readers, by the item's name.
    pub save_item: fn(&str) -> String,
    /// Copies the script, for screen readers too.
    pub copy: &'static str,
    /// It is on the clipboard.
    pub copied: &'static str,
    /// These files were handed to the browser.
    pub saved: fn(&str) -> String,
    /// What a notebook is to be run on.
    pub accelerator: &'static str,
    /// One of those.
    pub accelerators: fn(Accelerator) -> &'static str,
    /// The browser has made no file.
    pub not_made: &'static str,
    /// No worker has told the state, or its weights are no longer finite.
    pub no_state: &'static str,
    /// The program that writes cannot be fetched, or has died.
    pub unreached: &'static str,
    /// The program does not take the state for one.
    pub unfit: &'static str,
    /// Asks once more.
    pub try_again: &'static str,
}

/// These words in a language.
pub fn of(language: Language) -> &'static Words {
    match language {
        Language::English => &ENGLISH,
        Language::Korean => &KOREAN,
    }
}

#[cfg(test)]
mod tests {
    use strum::VariantArray as _;

    use super::*;

    fn told(lines: &[String]) {
        for (at, line) in lines.iter().enumerate() {
            assert!(!line.trim().is_empty(), "{lines:?}");
            assert!(!lines[..at].contains(line), "twice: {line}");
        }
    }

    #[test]
    fn every_item_is_named_and_explained_in_every_language() {
        for language in Language::VARIANTS {
            let words = of(*language);
            let items = || Item::all();
            told(&items().map(|item| (words.names)(item).to_owned()).collect::<Vec<_>>());
            told(&items().map(|item| (words.about)(item).to_owned()).collect::<Vec<_>>());
            told(
                &Group::VARIANTS
                    .iter()
                    .map(|&it| (words.groups)(it).to_owned())
                    .collect::<Vec<_>>(),
            );
            let accelerators = Accelerator::VARIANTS.iter();
            told(&accelerators.map(|&it| (words.accelerators)(it).to_owned()).collect::<Vec<_>>());
            told(
                &[words.no_state, words.unreached, words.unfit, words.not_made].map(str::to_owned),
            );
        }
    }

    #[test]
    fn what_is_lacking_and_what_is_to_be_known_is_told_by_name_and_number() {
        for language in Language::VARIANTS {
            let words = of(*language);
            let lacks = Refused::Lacks(vec!["celu".to_owned(), "sine".to_owned()]);
            let lacks = (words.refused)(&lacks);
            assert!(lacks.contains("celu, sine"), "{lacks}");
            let failed = (words.refused)(&Refused::Failed("<b>".to_owned()));
            assert!(failed.contains("<b>"), "{failed}");
            let notes = [
                Note::Opset(17, 8),
                Note::Narrowed,
                Note::NotCompiled("hinge_x".to_owned()),
                Note::Untrained,
                Note::ScaledTargets,
            ];
            let notes: Vec<String> = notes.iter().map(words.note).collect();
            told(&notes);
            assert!(notes[0].contains("17") && notes[0].contains('8'), "{notes:?}");
            assert!(notes[2].contains("hinge_x"), "{notes:?}");
            assert!((words.saved)("a.py").contains("a.py"));
            assert!((words.save_item)("ONNX").contains("ONNX"));
        }
    }
}
