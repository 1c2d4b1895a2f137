//! Zip archives of a few files, after PKWARE's APPNOTE, 4.3
//! (<https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT>): written as the files are, uncompressed, and
//! read whether they are deflated or not. What an archive claims is not believed.
//!
//! A crate for it brings what compresses along.

use miniz_oxide::inflate::decompress_to_vec_with_limit;

use super::little_endian::size;

/// What an archive's first version reads.
const VERSION: u16 = 10;
/// The first day that a date may be, 1 January 1980: an archive depends on what is in it alone.
const DATE: u16 = 0x21;

/// The bytes of an archive of these files, by their names. An archive of this kind has less than 4 GiB, more than
/// a program of 32 bits can hold.
pub fn write(files: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let (mut archive, mut list) = (Vec::new(), Vec::new());
    for (name, bytes) in files {
        let start = archive.len() as u32;
        let length = bytes.len() as u32;
        // Flags, method, time, date, checksum, lengths of content and name, and that of what is added.
        let mut about = Vec::new();
        for half in [VERSION, 0, 0, 0, DATE] {
            about.extend(half.to_le_bytes());
        }
        for word in [checksum(bytes), length, length, name.len() as u32] {
            about.extend(word.to_le_bytes());
        }
        archive.extend(b"PK\x03\x04");
        archive.extend_from_slice(&about);
        archive.extend(name.as_bytes());
        archive.extend_from_slice(bytes);
        list.extend(b"PK\x01\x02");
        list.extend(VERSION.to_le_bytes());
        list.extend(about);
        // A comment, a disk and attributes, of which there are none.
        list.extend([0; 10]);
        list.extend(start.to_le_bytes());
        list.extend(name.as_bytes());
    }
    let (start, count) = (archive.len() as u32, (files.len() as u16).to_le_bytes());
    let length = list.len() as u32;
    archive.extend(list);
    archive.extend(b"PK\x05\x06\0\0\0\0");
    archive.extend([count, count].concat());
    archive.extend(length.to_le_bytes());
    archive.extend(start.to_le_bytes());
    archive.extend([0; 2]);
    archive
}

/// Why a file of an archive cannot be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// The archive has no list of its files, which stands at its end, or that is cut.
    NoList,
    /// The file is not where the list says, or not as its checksum says, or compressed in another way.
    Damaged,
    /// It has so many bytes, or more, which are more than it may.
    Larger(u64),
}

/// Some bytes of an archive; `None` where it has fewer.
fn part(bytes: &[u8], at: usize, length: usize) -> Option<&[u8]> {
    bytes.get(at..at.checked_add(length)?)
}

/// Where the list of an archive's files begins, and how many are in it: behind it, within the last 64 KiB,
/// stand these numbers and a comment.
fn list(bytes: &[u8]) -> Option<(usize, usize)> {
    let last = bytes.len().checked_sub(22)?;
    let first = last.saturating_sub(usize::from(u16::MAX));
    let end = (first..=last).rev().find(|&at| part(bytes, at, 4) == Some(b"PK\x05\x06"))?;
    Some((size(bytes, end + 16, 4)?, size(bytes, end + 10, 2)?))
}

/// The bytes of one of an archive's files, of no more than so many; `None` where it has none of that name.
///
/// # Errors
/// Says what is wrong with the archive or with that file.
pub fn read(archive: &[u8], name: &str, most: usize) -> Result<Option<Vec<u8>>, Fault> {
    let (mut at, count) = list(archive).ok_or(Fault::NoList)?;
    for _ in 0..count {
        if part(archive, at, 4) != Some(b"PK\x01\x02") {
            return Err(Fault::NoList);
        }
        let word = |place| size(archive, at + place, 4).ok_or(Fault::NoList);
        let half = |place| size(archive, at + place, 2).ok_or(Fault::NoList);
        let named = half(28)?;
        if part(archive, at + 46, named) == Some(name.as_bytes()) {
            let about = (half(10)?, word(16)?, word(20)?, word(24)?, word(42)?);
            return file(archive, about, most).map(Some);
        }
        at += 46 + named + half(30)? + half(32)?;
    }
    Ok(None)
}

/// A file by what the list says of it: its method, its checksum, its length in the archive and out of it, and
/// where it is.
fn file(
    archive: &[u8],
    (method, sum, packed, length, at): (usize, usize, usize, usize, usize),
    most: usize,
) -> Result<Vec<u8>, Fault> {
    if length > most {
        return Err(Fault::Larger(length as u64));
    }
    let content = || {
        let head = part(archive, at, 30).filter(|head| head.starts_with(b"PK\x03\x04"))?;
        let start = at + 30 + size(head, 26, 2)? + size(head, 28, 2)?;
        part(archive, start, packed)
    };
    let content = content().ok_or(Fault::Damaged)?;
    let bytes = match method {
        0 => content.to_vec(),
        // It stops where there is more than it was said to be.
        8 => decompress_to_vec_with_limit(content, length).map_err(|_| Fault::Damaged)?,
        _ => return Err(Fault::Damaged),
    };
    let whole = bytes.len() == length && checksum(&bytes) as usize == sum;
    whole.then_some(bytes).ok_or(Fault::Damaged)
}

/// CRC-32, bit by bit: of what is asked for so rarely no table is kept.
fn checksum(bytes: &[u8]) -> u32 {
    let step = |sum: u32, _| sum >> 1 ^ if sum & 1 == 0 { 0 } else { 0xedb8_8320 };
    !bytes.iter().fold(!0, |sum, &byte| (0..8).fold(sum ^ u32::from(byte), step))
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read as _};

    use super::*;

    #[test]
    fn a_library_reads_what_is_written() {
        let files = [("a.txt", b"text".to_vec()), ("none", Vec::new()), ("b.bin", vec![7; 70_000])];
        let mut archive = zip::ZipArchive::new(Cursor::new(write(&files))).unwrap();
        assert_eq!(archive.len(), files.len());
        for (name, bytes) in &files {
            let mut found = Vec::new();
            // It compares the checksum.
            archive.by_name(name).unwrap().read_to_end(&mut found).unwrap();
            assert_eq!(&found, bytes, "{name}");
        }
    }

    #[test]
    fn the_checksum_of_the_digits_is_the_known_one() {
        assert_eq!(checksum(b"123456789"), 0xcbf4_3926);
    }
}
