//! A picture that the worker has drawn. It lies in the GPU's memory, so it is closed as soon as
//! nobody shows it any more, and never before.

use std::ops::Deref;

use leptos::web_sys::ImageBitmap;

/// The picture; share it by `Rc`. What is dropped is closed.
pub struct Bitmap(ImageBitmap);

impl Bitmap {
    /// Takes over a picture that nobody else closes.
    pub fn new(bitmap: ImageBitmap) -> Self {
        Self(bitmap)
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
