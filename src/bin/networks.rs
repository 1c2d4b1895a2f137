//! The entry of the program of networks' files: starts it.

use neural_playground::{formats, program};

fn main() {
    if let Err(error) = program::listen(|order, asker| asker.tell(&formats::answer(order))) {
        // The page hears of it.
        wasm_bindgen::throw_val(error);
    }
}
