//! What may have happened to a body on its way, and the body as it may have been before.

use std::borrow::Cow;
use std::fmt;

use super::SMALL;
use super::compression::Compression;
use super::encoding::{Narrow, from_utf16};
use super::entities;
use super::rewriting::{Rewriting, rewritings};
use super::wrapping::Wrapping;

/// What happened to a body between the sender's signing and the check.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BodyCause {
    /// A line break was added at the end.
    NewlineAdded,
    /// The line break at the end was lost.
    NewlineLost,
    /// White space was added around it.
    WhiteSpaceAdded,
    /// Each LF became CRLF.
    LfBecameCrlf,
    /// Each CRLF became LF.
    CrlfBecameLf,
    /// A byte-order mark was added.
    BomAdded,
    /// The byte-order mark was lost.
    BomLost,
    /// It was parsed as JSON and written again.
    Rewritten(Rewriting),
    /// What means something in HTML was replaced by entities.
    EntitiesEncoded,
    /// Entities of HTML were decoded.
    EntitiesDecoded,
    /// Its UTF-8 was taken for this encoding.
    Misread(Narrow),
    /// It was written in this encoding instead of UTF-8.
    Narrowed(Narrow),
    /// It was written in UTF-16 instead of UTF-8.
    Utf16,
    /// It was compressed.
    Compressed(Compression),
    /// Something was put around it.
    Wrapped(Wrapping),
}

impl BodyCause {
    /// A stable name, for scripts.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NewlineAdded => "body_newline_added",
            Self::NewlineLost => "body_newline_lost",
            Self::WhiteSpaceAdded => "body_white_space_added",
            Self::LfBecameCrlf => "body_lf_became_crlf",
            Self::CrlfBecameLf => "body_crlf_became_lf",
            Self::BomAdded => "body_bom_added",
            Self::BomLost => "body_bom_lost",
            Self::Rewritten(rewriting) => rewriting.code(),
            Self::EntitiesEncoded => "body_entities_encoded",
            Self::EntitiesDecoded => "body_entities_decoded",
            Self::Misread(_) => "body_misread",
            Self::Narrowed(_) => "body_not_utf8",
            Self::Utf16 => "body_utf16",
            Self::Compressed(_) => "body_compressed",
            Self::Wrapped(wrapping) => wrapping.code(),
        }
    }

    /// Whether it is more than one thing at once, which is less likely.
    pub(super) const fn is_several(&self) -> bool {
        matches!(self, Self::Rewritten(rewriting) if rewriting.is_several())
    }
}

/// What happened, and what to do about it.
impl fmt::Display for BodyCause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const RAW: &str = "check the bytes exactly as they came";
        match self {
            Self::NewlineAdded => write!(
                f,
                "a line break was added at the end of the body after it was signed: {RAW}, \
                 which `echo` and many editors do not keep"
            ),
            Self::NewlineLost => {
                write!(
                    f,
                    "the line break at the end of the signed body was lost: {RAW} (curl keeps it \
                     with --data-binary, but not with --data)"
                )
            }
            Self::WhiteSpaceAdded => {
                write!(f, "white space was added around the body after it was signed: {RAW}")
            }
            Self::LfBecameCrlf => write!(
                f,
                "the line breaks of the body became CRLF after it was signed: {RAW}, without an \
                 editor or Git that converts them"
            ),
            Self::CrlfBecameLf => write!(
                f,
                "the CRLF line breaks of the signed body became LF: {RAW}, without an editor or \
                 Git that converts them"
            ),
            Self::BomAdded => write!(
                f,
                "a byte-order mark was added to the body after it was signed: save it as UTF-8 \
                 without one"
            ),
            Self::BomLost => {
                write!(f, "the byte-order mark of the signed body was lost: {RAW}")
            }
            Self::Rewritten(rewriting) => rewriting.fmt(f),
            Self::EntitiesEncoded => write!(
                f,
                "characters of the body became HTML entities (&quot;) after it was signed: {RAW}, \
                 before anything escapes them"
            ),
            Self::EntitiesDecoded => {
                write!(f, "HTML entities of the signed body were decoded: {RAW}")
            }
            Self::Misread(narrow) => write!(
                f,
                "the body was decoded as {} though it is UTF-8: check the bytes before they are \
                 decoded, or decode them as UTF-8",
                narrow.name()
            ),
            Self::Narrowed(narrow) => write!(
                f,
                "the body was written in {} though it was signed in UTF-8: check the bytes before \
                 they are decoded, or write them as UTF-8",
                narrow.name()
            ),
            Self::Utf16 => write!(
                f,
                "the body was written in UTF-16 though it was signed in UTF-8: save it as UTF-8, \
                 which `>` of Windows PowerShell does not"
            ),
            Self::Compressed(compression) => write!(
                f,
                "the body is compressed ({}) and was signed before: decompress it, then check it",
                compression.name()
            ),
            Self::Wrapped(wrapping) => wrapping.fmt(f),
        }
    }
}

const BOM: &[u8] = b"\xEF\xBB\xBF";

