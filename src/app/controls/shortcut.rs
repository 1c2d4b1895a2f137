//! The keys that work anywhere on the page. The list of keys walks the variants.

use strum::VariantArray;

use crate::app::link::Control;
use crate::app::text::controls::Words;

/// What a key does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, VariantArray)]
pub enum Shortcut {
    /// Plays or pauses.
    Play,
    /// One step.
    Step,
    /// A new start.
    Reset,
    /// Two colours.
    Discretize,
    /// Test points.
    TestData,
    /// The other language.
    Language,
    /// The focus goes to the picture, where keys read it and draw.
    Picture,
    /// Network, picture and curve alone.
    Present,
    /// Takes the last change back.
    Undo,
    /// Makes it again.
    Redo,
    /// All help.
    Keys,
    /// Closes what is open.
    Escape,
}

impl Shortcut {
    /// The shortcut of a key, as the browser names it. A Korean keyboard sends the letter
    /// that lies on the same key.
    pub fn of(key: &str) -> Option<Self> {
        match key {
            " " => Some(Self::Play),
            "ArrowRight" => Some(Self::Step),
            "r" | "R" | "ㄱ" | "ㄲ" => Some(Self::Reset),
            "d" | "D" | "ㅇ" => Some(Self::Discretize),
            "t" | "T" | "ㅅ" | "ㅆ" => Some(Self::TestData),
            "l" | "L" | "ㅣ" => Some(Self::Language),
            "p" | "P" | "ㅔ" | "ㅖ" => Some(Self::Picture),
            "f" | "F" | "ㄹ" => Some(Self::Present),
            "?" => Some(Self::Keys),
            "Escape" => Some(Self::Escape),
            _ => None,
        }
    }

    /// The shortcut of a key with Ctrl or Cmd.
    pub fn of_chord(key: &str, shift: bool) -> Option<Self> {
        match (key, shift) {
            ("z" | "Z" | "ㅋ", false) => Some(Self::Undo),
            ("z" | "Z" | "ㅋ", true) | ("y" | "Y" | "ㅛ", false) => Some(Self::Redo),
            _ => None,
        }
    }

    /// Whether it is a letter or another sign alone, which can be switched off.
    pub fn is_letter(self) -> bool {
        match self {
            Self::Reset
            | Self::Discretize
            | Self::TestData
            | Self::Language
            | Self::Picture
            | Self::Present
            | Self::Keys => true,
            Self::Play | Self::Step | Self::Undo | Self::Redo | Self::Escape => false,
        }
    }

    /// The control that it works like: a link that hides one takes the key as well.
    pub fn control(self) -> Option<Control> {
        match self {
            Self::Play => Some(Control::PlayButton),
            Self::Step => Some(Control::StepButton),
            Self::Reset => Some(Control::ResetButton),
            Self::Discretize => Some(Control::Discretize),
            Self::TestData => Some(Control::ShowTestData),
            Self::Language
            | Self::Picture
            | Self::Present
            | Self::Undo
            | Self::Redo
            | Self::Keys
            | Self::Escape => None,
        }
    }

    /// The key as the list writes it.
    pub fn key(self, words: &Words) -> &'static str {
        match self {
            Self::Play => words.space_bar,
            Self::Step => "→",
            Self::Reset => "R",
            Self::Discretize => "D",
            Self::TestData => "T",
            Self::Language => "L",
            Self::Picture => "P",
            Self::Present => "F",
            Self::Undo => "Ctrl+Z, ⌘Z",
            Self::Redo => "Ctrl+Y, ⇧⌘Z",
            Self::Keys => "?",
            Self::Escape => words.escape,
        }
    }

    /// What the list says about it.
    pub fn meaning(self, words: &Words) -> &'static str {
        match self {
            Self::Play => words.key_play,
            Self::Step => words.key_step,
            Self::Reset => words.key_reset,
            Self::Discretize => words.key_discretize,
            Self::TestData => words.key_test_data,
            Self::Language => words.key_language,
            Self::Picture => words.key_picture,
            Self::Present => words.present,
            Self::Undo => words.key_undo,
            Self::Redo => words.key_redo,
            Self::Keys => words.key_list,
            Self::Escape => words.key_escape,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::text::controls::ENGLISH;

    #[test]
    fn every_listed_letter_is_a_key_that_works() {
        for &shortcut in Shortcut::VARIANTS {
            let key = match shortcut {
                Shortcut::Undo | Shortcut::Redo => continue,
                Shortcut::Play => " ",
                Shortcut::Step => "ArrowRight",
                Shortcut::Escape => "Escape",
                Shortcut::Reset
                | Shortcut::Discretize
                | Shortcut::TestData
                | Shortcut::Language
                | Shortcut::Picture
                | Shortcut::Present
                | Shortcut::Keys => shortcut.key(&ENGLISH),
            };
            assert_eq!(Shortcut::of(key), Some(shortcut));
            assert!(!shortcut.meaning(&ENGLISH).is_empty());
        }
        assert_eq!(Shortcut::of("q"), None);
    }

    #[test]
    fn changes_are_undone_and_redone_by_the_keys_of_every_system() {
        for (key, shift, expected) in [
            ("z", false, Some(Shortcut::Undo)),
            ("ㅋ", false, Some(Shortcut::Undo)),
            ("Z", true, Some(Shortcut::Redo)),
            ("y", false, Some(Shortcut::Redo)),
            ("c", false, None),
            ("r", false, None),
        ] {
            assert_eq!(Shortcut::of_chord(key, shift), expected, "{key}");
        }
        assert!(Shortcut::VARIANTS.iter().all(|key| Shortcut::of("z") != Some(*key)));
    }
}
