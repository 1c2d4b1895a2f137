//! Opens this browser's graphics adapter, to train and to draw with.

use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;

use super::adapter;
use super::browser::{Bitmaps, Opened, Wake};
use super::canvas::Canvases;
use super::gpu::{Adapter, OnReading};
use crate::engine::backend::gpu::device::{Device, Unavailable};
use crate::engine::backend::gpu::reading::Arrival;
use crate::protocol::Gpu;

/// Opens the adapter, and says what came of it. Pictures go to `bitmaps`; `wake` is called when the
/// GPU has answered.
pub async fn open(bitmaps: Bitmaps, wake: Wake) -> (Gpu, Option<Opened>) {
    // wgpu 30.0.0 takes the `null` of a browser without an adapter for one, and its first use
    // then ends the worker; so the browser is asked by hand before.
    let found = adapter::find().await;
    if !matches!(found, Gpu::Available { .. }) {
        return (found, None);
    }
    let device = match Device::open().await {
        Ok(device) => Rc::new(device),
        Err(Unavailable::Adapter(_)) => return (Gpu::NoAdapter, None),
        Err(error @ (Unavailable::Device(_) | Unavailable::Limits { .. })) => {
            return (Gpu::NoDevice { detail: error.to_string() }, None);
        }
    };
    let on_reading: OnReading = Rc::new(move |arrival: Arrival| {
        let wake = Rc::clone(&wake);
        spawn_local(async move {
            // What came is the session's business.
            let _ = arrival.await;
            wake();
        });
    });
    on_reading(device.faulted());
    let found = Gpu::Available { name: device.name(), software: device.is_software() };
    let artist = Canvases::new(Rc::clone(&device), bitmaps, Rc::clone(&on_reading));
    (found, Some((Box::new(Adapter::new(device, on_reading)), Box::new(artist))))
}