/// The bodies that may have become `body`, each with what happened to it, the likelier first. Only
/// what an editor adds is looked for together: a byte-order mark, and something else.
///
/// They are made one by one: together they would be many times as large as the body.
pub(super) fn originals<'a>(
    body: &'a [u8],
    content_coding: Option<&'a str>,
) -> impl Iterator<Item = (Vec<BodyCause>, Cow<'a, [u8]>)> {
    let compression = Compression::of(body, content_coding);
    let inflated = compression.into_iter().filter_map(move |compression| {
        let inflated = compression.inflate(body)?;
        Some((BodyCause::Compressed(compression), Cow::Owned(inflated)))
    });
    let wrapped = Wrapping::ALL.into_iter().flat_map(move |wrapping| {
        let contents = wrapping.contents(body).into_iter();
        contents.map(move |content| (BodyCause::Wrapped(wrapping), Cow::Owned(content)))
    });
    let rewritten = rewritings(body)
        .map(|(rewriting, original)| (BodyCause::Rewritten(rewriting), Cow::Owned(original)));
    let alone = |(cause, original)| (vec![cause], original);
    ends(body)
        .chain(inflated)
        .chain(wrapped)
        .chain(line_breaks(body))
        .map(alone)
        .chain(marked(body))
        .chain(encodings(body).chain(entities(body)).chain(rewritten).map(alone))
}

/// Without the byte-order mark, and with other ends or line breaks too.
fn marked(body: &[u8]) -> impl Iterator<Item = (Vec<BodyCause>, Cow<'_, [u8]>)> {
    body.strip_prefix(BOM).into_iter().flat_map(|plain| ends(plain).chain(line_breaks(plain))).map(
        |(cause, original)| {
            let mut causes = vec![BodyCause::BomAdded, cause];
            causes.dedup();
            (causes, original)
        },
    )
}

/// With other ends.
fn ends(body: &[u8]) -> impl Iterator<Item = (BodyCause, Cow<'_, [u8]>)> {
    let trimmed = trimmed(body);
    let without_line_break =
        body.strip_suffix(b"\n").map(|it| it.strip_suffix(b"\r").unwrap_or(it));
    let with = |cause, parts: [&[u8]; 2]| (cause, Cow::Owned(parts.concat()));
    let without = |cause, part| (cause, Cow::Borrowed(part));
    without_line_break
        .map(|part| without(BodyCause::NewlineAdded, part))
        .into_iter()
        .chain((trimmed.len() < body.len()).then(|| without(BodyCause::WhiteSpaceAdded, trimmed)))
        .chain(body.strip_prefix(BOM).map(|part| without(BodyCause::BomAdded, part)))
        .chain([b"\n".as_slice(), b"\r\n"].map(|end| with(BodyCause::NewlineLost, [body, end])))
        .chain((!body.starts_with(BOM)).then(|| with(BodyCause::BomLost, [BOM, body])))
}

/// Without white space around it, of whichever kind.
fn trimmed(body: &[u8]) -> &[u8] {
    str::from_utf8(body).map_or_else(|_| body.trim_ascii(), |text| text.trim().as_bytes())
}

/// With other line breaks.
fn line_breaks(body: &[u8]) -> impl Iterator<Item = (BodyCause, Cow<'_, [u8]>)> {
    let breaks = |cause, with: &'static [u8]| {
        let mut lines = body.split(|byte| *byte == b'\n');
        let last = lines.next_back().unwrap_or_default();
        let mut original = Vec::with_capacity(body.len());
        for line in lines {
            original.extend_from_slice(line.strip_suffix(b"\r").unwrap_or(line));
            original.extend_from_slice(with);
        }
        original.extend_from_slice(last);
        (cause, Cow::Owned(original))
    };
    let kinds = [(BodyCause::LfBecameCrlf, b"\n".as_slice()), (BodyCause::CrlfBecameLf, b"\r\n")];
    kinds
        .into_iter()
        .filter(|_| body.contains(&b'\n'))
        .map(move |(cause, with)| breaks(cause, with))
}

/// In other encodings.
fn encodings(body: &[u8]) -> impl Iterator<Item = (BodyCause, Cow<'_, [u8]>)> {
    let misread = Narrow::ALL
        .into_iter()
        .filter_map(|narrow| Some((BodyCause::Misread(narrow), narrow.encode(body)?)));
    let narrowed = Narrow::ALL
        .into_iter()
        .filter_map(|narrow| Some((BodyCause::Narrowed(narrow), narrow.decode(body)?)));
    let wide = from_utf16(body).into_iter().flat_map(|text| {
        let line = text.strip_suffix(b"\r\n").map(<[u8]>::to_vec);
        line.into_iter().chain([text]).map(|text| (BodyCause::Utf16, text))
    });
    misread.chain(narrowed).chain(wide).map(|(cause, original)| (cause, Cow::Owned(original)))
}

/// With HTML entities for characters, or the reverse.
fn entities(body: &[u8]) -> impl Iterator<Item = (BodyCause, Cow<'_, [u8]>)> {
    let text = std::str::from_utf8(body).ok();
    let decoded =
        text.and_then(entities::decode).into_iter().map(|it| (BodyCause::EntitiesEncoded, it));
    let encoded = text.filter(|text| text.len() <= SMALL).into_iter().flat_map(|text| {
        let encoded = entities::APOSTROPHES.into_iter().map(|it| entities::encode(text, it));
        encoded.map(|it| (BodyCause::EntitiesDecoded, it))
    });
    decoded.chain(encoded).map(|(cause, text)| (cause, Cow::Owned(text.into_bytes())))
}
