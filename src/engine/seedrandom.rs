//! The TensorFlow Playground's random generator: `seedrandom` by David Bau, an ARC4 stream
//! keyed by the seed's UTF-16 units (<https://github.com/davidbau/seedrandom>).
//! As a `rand` RNG it yields the stream's bytes; [`Unit`] draws numbers as the library does.

use std::convert::Infallible;

use rand::distr::Distribution;
use rand::{Rng, SeedableRng, TryRng};
use serde::{Deserialize, Serialize};

/// ARC4 with a state of 256 bytes. Cloning copies the position, so that a clone draws the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeedRandom {
    i: u8,
    j: u8,
    state: [u8; 256],
}

/// A key of 256 bytes, of which the first `len` count.
#[derive(Clone, Debug)]
pub struct Key {
    bytes: [u8; 256],
    len: usize,
}

impl Default for Key {
    fn default() -> Self {
        Self { bytes: [0; 256], len: 0 }
    }
}

impl AsRef<[u8]> for Key {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

impl AsMut<[u8]> for Key {
    fn as_mut(&mut self) -> &mut [u8] {
        self.len = 256;
        &mut self.bytes
    }
}

impl SeedRandom {
    /// The generator that `Math.seedrandom(seed)` makes.
    pub fn from_text(seed: &str) -> Self {
        let mut key = Key::default();
        let mut smear = 0u32;
        for (at, unit) in seed.encode_utf16().enumerate() {
            let at = at & 255;
            // 32-bit integers as in JavaScript; only the low byte is kept, so wrapping is exact.
            smear ^= u32::from(key.bytes[at]) * 19;
            key.bytes[at] = (smear.wrapping_add(u32::from(unit)) & 255) as u8;
            key.len = key.len.max(at + 1);
        }
        Self::from_seed(key)
    }

    fn byte(&mut self) -> u8 {
        self.i = self.i.wrapping_add(1);
        let t = self.state[self.i as usize];
        self.j = self.j.wrapping_add(t);
        self.state[self.i as usize] = self.state[self.j as usize];
        self.state[self.j as usize] = t;
        self.state[self.state[self.i as usize].wrapping_add(t) as usize]
    }

    /// Position and state, for a checkpoint: 258 bytes.
    pub fn to_bytes(&self) -> Vec<u8> {
        [self.i, self.j].into_iter().chain(self.state).collect()
    }

    /// The generator that [`Self::to_bytes`] described; `None` where the length is wrong.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (&[i, j], state) = bytes.split_first_chunk::<2>()?;
        Some(Self { i, j, state: state.try_into().ok()? })
    }
}

impl SeedableRng for SeedRandom {
    type Seed = Key;

    fn from_seed(mut key: Key) -> Self {
        // The library gives an empty key one byte, 0.
        key.len = key.len.max(1);
        let mut state: [u8; 256] = std::array::from_fn(|at| at as u8);
        let mut j = 0u8;
        for i in 0..256 {
            j = j.wrapping_add(key.bytes[i % key.len]).wrapping_add(state[i]);
            state.swap(i, j as usize);
        }
        let mut generator = Self { i: 0, j: 0, state };
        // The first 256 bytes of ARC4 are thrown away.
        generator.fill_bytes(&mut [0; 256]);
        generator
    }
}

impl TryRng for SeedRandom {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok(u32::from_be_bytes(std::array::from_fn(|_| self.byte())))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(u64::from_be_bytes(std::array::from_fn(|_| self.byte())))
    }

    fn try_fill_bytes(&mut self, out: &mut [u8]) -> Result<(), Infallible> {
        out.fill_with(|| self.byte());
        Ok(())
    }
}

/// A number in 0..1 with at least 52 random bits, as `seedrandom`'s `random()` returns it:
/// six bytes, then one more at a time until 52 bits are significant. (`rand`'s own floats
/// take eight bytes, and other ones.)
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub struct Unit;

impl Distribution<f64> for Unit {
    fn sample<R: Rng + ?Sized>(&self, rng: &mut R) -> f64 {
        const SIGNIFICANT: f64 = (1u64 << 52) as f64;
        const OVERFLOW: f64 = (1u64 << 53) as f64;
        fn byte<R: Rng + ?Sized>(rng: &mut R) -> u8 {
            let mut byte = [0];
            rng.fill_bytes(&mut byte);
            byte[0]
        }
        let mut bytes = [0; 8];
        rng.fill_bytes(&mut bytes[2..]);
        let mut n = u64::from_be_bytes(bytes) as f64;
        let mut d = (1u64 << 48) as f64;
        let mut x = 0u8;
        while n < SIGNIFICANT {
            n = (n + f64::from(x)) * 256.0;
            d *= 256.0;
            x = byte(rng);
        }
        while n >= OVERFLOW {
            n /= 2.0;
            d /= 2.0;
            x >>= 1;
        }
        (n + f64::from(x)) / d
    }
}
