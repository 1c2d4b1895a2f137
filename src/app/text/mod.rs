//! Every word of the page, in each language. One file an area; each holds a struct `Words`
//! and a static of it for each language, so that a language that lacks a word does not compile.
//!
//! To add a word: a field of the area's `Words` and a line in each of its statics.
//! To add a language: a variant of [`Language`] and a static in each area.

pub mod article;
pub mod controls;
pub mod help;
pub mod hint;
pub mod kinds;
pub mod network;
pub mod notice;
pub mod number;
pub mod output;
pub mod runtime;
pub mod training;

pub use super::preference::language::Language;

/// All words of one language.
pub struct Text {
    /// Header, strip, data panel, dialogs.
    pub controls: &'static controls::Words,
    /// The diagram.
    pub network: &'static network::Words,
    /// The output column.
    pub output: &'static output::Words,
    /// What trains, and races.
    pub runtime: &'static runtime::Words,
    /// The training panel.
    pub training: &'static training::Words,
    /// What can be chosen from a list.
    pub kinds: &'static kinds::Words,
    /// Notices.
    pub notice: &'static notice::Words,
    /// Hints.
    pub hint: &'static hint::Words,
    /// What things explain themselves with.
    pub help: &'static help::Words,
    /// The article.
    pub article: &'static article::Words,
}

static ENGLISH: Text = Text {
    controls: &controls::ENGLISH,
    network: &network::ENGLISH,
    output: &output::ENGLISH,
    runtime: &runtime::ENGLISH,
    training: &training::ENGLISH,
    kinds: &kinds::ENGLISH,
    notice: &notice::ENGLISH,
    hint: &hint::ENGLISH,
    help: &help::ENGLISH,
    article: &article::ENGLISH,
};

static KOREAN: Text = Text {
    controls: &controls::KOREAN,
    network: &network::KOREAN,
    output: &output::KOREAN,
    runtime: &runtime::KOREAN,
    training: &training::KOREAN,
    kinds: &kinds::KOREAN,
    notice: &notice::KOREAN,
    hint: &hint::KOREAN,
    help: &help::KOREAN,
    article: &article::KOREAN,
};

impl Language {
    /// Its words.
    pub fn text(self) -> &'static Text {
        match self {
            Self::English => &ENGLISH,
            Self::Korean => &KOREAN,
        }
    }
}
