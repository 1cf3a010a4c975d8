//! What no output shows, even where a server repeats what it was sent.

use std::collections::BTreeSet;
use std::fmt;
use std::ops::Range;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use http::header::{AUTHORIZATION, COOKIE, PROXY_AUTHORIZATION};
use http::{HeaderName, HeaderValue};
use percent_encoding::percent_decode;

/// Shorter values of headers, and shorter beginnings of values, are in any text: without them, it
/// could not be read.
const SHORTEST: usize = 6;

/// Secrets are looked for from this length on. The gaps that a shorter one would leave in common
/// words would say what it is, and anybody can guess it.
const SHORTEST_SECRET: usize = 4;

/// What stands where something was left out.
const GAP: &str = "…";

/// Schemes that credentials follow in headers other than those made for them.
const SCHEMES: [&str; 3] = ["basic", "bearer", "token"];

/// The longest way to write one byte is that of JSON: `\u0022`.
const LONGEST_ESCAPE: usize = 6;

/// How pages write what has a meaning in HTML.
const ENTITIES: [(&str, u8); 7] = [
    ("&amp;", b'&'),
    ("&lt;", b'<'),
    ("&gt;", b'>'),
    ("&quot;", b'"'),
    ("&#34;", b'"'),
    ("&#39;", b'\''),
    ("&#x27;", b'\''),
];

/// What no output shows: secrets, and what the values of headers hold.
#[derive(Clone, Default)]
pub struct Redactor {
    /// The names of the headers.
    names: Vec<HeaderName>,
    /// What is looked for, sorted, so that what begins alike stands together.
    values: Vec<Vec<u8>>,
    /// The bytes that these begin with.
    beginnings: Vec<u8>,
}

/// No secret gets into a message by way of its debug form.
impl fmt::Debug for Redactor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Redactor").field("names", &self.names).finish_non_exhaustive()
    }
}

impl Redactor {
    /// These secrets, and what the values of these headers hold.
    #[must_use]
    pub fn new<'a>(
        secrets: impl IntoIterator<Item = &'a [u8]>,
        headers: impl IntoIterator<Item = (&'a HeaderName, &'a HeaderValue)>,
    ) -> Self {
        let secrets = secrets.into_iter().filter(|it| it.len() >= SHORTEST_SECRET);
        let mut values: BTreeSet<Vec<u8>> = secrets.map(<[u8]>::to_vec).collect();
        let mut names = BTreeSet::new();
        for (name, value) in headers {
            values.extend(parts(name, value.as_bytes()).into_iter().filter(is_long));
            names.insert(name.as_str());
        }
        let names = names.into_iter().filter_map(|name| name.parse().ok()).collect();
        let mut beginnings: Vec<u8> = values.iter().map(|value| value[0]).collect();
        beginnings.dedup();
        Self { names, values: values.into_iter().collect(), beginnings }
    }

    /// Whether it is the value of a header of this name.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.names.iter().any(|hidden| hidden == name)
    }

    /// What is left of a text without them, where it holds any; where it `is_cut`, its end may be
    /// the beginning of one.
    #[must_use]
    pub fn redact(&self, text: &[u8], is_cut: bool) -> Option<Vec<u8>> {
        let gaps = self.gaps(text, is_cut);
        if gaps.is_empty() {
            return None;
        }
        let mut left = Vec::with_capacity(text.len());
        let mut at = 0;
        for gap in gaps {
            left.extend_from_slice(&text[at..gap.start]);
            left.extend_from_slice(GAP.as_bytes());
            at = gap.end;
        }
        left.extend_from_slice(&text[at..]);
        Some(left)
    }

    /// A whole text without them.
    #[must_use]
    pub fn redact_text(&self, text: &str) -> String {
        match self.redact(text.as_bytes(), false) {
            Some(left) => String::from_utf8_lossy(&left).into_owned(),
            None => text.to_owned(),
        }
    }

    /// Where they are. Those that share bytes are one gap.
    fn gaps(&self, text: &[u8], is_cut: bool) -> Vec<Range<usize>> {
        let mut gaps: Vec<Range<usize>> = Vec::new();
        for (at, byte) in text.iter().enumerate() {
            if !is_escape(*byte) && !self.beginnings.contains(byte) {
                continue;
            }
            let Some(length) = self.length_at_start(&text[at..], is_cut) else { continue };
            let end = at + length;
            match gaps.last_mut() {
                Some(last) if at < last.end => last.end = last.end.max(end),
                _ => gaps.push(at..end),
            }
        }
        gaps
    }

    /// How much of the beginning of a text is one of them, however each of its bytes is written.
    fn length_at_start(&self, text: &[u8], is_cut: bool) -> Option<usize> {
        let mut longest = None;
        // Values that the text agrees with, for how many of their bytes, and where it stands then.
        let mut open = vec![(0..self.values.len(), 0, 0)];
        while let Some((range, depth, at)) = open.pop() {
            let values = &self.values[range.clone()];
            let (Some(first), Some(last)) = (values.first(), values.last()) else { continue };
            let rest = &text[at..];
            if is_cut && depth >= SHORTEST && last.len() > depth && is_torn(rest) {
                return Some(text.len());
            }
            // The shorter come first.
            if first.len() == depth {
                longest = longest.max(Some(at));
            }
            for (byte, length) in readings(rest) {
                let byte = Some(&byte);
                let start = range.start + values.partition_point(|it| it.get(depth) < byte);
                let end = range.start + values.partition_point(|it| it.get(depth) <= byte);
                if start < end {
                    open.push((start..end, depth + 1, at + length));
                }
            }
        }
        longest
    }
}

