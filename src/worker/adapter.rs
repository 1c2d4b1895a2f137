//! Asks this browser whether it has a graphics adapter: in the worker, where training happens.

use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast as _, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::engine::backend::poses;
use crate::protocol::Gpu;

/// What the browser says, without opening anything.
pub async fn find() -> Gpu {
    let global = js_sys::global();
    let member = |name: &str| Reflect::get(&global, &name.into());
    let api = member("navigator").and_then(|navigator| Reflect::get(&navigator, &"gpu".into()));
    // Some browsers have the property without the feature.
    let Some(api) = api.ok().filter(JsValue::is_object) else {
        let secure = member("isSecureContext").is_ok_and(|secure| secure.is_truthy());
        return if secure { Gpu::NoApi } else { Gpu::Insecure };
    };
    match first_answer(&api).await {
        Ok(adapter) if adapter.is_object() => {
            let told = Reflect::get(&adapter, &"info".into()).unwrap_or_default();
            let of = |key: &str| Reflect::get(&told, &key.into()).unwrap_or_default();
            let name = of("description").as_string().unwrap_or_default().trim().to_owned();
            let software = of("isFallbackAdapter").is_truthy() || poses(&name);
            Gpu::Available { name, software }
        }
        Ok(_) | Err(_) => Gpu::NoAdapter,
    }
}

/// What `navigator.gpu.requestAdapter()` resolves to.
async fn first_answer(api: &JsValue) -> Result<JsValue, JsValue> {
    let request: Function = Reflect::get(api, &"requestAdapter".into())?.dyn_into()?;
    let promise: Promise = request.call0(api)?.dyn_into()?;
    JsFuture::from(promise).await
}
