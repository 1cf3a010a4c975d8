//! Bodies that are compressed.

use std::io::Read;

use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};

/// No more is inflated.
const LARGEST: u64 = 16 * 1024 * 1024;

/// A way to compress.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compression {
    /// RFC 1952.
    Gzip,
    /// RFC 1950, or RFC 1951 as some have it: the content coding `deflate`.
    Deflate,
    /// RFC 7932, the content coding `br`.
    Brotli,
    /// RFC 8878.
    Zstandard,
}

impl Compression {
    /// What a body looks to be compressed with, or is said to be where its look says nothing.
    pub(super) fn of(body: &[u8], content_coding: Option<&str>) -> Option<Self> {
        match body {
            [0x1f, 0x8b, 8, ..] => return Some(Self::Gzip),
            [0x28, 0xb5, 0x2f, 0xfd, ..] => return Some(Self::Zstandard),
            [0x78, 0x01 | 0x5e | 0x9c | 0xda, ..] => return Some(Self::Deflate),
            _ => {}
        }
        let coding = content_coding?.trim().to_ascii_lowercase();
        // A server may have inflated the body and kept the header.
        if body.is_empty() || serde_json::from_slice::<serde::de::IgnoredAny>(body).is_ok() {
            return None;
        }
        match coding.as_str() {
            "deflate" => Some(Self::Deflate),
            "br" => Some(Self::Brotli),
            "zstd" => Some(Self::Zstandard),
            _ => None,
        }
    }

    /// Its name, for people.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Gzip => "gzip",
            Self::Deflate => "deflate",
            Self::Brotli => "brotli",
            Self::Zstandard => "zstandard",
        }
    }

    /// What the body inflates to, where that can be told.
    pub(super) fn inflate(self, body: &[u8]) -> Option<Vec<u8>> {
        match self {
            Self::Gzip => all(MultiGzDecoder::new(body), LARGEST),
            Self::Deflate => all(ZlibDecoder::new(body), LARGEST)
                .or_else(|| all(DeflateDecoder::new(body), LARGEST)),
            Self::Brotli | Self::Zstandard => None,
        }
    }
}

fn all(decoder: impl Read, most: u64) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    decoder.take(most + 1).read_to_end(&mut bytes).ok()?;
    (bytes.len() as u64 <= most).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
    use proptest::prelude::*;

    use super::*;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn what_flate_wrote_is_recognised_and_inflated() {
        let body = br#"{"id":"a"}"#;
        let mut zlib = ZlibEncoder::new(Vec::new(), flate2::Compression::default());
        zlib.write_all(body).unwrap();
        let mut raw = DeflateEncoder::new(Vec::new(), flate2::Compression::default());
        raw.write_all(body).unwrap();
        for (bytes, coding) in [
            (gzip(body), None),
            (zlib.finish().unwrap(), None),
            (raw.finish().unwrap(), Some("Deflate")),
        ] {
            let compression = Compression::of(&bytes, coding).unwrap();
            assert_eq!(compression.inflate(&bytes).unwrap(), body, "{compression:?}");
        }
    }

    #[test]
    fn a_header_that_was_kept_means_nothing() {
        assert_eq!(Compression::of(b"{}", Some("br")), None);
        assert_eq!(Compression::of(b"\x8b\x00", Some("br")), Some(Compression::Brotli));
        assert_eq!(Compression::of(b"\x28\xb5\x2f\xfd..", None), Some(Compression::Zstandard));
    }

    #[test]
    fn a_bomb_is_left_alone() {
        let bomb = gzip(&[0; 5000]);
        assert_eq!(all(MultiGzDecoder::new(bomb.as_slice()), 4999), None);
        assert_eq!(all(MultiGzDecoder::new(bomb.as_slice()), 5000).unwrap().len(), 5000);
    }

    proptest! {
        #[test]
        fn nothing_panics(bytes: Vec<u8>) {
            let _ = Compression::Gzip.inflate(&[&[0x1f, 0x8b, 8], bytes.as_slice()].concat());
            let _ = Compression::Deflate.inflate(&bytes);
            let _ = Compression::of(&bytes, Some("gzip"));
        }
    }
}
