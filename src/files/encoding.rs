//! In which encoding a text is written, guessed from its bytes. Decoding comes from outside, as time
//! does: the browser's `TextDecoder` in the page, `encoding_rs` in tests. UTF-8 needs none.

use serde::{Deserialize, Serialize};
use strum::VariantArray;

/// An encoding that tables come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, VariantArray, Serialize, Deserialize)]
pub enum Encoding {
    /// Korean, with Microsoft's additions: what spreadsheets call CP949.
    EucKr,
    /// 16 bits, the high byte first.
    Utf16Be,
    /// 16 bits, the low byte first: what spreadsheets call Unicode text.
    Utf16Le,
    /// UTF-8, and so ASCII.
    Utf8,
    /// Western European.
    Windows1252,
}

impl Encoding {
    /// Its label in the Encoding Standard, which a `TextDecoder` takes.
    pub fn label(self) -> &'static str {
        match self {
            Self::EucKr => "euc-kr",
            Self::Utf16Be => "utf-16be",
            Self::Utf16Le => "utf-16le",
            Self::Utf8 => "utf-8",
            Self::Windows1252 => "windows-1252",
        }
    }

    /// The bytes with which a text may say that it is in this encoding.
    pub(super) fn mark(self) -> &'static [u8] {
        match self {
            Self::EucKr | Self::Windows1252 => &[],
            Self::Utf16Be => &[0xfe, 0xff],
            Self::Utf16Le => &[0xff, 0xfe],
            Self::Utf8 => &[0xef, 0xbb, 0xbf],
        }
    }
}

/// Whether more of a text follows on a piece of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// More follows; a character may be cut in two.
    More,
    /// This is the end.
    Last,
}

/// What decodes a text piece by piece.
pub trait Decode {
    /// Begins a text in this encoding. A byte order mark does not come along.
    fn start(&mut self, encoding: Encoding);

    /// Appends what these bytes say to the text; what they cannot say becomes U+FFFD.
    fn decode(&mut self, bytes: &[u8], part: Part, text: &mut String);
}

/// In which encoding a text is that begins with these bytes. `None`: it is no text.
pub(super) fn sniff(bytes: &[u8]) -> Option<Encoding> {
    let marked = Encoding::VARIANTS.iter().find(|encoding| {
        let mark = encoding.mark();
        !mark.is_empty() && bytes.starts_with(mark)
    });
    if let Some(encoding) = marked {
        return Some(*encoding);
    }
    if bytes.contains(&0) {
        return sixteen_bits(bytes);
    }
    let control = |byte: &&u8| matches!(byte, 1..=8 | 0x0e..=0x19 | 0x1b..=0x1f | 0x7f);
    // A stray control character does not make a text a program.
    if bytes.iter().filter(control).count() > bytes.len() / 64 {
        return None;
    }
    let utf8 = match std::str::from_utf8(bytes) {
        Ok(_) => true,
        // No length: a character that the piece cuts in two.
        Err(error) => error.error_len().is_none() && bytes.len() - error.valid_up_to() < 4,
    };
    Some(match utf8 {
        true => Encoding::Utf8,
        false if is_korean(bytes) => Encoding::EucKr,
        false => Encoding::Windows1252,
    })
}

/// Digits, separators and line breaks have a zero as their high byte. Few characters have one as
/// their low byte; `가` does. None is for control, as the small numbers in a program's data are.
fn sixteen_bits(bytes: &[u8]) -> Option<Encoding> {
    let zeros = |first: usize| bytes.iter().skip(first).step_by(2).filter(|&&byte| byte == 0);
    let (even, odd) = (zeros(0).count(), zeros(1).count());
    let enough = |high: usize, low: usize| 16 * high >= bytes.len() && high >= 4 * low;
    let are_text = |number: fn([u8; 2]) -> u16| {
        bytes.as_chunks().0.iter().all(|&pair| matches!(number(pair), 9 | 10 | 13 | 32..))
    };
    match () {
        () if enough(odd, even) && are_text(u16::from_le_bytes) => Some(Encoding::Utf16Le),
        () if enough(even, odd) && are_text(u16::from_be_bytes) => Some(Encoding::Utf16Be),
        () => None,
    }
}

/// Whether the bytes pair up as in CP949, and mostly to the characters that were in EUC-KR before
/// Microsoft's additions: single accented letters before Latin ones look like the latter.
fn is_korean(bytes: &[u8]) -> bool {
    let (mut pairs, mut common) = (0_usize, 0_usize);
    let mut rest = bytes;
    while let [lead, after @ ..] = rest {
        if lead.is_ascii() {
            rest = after;
            continue;
        }
        let [trail, after @ ..] = after else { break };
        match (lead, trail) {
            (0xa1..=0xfe, 0xa1..=0xfe) => common += 1,
            (0x81..=0xc6, 0x41..=0x5a | 0x61..=0x7a | 0x81..=0xfe) => {}
            _ => return false,
        }
        pairs += 1;
        rest = after;
    }
    pairs > 0 && 2 * common >= pairs
}

/// Decodes for tests whose texts are all UTF-8.
#[cfg(test)]
#[derive(Default)]
pub(crate) struct Plain;

#[cfg(test)]
impl Decode for Plain {
    fn start(&mut self, _: Encoding) {}

    fn decode(&mut self, bytes: &[u8], _: Part, text: &mut String) {
        text.push_str(&String::from_utf8_lossy(bytes));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_are_told_by_their_bytes() {
        let utf16 = |text: &str| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>();
        let swapped = |text: &str| text.encode_utf16().flat_map(u16::to_be_bytes).collect();
        for (bytes, expected) in [
            (b"a,b\n1,2\n".to_vec(), Some(Encoding::Utf8)),
            ("키,몸무게\n1,2\n".into(), Some(Encoding::Utf8)),
            // Cut in the middle of a character.
            ("a,키".as_bytes()[..4].to_vec(), Some(Encoding::Utf8)),
            (b"\xef\xbb\xbfa,b\n".to_vec(), Some(Encoding::Utf8)),
            (b"\xff\xfea\0,\0".to_vec(), Some(Encoding::Utf16Le)),
            (utf16("키\t반\n1\t가\n"), Some(Encoding::Utf16Le)),
            (swapped("키\t반\n1\t가\n"), Some(Encoding::Utf16Be)),
            (b"\xc5\xb0,\xb9\xdd\n1,\xb0\xa1\n".to_vec(), Some(Encoding::EucKr)),
            (b"stra\xdfe;Gr\xfc\xdfe\n1;2\n".to_vec(), Some(Encoding::Windows1252)),
            (b"caf\xe9\n".to_vec(), Some(Encoding::Windows1252)),
            (b"PK\x03\x04\0\0\0".to_vec(), None),
            ((0..=255).collect(), None),
            ((1..=255).collect(), None),
            (vec![0; 64], None),
        ] {
            assert_eq!(sniff(&bytes), expected, "{bytes:?}");
        }
    }
}
