//! Asks this browser for its graphics adapter, where training happens: in the worker.

use std::rc::Rc;

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::engine::backend::gpu::device::{Device, Unavailable};
use crate::protocol::Gpu;

/// Opens the adapter, and says what came of it.
pub async fn ask() -> (Gpu, Option<Rc<Device>>) {
    let global = js_sys::global();
    let member = |name: &str| Reflect::get(&global, &name.into());
    let api = member("navigator").and_then(|navigator| Reflect::get(&navigator, &"gpu".into()));
    // Some browsers have the property without the feature.
    let Some(api) = api.ok().filter(JsValue::is_object) else {
        let secure = member("isSecureContext").is_ok_and(|secure| secure.is_truthy());
        return (if secure { Gpu::NoApi } else { Gpu::Insecure }, None);
    };
    // wgpu 30.0.0 takes the `null` of a browser without an adapter for one, and its first use
    // then ends the worker; so the browser is asked by hand before.
    match first_answer(&api).await {
        Ok(answer) if answer.is_object() => {}
        Ok(_) | Err(_) => return (Gpu::NoAdapter, None),
    }
    match Device::open().await {
        Ok(device) => {
            let available = Gpu::Available { name: device.name(), software: device.is_software() };
            (available, Some(Rc::new(device)))
        }
        Err(Unavailable::Adapter(_)) => (Gpu::NoAdapter, None),
        Err(error @ (Unavailable::Device(_) | Unavailable::Limits { .. })) => {
            (Gpu::NoDevice { detail: error.to_string() }, None)
        }
    }
}

/// What `navigator.gpu.requestAdapter()` resolves to.
async fn first_answer(api: &JsValue) -> Result<JsValue, JsValue> {
    let request: Function = Reflect::get(api, &"requestAdapter".into())?.dyn_into()?;
    let promise: Promise = request.call0(api)?.dyn_into()?;
    JsFuture::from(promise).await
}
