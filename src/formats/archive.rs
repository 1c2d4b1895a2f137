//! Zip archives of a few files as they are, uncompressed. Written after PKWARE's APPNOTE, 4.3
//! (<https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT>).
//!
//! A crate for it brings what compresses along.

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

/// CRC-32, bit by bit: of what is written so rarely no table is kept.
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
