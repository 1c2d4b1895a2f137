//! A drawing as a text for a link: from where to where its columns are shown where that is not the plane,
//! what its labels say, how many points, the points one after the other as what each is further on than
//! the one before (Rice's code), and a checksum. Sorted points are near each other, so that each costs
//! some two thirds of its bits.

use super::drawing::{CLASSES, Drawing, PLANE, Point, STEPS, Side, Told, VALUES, is_side};

/// Points that travel in a link at most.
pub const TRAVELLING: usize = 300;

/// The first character, on the plane and with sides of its own: another one is of another way to write them.
const PLAIN: u8 = b'1';
const SIDED: u8 = b'2';
/// The 64 signs that no program escapes (RFC 4648, section 5).
const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
/// Bits of the head's parts and of the checksum.
const TOLD: u32 = 4;
const COUNT: u32 = 9;
const RICE: u32 = 5;
const SUM: u32 = 24;
/// Bits of an end of a side.
const END: u32 = 32;
/// Bits of a step of the grid.
const STEP: u32 = 11;

/// Why a text is no drawing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// Its end is missing.
    Cut,
    /// It is another text than was written.
    Changed,
}

/// The text of a drawing; `None` where it has more points than travel.
pub fn encode(drawing: &Drawing) -> Option<String> {
    let count = drawing.points.len();
    if count > TRAVELLING {
        return None;
    }
    let told = match drawing.told {
        Told::Value => 0,
        // At most eight.
        Told::Classes(classes) => classes as u32,
    };
    let points = drawing.in_order();
    let numbers: Vec<u32> = points.iter().map(|&point| number(point, drawing.told)).collect();
    let steps = steps(&numbers);
    let cost = |low: u32| steps.iter().map(|step| u64::from((step >> low) + 1 + low)).sum::<u64>();
    let low = (0..1 << RICE).min_by_key(|&low| cost(low)).unwrap_or_default();
    let mut bits = Bits::default();
    let ends = ends(drawing.sides);
    ends.iter().for_each(|&end| bits.put(end, END));
    bits.put(told, TOLD);
    bits.put(count as u32, COUNT);
    bits.put(low, RICE);
    for step in steps {
        (0..step >> low).for_each(|_| bits.put(1, 1));
        bits.put(0, 1);
        bits.put(step, low);
    }
    bits.put(sum(&ends, told, &numbers), SUM);
    let text = bits.0.chunks(6).map(|six| {
        let at = (0..6).fold(0, |at, bit| at << 1 | usize::from(six.get(bit) == Some(&true)));
        char::from(SIGNS[at])
    });
    let version = if ends.is_empty() { PLAIN } else { SIDED };
    Some(std::iter::once(char::from(version)).chain(text).collect())
}

/// The drawing of a text.
///
/// # Errors
/// Where it is not one that [`encode`] has written.
pub fn decode(text: &str) -> Result<Drawing, Wrong> {
    let (&version, signs) = text.as_bytes().split_first().ok_or(Wrong::Cut)?;
    if ![PLAIN, SIDED].contains(&version) {
        return Err(Wrong::Changed);
    }
    let mut bits = Bits::default();
    for sign in signs {
        let at = SIGNS.iter().position(|known| known == sign).ok_or(Wrong::Changed)?;
        // One of 64.
        bits.put(at as u32, 6);
    }
    let mut bits = bits.0.into_iter();
    let mut take =
        |count: u32| (0..count).try_fold(0_u32, |all, _| Some(all << 1 | u32::from(bits.next()?)));
    let mut sides = PLANE;
    if version == SIDED {
        for (low, high) in &mut sides {
            for end in [low, high] {
                *end = take(END).ok_or(Wrong::Cut)?.cast_signed();
            }
        }
    }
    let told = take(TOLD).ok_or(Wrong::Cut)?;
    let count = take(COUNT).ok_or(Wrong::Cut)? as usize;
    let low = take(RICE).ok_or(Wrong::Cut)?;
    let drawn = match told as usize {
        0 => Told::Value,
        classes if CLASSES.contains(&classes) => Told::Classes(classes),
        _ => return Err(Wrong::Changed),
    };
    if count > TRAVELLING {
        return Err(Wrong::Changed);
    }
    let (mut numbers, mut last) = (Vec::new(), 0_u32);
    for _ in 0..count {
        let mut high = 0_u32;
        while take(1).ok_or(Wrong::Cut)? == 1 {
            high += 1;
        }
        let rest = take(low).ok_or(Wrong::Cut)?;
        let step = (u64::from(high) << low) + u64::from(rest);
        let next = u32::try_from(step).ok().and_then(|step| last.checked_add(step));
        last = next.ok_or(Wrong::Changed)?;
        numbers.push(last);
    }
    let right = take(SUM).ok_or(Wrong::Cut)? == sum(&ends(sides), told, &numbers);
    // What fills the last sign up is less than one.
    let is_over = bits.len() < 6 && bits.all(|bit| !bit);
    // What is written for the plane has no sides.
    let is_sided = (version == SIDED) == (sides != PLANE) && sides.into_iter().all(is_side);
    let points: Option<Vec<Point>> = numbers.iter().map(|&number| point(number, drawn)).collect();
    match points {
        Some(points) if right && is_over && is_sided => Ok(Drawing { told: drawn, sides, points }),
        Some(_) | None => Err(Wrong::Changed),
    }
}

