//! Random ids and choices, the same on every platform for the same seed.

use rand_xoshiro::SplitMix64;
use rand_xoshiro::rand_core::{Rng, SeedableRng};

const ALPHANUMERIC: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const LOWERCASE: &[u8; 36] = b"abcdefghijklmnopqrstuvwxyz0123456789";
const DIGITS: &[u8; 10] = b"0123456789";
const HEX: &[u8; 16] = b"0123456789abcdef";
const NANOID: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";

pub struct SeededRng(SplitMix64);

impl SeededRng {
    pub fn new(seed: u64) -> Self {
        Self(SplitMix64::seed_from_u64(seed))
    }

    pub fn fresh_seed() -> u64 {
        getrandom::u64().expect("the operating system provides random bytes")
    }

    pub fn id(&mut self, prefix: &str, length: usize) -> String {
        self.text(prefix, ALPHANUMERIC, length)
    }

    pub fn lowercase(&mut self, prefix: &str, length: usize) -> String {
        self.text(prefix, LOWERCASE, length)
    }

    pub fn hex(&mut self, length: usize) -> String {
        self.text("", HEX, length)
    }

    /// Decimal digits, the first of them not zero.
    pub fn digits(&mut self, length: usize) -> String {
        let first = *self.pick(&DIGITS[1..]);
        self.text(char::from(first).encode_utf8(&mut [0; 4]), DIGITS, length - 1)
    }

    /// 21 characters of nanoid's alphabet, as in recent event ids.
    pub fn nanoid(&mut self) -> String {
        self.text("", NANOID, 21)
    }

    /// One of `choices`, which is not empty.
    #[inline]
    pub fn pick<'a, T>(&mut self, choices: &'a [T]) -> &'a T {
        &choices[self.below(choices.len())]
    }

    fn text(&mut self, prefix: &str, alphabet: &[u8], length: usize) -> String {
        let mut text = Vec::with_capacity(prefix.len() + length);
        text.extend_from_slice(prefix.as_bytes());
        text.extend((0..length).map(|_| *self.pick(alphabet)));
        String::from_utf8(text).expect("alphabets are ASCII")
    }

    /// A number below `bound`: 32 random bits scaled down.
    #[inline]
    fn below(&mut self, bound: usize) -> usize {
        let scaled = (u64::from(self.0.next_u32()) * bound as u64) >> 32;
        usize::try_from(scaled).unwrap_or_default()
    }
}

pub fn mix_seeds(one: u64, other: u64) -> u64 {
    SplitMix64::seed_from_u64(SplitMix64::seed_from_u64(one).next_u64() ^ other).next_u64()
}

/// The 64-bit FNV-1a hash.
pub const fn hash_name(name: &str) -> u64 {
    let bytes = name.as_bytes();
    let mut hash = 0xcbf2_9ce4_8422_2325;
    let mut index = 0;
    while index < bytes.len() {
        hash = (hash ^ bytes[index] as u64).wrapping_mul(0x0100_0000_01b3);
        index += 1;
    }
    hash
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_ids_on_every_platform() {
        let mut rng = SeededRng::new(42);
        assert_eq!(rng.id("dpl_", 28), "dpl_2NivnkCnviO4XzFeHms7nLPLiiGN");
        assert_eq!(rng.nanoid(), "LYOsxuCxb0QdPnmtrZ8VK");
    }

    #[test]
    fn mixing_seeds_depends_on_their_order() {
        assert_ne!(mix_seeds(1, 0), mix_seeds(0, 1));
        assert_ne!(mix_seeds(1, 1), mix_seeds(2, 2));
        assert_eq!(mix_seeds(1, 2), mix_seeds(1, 2));
    }

    #[test]
    fn hashes_match_the_published_test_vectors() {
        assert_eq!(hash_name(""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(hash_name("a"), 0xaf63_dc4c_8601_ec8c);
        assert_eq!(hash_name("foobar"), 0x8594_4171_f739_67e8);
    }

    #[test]
    fn ids_use_the_whole_alphabet() {
        let mut rng = SeededRng::new(1);
        let mut seen: Vec<char> = rng.id("", 10_000).chars().collect();
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), 62);
    }

    #[test]
    fn digits_never_start_with_zero() {
        let mut rng = SeededRng::new(7);
        assert!((0..200).all(|_| !rng.digits(3).starts_with('0')));
    }
}
