//! What may have happened to a body on its way.

use super::compression::{deflated, gunzipped};
use super::encoding::{self, latin_1, windows_1252};
use super::rewriting::{compacted, rewritings};
use super::{CHANGED, Change, Original, SMALL, decode_base64, wrapping};
use crate::http::decode::decode_html;

const BOM: &[u8] = b"\xEF\xBB\xBF";

const BOM_ADDED: Change = Change {
    code: "body_bom_added",
    sentence: "a byte-order mark was added to the body after signing: save the file as UTF-8 \
               without one",
    undo: |body| Vec::from_iter(body.strip_prefix(BOM).map(<[u8]>::to_vec)),
};

/// What editors do, also to a body that they add a byte-order mark to; the likelier first.
pub static EDITED: &[Change] = &[
    Change {
        code: "body_newline_added",
        sentence: "a line break was added to the end of the body after signing: verify the raw \
                   bytes (`echo` and many editors add a line break)",
        undo: |body| {
            let line = body.strip_suffix(b"\n");
            let line = line.map(|line| line.strip_suffix(b"\r").unwrap_or(line));
            Vec::from_iter(line.map(<[u8]>::to_vec))
        },
    },
    Change {
        code: "body_white_space_added",
        sentence: "whitespace was added around the body after signing: verify the raw bytes",
        undo: |body| {
            let trimmed =
                str::from_utf8(body).map_or(body.trim_ascii(), |body| body.trim().as_bytes());
            vec![trimmed.to_vec()]
        },
    },
    BOM_ADDED,
    Change {
        code: "body_nul_added",
        sentence: "a NUL was added to the end of the body after signing: verify only as many bytes \
                   as `content-length` declares",
        undo: |body| {
            let end = body.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
            vec![body[..end].to_vec()]
        },
    },
    Change {
        code: "body_newline_lost",
        sentence: "the line break at the end of the signed body is missing: verify the raw bytes \
                   (curl keeps line breaks with --data-binary, but not with --data)",
        undo: |body| [&b"\n"[..], b"\r\n"].map(|end| [body, end].concat()).into(),
    },
    Change {
        code: "body_bom_lost",
        sentence: "the byte-order mark of the signed body is missing: verify the raw bytes",
        undo: |body| vec![[BOM, body].concat()],
    },
    Change {
        code: "body_lf_became_crlf",
        sentence: "the line breaks of the body became CRLF after signing: verify the raw bytes, \
                   and keep editors and Git from converting them",
        undo: |body| vec![with_line_breaks(body, b"\n")],
    },
    Change {
        code: "body_crlf_became_lf",
        sentence: "the CRLF line breaks of the signed body became LF: verify the raw bytes, and \
                   keep editors and Git from converting them",
        undo: |body| vec![with_line_breaks(body, b"\r\n")],
    },
];

pub static CHANGES: &[Change] = &[
    Change {
        code: "body_compressed",
        sentence: "the body was compressed (gzip) after signing: decompress it before verifying it",
        undo: |body| Vec::from_iter(gunzipped(body)),
    },
    Change {
        code: "body_compressed",
        sentence: "the body was compressed (deflate) after signing: decompress it before verifying \
                   it",
        undo: |body| Vec::from_iter(deflated(body)),
    },
    Change {
        code: "body_in_form",
        sentence: "the signed body is one field of the received form: decode that field and verify \
                   it alone",
        undo: wrapping::form_fields,
    },
    Change {
        code: "body_in_multipart",
        sentence: "the signed body is one part of the received multipart body: verify that part \
                   alone",
        undo: wrapping::multipart_parts,
    },
    Change {
        code: "body_in_base64",
        sentence: "the body was encoded as base64 after signing: decode it before verifying it",
        undo: |body| Vec::from_iter(decode_base64(&without_white_space(body))),
    },
    Change {
        code: "body_in_json_text",
        sentence: "the signed body is inside a JSON string: verify the text of that string, and \
                   look for one `JSON.stringify` too many",
        undo: |body| Vec::from_iter(serde_json::from_slice(body).map(String::into_bytes)),
    },
    Change {
        code: "body_misread",
        sentence: "the body is UTF-8, but was decoded as Latin-1: verify the bytes before they are \
                   decoded, or decode them as UTF-8",
        undo: |body| Vec::from_iter(encoding::encode(body, latin_1)),
    },
    Change {
        code: "body_misread",
        sentence: "the body is UTF-8, but was decoded as Windows-1252: verify the bytes before \
                   they are decoded, or decode them as UTF-8",
        undo: |body| Vec::from_iter(encoding::encode(body, windows_1252)),
    },
    Change {
        code: "body_not_utf8",
        sentence: "the body was signed as UTF-8, but is encoded as Latin-1: verify the bytes \
                   before they are decoded, or encode them as UTF-8",
        undo: |body| Vec::from_iter(encoding::decode(body, latin_1)),
    },
    Change {
        code: "body_not_utf8",
        sentence: "the body was signed as UTF-8, but is encoded as Windows-1252: verify the bytes \
                   before they are decoded, or encode them as UTF-8",
        undo: |body| Vec::from_iter(encoding::decode(body, windows_1252)),
    },
    Change {
        code: "body_utf16",
        sentence: "the body was signed as UTF-8, but is encoded as UTF-16: save it as UTF-8, which \
                   `>` in Windows PowerShell does not do",
        undo: |body| {
            let text = encoding::decode_utf16(body);
            let line = text.as_ref().and_then(|text| text.strip_suffix(b"\r\n"));
            line.map(<[u8]>::to_vec).into_iter().chain(text.clone()).collect()
        },
    },
    Change {
        code: "body_entities_encoded",
        sentence: "characters of the body became HTML entities (&quot;) after signing: verify the \
                   raw bytes, before anything escapes them",
        undo: |body| Vec::from_iter(decode_html(body)),
    },
    Change {
        code: "body_entities_decoded",
        sentence: "HTML entities of the signed body were decoded: verify the raw bytes",
        undo: |body| match str::from_utf8(body) {
            Ok(text) if text.len() <= SMALL => encoding::APOSTROPHES
                .map(|apostrophe| encoding::encode_entities(text, apostrophe).into_bytes())
                .into(),
            _ => Vec::new(),
        },
    },
];

