//! Numbers that stand in bytes, the lowest byte first. Where one would reach beyond them there is none.

/// The number of so many bytes, eight at most, that stands at a place.
pub fn number(bytes: &[u8], at: usize, wide: usize) -> Option<u64> {
    let own = bytes.get(at..at.checked_add(wide)?)?;
    Some(own.iter().rev().fold(0, |all, &byte| all << 8 | u64::from(byte)))
}

/// The same as a length or a place; `None` where this machine has none so large.
pub fn size(bytes: &[u8], at: usize, wide: usize) -> Option<usize> {
    usize::try_from(number(bytes, at, wide)?).ok()
}
