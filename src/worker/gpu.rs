//! What this browser says about WebGPU, asked where training happens: in the worker.

use crate::protocol::Gpu;

/// Asks for an adapter, as a later run on it would.
pub async fn ask() -> Gpu {
    let global = js_sys::global();
    let navigator = js_sys::Reflect::get(&global, &"navigator".into());
    let api = navigator.and_then(|navigator| js_sys::Reflect::get(&navigator, &"gpu".into()));
    // Firefox has the property without the feature; it is null or undefined there.
    if !api.is_ok_and(|api| api.is_object()) {
        return Gpu::NoApi;
    }
    let instance = wgpu::Instance::default();
    match instance.request_adapter(&wgpu::RequestAdapterOptions::default()).await {
        Ok(adapter) => Gpu::Available { name: adapter.get_info().name.trim().to_owned() },
        Err(_) => Gpu::NoAdapter,
    }
}
