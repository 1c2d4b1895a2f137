//! The worker's entry: starts it.

fn main() -> Result<(), wasm_bindgen::JsValue> {
    neural_playground::worker::start()
}
