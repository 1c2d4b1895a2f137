//! The run file: one file that has everything with which training goes on elsewhere bit for bit. What it
//! says of the config is a link, since links outlive builds; the state is as `worker::checkpoint` packs it.
//!
//! Eight bytes that no text has, the version (32 bits), the length of what follows the checksum and the
//! checksum (64 bits each), then parts: a name of four letters, a length (64 bits), the bytes. Numbers have
//! their lowest byte first. Parts that a reader does not know it leaves out, and tells of.
//!
//! **To change what a part has** (the state's head, too), raise [`VERSION`]: `tests/fixtures/run` has a file
//! of the present one, which a test reads.

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::engine::table::{self, Table};
use crate::files::shelf;
use crate::protocol::CurvePoint;

/// What its name ends with.
pub const ENDING: &str = ".run";
/// What a run file begins with. A program that takes it for text damages it, and it can be seen.
pub const SIGN: [u8; 8] = *b"\x8fNPRUN\r\n";
/// That of what this build writes and reads.
pub const VERSION: u32 = 1;
/// Bytes that such a file has at most: several times what the largest table and network take.
pub const BYTES: u64 = 512 << 20;

/// Bytes before the parts.
const HEAD: usize = 28;
const LINK: [u8; 4] = *b"link";
const LAYERS: [u8; 4] = *b"lays";
const STATE: [u8; 4] = *b"stat";
const TABLE: [u8; 4] = *b"tabl";
const CURVE: [u8; 4] = *b"curv";

/// What stands in a run file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Saved {
    /// What the visitor has chosen, as the hash of a link without its `#`.
    pub link: String,
    /// The ids of its layers, which no link has: the state belongs to them.
    pub layers: Vec<u32>,
    /// The table that the run is on, where it is not a generated one.
    pub table: Option<Table>,
    /// The curve up to the state.
    pub curve: Vec<CurvePoint>,
    /// The state; only a worker reads it.
    pub state: Vec<u8>,
    /// The names of parts that were left out, as a later build writes them.
    pub ignored: Vec<String>,
}

/// What is wrong with a run file.
#[derive(Clone, Debug, PartialEq, Eq, Error, Serialize, Deserialize)]
pub enum Damage {
    /// It is no run file.
    #[error("it does not begin as a run file does")]
    Foreign,
    /// A build writes it that has another format.
    #[error("its version is {0}, not {VERSION}")]
    Version(u32),
    /// It is cut off, or something stands behind it.
    #[error("it has {found} bytes and says that it has {expected}")]
    Length {
        /// Its bytes.
        found: u64,
        /// Those that it says it has.
        expected: u64,
    },
    /// It is larger than any run.
    #[error("it has {found} bytes, more than {BYTES}")]
    Large {
        /// Its bytes.
        found: u64,
    },
    /// Its bytes are not those that were written.
    #[error("its checksum is another one")]
    Altered,
    /// A part is not there, or cannot be read.
    #[error("its {0:?} cannot be read")]
    Part(Part),
    /// Config, table and state do not belong together.
    #[error("its parts do not fit each other")]
    Unfit,
    /// Weights are no numbers.
    #[error("its weights are not finite")]
    NotFinite,
}

/// A part of the file that a run cannot do without.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, strum::VariantArray)]
pub enum Part {
    /// What the visitor has chosen.
    Link,
    /// Which layers its state belongs to.
    Layers,
    /// What training has come to.
    State,
    /// The data.
    Table,
    /// The losses.
    Curve,
}

/// The bytes of a run file; `None` where the table cannot be written.
pub fn write(saved: &Saved) -> Option<Vec<u8>> {
    let Saved { link, layers, table, curve, state, ignored: _ } = saved;
    let mut bytes = vec![0; HEAD];
    let mut part = |name: [u8; 4], of: &[&[u8]]| {
        bytes.extend(name);
        bytes.extend((of.iter().map(|of| of.len()).sum::<usize>() as u64).to_le_bytes());
        of.iter().for_each(|of| bytes.extend_from_slice(of));
    };
    part(LINK, &[link.as_bytes()]);
    part(LAYERS, &[&layers.iter().flat_map(|id| id.to_le_bytes()).collect::<Vec<_>>()]);
    if let Some(table) = table {
        part(TABLE, &[&table.brief().id.to_le_bytes(), &shelf::encode(table)?]);
    }
    let numbers = curve.iter().flat_map(CurvePoint::numbers);
    part(CURVE, &[&numbers.flat_map(f64::to_le_bytes).collect::<Vec<_>>()]);
    part(STATE, &[state]);
    let body = bytes.get(HEAD..).unwrap_or_default();
    let (length, sum) = (body.len() as u64, checksum(body));
    let head = SIGN.into_iter().chain(VERSION.to_le_bytes());
    let head = head.chain(length.to_le_bytes()).chain(sum.to_le_bytes());
    bytes.iter_mut().zip(head).for_each(|(to, from)| *to = from);
    Some(bytes)
}

