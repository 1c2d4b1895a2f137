//! The page's language: first the link's, then the remembered one, then the browser's. Its words
//! are in `text`.

pub use crate::language::Language;
#[cfg(feature = "app")]
pub use page::{initial, install, of_document, remember};

#[cfg(feature = "app")]
mod page {
    use std::str::FromStr as _;

    use leptos::prelude::*;

    use super::Language;
    use crate::app::preference::storage;
    use crate::app::reactive::effect;

    const KEY: &str = "lang";

    /// The language that the page opens with.
    pub fn initial(from_link: Option<Language>) -> Language {
        let remembered = || storage::recall(KEY).and_then(|name| Language::from_str(&name).ok());
        let browser = || {
            let name = window().navigator().language()?;
            Language::from_str(name.split('-').next()?).ok()
        };
        from_link.or_else(remembered).or_else(browser).unwrap_or_default()
    }

    /// The language that the document says it is in.
    pub fn of_document() -> Language {
        let root = document().document_element();
        let code = root.and_then(|root| root.get_attribute("lang"));
        code.and_then(|code| code.parse().ok()).unwrap_or_default()
    }

    /// Remembers the visitor's choice for the next visit.
    pub fn remember(language: Language) {
        storage::remember(KEY, language.into());
    }

    /// Keeps the document's language: it chooses fonts, line breaks and a screen reader's voice.
    pub fn install(language: RwSignal<Language>) {
        effect(move || {
            if let Some(root) = document().document_element() {
                // The attribute's name is valid, which is all that could fail.
                let _ = root.set_attribute("lang", language.get().into());
            }
        });
    }
}
