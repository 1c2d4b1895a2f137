//! The entry of the program that reads tables: starts it.

fn main() {
    if let Err(error) = neural_playground::files::start() {
        // The page hears of it.
        wasm_bindgen::throw_val(error);
    }
}
