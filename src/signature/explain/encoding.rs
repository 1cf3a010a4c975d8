//! Texts that were decoded with one encoding and written with another.

/// The characters that Windows-1252 has where Latin-1 has controls, from 0x80 on.
const WINDOWS_1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// An encoding of one byte for each character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Narrow {
    /// ISO 8859-1.
    Latin1,
    /// What Windows and browsers take Latin-1 for.
    Windows1252,
}

impl Narrow {
    pub(super) const ALL: [Self; 2] = [Self::Latin1, Self::Windows1252];

    /// Its name, for people.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Latin1 => "Latin-1",
            Self::Windows1252 => "Windows-1252",
        }
    }

    /// The bytes that UTF-8 was taken to be characters of; nothing where it cannot have been.
    pub(super) fn encode(self, misread: &[u8]) -> Option<Vec<u8>> {
        if misread.is_ascii() {
            return None;
        }
        std::str::from_utf8(misread).ok()?.chars().map(|character| self.byte(character)).collect()
    }

    /// UTF-8 of bytes that are characters of this encoding; nothing where they are UTF-8.
    pub(super) fn decode(self, narrow: &[u8]) -> Option<Vec<u8>> {
        if std::str::from_utf8(narrow).is_ok() {
            return None;
        }
        let text: String = narrow.iter().map(|byte| self.character(*byte)).collect();
        Some(text.into_bytes())
    }

    fn byte(self, character: char) -> Option<u8> {
        let special = || WINDOWS_1252.iter().zip(0x80..).find(|(known, _)| **known == character);
        match (self, u8::try_from(character)) {
            // What Windows-1252 leaves open is read as the controls that Latin-1 has.
            (_, Ok(byte)) => Some(byte),
            (Self::Latin1, Err(_)) => None,
            (Self::Windows1252, Err(_)) => special().map(|(_, byte)| byte),
        }
    }

    fn character(self, byte: u8) -> char {
        match (self, byte) {
            (Self::Windows1252, 0x80..0xa0) => WINDOWS_1252[usize::from(byte - 0x80)],
            _ => char::from(byte),
        }
    }
}

/// UTF-8 of UTF-16 with a byte-order mark, as Windows PowerShell's `>` writes it.
pub(super) fn from_utf16(bytes: &[u8]) -> Option<Vec<u8>> {
    let (is_little, rest) = match bytes {
        [0xff, 0xfe, rest @ ..] => (true, rest),
        [0xfe, 0xff, rest @ ..] => (false, rest),
        _ => return None,
    };
    let (pairs, odd) = rest.as_chunks::<2>();
    let unit = |pair: &[u8; 2]| {
        if is_little { u16::from_le_bytes(*pair) } else { u16::from_be_bytes(*pair) }
    };
    let units = pairs.iter().map(unit);
    let text: String = char::decode_utf16(units).collect::<Result<_, _>>().ok()?;
    odd.is_empty().then(|| text.into_bytes())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_was_misread_reads_back() {
        assert_eq!(Narrow::Latin1.encode("caf\u{c3}\u{a9}".as_bytes()).unwrap(), "café".as_bytes());
        assert_eq!(Narrow::Windows1252.encode("â‚¬".as_bytes()).unwrap(), "€".as_bytes());
        assert_eq!(Narrow::Latin1.encode("â‚¬".as_bytes()), None);
        assert_eq!(Narrow::Latin1.decode(b"caf\xe9").unwrap(), "café".as_bytes());
        assert_eq!(Narrow::Windows1252.decode(b"\x80").unwrap(), "€".as_bytes());
        assert_eq!(Narrow::Latin1.encode(b"plain"), None);
    }

    proptest! {
        #[test]
        fn each_way_undoes_the_other(bytes: Vec<u8>, text: String) {
            for narrow in Narrow::ALL {
                if let Some(wide) = narrow.decode(&bytes) {
                    prop_assert_eq!(narrow.encode(&wide), Some(bytes.clone()));
                }
            }
            let mut utf16 = vec![0xff, 0xfe];
            utf16.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
            prop_assert_eq!(from_utf16(&utf16), Some(text.into_bytes()));
            let _ = from_utf16(&bytes);
        }
    }
}