/// What [`write()`] wrote. Nothing is made room for that the file does not have.
///
/// # Errors
/// What is wrong with it.
pub fn read(bytes: &[u8]) -> Result<Saved, Damage> {
    let found = bytes.len() as u64;
    let cut = Damage::Length { found, expected: HEAD as u64 };
    let Some(rest) = bytes.strip_prefix(&SIGN) else {
        // Of an empty file nothing can be told.
        let begins = !bytes.is_empty() && SIGN.starts_with(bytes);
        return Err(if begins { cut } else { Damage::Foreign });
    };
    let (version, rest) = rest.split_first_chunk().ok_or_else(|| cut.clone())?;
    let version = u32::from_le_bytes(*version);
    if version != VERSION {
        return Err(Damage::Version(version));
    }
    let (length, rest) = rest.split_first_chunk().ok_or_else(|| cut.clone())?;
    let (sum, body) = rest.split_first_chunk().ok_or(cut)?;
    let length = u64::from_le_bytes(*length);
    if length != body.len() as u64 {
        let expected = length.saturating_add(HEAD as u64);
        return Err(Damage::Length { found, expected });
    }
    if u64::from_le_bytes(*sum) != checksum(body) {
        return Err(Damage::Altered);
    }
    parts(body)
}

/// What the parts say.
fn parts(mut rest: &[u8]) -> Result<Saved, Damage> {
    let (mut link, mut state, mut saved) = (None, None, Saved::default());
    while let Some((name, behind)) = rest.split_first_chunk::<4>() {
        let (length, behind) = behind.split_first_chunk().ok_or(Damage::Altered)?;
        let length = usize::try_from(u64::from_le_bytes(*length)).map_err(|_| Damage::Altered)?;
        let (own, behind) = behind.split_at_checked(length).ok_or(Damage::Altered)?;
        match *name {
            LINK => link = std::str::from_utf8(own).ok().map(str::to_owned),
            LAYERS => {
                let (ids, odd) = own.as_chunks();
                saved.layers = ids.iter().map(|id| u32::from_le_bytes(*id)).collect();
                if !odd.is_empty() {
                    return Err(Damage::Part(Part::Layers));
                }
            }
            STATE => state = Some(own.to_vec()),
            TABLE => saved.table = Some(table(own).ok_or(Damage::Part(Part::Table))?),
            CURVE => saved.curve = curve(own).ok_or(Damage::Part(Part::Curve))?,
            _ => saved.ignored.push(name.escape_ascii().to_string()),
        }
        rest = behind;
    }
    if !rest.is_empty() {
        return Err(Damage::Altered);
    }
    saved.link = link.ok_or(Damage::Part(Part::Link))?;
    saved.state = state.ok_or(Damage::Part(Part::State))?;
    Ok(saved)
}

fn table(bytes: &[u8]) -> Option<Table> {
    let (id, bytes) = bytes.split_first_chunk()?;
    shelf::decode(u64::from_le_bytes(*id), bytes)
}

fn curve(bytes: &[u8]) -> Option<Vec<CurvePoint>> {
    let (words, odd) = bytes.as_chunks();
    let numbers: Vec<f64> = words.iter().map(|word| f64::from_le_bytes(*word)).collect();
    let (points, left) = numbers.as_chunks();
    let whole = odd.is_empty() && left.is_empty();
    whole.then(|| points.iter().map(CurvePoint::from_numbers).collect())
}

