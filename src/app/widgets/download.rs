//! What the visitor takes along as a file: a canvas as PNG, a text as CSV, or any file that has been
//! written already.

use js_sys::{Array, Uint8Array};
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast as _;
use leptos::wasm_bindgen::closure::Closure;
use leptos::web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, HtmlCanvasElement, Url};

use crate::app::notice::Notice;
use crate::app::state::{Page, Withheld};
use crate::app::surroundings;
use crate::formats::File;

/// Hands a canvas to the visitor as a PNG file. The browser makes the file in its own time; if
/// it cannot, or there is none, a notice says so.
pub fn download(canvas: Option<HtmlCanvasElement>, file: &str, page: Page) {
    let file = format!("{file}.png");
    let made = Closure::once_into_js(move |blob: Option<Blob>| {
        if blob.and_then(|blob| hand_over(&blob, &file, page)).is_none() {
            page.notify(Notice::NotSaved);
        }
    });
    if canvas.is_none_or(|canvas| canvas.to_blob(made.unchecked_ref()).is_err()) {
        page.notify(Notice::NotSaved);
    }
}

/// Hands a text to the visitor as a CSV file; false where that cannot be made, which a notice says.
pub fn download_text(text: &str, file: &str, page: Page) -> bool {
    let saved = download_file(&File::new(&format!("{file}.csv"), "text/csv", text), page);
    if !saved {
        page.notify(Notice::NotSaved);
    }
    saved
}

/// Hands a file to the visitor; false where the browser has no room for it.
pub fn download_file(file: &File, page: Page) -> bool {
    let File { name, media, bytes } = file;
    let options = BlobPropertyBag::new();
    options.set_type(media);
    let parts = Array::of1(&Uint8Array::from(&bytes[..]));
    let blob = Blob::new_with_u8_array_sequence_and_options(&parts, &options).ok();
    blob.and_then(|blob| hand_over(&blob, name, page)).is_some()
}

/// Clicks a link to the file, as browsers have no other way to save one. Where that may do nothing
/// without a word, the picture is shown as well.
fn hand_over(blob: &Blob, file: &str, page: Page) -> Option<()> {
    let url = Url::create_object_url_with_blob(blob).ok()?;
    let anchor: HtmlAnchorElement = document().create_element("a").ok()?.dyn_into().ok()?;
    anchor.set_href(&url);
    anchor.set_download(file);
    anchor.click();
    if surroundings::may_lose_files() && blob.type_() == "image/png" {
        page.withheld.set(Some(Withheld::Picture(url)));
        return Some(());
    }
    // Some browsers begin to read the file only after the click has returned.
    let done = move || {
        // An address that is gone already needs no revoking.
        let _ = Url::revoke_object_url(&url);
    };
    set_timeout(done, std::time::Duration::from_secs(10));
    Some(())
}
