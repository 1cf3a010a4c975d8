//! Decodes text as it stands in URLs, forms, JSON strings and HTML; `None` where nothing in it is
//! encoded.

use std::collections::HashMap;
use std::sync::LazyLock;

use percent_encoding::percent_decode;

/// Characters that HTML has names for, each after its name.
const ENTITIES: &str = "amp& AMP& lt< LT< gt> GT> quot\" QUOT\" apos' sol/ plus+ equals= excl! num# \
    dollar$ percnt% lpar( rpar) ast* midast* comma, period. colon: semi; quest? commat@ lsqb[ \
    lbrack[ bsol\\ rsqb] rbrack] Hat^ lowbar_ UnderBar_ grave` DiacriticalGrave` lcub{ lbrace{ \
    verbar| vert| VerticalLine| rcub} rbrace} \
    euro€ hellip… ndash– mdash— lsquo‘ rsquo’ ldquo“ rdquo”";

/// The entities of the characters from U+00A0 to U+00FF.
const LATIN_1_ENTITIES: &str = "\
    nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn \
    sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave \
    Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml \
    ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN \
    szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute \
    icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml \
    yacute thorn yuml";

/// The longest escape, an entity of HTML.
pub const MAX_ESCAPE: usize = 20;

pub fn decode_percent(text: &[u8]) -> Option<Vec<u8>> {
    text.contains(&b'%').then(|| percent_decode(text).collect())
}

/// Percent-encoding as in forms, where `+` is a space.
pub fn decode_form(text: &[u8]) -> Option<Vec<u8>> {
    text.contains(&b'+').then(|| form_decoded(text))
}

pub fn form_decoded(text: &[u8]) -> Vec<u8> {
    let spaced = |byte: &u8| if *byte == b'+' { b' ' } else { *byte };
    percent_decode(&text.iter().map(spaced).collect::<Vec<_>>()).collect()
}

pub fn decode_json(text: &[u8]) -> Option<Vec<u8>> {
    decode(text, b'\\', json_escape)
}

pub fn decode_html(text: &[u8]) -> Option<Vec<u8>> {
    decode(text, b'&', html_entity)
}

/// Decodes every escape, which begins with this byte, or nothing where there is none.
fn decode(text: &[u8], start: u8, escape: fn(&[u8]) -> Option<(char, usize)>) -> Option<Vec<u8>> {
    let (mut decoded, mut rest) = (Vec::new(), text);
    while let Some(at) = rest.iter().position(|byte| *byte == start) {
        decoded.extend_from_slice(&rest[..at]);
        rest = &rest[at..];
        let length = if let Some((char, length)) = escape(rest) {
            decoded.extend_from_slice(char.encode_utf8(&mut [0; 4]).as_bytes());
            length
        } else {
            decoded.push(start);
            1
        };
        rest = &rest[length..];
    }
    decoded.extend_from_slice(rest);
    (decoded.len() < text.len()).then_some(decoded)
}

/// The character that a text begins with as JSON strings escape it, and the length of the escape.
fn json_escape(text: &[u8]) -> Option<(char, usize)> {
    let unit = |at: usize| {
        let digits = text.get(at..at + 4).filter(|digits| digits.iter().all(u8::is_ascii_hexdigit));
        u16::from_str_radix(str::from_utf8(digits?).ok()?, 16).ok()
    };
    let escaped = match text {
        [b'\\', b'u', ..] => {
            let first = unit(2)?;
            if let Some(char) = char::from_u32(first.into()) {
                return Some((char, 6));
            }
            text.get(6..8).filter(|second| second == br"\u")?;
            let pair = char::decode_utf16([first, unit(8)?]).next()?;
            return Some((pair.ok()?, 12));
        }
        [b'\\', byte @ (b'"' | b'\\' | b'/' | b'\''), ..] => char::from(*byte),
        [b'\\', b'b', ..] => '\u{8}',
        [b'\\', b'f', ..] => '\u{c}',
        [b'\\', b'n', ..] => '\n',
        [b'\\', b'r', ..] => '\r',
        [b'\\', b't', ..] => '\t',
        _ => return None,
    };
    Some((escaped, 2))
}

/// The character of the HTML entity that a text begins with, and the length of the entity.
fn html_entity(text: &[u8]) -> Option<(char, usize)> {
    let end = text.iter().take(MAX_ESCAPE).position(|byte| *byte == b';')?;
    let name = str::from_utf8(text[..end].strip_prefix(b"&")?).ok()?;
    let char = if let Some(number) = name.strip_prefix('#') {
        let hexadecimal = number.strip_prefix(['x', 'X']);
        let radix = if hexadecimal.is_some() { 16 } else { 10 };
        let number = u32::from_str_radix(hexadecimal.unwrap_or(number), radix).ok()?;
        char::from_u32(number)?
    } else {
        named_entity(name)?
    };
    Some((char, end + 1))
}

fn named_entity(name: &str) -> Option<char> {
    static NAMED: LazyLock<HashMap<&str, char>> = LazyLock::new(|| {
        let other = ENTITIES.split(' ').filter_map(|entity| {
            let (at, char) = entity.char_indices().next_back()?;
            Some((&entity[..at], char))
        });
        LATIN_1_ENTITIES.split(' ').zip('\u{a0}'..).chain(other).collect()
    });
    NAMED.get(name).copied()
}

/// Whether an escape begins here that one of these functions decodes.
pub fn starts_with_escape(text: &[u8]) -> bool {
    let is_percent =
        matches!(text, [b'%', a, b, ..] if a.is_ascii_hexdigit() && b.is_ascii_hexdigit());
    is_percent || json_escape(text).is_some() || html_entity(text).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decodes_every_usual_entity_once() {
        let encoded = "&quot;&#34;&#x22;&apos;&#39;&amp;lt;&lt;&gt;&nope;&&#xd800;&é;&nbsp;&eacute;&yuml;&euro;";
        let decoded = "\"\"\"''&lt;<>&nope;&&#xd800;&é;\u{a0}éÿ€";
        assert_eq!(decode_html(encoded.as_bytes()).unwrap(), decoded.as_bytes());
        assert_eq!(decode_html(b"a & b"), None);
    }
}
