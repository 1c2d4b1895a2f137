//! What every canvas of the page needs: its size without reading layout in each frame, one
//! canvas pixel to each device pixel.

use leptos::ev;
use leptos::html::ElementType;
use leptos::prelude::*;
use leptos::wasm_bindgen::closure::Closure;
use leptos::wasm_bindgen::{JsCast, JsValue};
use leptos::web_sys::{
    CanvasRenderingContext2d, Element, HtmlCanvasElement, ResizeObserver, ResizeObserverEntry,
};

use crate::app::reactive::{effect, on_window};

/// How large a canvas is.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Size {
    /// In CSS pixels.
    pub width: f64,
    /// In CSS pixels.
    pub height: f64,
    /// Device pixels in a CSS pixel.
    pub ratio: f64,
}

/// The size of an element, without its scroll bars, kept current by a `ResizeObserver`; `None`
/// before it is on the page.
pub fn observe<E>(element: NodeRef<E>) -> RwSignal<Option<Size>>
where
    E: ElementType + 'static,
    E::Output: AsRef<Element> + JsCast + Clone + 'static,
{
    let size = RwSignal::new(None::<Size>);
    let kept = StoredValue::new_local(None::<(ResizeObserver, Closure<dyn FnMut(js_sys::Array)>)>);
    let disconnect = move || {
        kept.try_update_value(|kept| {
            if let Some((observer, _)) = kept.take() {
                observer.disconnect();
            }
        })
    };
    effect(move || {
        disconnect();
        let Some(element) = element.get() else { return };
        let resized = Closure::new(move |entries: js_sys::Array| {
            let Ok(entry) = entries.get(0).dyn_into::<ResizeObserverEntry>() else {
                return;
            };
            let content = entry.content_rect();
            let (width, height) = (content.width(), content.height());
            let new = Some(Size { width, height, ratio: ratio() });
            if size.try_get_untracked().is_some_and(|old| old != new) {
                size.set(new);
            }
        });
        if let Ok(observer) = ResizeObserver::new(resized.as_ref().unchecked_ref()) {
            observer.observe(element.as_ref());
            kept.set_value(Some((observer, resized)));
        }
    });
    // Zooming a canvas of fixed size changes the ratio alone, which the observer does not see.
    let zoomed = on_window(ev::resize, move |_| {
        if let Some(Some(old)) = size.try_get_untracked()
            && old.ratio != ratio()
        {
            size.set(Some(Size { ratio: ratio(), ..old }));
        }
    });
    on_cleanup(move || {
        disconnect();
        zoomed.remove();
    });
    size
}

/// Device pixels in a CSS pixel.
pub fn ratio() -> f64 {
    window().device_pixel_ratio().clamp(0.5, 8.0)
}

/// Pixels of a canvas along one side at most; some browsers refuse more.
const MOST: f64 = 8192.0;

/// Gives `canvas` as many pixels as the screen has for it, up to a most, and clears it. The
/// context's unit is the CSS pixel. `None` where there is nothing to draw on.
pub fn prepare(canvas: &HtmlCanvasElement, size: Size) -> Option<CanvasRenderingContext2d> {
    let ratio = size.ratio.min(MOST / size.width.max(size.height).max(1.0));
    let pixels = |length: f64| (length * ratio).round().clamp(0.0, MOST) as u32;
    let (width, height) = (pixels(size.width), pixels(size.height));
    if width == 0 || height == 0 {
        return None;
    }
    // Setting a size clears and reallocates even where it is the same.
    if canvas.width() != width {
        canvas.set_width(width);
    }
    if canvas.height() != height {
        canvas.set_height(height);
    }
    let context = context(canvas)?;
    context.reset_transform().ok()?;
    context.clear_rect(0.0, 0.0, f64::from(width), f64::from(height));
    context.scale(ratio, ratio).ok()?;
    Some(context)
}

/// The drawing context of a canvas.
pub fn context(canvas: &HtmlCanvasElement) -> Option<CanvasRenderingContext2d> {
    canvas.get_context("2d").ok()??.dyn_into().ok()
}

/// Puts a colour behind what a canvas shows.
pub fn back(canvas: &HtmlCanvasElement, colour: &str) -> Option<()> {
    let context = context(canvas)?;
    context.reset_transform().ok()?;
    context.set_global_composite_operation("destination-over").ok()?;
    context.set_fill_style_str(colour);
    context.fill_rect(0.0, 0.0, f64::from(canvas.width()), f64::from(canvas.height()));
    Some(())
}

/// A text as far as it fits into a width, with an ellipsis where it is cut; nothing of it where there
/// is no room.
pub fn fitting(context: &CanvasRenderingContext2d, text: &str, width: f64) -> Option<String> {
    let measured = |text: &str| context.measure_text(text).ok().map(|metrics| metrics.width());
    if measured(text)? <= width {
        return Some(text.to_owned());
    }
    let cut = |end: usize| format!("{}…", &text[..end]);
    let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    let fit = ends.partition_point(|&end| measured(&cut(end)).is_some_and(|long| long <= width));
    Some(fit.checked_sub(1).map_or_else(String::new, |last| cut(ends[last])))
}

/// A canvas that is not on the page.
pub fn offscreen() -> Option<HtmlCanvasElement> {
    document().create_element("canvas").ok()?.dyn_into().ok()
}

/// Counts the canvases of the page that have come back empty, so that what is painted but once
/// is painted again. The event does not bubble: it is caught on its way down.
pub fn follow_restored(count: RwSignal<u32>) {
    let restored = Closure::<dyn FnMut()>::new(move || {
        count.try_update(|count| *count = count.wrapping_add(1));
    });
    let listener: &JsValue = restored.as_ref();
    let listening = document().add_event_listener_with_callback_and_bool(
        "contextrestored",
        listener.unchecked_ref(),
        true,
    );
    if listening.is_ok() {
        // It lives as long as the page does.
        restored.forget();
    }
}
