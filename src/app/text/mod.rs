//! Every word of the page, in each language. One file an area; each holds a struct `Words`
//! and a static of it for each language, so that a language that lacks a word does not compile.
//!
//! To add a word: a field of the area's `Words` and a line in each of its statics.
//! To add a language: a variant of [`Language`] and a static in each area.

pub mod article;
#[cfg(feature = "files")]
pub mod bring;
pub mod controls;
pub mod draw;
pub mod formula;
pub mod help;
pub mod hint;
#[cfg(feature = "files")]
pub mod import;
pub mod kinds;
pub mod network;
pub mod notice;
pub mod number;
pub mod output;
pub mod pixels;
pub mod runtime;
pub mod sets;
#[cfg(feature = "files")]
pub mod take;
pub mod tpu;
pub mod training;

pub use super::preference::language::Language;

#[cfg(feature = "split")]
use super::part::part;
use super::real_set::RealSet;
use super::setting::{AUTO, Setting, base};
use crate::engine::config::Config;
use crate::engine::table::Brief;

/// What the page is called, in every language.
pub const NAME: &str = "Neural Playground";

/// All words of one language that come with the page. Those of `bring`, `import`, `help`, `pixels`, `take` and `tpu`
/// come with the part of the page that they stand in (`app/part.rs`), so nothing else may lead to them: their
/// `of` has them.
pub struct Text {
    /// Header, strip, data panel, dialogs.
    pub controls: &'static controls::Words,
    /// Drawing points.
    pub draw: &'static draw::Words,
    /// Formulas among the inputs.
    pub formula: &'static formula::Words,
    /// The diagram.
    pub network: &'static network::Words,
    /// The output column.
    pub output: &'static output::Words,
    /// What trains, and races.
    pub runtime: &'static runtime::Words,
    /// The training panel.
    pub training: &'static training::Words,
    /// Sets of real measurements.
    pub sets: &'static sets::Words,
    /// What can be chosen from a list.
    pub kinds: &'static kinds::Words,
    /// Notices.
    pub notice: &'static notice::Words,
    /// Hints.
    pub hint: &'static hint::Words,
    /// What is called how that explains itself.
    pub title: fn(help::HelpTopic) -> &'static str,
    /// The article.
    pub article: &'static article::Words,
}

static ENGLISH: Text = Text {
    controls: &controls::ENGLISH,
    draw: &draw::ENGLISH,
    formula: &formula::ENGLISH,
    network: &network::ENGLISH,
    output: &output::ENGLISH,
    runtime: &runtime::ENGLISH,
    training: &training::ENGLISH,
    sets: &sets::ENGLISH,
    kinds: &kinds::ENGLISH,
    notice: &notice::ENGLISH,
    hint: &hint::ENGLISH,
    title: help::english_title,
    article: &article::ENGLISH,
};

static KOREAN: Text = Text {
    controls: &controls::KOREAN,
    draw: &draw::KOREAN,
    formula: &formula::KOREAN,
    network: &network::KOREAN,
    output: &output::KOREAN,
    runtime: &runtime::KOREAN,
    training: &training::KOREAN,
    sets: &sets::KOREAN,
    kinds: &kinds::KOREAN,
    notice: &notice::KOREAN,
    hint: &hint::KOREAN,
    title: help::korean_title,
    article: &article::KOREAN,
};

/// The Korean words, once they have come: they are a part of the page that is fetched where they are
/// needed, before anything is on show.
#[cfg(feature = "split")]
static HANGUL: std::sync::OnceLock<&Text> = std::sync::OnceLock::new();

#[cfg(feature = "split")]
part!(korean in korean: &'static Text = &KOREAN);

impl Language {
    /// Its words; English ones as long as they have not come.
    pub fn text(self) -> &'static Text {
        self.own().unwrap_or(&ENGLISH)
    }

    /// Whether its words are there.
    pub fn is_there(self) -> bool {
        self.own().is_some()
    }

    fn own(self) -> Option<&'static Text> {
        match self {
            Self::English => Some(&ENGLISH),
            #[cfg(feature = "split")]
            Self::Korean => HANGUL.get().copied(),
            #[cfg(not(feature = "split"))]
            Self::Korean => Some(&KOREAN),
        }
    }

    /// Fetches its words; false where they cannot be had.
    #[cfg(feature = "app")]
    pub async fn fetch(self) -> bool {
        #[cfg(feature = "split")]
        if self == Self::Korean
            && let Some(words) = korean().await
        {
            HANGUL.get_or_init(|| words);
        }
        self.is_there()
    }
}

impl Text {
    /// What an option of a setting is called.
    pub fn option(&self, setting: Setting, name: &str) -> String {
        let kind = setting.about(base(name)).map(|about| self.training.label(about.label));
        match (kind, setting) {
            // Data sets have names of their own on the page.
            (Some(label), setting)
                if !matches!(setting, Setting::Dataset | Setting::RegDataset) =>
            {
                label.to_owned()
            }
            _ => self.controls.option(setting, name),
        }
    }

    /// What a table is called in the place of a generated data set.
    pub fn table(&self, own: &Brief) -> &'static str {
        let visitors = if own.drawn { self.draw.drawing } else { self.controls.own_table };
        RealSet::of(own).map_or(visitors, self.sets.name)
    }

    /// What the option is called that leaves a choice open: it says what suits.
    pub fn suiting(&self, setting: Setting, config: &Config) -> String {
        if setting == Setting::FirstClass {
            return self.controls.as_drawn.to_owned();
        }
        let mut open = config.clone();
        setting.apply(&mut open, AUTO);
        let suits = match setting.chosen(&open) {
            Some(chosen) => self.training.label(chosen.kind.about().label),
            None => self.controls.coding(open.target().coding),
        };
        (self.training.automatic)(suits)
    }
}
