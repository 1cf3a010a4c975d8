//! What looks wrong about a delivery, where nothing was proven.

use std::fmt;

use super::Evidence;
use super::compression::Compression;
use super::wrapping::Wrapping;

/// What may be the reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Suspicion {
    /// The body is empty.
    EmptyBody,
    /// The body is shorter than was declared.
    CutShort {
        /// The bytes that were declared.
        declared: u64,
        /// The bytes that came.
        received: u64,
    },
    /// The body is compressed.
    Compressed(Compression),
    /// The body is inside of something else.
    Wrapped(Wrapping),
    /// Characters were replaced by the one that stands for what cannot be decoded.
    Replaced,
}

impl Suspicion {
    /// A stable name, for scripts.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::EmptyBody => "body_empty",
            Self::CutShort { .. } => "body_cut_short",
            Self::Compressed(_) => "body_compressed",
            Self::Wrapped(wrapping) => wrapping.code(),
            Self::Replaced => "body_characters_replaced",
        }
    }
}

/// What looks wrong, and what to do about it.
impl fmt::Display for Suspicion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::EmptyBody => f.write_str(
                "the body is empty, which no delivery of Vercel's is: was it read before, by a \
                 body parser or another middleware?",
            ),
            Self::CutShort { declared, received } => write!(
                f,
                "only {received} of the {declared} bytes that were declared are there: check the \
                 whole body"
            ),
            Self::Compressed(compression) => write!(
                f,
                "the body is compressed ({}), and may have been signed before: decompress it, then \
                 check it",
                compression.name()
            ),
            Self::Wrapped(wrapping) => write!(
                f,
                "the body looks like {}, which Vercel does not send: is the signed body inside of \
                 it?",
                match wrapping {
                    Wrapping::Form => "a form",
                    Wrapping::Multipart => "a multipart body",
                    Wrapping::Base64 => "base64",
                    Wrapping::JsonText => "a JSON text",
                }
            ),
            Self::Replaced => f.write_str(
                "the body has characters that stand for bytes that could not be decoded (U+FFFD): \
                 check the bytes before they are decoded",
            ),
        }
    }
}

/// What looks wrong, the weightiest first.
pub(super) fn suspicions(evidence: &Evidence<'_>) -> Vec<Suspicion> {
    let body = evidence.body;
    let received = body.len() as u64;
    let mut suspicions = Vec::new();
    if body.is_empty() {
        suspicions.push(Suspicion::EmptyBody);
    }
    if let Some(declared) = evidence.declared_length.filter(|declared| *declared > received) {
        suspicions.push(Suspicion::CutShort { declared, received });
    }
    let compression = Compression::of(body, evidence.content_encoding);
    suspicions.extend(compression.map(Suspicion::Compressed));
    if compression.is_none() {
        suspicions.extend(Wrapping::of(body, evidence.content_type).map(Suspicion::Wrapped));
        if body.windows(3).any(|bytes| bytes == "\u{fffd}".as_bytes()) {
            suspicions.push(Suspicion::Replaced);
        }
    }
    suspicions
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(evidence: Evidence<'_>) -> Vec<&'static str> {
        suspicions(&evidence).iter().map(Suspicion::code).collect()
    }

    #[test]
    fn what_looks_wrong_is_named() {
        let of = |body| Evidence { body, ..Evidence::default() };
        assert_eq!(codes(of(b"{}")), [] as [&str; 0]);
        assert_eq!(codes(of(b"")), ["body_empty"]);
        assert_eq!(codes(of(b"payload=%7B%7D")), ["body_in_form"]);
        assert_eq!(codes(of("{\"a\":\"\u{fffd}\"}".as_bytes())), ["body_characters_replaced"]);
        let cut = Evidence { declared_length: Some(3), ..of(b"{") };
        assert_eq!(codes(cut), ["body_cut_short"]);
        let brotli = Evidence { content_encoding: Some("br"), ..of(b"\x0b\x02\x80{}\x03") };
        assert_eq!(codes(brotli), ["body_compressed"]);
    }
}