/// The ends of the sides as they are written; none of the plane's.
fn ends(sides: [Side; 2]) -> Vec<u32> {
    let all = sides.into_iter().flat_map(|(low, high)| [low, high].map(i32::cast_unsigned));
    if sides == PLANE { Vec::new() } else { all.collect() }
}

/// The lowest label is so much below 0.
fn below(told: Told) -> i32 {
    match told {
        Told::Classes(_) => 0,
        Told::Value => VALUES,
    }
}

/// A point as one number, in the order of the points.
fn number(point: Point, told: Told) -> u32 {
    // All three are within their grids.
    let part = |step: i32, below: i32| (step + below) as u32;
    let label = part(point.label, below(told));
    label << (2 * STEP) | part(point.up, STEPS) << STEP | part(point.across, STEPS)
}

/// The point of a number; `None` where it is not on the grid.
fn point(number: u32, told: Told) -> Option<Point> {
    let mask = (1 << STEP) - 1;
    let step = |bits: u32| {
        let step = (bits & mask) as i32 - STEPS;
        (step > -STEPS).then_some(step)
    };
    // 32 bits less 22 fit.
    let label = (number >> (2 * STEP)) as i32 - below(told);
    let within = match told {
        Told::Classes(classes) => (0..classes as i32).contains(&label),
        Told::Value => (-VALUES..=VALUES).contains(&label),
    };
    let (up, across) = (step(number >> STEP)?, step(number)?);
    within.then_some(Point { label, up, across })
}

/// How much each of some rising numbers is more than the one before.
fn steps(numbers: &[u32]) -> Vec<u32> {
    let before = std::iter::once(0).chain(numbers.iter().copied());
    numbers.iter().zip(before).map(|(number, before)| number - before).collect()
}

/// FNV-1a over the numbers, folded to the checksum's bits.
fn sum(ends: &[u32], told: u32, numbers: &[u32]) -> u32 {
    let words = ends.iter().chain(std::iter::once(&told)).chain(numbers).copied();
    let bytes = words.flat_map(u32::to_le_bytes);
    let fold = |hash: u32, byte: u8| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
    let hash = bytes.fold(0x811c_9dc5, fold);
    (hash >> SUM ^ hash) & ((1 << SUM) - 1)
}

/// Bits, first to last.
#[derive(Default)]
struct Bits(Vec<bool>);

