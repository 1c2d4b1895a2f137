//! The arrays of an HDF5 file, as far as Keras writes one: groups as symbol tables or as links in their
//! header, and whole arrays of little-endian numbers, neither chunked nor compressed. Written after the
//! format's specification (<https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html>).
//!
//! A file may claim anything. Each number of it is an offset that is looked up, never an amount that is set
//! aside, and all that is read of it together has no more bytes than it has. A crate that reads all of HDF5
//! is as large as the program that this is a part of.

use std::cell::Cell;

use super::Unreadable;
use super::array::Array;
use crate::formats::little_endian::{number, size};
use crate::formats::opened::is_hdf5;

/// Messages, nodes and entries that may be gone through in all; a damaged file may go in circles.
const STEPS: usize = 1 << 20;
/// Axes that an array may have.
const AXES: usize = 8;
/// An address of nothing.
const NOWHERE: u64 = u64::MAX;

/// What a message of an object's header says.
struct Message<'a> {
    kind: u16,
    // Whether it stands elsewhere, for several objects.
    shared: bool,
    data: &'a [u8],
}

/// A file.
pub struct Hdf5<'a> {
    name: &'a str,
    bytes: &'a [u8],
    root: u64,
    // Bytes of arrays that may still be read, and steps.
    left: Cell<usize>,
    steps: Cell<usize>,
}

impl<'a> Hdf5<'a> {
    /// The file of these bytes.
    ///
    /// # Errors
    /// Where it ends before it says that it does, or is none that we know.
    pub fn open(name: &'a str, bytes: &'a [u8]) -> Result<Self, Unreadable> {
        let damaged =
            || Unreadable::Damaged { file: name.to_owned(), part: "superblock".to_owned() };
        let head = is_hdf5(bytes).then(|| bytes.get(8)).flatten();
        // Where the sizes of addresses, the end's address and the root's stand.
        let (sizes, end, root) = match head {
            Some(0) => (13, 40, 64),
            Some(1) => (13, 44, 68),
            Some(2 | 3) => (9, 28, 36),
            _ => return Err(damaged()),
        };
        if bytes.get(sizes..sizes + 2) != Some(&[8, 8]) {
            return Err(damaged());
        }
        let at = |place| number(bytes, place, 8).ok_or_else(damaged);
        let (claims, has) = (at(end)?, bytes.len() as u64);
        if claims > has {
            return Err(Unreadable::Claims { part: name.to_owned(), claims, has });
        }
        let (left, steps) = (Cell::new(bytes.len()), Cell::new(0));
        Ok(Self { name, bytes, root: at(root)?, left, steps })
    }

    /// The array below a path of groups, axes and values as they stand there; `None` where there is none.
    ///
    /// # Errors
    /// Where the file is damaged on the way, or the array's numbers are of a kind that Keras has for no
    /// weights.
    pub fn array(&self, path: &str) -> Result<Option<Array>, Unreadable> {
        let damaged = || Unreadable::Damaged { file: self.name.to_owned(), part: path.to_owned() };
        let mut at = self.root;
        for step in path.split('/') {
            match self.child(at, step).ok_or_else(damaged)? {
                Some(child) => at = child,
                None => return Ok(None),
            }
        }
        let messages = self.messages(at).ok_or_else(damaged)?;
        let message = |kind| {
            let own = messages.iter().find(|own| own.kind == kind);
            own.filter(|own| !own.shared).map(|own| own.data).ok_or_else(damaged)
        };
        let (space, kind, layout) = (message(1)?, message(3)?, message(8)?);
        let shape = shape(space).ok_or_else(damaged)?;
        let (read, width) = decoder(kind).ok_or_else(|| Unreadable::Kind {
            tensor: path.to_owned(),
            kind: format!("HDF5 {:?}", kind.get(..8).unwrap_or(kind)),
        })?;
        let count = shape.iter().try_fold(width as u64, |all, &axis| all.checked_mul(axis as u64));
        let left = self.left.get();
        let too_long =
            |claims| Unreadable::Claims { part: path.to_owned(), claims, has: left as u64 };
        let claims = count.unwrap_or(u64::MAX);
        let length = usize::try_from(claims).ok().filter(|&length| length <= left);
        let length = length.ok_or_else(|| too_long(claims))?;
        let data = self.data(layout, length).ok_or_else(damaged)?;
        self.left.set(left - length);
        let values = data.chunks_exact(width).map(read).collect();
        Ok(Some(Array { name: path.to_owned(), shape, values }))
    }

