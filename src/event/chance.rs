//! Where ids and choices come from: a generator that gives the same on every platform.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

const ALPHANUMERIC: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const LOWERCASE: &[u8; 36] = b"abcdefghijklmnopqrstuvwxyz0123456789";
const DIGITS: &[u8; 10] = b"0123456789";
const HEX: &[u8; 16] = b"0123456789abcdef";
const NANOID: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";

/// A source of ids and choices.
pub struct Chance {
    generator: ChaCha8Rng,
    /// What is left of the last word drawn, 16 bits at a time.
    pool: u64,
    left: u8,
}

impl Chance {
    /// The source for the `round`th world of a run with this seed.
    #[must_use]
    pub fn seeded(seed: u64, round: u64) -> Self {
        let mut generator = ChaCha8Rng::seed_from_u64(seed);
        generator.set_stream(round);
        Self { generator, pool: 0, left: 0 }
    }

    /// A seed from the operating system, for runs that need not be repeated.
    ///
    /// # Panics
    /// Where the operating system has no randomness to give.
    #[must_use]
    pub fn fresh_seed() -> u64 {
        getrandom::u64().expect("the operating system gives random bytes")
    }

    /// `prefix` and `length` letters and digits: `dpl_` and 28.
    pub fn id(&mut self, prefix: &str, length: usize) -> String {
        self.text(prefix, ALPHANUMERIC, length)
    }

    /// `prefix` and `length` lower-case letters and digits.
    pub fn lowercase(&mut self, prefix: &str, length: usize) -> String {
        self.text(prefix, LOWERCASE, length)
    }

    /// `length` lower-case hexadecimal digits.
    pub fn hex(&mut self, length: usize) -> String {
        self.text("", HEX, length)
    }

    /// `length` decimal digits, the first of them not zero.
    pub fn digits(&mut self, length: usize) -> String {
        let first = *self.pick(&DIGITS[1..]);
        self.text(char::from(first).encode_utf8(&mut [0; 4]), DIGITS, length - 1)
    }

    /// 21 characters in the alphabet of nanoid, the form of recent event ids.
    pub fn nanoid(&mut self) -> String {
        self.text("", NANOID, 21)
    }

    /// One of `choices`, which is not empty.
    pub fn pick<'a, T>(&mut self, choices: &'a [T]) -> &'a T {
        &choices[self.below(choices.len())]
    }

    /// One of `words`, which is not empty.
    pub fn word<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.below(words.len())]
    }

    fn text(&mut self, prefix: &str, alphabet: &[u8], length: usize) -> String {
        let mut text = Vec::with_capacity(prefix.len() + length);
        text.extend_from_slice(prefix.as_bytes());
        text.extend((0..length).map(|_| alphabet[self.below(alphabet.len())]));
        String::from_utf8(text).expect("alphabets are ASCII")
    }

    /// A number below `bound`, which is at most 256: 16 random bits scaled down, so that no
    /// number is more than half a percent likelier than another.
    fn below(&mut self, bound: usize) -> usize {
        if self.left == 0 {
            self.pool = self.generator.next_u64();
            self.left = 4;
        }
        let drawn = usize::from(u16::try_from(self.pool & 0xffff).unwrap_or_default());
        self.pool >>= 16;
        self.left -= 1;
        (drawn * bound) >> 16
    }
}

#[cfg(test)]
mod tests {
    use super::Chance;

    #[test]
    fn the_same_seed_gives_the_same_ids_on_every_platform() {
        let mut chance = Chance::seeded(42, 0);
        assert_eq!(chance.id("dpl_", 28), "dpl_WNuqjJP6UvsaZVrmQtRRfnrJETuT");
        assert_eq!(chance.nanoid(), "KKmzDojxM07PBiBgWYk5Q");
    }

    #[test]
    fn rounds_and_seeds_differ() {
        let id = |seed, round| Chance::seeded(seed, round).nanoid();
        assert_ne!(id(1, 0), id(1, 1));
        assert_ne!(id(1, 0), id(2, 0));
    }

    #[test]
    fn every_character_of_an_alphabet_comes_up() {
        let mut chance = Chance::seeded(1, 0);
        let mut seen: Vec<char> = chance.id("", 10_000).chars().collect();
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), 62);
    }

    #[test]
    fn digits_never_begin_with_zero() {
        let mut chance = Chance::seeded(7, 0);
        assert!((0..200).all(|_| !chance.digits(3).starts_with('0')));
    }
}
