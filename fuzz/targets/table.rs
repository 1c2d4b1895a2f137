//! Any bytes for the reader of tables.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| neural_playground_fuzz::checks::table(bytes));