    fn at(&self, address: u64, length: usize) -> Option<&'a [u8]> {
        let start = usize::try_from(address).ok()?;
        self.bytes.get(start..start.checked_add(length)?)
    }

    /// So many more steps; `None` where there are too many.
    fn steps(&self, more: usize) -> Option<()> {
        self.steps.set(self.steps.get().saturating_add(more));
        (self.steps.get() < STEPS).then_some(())
    }

    /// The messages of the object at an address.
    fn messages(&self, address: u64) -> Option<Vec<Message<'a>>> {
        let mut found = Vec::new();
        let later = self.at(address, 4)? == b"OHDR";
        // Blocks of messages, and how wide what stands before each message is.
        let (mut blocks, prefix) = if later {
            let flags = *self.at(address, 6)?.get(5)?;
            let times = if flags & 0x20 == 0 { 0 } else { 16 };
            let phases = if flags & 0x10 == 0 { 0 } else { 4 };
            let size_at = 6 + times + phases;
            let wide = 1 << (flags & 3);
            let head = self.at(address, size_at + wide)?;
            let length = number(head, size_at, wide)?;
            let start = address.checked_add((size_at + wide) as u64)?;
            (vec![(start, length)], if flags & 4 == 0 { 4 } else { 6 })
        } else {
            let head = self.at(address, 12)?;
            (head.first() == Some(&1)).then_some(())?;
            (vec![(address.checked_add(16)?, number(head, 8, 4)?)], 8)
        };
        while let Some((start, length)) = blocks.pop() {
            let mut block = self.at(start, usize::try_from(length).ok()?)?;
            while block.len() >= prefix {
                self.steps(1)?;
                let (kind, size, flags) = if later {
                    (number(block, 0, 1)?, number(block, 1, 2)?, number(block, 3, 1)?)
                } else {
                    (number(block, 0, 2)?, number(block, 2, 2)?, number(block, 4, 1)?)
                };
                let size = usize::try_from(size).ok()?;
                // What is left behind the last message may be a gap.
                let Some(data) = block.get(prefix..prefix + size) else { break };
                block = block.get(prefix + size..)?;
                if kind == 16 {
                    let (next, length) = (number(data, 0, 8)?, number(data, 8, 8)?);
                    // A later one is framed by a signature and a checksum.
                    let frame = if later { (4, 8) } else { (0, 0) };
                    blocks.push((next.checked_add(frame.0)?, length.checked_sub(frame.1)?));
                }
                found.push(Message {
                    kind: u16::try_from(kind).ok()?,
                    shared: flags & 2 != 0,
                    data,
                });
            }
        }
        Some(found)
    }

    /// The address of what a group calls so: `None` where the file is damaged, and `Some(None)` where
    /// there is no such thing.
    fn child(&self, group: u64, name: &str) -> Option<Option<u64>> {
        for Message { kind, shared: _, data } in self.messages(group)? {
            let found = match kind {
                6 => link(data)?.filter(|(own, _)| *own == name.as_bytes()).map(|(_, at)| at),
                17 => {
                    let heap = self.at(number(data, 8, 8)?, 32)?;
                    (heap.get(..4)? == b"HEAP").then_some(())?;
                    let names = self.at(number(heap, 24, 8)?, size(heap, 8, 8)?)?;
                    self.entry(number(data, 0, 8)?, names, name)?
                }
                _ => None,
            };
            if found.is_some() {
                return Some(found);
            }
        }
        Some(None)
    }

    /// [`Self::child`] among the entries below a node of a symbol table's tree.
    fn entry(&self, node: u64, names: &[u8], name: &str) -> Option<Option<u64>> {
        let mut nodes = vec![node];
        while let Some(node) = nodes.pop() {
            let head = self.at(node, 8)?;
            let (signature, count) = (head.get(..4)?, size(head, 6, 2)?);
            self.steps(1 + count)?;
            match signature {
                b"TREE" => {
                    // Keys and children in turn behind two addresses.
                    let own = self.at(node, 24 + 16 * count + 8)?;
                    let child = |at: usize| number(own, 32 + 16 * at, 8);
                    nodes.extend((0..count).map(child).collect::<Option<Vec<_>>>()?);
                }
                b"SNOD" => {
                    for entry in self.at(node, 8 + 40 * count)?.get(8..)?.chunks_exact(40) {
                        let own = names.get(size(entry, 0, 8)?..)?;
                        if own
                            .strip_prefix(name.as_bytes())
                            .is_some_and(|end| end.first() == Some(&0))
                        {
                            return Some(Some(number(entry, 8, 8)?));
                        }
                    }
                }
                _ => return None,
            }
        }
        Some(None)
    }

    /// The bytes that a layout message points to, so many of them.
    fn data(&self, layout: &'a [u8], length: usize) -> Option<&'a [u8]> {
        match (number(layout, 0, 1)?, number(layout, 1, 1)?) {
            (3 | 4, 0) => layout.get(4..4_usize.checked_add(length)?),
            (3 | 4, 1) => match number(layout, 2, 8)? {
                NOWHERE if length == 0 => Some(&[]),
                address => self.at(address, length),
            },
            _ => None,
        }
    }
}

