//! A picture that the worker has drawn. It lies in the GPU's memory, so it is closed as soon as
//! nobody shows it any more, and never before.

use std::ops::Deref;

use leptos::wasm_bindgen::{Clamped, JsCast as _};
use leptos::web_sys::{
    ImageBitmap, ImageData, OffscreenCanvas, OffscreenCanvasRenderingContext2d as Context,
};

use super::colour;

/// The picture; share it by `Rc`. What is dropped is closed.
pub struct Bitmap(ImageBitmap);

impl Bitmap {
    /// Takes over a picture that nobody else closes.
    pub fn new(bitmap: ImageBitmap) -> Self {
        Self(bitmap)
    }

    /// A picture of the dark theme as the light one has it; `None` where the browser gives no canvas.
    pub fn lightened(&self) -> Option<Self> {
        let (width, height) = (self.0.width(), self.0.height());
        let canvas = OffscreenCanvas::new(width, height).ok()?;
        let context: Context = canvas.get_context("2d").ok()??.dyn_into().ok()?;
        context.draw_image_with_image_bitmap(&self.0, 0.0, 0.0).ok()?;
        let pixels = context.get_image_data(0.0, 0.0, width.into(), height.into()).ok()?;
        let mut rgba = pixels.data();
        colour::lighten(&mut rgba);
        let light =
            ImageData::new_with_u8_clamped_array_and_sh(Clamped(&rgba), width, height).ok()?;
        context.put_image_data(&light, 0.0, 0.0).ok()?;
        canvas.transfer_to_image_bitmap().ok().map(Self)
    }
}

impl Deref for Bitmap {
    type Target = ImageBitmap;

    fn deref(&self) -> &ImageBitmap {
        &self.0
    }
}

impl Drop for Bitmap {
    fn drop(&mut self) {
        self.0.close();
    }
}
