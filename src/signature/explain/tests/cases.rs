//! Each cause by itself: a new row of a table needs a case here.

use std::io::Write;

use percent_encoding::{NON_ALPHANUMERIC, percent_encode};

use super::*;
use crate::signature::json::{LOWER_HEX, Layout, UPPER_HEX, escape, escape_slashes, respace};

/// A body as it was signed and as it was received, and the code of the cause.
pub struct Case {
    pub signed: Vec<u8>,
    pub received: Vec<u8>,
    pub code: &'static str,
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

pub fn respaced(layout: Layout) -> String {
    respace(EVENT, layout).unwrap()
}

pub fn unicode_escaped(json: &str) -> String {
    escape(json, LOWER_HEX, |character| !character.is_ascii())
}

pub fn body_cases() -> Vec<Case> {
    let html = |digits| escape(EVENT, digits, |character| "<>&".contains(character));
    let case = |signed: &str, received: &str, code| Case {
        signed: signed.as_bytes().to_vec(),
        received: received.as_bytes().to_vec(),
        code,
    };
    let received = |received: &str, code| case(EVENT, received, code);
    let received_bytes = |received: &[u8], code| Case {
        signed: EVENT.as_bytes().to_vec(),
        received: received.to_vec(),
        code,
    };
    let pretty = respaced(Layout::Indented("  "));
    let windows = pretty.replace('\n', "\r\n");
    let lower = unicode_escaped(EVENT);
    let upper = escape(EVENT, UPPER_HEX, |character| !character.is_ascii());
    let slashes = escape_slashes(EVENT);
    let php = escape_slashes(&lower);
    let misread: String = EVENT.bytes().map(char::from).collect();
    let narrow = r#"{"name":"café"}"#;
    let utf16: Vec<u8> = std::iter::once(0xfeff)
        .chain(format!("{EVENT}\r\n").encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let sorted = r#"{"createdAt":1,"id":"a","payload":{"b":[],"a":1.0},"type":"t"}"#;
    let usual = r#"{"type":"t","id":"a","createdAt":1,"payload":{"b":[],"a":1.0}}"#;
    let seen = r#"{"id":"a","payload":{"b":[],"a":1.0},"createdAt":1,"type":"t"}"#;
    let deeply_sorted = r#"{"createdAt":1,"id":"a","payload":{"a":1.0,"b":[]},"type":"t"}"#;
    let form = format!("payload={}&x=1", percent_encode(EVENT.as_bytes(), NON_ALPHANUMERIC));
    let multipart = format!("--b\r\nA: b\r\n\r\n{EVENT}\r\n--b--\r\n");
    vec![
        received(&format!("{EVENT}\n"), "body_newline_added"),
        received(&format!("{EVENT}\r\n"), "body_newline_added"),
        received(&format!(" {EVENT}\n\n"), "body_white_space_added"),
        case(&format!("{EVENT}\n"), EVENT, "body_newline_lost"),
        case(&format!("{EVENT}\r\n"), EVENT, "body_newline_lost"),
        case(&pretty, &windows, "body_lf_became_crlf"),
        case(&windows, &pretty, "body_crlf_became_lf"),
        received(&format!("\u{feff}{EVENT}"), "body_bom_added"),
        case(&format!("\u{feff}{EVENT}"), EVENT, "body_bom_lost"),
        received(&pretty, "json_respaced"),
        received(&format!("{windows}\r\n"), "json_respaced"),
        received(&respaced(Layout::Indented("\t")), "json_respaced"),
        received(&respaced(Layout::Spaced), "json_respaced"),
        received(&EVENT.replace(',', " ,\n "), "json_respaced"),
        case(&pretty, EVENT, "json_respaced"),
        case(&format!("{pretty}\n"), EVENT, "json_respaced"),
        case(&format!("{pretty}\n"), &pretty.replace('\n', ""), "json_respaced"),
        case(&respaced(Layout::Indented("    ")), &pretty, "json_respaced"),
        case(&respaced(Layout::Indented("\t")), EVENT, "json_respaced"),
        case(&respaced(Layout::Spaced), EVENT, "json_respaced"),
        case(usual, sorted, "json_reordered"),
        case(seen, sorted, "json_reordered"),
        case(seen, usual, "json_reordered"),
        case(deeply_sorted, usual, "json_reordered"),
        received(&lower, "json_unicode_escaped"),
        received(&upper, "json_unicode_escaped"),
        received(&slashes, "json_slashes_escaped"),
        received(&html(LOWER_HEX), "json_html_escaped"),
        received(&EVENT.replace('\'', "\\u0027"), "json_html_escaped"),
        received(&php, "json_escaped"),
        case(&lower, EVENT, "json_unicode_unescaped"),
        case(&upper, EVENT, "json_unicode_unescaped"),
        case(&slashes, EVENT, "json_slashes_unescaped"),
        case(&php, EVENT, "json_unescaped"),
        case(&html(LOWER_HEX), EVENT, "json_html_unescaped"),
        case(&html(UPPER_HEX), EVENT, "json_html_unescaped"),
        received(&encoding::encode_entities(EVENT, "&#39;"), "body_entities_encoded"),
        received(
            &encoding::encode_entities(EVENT, "&#x27;").replace("&quot;", "&#34;"),
            "body_entities_encoded",
        ),
        case(&encoding::encode_entities(EVENT, "'"), EVENT, "body_entities_decoded"),
        received(&misread, "body_misread"),
        case("{\"a\":\"1 €\"}", "{\"a\":\"1 â‚¬\"}", "body_misread"),
        Case {
            signed: narrow.as_bytes().to_vec(),
            received: narrow.chars().map(|character| u8::try_from(character).unwrap()).collect(),
            code: "body_not_utf8",
        },
        received_bytes(&utf16, "body_utf16"),
        received_bytes(&gzip(EVENT.as_bytes()), "body_compressed"),
        received(&form, "body_in_form"),
        received(&multipart, "body_in_multipart"),
        received(&serde_json::to_string(EVENT).unwrap(), "body_in_json_text"),
    ]
    .into_iter()
    .chain(copied_cases())
    .collect()
}

fn copied_cases() -> Vec<Case> {
    let case = |signed: &str, received: &str, code| Case {
        signed: signed.as_bytes().to_vec(),
        received: received.as_bytes().to_vec(),
        code,
    };
    let received = |received: &str, code| case(EVENT, received, code);
    let columns = |text: &str, width: usize| {
        let characters: Vec<char> = text.chars().collect();
        let lines = characters.chunks(width).map(String::from_iter);
        lines.collect::<Vec<String>>().join("\n") + "\n"
    };
    let base64 = base64::engine::general_purpose::STANDARD.encode(EVENT);
    let hex = hex::encode(EVENT);
    let quoted = serde_json::to_string(EVENT).unwrap();
    let escaped = quoted.trim_matches('"');
    let quoted_twice = serde_json::to_string(&quoted).unwrap();
    let quoted_in_nginx: String = EVENT
        .bytes()
        .map(|byte| match byte {
            b'"' | b'\\' | 0..32 | 127.. => format!("\\x{byte:02X}"),
            byte => char::from(byte).to_string(),
        })
        .collect();
    let quoted_in_python = EVENT.replace('\\', r"\\").replace('\'', r"\'");
    let quoted_in_python =
        quoted_in_python.replace('é', r"\xc3\xa9").replace('😀', r"\xf0\x9f\x98\x80");
    let colored = EVENT.replace("\":", "\"\u{1b}[0m:\u{1b}[34;1m");
    vec![
        received(&base64, "body_in_base64"),
        received(&columns(&base64, 76), "body_in_base64"),
        received(&format!("{EVENT}\0"), "body_nul_added"),
        received(&EVENT.replace('é', "&eacute;"), "body_entities_encoded"),
        received(&hex, "body_in_hex"),
        received(&format!("\\x{hex}"), "body_in_hex"),
        received(&columns(&hex, 60), "body_in_hex"),
        received(&colored, "body_color_added"),
        received(&columns(EVENT, 60), "body_folded"),
        received(&columns(EVENT, 76).replace('\n', "\r\n"), "body_folded"),
        received(&format!("body={EVENT}\n"), "body_in_text"),
        received(&format!("'{EVENT}'\n"), "body_in_text"),
        received(&format!("2026-11-28 INFO POST 200 {EVENT} 12ms"), "body_in_text"),
        received(&format!("{{\"method\":\"POST\",\"body\":{quoted}}}"), "body_in_json"),
        received(&format!("{{\"event\":{EVENT}}}"), "body_in_json"),
        received(&format!("{{ \"data\": {{ \"event\": {EVENT} }} }}"), "body_in_json"),
        received(&format!("[{EVENT}]"), "body_in_json"),
        received(&format!("[{{\"body\":{quoted}}}]"), "body_in_json"),
        received(&format!("{{\"a\":1,\"message\":{{\"data\":\"{base64}\"}}}}"), "body_in_json"),
        received(escaped, "body_escaped"),
        received(&format!("body={quoted}"), "body_escaped"),
        received(&quoted_twice, "body_escaped"),
        received(&format!("\"{quoted_in_nginx}\""), "body_escaped"),
        received(&format!("b'{quoted_in_python}'"), "body_escaped"),
        received(&format!("1,\"{}\",x", EVENT.replace('"', "\"\"")), "body_escaped"),
        received(&format!("'{}'", EVENT.replace('\'', r"'\''")), "body_escaped"),
        case("[object Object]", EVENT, "body_not_serialized"),
    ]
}

/// The configured secret, the sender's, and the code of the cause.
pub fn secret_cases() -> Vec<(Vec<u8>, Vec<u8>, &'static str)> {
    let base64 = base64::engine::general_purpose::STANDARD.encode(SECRET);
    let url = base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(b"\xff\xfe\xfd ");
    let hex = hex::encode(SECRET);
    let around = |before: &str, after: &str| [before.as_bytes(), SECRET, after.as_bytes()].concat();
    let plain = || SECRET.to_vec();
    vec![
        (around("", "\n"), plain(), "secret_white_space"),
        (around(" ", "\r\n"), plain(), "secret_white_space"),
        (plain(), around("", "\n"), "secret_line_break"),
        (around("\"", "\""), plain(), "secret_quoted"),
        (around("'", "'"), plain(), "secret_quoted"),
        (plain(), around("\"", "\""), "secret_unquoted"),
        (hex.clone().into_bytes(), plain(), "secret_hex_encoded"),
        (plain(), hex.into_bytes(), "secret_hex_decoded"),
        (base64.clone().into_bytes(), plain(), "secret_base64_encoded"),
        (plain(), base64.into_bytes(), "secret_base64_decoded"),
        (url.into_bytes(), b"\xff\xfe\xfd ".to_vec(), "secret_base64_encoded"),
        (plain(), Vec::new(), "secret_empty"),
        (plain(), b"undefined".to_vec(), "secret_unset"),
        (plain(), b"None".to_vec(), "secret_unset"),
    ]
}