/// Name and address of a link message; `Some(None)` where it is no hard link.
fn link(data: &[u8]) -> Option<Option<(&[u8], u64)>> {
    let flags = *data.get(1)?;
    let mut at = 2;
    if flags & 8 != 0 {
        if data.get(at) != Some(&0) {
            return Some(None);
        }
        at += 1;
    }
    at += if flags & 4 == 0 { 0 } else { 8 } + if flags & 16 == 0 { 0 } else { 1 };
    let wide = 1 << (flags & 3);
    let length = size(data, at, wide)?;
    let end = (at + wide).checked_add(length)?;
    Some(Some((data.get(at + wide..end)?, number(data, end, 8)?)))
}

/// The axes of a dataspace message.
fn shape(space: &[u8]) -> Option<Vec<usize>> {
    let rank = size(space, 1, 1).filter(|&rank| rank <= AXES)?;
    let start = match number(space, 0, 1)? {
        1 => 8,
        2 => 4,
        _ => return None,
    };
    (0..rank).map(|axis| size(space, start + 8 * axis, 8)).collect()
}

type Decoder = fn(&[u8]) -> f64;

/// How numbers of a datatype message are read, and how many bytes each has: little-endian floats and whole
/// numbers of 32 and 64 bits.
fn decoder(kind: &[u8]) -> Option<(Decoder, usize)> {
    fn bytes<const N: usize>(from: &[u8]) -> [u8; N] {
        from.try_into().unwrap_or([0; N])
    }
    let (class, order) = (kind.first()? & 15, kind.get(1)? & 1);
    let (signed, size) = (kind.get(1)? & 8 != 0, number(kind, 4, 4)?);
    // Where the exponent begins and how wide it is: IEEE 754 has no other of these sizes.
    let exponent = kind.get(12..14);
    Some(match (class, order, size) {
        (1, 0, 4) if exponent == Some(&[23, 8]) => {
            (|from| f64::from(f32::from_le_bytes(bytes(from))), 4)
        }
        (1, 0, 8) if exponent == Some(&[52, 11]) => (|from| f64::from_le_bytes(bytes(from)), 8),
        (0, 0, 4) if signed => (|from| f64::from(i32::from_le_bytes(bytes(from))), 4),
        (0, 0, 4) => (|from| f64::from(u32::from_le_bytes(bytes(from))), 4),
        (0, 0, 8) if signed => (|from| i64::from_le_bytes(bytes(from)) as f64, 8),
        (0, 0, 8) => (|from| u64::from_le_bytes(bytes(from)) as f64, 8),
        _ => return None,
    })
}
