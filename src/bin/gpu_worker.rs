//! The entry of the worker with the GPU: starts it.

fn main() -> Result<(), wasm_bindgen::JsValue> {
    neural_playground::worker::start_with_gpu()
}
