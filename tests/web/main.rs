//! What only a browser can tell: that messages cross whole, and that components show and do
//! what they should.

#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test may panic")]

mod files;
mod networks;
mod page;
mod transfer;

use wasm_bindgen_test::wasm_bindgen_test_configure;

wasm_bindgen_test_configure!(run_in_browser);
