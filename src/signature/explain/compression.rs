//! Compressed bodies.

use std::io::Read;

use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use serde::de::IgnoredAny;

const MAX_LENGTH: u64 = 16 * 1024 * 1024;

pub fn gunzipped(body: &[u8]) -> Option<Vec<u8>> {
    read_all(&mut MultiGzDecoder::new(body), MAX_LENGTH)
}

/// Decompresses what HTTP calls `deflate`: RFC 1950, or RFC 1951 as some have it.
pub fn deflated(body: &[u8]) -> Option<Vec<u8>> {
    read_all(&mut ZlibDecoder::new(body), MAX_LENGTH).or_else(|| {
        let mut decoder = DeflateDecoder::new(body);
        let inflated = read_all(&mut decoder, MAX_LENGTH)?;
        // Without a header, any bytes may begin like compressed ones.
        (decoder.total_in() == body.len() as u64).then_some(inflated)
    })
}

/// What a body looks to be compressed with, or is declared to be where its look says nothing.
pub fn detect(body: &[u8], content_encoding: Option<&str>) -> Option<&'static str> {
    match body {
        [0x1f, 0x8b, 8, ..] => return Some("gzip"),
        [0x28, 0xb5, 0x2f, 0xfd, ..] => return Some("zstandard"),
        [0x78, 0x01 | 0x5e | 0x9c | 0xda, ..] => return Some("deflate"),
        _ => {}
    }
    // A server may have decompressed the body and kept the header.
    if body.is_empty() || serde_json::from_slice::<IgnoredAny>(body).is_ok() {
        return None;
    }
    match content_encoding?.trim().to_ascii_lowercase().as_str() {
        "deflate" => Some("deflate"),
        "br" => Some("brotli"),
        "zstd" => Some("zstandard"),
        _ => None,
    }
}

fn read_all(decoder: &mut impl Read, max: u64) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    decoder.take(max + 1).read_to_end(&mut bytes).ok()?;
    (bytes.len() as u64 <= max).then_some(bytes)
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
    fn decompresses_what_flate_wrote() {
        let body = br#"{"id":"a"}"#;
        let mut zlib = ZlibEncoder::new(Vec::new(), flate2::Compression::default());
        zlib.write_all(body).unwrap();
        let mut raw = DeflateEncoder::new(Vec::new(), flate2::Compression::default());
        raw.write_all(body).unwrap();
        let (zlib, raw) = (zlib.finish().unwrap(), raw.finish().unwrap());
        assert_eq!(gunzipped(&gzip(body)).unwrap(), body);
        assert_eq!(deflated(&zlib).unwrap(), body);
        assert_eq!(deflated(&raw).unwrap(), body);
        assert_eq!(deflated(&[raw.as_slice(), b"."].concat()), None);
        assert_eq!(detect(&gzip(body), None), Some("gzip"));
        assert_eq!(detect(&zlib, None), Some("deflate"));
        assert_eq!(detect(&raw, Some("Deflate")), Some("deflate"));
    }

    #[test]
    fn a_header_that_was_kept_means_nothing() {
        assert_eq!(detect(b"{}", Some("br")), None);
        assert_eq!(detect(b"\x8b\x00", Some("br")), Some("brotli"));
        assert_eq!(detect(b"\x28\xb5\x2f\xfd..", None), Some("zstandard"));
    }

    #[test]
    fn leaves_a_bomb_alone() {
        let bomb = gzip(&[0; 5000]);
        assert_eq!(read_all(&mut MultiGzDecoder::new(bomb.as_slice()), 4999), None);
        let all = read_all(&mut MultiGzDecoder::new(bomb.as_slice()), 5000);
        assert_eq!(all.unwrap().len(), 5000);
    }

    proptest! {
        #[test]
        fn never_panics(bytes: Vec<u8>) {
            let _ = gunzipped(&[&[0x1f, 0x8b, 8], bytes.as_slice()].concat());
            let _ = deflated(&bytes);
            let _ = detect(&bytes, Some("gzip"));
        }
    }
}