impl Bits {
    /// Appends the lowest bits of a number, the highest of them first.
    fn put(&mut self, number: u32, count: u32) {
        self.0.extend((0..count).rev().map(|at| number >> at & 1 == 1));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engine::seedrandom::{SeedRandom, Unit};
    use rand::distr::Distribution as _;

    /// So many points anywhere.
    fn scattered(told: Told, count: usize) -> Drawing {
        let mut random = SeedRandom::from_text("points");
        let mut any = |low: f64, high: f64| low + (high - low) * Unit.sample(&mut random);
        let mut drawing = Drawing::new(told);
        for _ in 0..count {
            let (x, y) = (any(-6.0, 6.0), any(-6.0, 6.0));
            let label = match told {
                Told::Classes(classes) => any(0.0, classes as f64),
                Told::Value => any(-1.0, 1.0),
            };
            drawing.put((x, y), told.label(label));
        }
        drawing
    }

    const ALL: [Told; 4] = [Told::Classes(2), Told::Classes(5), Told::Classes(8), Told::Value];

    #[test]
    fn a_drawing_comes_back_from_its_text() {
        for told in ALL {
            for count in [0, 1, 2, 17, TRAVELLING] {
                let drawing = scattered(told, count);
                let text = encode(&drawing).unwrap();
                let back = decode(&text).unwrap();
                assert_eq!(back.table(), drawing.table(), "{told:?} {count}");
                assert_eq!(encode(&back), Some(text));
                let wide = Drawing { sides: [(0, 1), (-20_000, 90)], ..drawing.clone() };
                let text = encode(&wide).unwrap();
                assert_eq!(decode(&text).unwrap().table(), wide.table(), "{told:?} {count}");
                assert!(count == 0 || wide.table() != drawing.table());
            }
            assert_eq!(encode(&scattered(told, TRAVELLING + 1)), None);
        }
        let mut corners = Drawing::new(Told::Value);
        for (x, y, value) in [(-6.0, -6.0, -1.0), (6.0, 6.0, 1.0), (6.0, 6.0, 1.0)] {
            corners.put((x, y), Told::Value.label(value));
        }
        assert_eq!(decode(&encode(&corners).unwrap()).unwrap().table(), corners.table());
    }

    #[test]
    fn a_text_is_shorter_than_its_bits_would_be() {
        // 22 bits for the place and one or seven for the label, six a sign.
        for (told, bits) in [(Told::Classes(2), 23), (Told::Value, 29)] {
            let signs = encode(&scattered(told, TRAVELLING)).unwrap().len();
            assert!(signs < 4 * TRAVELLING * bits / (5 * 6), "{told:?}: {signs}");
        }
    }

    #[test]
    fn a_text_that_is_cut_says_so_wherever_it_is() {
        let plain = scattered(Told::Classes(3), 60);
        let wide = Drawing { sides: [(-7, 6), (0, 12)], ..plain.clone() };
        for text in [plain, wide].map(|drawing| encode(&drawing).unwrap()) {
            for end in 0..text.len() {
                assert_eq!(decode(&text[..end]), Err(Wrong::Cut), "{end}");
            }
        }
    }

    #[test]
    fn a_sign_that_is_another_is_found() {
        for told in ALL {
            let plain = scattered(told, 20);
            let wide = Drawing { sides: [(-7, 6), (0, 12)], ..plain.clone() };
            let texts = [plain, wide].map(|drawing| encode(&drawing).unwrap());
            for (text, at) in
                texts.iter().flat_map(|text| (0..text.len()).map(move |at| (text, at)))
            {
                for sign in ['A', 'z', '_', '*'] {
                    let mut changed = text.clone().into_bytes();
                    if std::mem::replace(&mut changed[at], sign as u8) == sign as u8 {
                        continue;
                    }
                    let changed = String::from_utf8(changed).unwrap();
                    assert!(decode(&changed).is_err(), "{told:?} {at} {sign}");
                }
            }
            for text in texts {
                assert_eq!(decode(&format!("{text}A")), Err(Wrong::Changed));
                assert_eq!(decode(&format!("{text}%")), Err(Wrong::Changed));
            }
        }
    }

    #[test]
    fn two_drawings_have_two_texts() {
        let one = scattered(Told::Classes(2), 9);
        let mut other = one.clone();
        other.points[4].across ^= 1;
        assert_ne!(encode(&one), encode(&other));
        other.told = Told::Classes(3);
        other.points.clone_from(&one.points);
        assert_ne!(encode(&one), encode(&other));
    }
}
