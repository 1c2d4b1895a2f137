//! What this browser says about WebGPU, asked where training happens: in the worker.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::protocol::Gpu;

/// Asks for an adapter, as a later run on it would.
pub async fn ask() -> Gpu {
    let global = js_sys::global();
    let navigator = Reflect::get(&global, &"navigator".into());
    let api = navigator.and_then(|navigator| Reflect::get(&navigator, &"gpu".into()));
    // Some browsers have the property without the feature.
    let Some(api) = api.ok().filter(JsValue::is_object) else { return Gpu::NoApi };
    // wgpu 30.0.0 takes the `null` of a browser without an adapter for one, and its first use
    // then ends the worker; so the browser is asked by hand before.
    match first_answer(&api).await {
        Ok(answer) if answer.is_object() => {}
        Ok(_) | Err(_) => return Gpu::NoAdapter,
    }
    let instance = wgpu::Instance::default();
    match instance.request_adapter(&wgpu::RequestAdapterOptions::default()).await {
        Ok(adapter) => Gpu::Available { name: adapter.get_info().name.trim().to_owned() },
        Err(_) => Gpu::NoAdapter,
    }
}

/// What `navigator.gpu.requestAdapter()` resolves to.
async fn first_answer(api: &JsValue) -> Result<JsValue, JsValue> {
    let request: Function = Reflect::get(api, &"requestAdapter".into())?.dyn_into()?;
    let promise: Promise = request.call0(api)?.dyn_into()?;
    JsFuture::from(promise).await
}
