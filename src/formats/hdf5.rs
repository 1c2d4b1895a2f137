//! HDF5 files, as far as Keras's weights need them: groups within groups, each with its name as an attribute where
//! it has one, and whole arrays of little-endian numbers. Written after the HDF5 File Format Specification,
//! version 3 (<https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html>), with superblock and
//! headers of version 2.
//!
//! A crate that writes all of HDF5 is a fifth of the program that this is a part of.

/// An address of nothing.
const NOWHERE: u64 = u64::MAX;
/// Bytes of the superblock; the heap of texts stands behind it.
const SUPERBLOCK: usize = 48;
/// The fewest bytes that the library takes for a heap.
const HEAP: usize = 4096;
/// An 8-bit unsigned integer, as which the bytes of a text count: class and version, flags, size, offset and
/// bits.
const BYTE: [u8; 12] = [0x10, 0, 0, 0, 1, 0, 0, 0, 0, 0, 8, 0];
/// A text of any length in UTF-8, whose place in a heap takes 16 bytes.
const TEXT: [u8; 8] = [0x19, 1, 1, 0, 16, 0, 0, 0];
/// Bytes of its class and of what it is made of.
const TEXT_BYTES: u8 = (TEXT.len() + BYTE.len()) as u8;
const INT32: [u8; 12] = [0x10, 8, 0, 0, 4, 0, 0, 0, 0, 0, 32, 0];
/// Bits, where the exponent and the mantissa begin and how long they are, and the exponent of 1.
const FLOAT32: [u8; 20] = [0x11, 0x20, 31, 0, 4, 0, 0, 0, 0, 0, 32, 0, 23, 8, 0, 23, 127, 0, 0, 0];
const FLOAT64: [u8; 20] = [0x11, 0x20, 63, 0, 8, 0, 0, 0, 0, 0, 64, 0, 52, 11, 0, 52, 255, 3, 0, 0];

/// The numbers of an array.
pub enum Numbers {
    /// 32 bits, whole.
    Int32(Vec<i32>),
    /// 32 bits.
    Float32(Vec<f32>),
    /// 64 bits.
    Float64(Vec<f64>),
}

/// What a group has.
pub enum Member {
    /// A group within it.
    Group(Group),
    /// An array of this shape, the last axis side by side; no axes for a single number.
    Array(Vec<usize>, Numbers),
}

/// A group.
#[derive(Default)]
pub struct Group {
    /// What its attribute `name` says.
    pub name: Option<String>,
    /// What it has, by names of at most 255 bytes.
    pub members: Vec<(String, Member)>,
}

impl Group {
    /// Puts a group into it.
    pub fn put(&mut self, name: impl Into<String>, group: Group) {
        self.members.push((name.into(), Member::Group(group)));
    }

    /// The names of all groups within it and then of itself, in the order in which they are written.
    fn names<'a>(&'a self, names: &mut Vec<&'a str>) {
        for (_, member) in &self.members {
            if let Member::Group(group) = member {
                group.names(names);
            }
        }
        names.extend(self.name.as_deref());
    }
}

/// The bytes of a file with this root.
pub fn write(root: &Group) -> Vec<u8> {
    let mut names = Vec::new();
    root.names(&mut names);
    let mut file = File { bytes: vec![0; SUPERBLOCK], texts: 0 };
    if !names.is_empty() {
        file.bytes.extend(heap(&names));
    }
    let root = file.group(root);
    let end = file.bytes.len() as u64;
    // The version, and how long addresses and lengths are.
    let mut head = b"\x89HDF\r\n\x1a\n\x02\x08\x08\x00".to_vec();
    for address in [0, NOWHERE, end, root] {
        head.extend(address.to_le_bytes());
    }
    head.extend(checksum(&head).to_le_bytes());
    file.bytes.iter_mut().zip(head).for_each(|(to, from)| *to = from);
    file.bytes
}