/// What logs, terminals and other programs show of a body.
pub static COPIED: &[Change] = &[
    Change {
        code: "body_in_hex",
        sentence: "the body was encoded as hexadecimal digits after signing: decode it before \
                   verifying it",
        undo: |body| {
            let digits = without_white_space(body);
            Vec::from_iter(hex::decode(digits.strip_prefix(b"\\x").unwrap_or(&digits)))
        },
    },
    Change {
        code: "body_color_added",
        sentence: "the body has color codes of a terminal, added after signing: verify the raw \
                   bytes, or turn color off where the body was copied",
        undo: |body| Vec::from_iter(wrapping::without_colors(body)),
    },
    Change {
        code: "body_folded",
        sentence: "line breaks were inserted into the body after signing: verify the raw bytes",
        undo: |body| vec![body.iter().copied().filter(|byte| !b"\r\n".contains(byte)).collect()],
    },
    Change {
        code: "body_in_json",
        sentence: "the signed body is inside the received JSON: verify that member alone",
        undo: wrapping::json_members,
    },
    Change {
        code: "body_in_text",
        sentence: "there is text around the signed body, as in a log or a shell's quotes: verify \
                   the body alone",
        undo: |body| Vec::from_iter(wrapping::braced(body).map(<[u8]>::to_vec)),
    },
    Change {
        code: "body_escaped",
        sentence: "quotes in the body were escaped after signing, as in a log, a shell or a CSV \
                   file: verify the raw bytes",
        undo: wrapping::unescaped,
    },
    Change {
        code: "body_not_serialized",
        sentence: "the signature is that of `[object Object]`, which is what JavaScript makes of \
                   any object: sign the text of the body, so that the signature depends on it",
        undo: |_| vec![OBJECT.to_vec()],
    },
];

pub const OBJECT: &[u8] = b"[object Object]";

/// The bodies that `body` may have been, the likelier first. They are made one by one: together
/// they would be many times as large.
pub fn originals(body: &[u8]) -> impl Iterator<Item = Original> {
    let unmarked = body.strip_prefix(BOM).into_iter().flat_map(|unmarked| {
        undo(EDITED, unmarked).map(|mut original| {
            original.causes.insert(0, BOM_ADDED.cause(""));
            original.causes.dedup();
            original
        })
    });
    // Pretty-printed by what shows it.
    let compacted = undo(COPIED, body).filter_map(|copied| {
        let mut original = compacted(&copied.body)?;
        original.causes.splice(0..0, copied.causes);
        Some(original)
    });
    undo(EDITED, body)
        .chain(unmarked)
        .chain(undo(CHANGES, body))
        .chain(undo(COPIED, body))
        .chain(rewritings(body))
        .chain(compacted)
}

fn undo(changes: &'static [Change], body: &[u8]) -> impl Iterator<Item = Original> {
    changes.iter().flat_map(move |change| {
        (change.undo)(body).into_iter().map(|body| Original {
            body,
            causes: vec![change.cause("")],
            thorough: CHANGED,
        })
    })
}

fn without_white_space(body: &[u8]) -> Vec<u8> {
    body.iter().copied().filter(|byte| !byte.is_ascii_whitespace()).collect()
}

fn with_line_breaks(body: &[u8], line_break: &[u8]) -> Vec<u8> {
    let lines = body.split(|byte| *byte == b'\n');
    let lines: Vec<&[u8]> = lines.map(|line| line.strip_suffix(b"\r").unwrap_or(line)).collect();
    lines.join(line_break)
}
