//! The page's icons: one path each, on a square of 20.

use leptos::prelude::*;

/// An icon; it takes the colour of the text around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is what its name says")]
pub enum Picture {
    Play,
    Pause,
    Step,
    Reset,
    Undo,
    Redo,
    Go,
    Share,
    Sun,
    Moon,
    Screen,
    Dice,
    Close,
    Warning,
    More,
}

impl Picture {
    /// Its outline, and whether it is filled.
    fn path(self) -> (&'static str, bool) {
        match self {
            Self::Play => ("M6.6 4.1v11.8L16 10z", true),
            Self::Pause => ("M5.6 4.4h3v11.2h-3zM11.4 4.4h3v11.2h-3z", true),
            Self::Step => ("M4.6 4.6v10.8l7.8-5.4zM13.6 4.6h2v10.8h-2z", true),
            Self::Reset => ("M4.2 10a5.8 5.8 0 1 0 1.9-4.3M5.7 2.5v3.6h3.6", false),
            Self::Undo => ("M7.2 4 3.4 7.8l3.8 3.8M3.8 7.8h7.9a4.4 4.4 0 0 1 0 8.8H7.4", false),
            Self::Redo => ("M12.8 4l3.8 3.8-3.8 3.8M16.2 7.8H8.3a4.4 4.4 0 0 0 0 8.8h4.3", false),
            Self::Go => ("M5 17V3.6h9.4l-2.2 3.3 2.2 3.3H5", false),
            Self::Share => ("M10 12.4V2.8M6.4 6.2 10 2.6l3.6 3.6M4 10.4v6.2h12v-6.2", false),
            Self::Sun => (
                "M10 6.6a3.4 3.4 0 1 1 0 6.8 3.4 3.4 0 0 1 0-6.8M10 1.9v1.7M10 16.4v1.7M1.9 10h1.7\
                 M16.4 10h1.7M4.3 4.3l1.2 1.2M14.5 14.5l1.2 1.2M4.3 15.7l1.2-1.2M14.5 5.5l1.2-1.2",
                false,
            ),
            Self::Moon => ("M16.4 11.7A6.8 6.8 0 0 1 8.3 3.6a6.8 6.8 0 1 0 8.1 8.1z", false),
            Self::Screen => ("M2.8 4.2h14.4v9.4H2.8zM7 16.8h6M10 13.6v3.2", false),
            Self::Dice => (
                "M4 4h12v12H4zM7.2 7.2h.01M12.8 7.2h.01M10 10h.01M7.2 12.8h.01M12.8 12.8h.01",
                false,
            ),
            Self::Close => ("M5.2 5.2l9.6 9.6M14.8 5.2l-9.6 9.6", false),
            Self::More => (
                "M3 10a1.4 1.4 0 1 0 2.8 0a1.4 1.4 0 1 0-2.8 0M8.6 10a1.4 1.4 0 1 0 2.8 0a1.4 1.4 0 1 0-2.8 0\
                 M14.2 10a1.4 1.4 0 1 0 2.8 0a1.4 1.4 0 1 0-2.8 0",
                true,
            ),
            Self::Warning => ("M10 3.2 18 16.6H2zM10 8.2v3.9M10 14.3h.01", false),
        }
    }
}

/// An icon beside or instead of a word; the word or a label says what it is.
#[component]
pub fn Icon(
    /// Which one.
    picture: Picture,
) -> impl IntoView {
    let (path, filled) = picture.path();
    view! {
        <svg class="icon" class:icon--filled=filled viewBox="0 0 20 20" aria-hidden="true">
            <path d=path></path>
        </svg>
    }
}
