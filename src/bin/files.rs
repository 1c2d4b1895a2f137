//! The entry of the program that reads tables: starts it.

fn main() -> Result<(), wasm_bindgen::JsValue> {
    neural_playground::files::start()
}