/// Texts, which are called by their number from 1 on.
fn heap(texts: &[&str]) -> Vec<u8> {
    let mut objects = Vec::new();
    for (number, text) in (1_u64..).zip(texts) {
        for word in [number, text.len() as u64] {
            objects.extend(word.to_le_bytes());
        }
        objects.extend(text.as_bytes());
        objects.resize(objects.len().next_multiple_of(8), 0);
    }
    // What is free is an object too, which has no number.
    let size = HEAP.max(objects.len() + 32);
    let free = size - objects.len() - 16;
    let head = b"GCOL\x01\0\0\0".iter().copied().chain((size as u64).to_le_bytes());
    let mut heap: Vec<u8> = head.chain(objects).collect();
    for word in [0, free as u64] {
        heap.extend(word.to_le_bytes());
    }
    heap.resize(size, 0);
    heap
}

/// A file under way.
struct File {
    bytes: Vec<u8>,
    // How many texts of the heap have found their places.
    texts: u32,
}

impl File {
    /// Writes a group behind all that it has; its address.
    fn group(&mut self, Group { name, members }: &Group) -> u64 {
        let mut header = Header::default();
        // Links stand in the header, in no heap and in no tree.
        let nowhere = NOWHERE.to_le_bytes();
        header.message(2, &[&[0, 0], &nowhere, &nowhere]);
        header.message(10, &[&[0, 0]]);
        for (name, member) in members {
            let address = match member {
                Member::Group(group) => self.group(group),
                Member::Array(shape, numbers) => self.array(shape, numbers),
            };
            header
                .message(6, &[&[1, 0, name.len() as u8], name.as_bytes(), &address.to_le_bytes()]);
        }
        if let Some(name) = name {
            self.texts += 1;
            let space = space(&[]);
            let sizes = [5, 0, TEXT_BYTES, 0, space.len() as u8, 0];
            let length = (name.len() as u32).to_le_bytes();
            let (heap, number) = ((SUPERBLOCK as u64).to_le_bytes(), self.texts.to_le_bytes());
            header.message(
                12,
                &[&[3, 0], &sizes, &[0], b"name\0", &TEXT, &BYTE, &space, &length, &heap, &number],
            );
        }
        self.header(header)
    }

    /// Writes an array; its address.
    fn array(&mut self, shape: &[usize], numbers: &Numbers) -> u64 {
        let start = self.bytes.len();
        let kind: &[u8] = match numbers {
            Numbers::Int32(all) => {
                self.bytes.extend(all.iter().flat_map(|number| number.to_le_bytes()));
                &INT32
            }
            Numbers::Float32(all) => {
                self.bytes.extend(all.iter().flat_map(|number| number.to_le_bytes()));
                &FLOAT32
            }
            Numbers::Float64(all) => {
                self.bytes.extend(all.iter().flat_map(|number| number.to_le_bytes()));
                &FLOAT64
            }
        };
        let length = self.bytes.len() - start;
        let place = if length == 0 { NOWHERE } else { start as u64 };
        let mut header = Header::default();
        header.message(1, &[&space(shape)]);
        header.message(3, &[kind]);
        // Room is made when numbers are written, and so are numbers to fill it, where some are given: none are.
        header.message(5, &[&[3, 10]]);
        header.message(8, &[&[3, 1], &place.to_le_bytes(), &(length as u64).to_le_bytes()]);
        self.header(header)
    }

    /// Writes a header; its address.
    fn header(&mut self, Header(messages): Header) -> u64 {
        let start = self.bytes.len();
        // The version, and that the length has 32 bits.
        self.bytes.extend(b"OHDR\x02\x02");
        self.bytes.extend((messages.len() as u32).to_le_bytes());
        self.bytes.extend(messages);
        let sum = checksum(self.bytes.get(start..).unwrap_or_default());
        self.bytes.extend(sum.to_le_bytes());
        start as u64
    }
}

/// What a header says of its object.
#[derive(Default)]
struct Header(Vec<u8>);

impl Header {
    /// A message of this kind, in parts.
    fn message(&mut self, kind: u8, parts: &[&[u8]]) {
        let length: usize = parts.iter().map(|part| part.len()).sum();
        self.0.push(kind);
        self.0.extend((length as u16).to_le_bytes());
        self.0.push(0);
        parts.iter().for_each(|part| self.0.extend_from_slice(part));
    }
}