#[expect(clippy::ptr_arg, reason = "what a filter of vectors takes")]
fn is_long(part: &Vec<u8>) -> bool {
    part.len() >= SHORTEST
}

/// What the value of a header holds that lets somebody in: all of it, and what servers take out of
/// it.
fn parts(name: &HeaderName, value: &[u8]) -> Vec<Vec<u8>> {
    let mut parts = vec![value.to_vec()];
    if name == COOKIE {
        for cookie in value.split(|byte| *byte == b';') {
            let Some((_, value)) = split_once(cookie, b'=') else { continue };
            let value = value.trim_ascii();
            let bare = value.strip_prefix(b"\"").and_then(|it| it.strip_suffix(b"\""));
            parts.extend([value.to_vec(), bare.unwrap_or(value).to_vec()]);
            parts.push(percent_decode(value).collect());
        }
        return parts;
    }
    let is_made_for_it = [AUTHORIZATION, PROXY_AUTHORIZATION].contains(name);
    let Some((scheme, credentials)) = split_once(value, b' ') else { return parts };
    let is = |known: &&str| scheme.eq_ignore_ascii_case(known.as_bytes());
    if !is_made_for_it && !SCHEMES.iter().any(is) {
        return parts;
    }
    let credentials = credentials.trim_ascii();
    parts.push(credentials.to_vec());
    if is(&"basic")
        && let Ok(pair) = BASE64.decode(credentials)
    {
        parts.extend(split_once(&pair, b':').map(|(_, password)| password.to_vec()));
        parts.push(pair);
    }
    parts
}

fn split_once(text: &[u8], at: u8) -> Option<(&[u8], &[u8])> {
    let at = text.iter().position(|byte| *byte == at)?;
    Some((&text[..at], &text[at + 1..]))
}

/// What the beginning of a text may stand for, and how long it is: a byte as it is, and as it is
/// written elsewhere.
fn readings(text: &[u8]) -> impl Iterator<Item = (u8, usize)> {
    let plain = text.first().map(|byte| (*byte, 1));
    plain.into_iter().chain(unescaped(text))
}

/// Whether more than one byte may stand for one, or another byte, where it begins with this.
const fn is_escape(byte: u8) -> bool {
    matches!(byte, b'%' | b'+' | b'\\' | b'&' | 0xC2 | 0xC3)
}

/// The byte at the beginning of a text as URLs, JSON, pages and UTF-8 write it.
fn unescaped(text: &[u8]) -> Option<(u8, usize)> {
    match *text {
        [b'%', high, low, ..] => Some((hexadecimal(high, low)?, 3)),
        [b'+', ..] => Some((b' ', 1)),
        [b'\\', b'u', b'0', b'0', high, low, ..] => Some((hexadecimal(high, low)?, 6)),
        [b'\\', byte @ (b'"' | b'\\' | b'/' | b'\''), ..] => Some((byte, 2)),
        [b'\\', b't', ..] => Some((b'\t', 2)),
        [b'\\', b'n', ..] => Some((b'\n', 2)),
        [b'\\', b'r', ..] => Some((b'\r', 2)),
        [b'&', ..] => ENTITIES.iter().find_map(|(entity, byte)| {
            text.starts_with(entity.as_bytes()).then_some((*byte, entity.len()))
        }),
        // To many servers headers are Latin-1.
        [lead @ (0xC2 | 0xC3), byte @ 0x80..=0xBF, ..] => Some((byte | (lead & 1) << 6, 2)),
        _ => None,
    }
}

fn hexadecimal(high: u8, low: u8) -> Option<u8> {
    let digit = |byte| char::from(byte).to_digit(16);
    u8::try_from(digit(high)? * 16 + digit(low)?).ok()
}

