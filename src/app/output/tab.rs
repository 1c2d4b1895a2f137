//! What the output column shows above the figures, and the way of the keyboard to it.

use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast as _;
use leptos::web_sys::HtmlElement;

use super::picture::PICTURE;
use crate::app::state::Run;

/// What the column shows above the figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr, strum::VariantArray)]
#[strum(serialize_all = "lowercase")]
pub enum Tab {
    /// The big picture.
    Output,
    /// Confusion matrix and all metrics.
    Metrics,
    /// The plan.
    Graph,
    /// The pad to draw a digit, where the data are such.
    Digit,
}

/// What tests and the keyboard find its button by.
pub fn testid(tab: Tab) -> String {
    format!("tab-{}", <&str>::from(tab))
}

/// Gives the focus to the picture, or to the pad where that is in its place; what else the column shows
/// makes room for it.
pub fn focus_picture(run: Run) {
    let find = move |id: &str| {
        let element = document().get_element_by_id(&run.element(id))?;
        Some(element.unchecked_into::<HtmlElement>())
    };
    if find(PICTURE).is_none()
        && let Some(tab) = find(&testid(Tab::Output))
    {
        tab.click();
    }
    request_animation_frame(move || {
        if let Some(picture) = find(PICTURE) {
            // Both have a tabindex.
            let _ = picture.focus();
        }
    });
}
