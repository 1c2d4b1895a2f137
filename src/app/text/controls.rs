//! The words of: controls.

/// The words of this area.
pub struct Words {}

/// English.
pub static ENGLISH: Words = Words {};

/// Korean.
pub static KOREAN: Words = Words {};
