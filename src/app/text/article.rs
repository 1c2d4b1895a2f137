//! The words of: article.

/// The words of this area.
pub struct Words {}

/// English.
pub static ENGLISH: Words = Words {};

/// Korean.
pub static KOREAN: Words = Words {};