/// What a message says of a shape.
fn space(shape: &[usize]) -> Vec<u8> {
    let axes = shape.iter().flat_map(|&axis| (axis as u64).to_le_bytes());
    [2, shape.len() as u8, 0, u8::from(!shape.is_empty())].into_iter().chain(axes).collect()
}

/// Jenkins's `lookup3` (<https://burtleburtle.net/bob/c/lookup3.c>), `hashlittle` from 0.
fn checksum(bytes: &[u8]) -> u32 {
    // What is added to which word, how far it is turned, and which one is added then.
    const MIX: [(usize, usize, u32, usize); 6] =
        [(0, 2, 4, 1), (1, 0, 6, 2), (2, 1, 8, 0), (0, 2, 16, 1), (1, 0, 19, 2), (2, 1, 4, 0)];
    const LAST: [(usize, usize, u32); 7] =
        [(2, 1, 14), (0, 2, 11), (1, 0, 25), (2, 1, 16), (0, 2, 4), (1, 0, 14), (2, 1, 24)];
    let mut words = [0xdead_beef_u32.wrapping_add(bytes.len() as u32); 3];
    let add = |words: &mut [u32; 3], block: &[u8]| {
        for (word, bytes) in words.iter_mut().zip(block.chunks(4)) {
            let own = bytes.iter().rev().fold(0, |all, &byte| all << 8 | u32::from(byte));
            *word = word.wrapping_add(own);
        }
    };
    let mut rest = bytes;
    while let Some((block, behind)) =
        rest.split_at_checked(12).filter(|(_, behind)| !behind.is_empty())
    {
        add(&mut words, block);
        for (of, by, turn, to) in MIX {
            words[of] = words[of].wrapping_sub(words[by]) ^ words[by].rotate_left(turn);
            words[by] = words[by].wrapping_add(words[to]);
        }
        rest = behind;
    }
    if rest.is_empty() {
        return words[2];
    }
    add(&mut words, rest);
    for (of, by, turn) in LAST {
        words[of] = (words[of] ^ words[by]).wrapping_sub(words[by].rotate_left(turn));
    }
    words[2]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checksums_are_those_of_their_author() {
        for (text, sum) in [("", 0xdead_beef), ("Four score and seven years ago", 0x1777_0551)] {
            assert_eq!(checksum(text.as_bytes()), sum, "{text}");
        }
    }

    #[test]
    fn a_library_reads_what_is_written() {
        // More links and more text than the least heap and a symbol table's node have room for.
        let mut root = Group::default();
        for at in 0..300_u16 {
            let wide = vec![f64::from(at), -0.1];
            let name = format!("{at} {}", "층".repeat(9));
            let members = vec![
                ("wide".to_owned(), Member::Array(vec![1, 2], Numbers::Float64(wide))),
                ("narrow".to_owned(), Member::Array(vec![1], Numbers::Float32(vec![0.1]))),
                ("count".to_owned(), Member::Array(Vec::new(), Numbers::Int32(vec![-7]))),
                ("none".to_owned(), Member::Array(vec![0], Numbers::Float32(Vec::new()))),
            ];
            root.put(at.to_string(), Group { name: Some(name), members });
        }
        let file = hdf5_pure::File::from_bytes(write(&root)).unwrap();
        for at in 0..300_u16 {
            let of = |name: &str| file.dataset(&format!("{at}/{name}")).unwrap();
            assert_eq!(of("wide").read_f64().unwrap(), [f64::from(at), -0.1]);
            assert_eq!(of("wide").shape().unwrap(), [1, 2]);
            assert_eq!(of("narrow").read_f32().unwrap(), [0.1]);
            assert_eq!(of("count").read_i32().unwrap(), [-7]);
            assert_eq!(of("count").shape().unwrap(), [0; 0]);
            assert_eq!(of("none").read_f32().unwrap(), [0.0; 0]);
            let name = file.group(&at.to_string()).unwrap().attrs().unwrap();
            let text = format!("{:?}", name["name"]);
            assert!(text.contains(&format!("{at} 층층층")), "{text}");
        }
    }
}
