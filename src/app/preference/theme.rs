//! Light or dark: first as the link says, then as remembered, then as the system says, also
//! when the system changes its mind.

use strum::{EnumString, IntoStaticStr, VariantArray};

#[cfg(feature = "app")]
pub use page::{initial, install, is_dark, remember, use_dark};

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, EnumString, IntoStaticStr, VariantArray)]
#[strum(serialize_all = "lowercase")]
pub enum Theme {
    /// As the system says.
    #[default]
    System,
    /// Dark ink on light paper.
    Light,
    /// Light ink on dark paper.
    Dark,
}

#[cfg(feature = "app")]
mod page {
    use std::str::FromStr as _;

    use leptos::prelude::*;

    use super::Theme;
    use crate::app::preference::{media, storage};
    use crate::app::reactive::{effect, memo};

    const KEY: &str = "theme";
    const DARK: &str = "(prefers-color-scheme: dark)";

    /// The theme that the page opens with.
    pub fn initial(from_link: Option<Theme>) -> Theme {
        let remembered = || storage::recall(KEY).and_then(|name| Theme::from_str(&name).ok());
        from_link.or_else(remembered).unwrap_or_default()
    }

    /// Remembers the visitor's choice for the next visit.
    pub fn remember(theme: Theme) {
        storage::remember(KEY, theme.into());
    }

    /// Keeps the page in the theme.
    pub fn install(theme: RwSignal<Theme>) {
        let dark = use_dark(theme);
        effect(move || {
            let name = if dark.get() { Theme::Dark } else { Theme::Light };
            let name: &str = name.into();
            // The attributes' names are valid, which is all that could fail.
            if let Some(root) = document().document_element() {
                let _ = root.set_attribute("data-theme", name);
            }
            if let Ok(Some(meta)) = document().query_selector("meta[name=color-scheme]") {
                let _ = meta.set_attribute("content", &format!("only {name}"));
            }
        });
    }

    /// Whether the page is dark: as the visitor chose, else as the system says, also when either
    /// changes.
    pub fn use_dark(theme: RwSignal<Theme>) -> Memo<bool> {
        let system = media::follow(DARK);
        memo(move || chosen(theme.get()).unwrap_or_else(|| system.get()))
    }

    /// Whether the page is dark at this moment.
    pub fn is_dark(theme: RwSignal<Theme>) -> bool {
        chosen(theme.get_untracked()).unwrap_or_else(|| media::holds(DARK))
    }

    /// What the visitor chose; `None` follows the system.
    fn chosen(theme: Theme) -> Option<bool> {
        match theme {
            Theme::Dark => Some(true),
            Theme::Light => Some(false),
            Theme::System => None,
        }
    }
}
