//! Where the page stands: by itself or in a frame of another page, in a browser or in one that is part
//! of an app. There it has fewer rights, and most are not told beforehand.

/// What browsers that are part of an app call themselves by. Their downloads and clipboards mostly do
/// nothing, without a word.
const APPS: [&str; 9] = [
    "KAKAOTALK",
    "NAVER(",
    "DaumApps",
    "Instagram",
    "FBAN/",
    "FBAV/",
    " Line/",
    "MicroMessenger/",
    // Any other on Android.
    "; wv)",
];

/// Where a text is typed, which has an undo of its own and takes what is pasted and dropped.
pub const TEXT: &str = "input:not([type=checkbox], [type=range]), textarea, [contenteditable]";

/// Whether a browser that calls itself so is part of an app.
pub fn is_in_app(user_agent: &str) -> bool {
    APPS.iter().any(|app| user_agent.contains(app))
}

#[cfg(feature = "app")]
pub use page::{give_focus_back, is_app, is_framed, keep_history, may_lose_files};

#[cfg(feature = "app")]
mod page {
    use leptos::ev::MouseEvent;
    use leptos::prelude::{document, location, window};
    use leptos::wasm_bindgen::JsCast as _;
    use leptos::web_sys::{HtmlElement, SvgElement};

    /// Whether the page stands in a frame of another page.
    pub fn is_framed() -> bool {
        // A browser that does not tell has no page around.
        window().parent().ok().flatten().is_some_and(|parent| parent != window())
    }

    /// Whether the browser is part of an app.
    pub fn is_app() -> bool {
        window().navigator().user_agent().is_ok_and(|name| super::is_in_app(&name))
    }

    /// Whether a file that the page hands over may be dropped without a word: apps do so, and so do
    /// frames whose `sandbox` lacks `allow-downloads`.
    pub fn may_lose_files() -> bool {
        is_app() || is_framed()
    }

    /// In a frame, follows a click on a link to another hash without an entry in the history, which is
    /// the page's around.
    pub fn keep_history(event: &MouseEvent, hash: &str) {
        // Such a click opens a tab or a window.
        let elsewhere = event.ctrl_key() || event.meta_key() || event.shift_key();
        if is_framed() && !elsewhere && location().replace(hash).is_ok() {
            event.prevent_default();
        }
    }

    /// Takes the focus off the page's controls and gives it to the page around.
    pub fn give_focus_back() {
        // Where any of this is refused, a click into the page around does it.
        if let Some(focused) = document().active_element() {
            let _ = match focused.dyn_into::<HtmlElement>() {
                Ok(element) => element.blur(),
                Err(element) => element.unchecked_into::<SvgElement>().blur(),
            };
        }
        if let Ok(Some(parent)) = window().parent() {
            let _ = parent.focus();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_of_apps_are_told_from_browsers() {
        let webkit = "Mozilla/5.0 (Linux; Android 14; SM-S918N) AppleWebKit/537.36";
        for app in [
            format!("{webkit} Version/4.0 Chrome/126.0.0.0 Mobile Safari/537.36 KAKAOTALK 10.8.3"),
            format!("{webkit} Chrome/126.0.0.0 Mobile Safari/537.36 NAVER(inapp; search; 1020)"),
            webkit.replace("SM-S918N", "SM-S918N; wv"),
        ] {
            assert!(is_in_app(&app), "{app}");
        }
        for browser in [
            format!("{webkit} Chrome/126.0.0.0 Mobile Safari/537.36"),
            format!("{webkit} SamsungBrowser/25.0 Chrome/121.0.0.0 Mobile Safari/537.36"),
            "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0".to_owned(),
        ] {
            assert!(!is_in_app(&browser), "{browser}");
        }
    }
}