/// Whether a text ends here, or amid what stands for one byte.
fn is_torn(rest: &[u8]) -> bool {
    let is_escape = rest.first().is_none_or(|byte| is_escape(*byte));
    is_escape && rest.len() < LONGEST_ESCAPE && unescaped(rest).is_none()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn hiding(secret: &str, headers: &[(&'static str, &'static str)]) -> Redactor {
        let headers: Vec<_> = headers
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)))
            .collect();
        let headers = headers.iter().map(|(name, value)| (name, value));
        Redactor::new([secret.as_bytes()], headers)
    }

    fn left(hidden: &Redactor, text: &str) -> String {
        hidden.redact_text(text)
    }

    fn left_of_cut(hidden: &Redactor, text: &str) -> String {
        let left = hidden.redact(text.as_bytes(), true);
        left.map_or_else(|| text.to_owned(), |left| String::from_utf8(left).unwrap())
    }

    #[test]
    fn values_and_secrets_are_left_out() {
        let hidden = hiding("s3cret-value", &[("x-key", "abcdefgh"), ("x-n", "1")]);
        assert_eq!(left(&hidden, "1 abcdefgh s3cret-value abcdefgh."), "1 … … ….");
        assert_eq!(left(&hidden, "abcdefghabcdefgh"), "……");
        assert_eq!(left(&hidden, "nothing"), "nothing");
        assert!(hidden.has("x-n") && !hidden.has("host"));
        assert!(!format!("{hidden:?}").contains("cret"), "{hidden:?}");
    }

    #[test]
    fn what_is_short_stays() {
        let hidden = hiding("Jefe", &[("x-key", "abcde")]);
        assert_eq!(left(&hidden, "abcde Jefe"), "abcde …");
        assert_eq!(left(&hiding("abc", &[]), "abc"), "abc");
    }

    #[test]
    fn credentials_are_left_out_without_what_stands_around_them() {
        for (name, value, repeated) in [
            ("authorization", "Bearer topsecret", "topsecret"),
            ("authorization", "Own topsecret", "topsecret"),
            ("x-vercel-proxy-signature", "bearer topsecret", "topsecret"),
            ("authorization", "Basic dXNlcjpwYXNzd29yZA==", "dXNlcjpwYXNzd29yZA=="),
            ("authorization", "Basic dXNlcjpwYXNzd29yZA==", "user:password"),
            ("proxy-authorization", "basic dXNlcjpwYXNzd29yZA==", "password"),
            ("cookie", "a=1; session=topsecret; b=c", "topsecret"),
            ("cookie", "first=\"topsecret\"", "topsecret"),
            ("cookie", "s=s%3Atop%2Fsecret", "s:top/secret"),
            ("cookie", "s=s%3Atop%2Fsecret", "s%3Atop%2Fsecret"),
        ] {
            assert_eq!(left(&hiding("", &[(name, value)]), &format!("<{repeated}>")), "<…>");
        }
        assert_eq!(left(&hiding("", &[("user-agent", "My program")]), "program"), "program");
    }

    #[test]
    fn they_are_found_however_they_are_written() {
        let hidden = hiding("a/b \"c\"+<é>", &[]);
        for written in [
            "a/b \"c\"+<é>",
            r#"a/b \"c\"+<é>"#,
            r"a\/b \u0022c\u0022+\u003cé\u003E",
            "a%2Fb%20%22c%22%2B%3C%C3%A9%3E",
            "a%2fb+%22c%22%2b<%c3%a9>",
            "%61/b &quot;c&#34;+&lt;é&gt;",
        ] {
            assert_eq!(left(&hidden, &format!("x{written}y")), "x…y", "{written}");
        }
        let hidden = Redactor::new([&b"caf\xe9-secret"[..]], []);
        assert_eq!(left(&hidden, "café-secret"), "…");
        assert_eq!(left(&hidden, r"caf\u00e9-secret"), "…");
    }

    #[test]
    fn what_looks_like_an_escape_is_found_as_it_is() {
        let hidden = hiding(r"100%25\\", &[]);
        for written in [r"100%25\\", r"100%25\\\\", "100%2525%5C%5C"] {
            assert_eq!(left(&hidden, written), "…", "{written}");
        }
    }

    #[test]
    fn those_that_share_bytes_are_left_out_together() {
        let hidden = hiding("abcdefgh", &[("x-a", "efghijkl"), ("x-b", "abcdefghi")]);
        assert_eq!(left(&hidden, "-abcdefghijkl-abcdefghi-"), "-…-…-");
    }

    #[test]
    fn the_end_of_what_is_cut_may_be_the_beginning_of_one() {
        let hidden = hiding("s3cret/value", &[]);
        assert_eq!(left_of_cut(&hidden, "x s3cret/"), "x …");
        assert_eq!(left_of_cut(&hidden, "x s3cret"), "x …");
        assert_eq!(left_of_cut(&hidden, "x s3cret%2"), "x …");
        assert_eq!(left_of_cut(&hidden, r"x s3cret\u00"), "x …");
        assert_eq!(left_of_cut(&hidden, "x s3cre"), "x s3cre");
        assert_eq!(left_of_cut(&hidden, "x s3cret "), "x s3cret ");
        assert_eq!(left(&hidden, "x s3cret/"), "x s3cret/");
    }

    proptest! {
        #[test]
        fn nothing_is_left_of_a_value(before: Vec<u8>, value in "[!-~]{6,20}", after: Vec<u8>) {
            let hidden = Redactor::new([value.as_bytes()], []);
            let text = [&before, value.as_bytes(), &after].concat();
            for is_cut in [false, true] {
                let left = hidden.redact(&text, is_cut).unwrap();
                let is_left = left.windows(value.len()).any(|it| it == value.as_bytes());
                prop_assert!(!is_left);
            }
        }

        #[test]
        fn what_holds_nothing_of_it_stays(text: Vec<u8>) {
            let hidden = Redactor::new([&b"nobody finds this one"[..]], []);
            prop_assert_eq!(hidden.redact(&text, false), None);
        }
    }
}
