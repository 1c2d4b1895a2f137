//! What the fuzzers feed: the very checks that the native test feeds with what they found.

#[path = "../../tests/fuzzed/checks.rs"]
pub mod checks;
