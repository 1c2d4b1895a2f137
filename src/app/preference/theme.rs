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
    use leptos::wasm_bindgen::closure::Closure;
    use leptos::wasm_bindgen::{JsCast as _, JsValue};
    use leptos::web_sys::MediaQueryList;

    use super::Theme;
    use crate::app::preference::storage;

    const KEY: &str = "theme";

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
        Effect::new(move |_| {
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
        let system = RwSignal::new(system_dark());
        let kept = StoredValue::new_local(None::<(MediaQueryList, Closure<dyn FnMut()>)>);
        if let Some(query) = dark_query() {
            let changed = Closure::new(move || {
                system.try_set(system_dark());
            });
            let listener: &JsValue = changed.as_ref();
            let added =
                query.add_event_listener_with_callback("change", listener.unchecked_ref()).is_ok();
            if added {
                kept.set_value(Some((query, changed)));
            }
        }
        on_cleanup(move || {
            kept.try_update_value(|kept| {
                if let Some((query, changed)) = kept.take() {
                    let listener: &JsValue = changed.as_ref();
                    // A listener that is not there needs no removal.
                    let _ = query
                        .remove_event_listener_with_callback("change", listener.unchecked_ref());
                }
            });
        });
        Memo::new(move |_| chosen(theme.get()).unwrap_or_else(|| system.get()))
    }

    /// Whether the page is dark at this moment.
    pub fn is_dark(theme: RwSignal<Theme>) -> bool {
        chosen(theme.get_untracked()).unwrap_or_else(system_dark)
    }

    /// What the visitor chose; `None` follows the system.
    fn chosen(theme: Theme) -> Option<bool> {
        match theme {
            Theme::Dark => Some(true),
            Theme::Light => Some(false),
            Theme::System => None,
        }
    }

    fn dark_query() -> Option<MediaQueryList> {
        window().match_media("(prefers-color-scheme: dark)").ok()?
    }

    fn system_dark() -> bool {
        dark_query().is_some_and(|query| query.matches())
    }
}