/// FNV-1a, which finds damage, and no intent.
fn checksum(bytes: &[u8]) -> u64 {
    bytes.iter().fold(table::HASH, |sum, &byte| table::fold(sum, byte.into()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::engine::table::{Column, Goal};
    use crate::protocol::Metrics;

    fn run() -> Saved {
        let mut table = Table::new(vec![Column::number("x")], Goal::Numbers(vec!["y".to_owned()]));
        table.push(&[0.1], &[-0.0]);
        table.push(&[1e-320], &[f64::MIN_POSITIVE]);
        let metrics = Metrics { train_loss: 0.1, ..Metrics::default() };
        Saved {
            link: "seed=0.5&a=키".to_owned(),
            layers: vec![4, 0, u32::MAX],
            table: Some(table),
            curve: vec![CurvePoint { epoch: 1.5, metrics }],
            state: vec![0, 255, 7],
            ignored: Vec::new(),
        }
    }

    /// These parts below a head that fits them.
    fn with_body(body: &[u8]) -> Vec<u8> {
        let mut bytes = SIGN.to_vec();
        bytes.extend(VERSION.to_le_bytes());
        bytes.extend((body.len() as u64).to_le_bytes());
        bytes.extend(checksum(body).to_le_bytes());
        bytes.extend(body);
        bytes
    }

    fn part(name: &[u8; 4], length: u64, bytes: &[u8]) -> Vec<u8> {
        [&name[..], &length.to_le_bytes(), bytes].concat()
    }

    #[test]
    fn what_is_written_comes_back() {
        for saved in [run(), Saved { table: None, curve: Vec::new(), ..run() }] {
            assert_eq!(read(&write(&saved).unwrap()), Ok(saved));
        }
    }

    #[test]
    fn each_damage_has_a_name() {
        let bytes = write(&run()).unwrap();
        let length = bytes.len() as u64;
        for foreign in [&b""[..], b"PK\x03\x04", b"x,y\n1,2\n", &bytes[1..]] {
            assert_eq!(read(foreign), Err(Damage::Foreign), "{foreign:?}");
        }
        for end in 1..bytes.len() {
            let expected = if end < HEAD { HEAD as u64 } else { length };
            let cut = Damage::Length { found: end as u64, expected };
            assert_eq!(read(&bytes[..end]), Err(cut));
        }
        let longer = [&bytes[..], b"\n"].concat();
        let found = Damage::Length { found: length + 1, expected: length };
        assert_eq!(read(&longer), Err(found));
        let mut other = bytes.clone();
        other[8] = 9;
        assert_eq!(read(&other), Err(Damage::Version(9)));
        // More bytes than there are anywhere.
        let mut huge = bytes.clone();
        huge[12..20].copy_from_slice(&(1_u64 << 63).to_le_bytes());
        let claimed = Damage::Length { found: length, expected: (1 << 63) + HEAD as u64 };
        assert_eq!(read(&huge), Err(claimed));
        let state = part(b"stat", 1, b"s");
        let link = part(b"link", 1, b"x");
        for (body, damage) in [
            (part(b"link", 1 << 63, b"x"), Damage::Altered),
            (part(b"link", u64::MAX, b""), Damage::Altered),
            ([&link[..], &state, b"odd"].concat(), Damage::Altered),
            (state.clone(), Damage::Part(Part::Link)),
            ([&part(b"link", 1, &[255])[..], &state].concat(), Damage::Part(Part::Link)),
            (link.clone(), Damage::Part(Part::State)),
            (part(b"tabl", 3, b"abc"), Damage::Part(Part::Table)),
            (part(b"curv", 8, &[0; 8]), Damage::Part(Part::Curve)),
            (part(b"lays", 3, &[0; 3]), Damage::Part(Part::Layers)),
        ] {
            assert_eq!(read(&with_body(&body)), Err(damage), "{body:?}");
        }
    }

    #[test]
    fn a_part_of_a_later_build_is_left_out_and_told_of() {
        let bytes = write(&run()).unwrap();
        let body = [&bytes[HEAD..], &part(b"new!", 3, b"abc"), &part(b"\x01<b>", 0, b"")].concat();
        let ignored = vec!["new!".to_owned(), "\\x01<b>".to_owned()];
        assert_eq!(read(&with_body(&body)), Ok(Saved { ignored, ..run() }));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(2000) })]

        #[test]
        fn any_bytes_are_a_run_or_a_damage(
            bytes in proptest::collection::vec(any::<u8>(), 0..200),
            names in proptest::collection::vec(0_usize..6, 0..4),
        ) {
            let names = names.into_iter().map(|at| [LINK, LAYERS, STATE, TABLE, CURVE, *b"else"][at]);
            let parts = names.flat_map(|name| part(&name, bytes.len() as u64, &bytes));
            let parts: Vec<u8> = parts.collect();
            for bytes in [&bytes[..], &with_body(&bytes), &with_body(&parts)] {
                if let Ok(saved) = read(bytes) {
                    prop_assert!(saved.state.len() <= bytes.len());
                    let ignored = Vec::new();
                    let again = read(&write(&saved).unwrap()).unwrap();
                    // A curve may hold what is no number.
                    prop_assert_eq!(write(&again), write(&Saved { ignored, ..saved }));
                }
            }
        }

        #[test]
        fn no_altered_byte_goes_unseen(at in any::<proptest::sample::Index>(), mask in 1_u8..) {
            let mut bytes = write(&run()).unwrap();
            let at = at.index(bytes.len());
            bytes[at] ^= mask;
            prop_assert!(read(&bytes).is_err());
        }
    }
}
