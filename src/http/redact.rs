//! Redacts secrets in text that servers echo back.

use std::collections::BTreeSet;
use std::fmt;
use std::ops::Range;

use aho_corasick::AhoCorasick;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use http::header::{AUTHORIZATION, COOKIE, PROXY_AUTHORIZATION};
use http::{HeaderName, HeaderValue};
use percent_encoding::percent_decode;

use super::decode::{
    MAX_ESCAPE, decode_form, decode_html, decode_json, decode_percent, starts_with_escape,
};

/// Shorter header values, and shorter beginnings of values, are part of many texts.
const MIN_VALUE: usize = 6;

/// The gaps that a shorter secret leaves in common words would say what it is.
const MIN_SECRET: usize = 4;

const GAP: &[u8] = "…".as_bytes();

/// Shown in place of a text from which a secret can be decoded.
const WITHHELD: &[u8] = b"(withheld: it repeats a secret in encoded form)";

/// How often a secret may be encoded.
const LAYERS: usize = 2;

type Decoder = fn(&[u8]) -> Option<Vec<u8>>;

const DECODERS: [Decoder; 4] = [decode_percent, decode_form, decode_json, decode_html];

/// Schemes that precede credentials in headers of any name.
const SCHEMES: [&str; 3] = ["basic", "bearer", "token"];

/// Secrets and header values that no output shows.
#[derive(Clone, Default)]
pub struct Redactor {
    names: Vec<HeaderName>,
    values: Vec<Vec<u8>>,
    /// Finds the values; absent where there are none.
    searcher: Option<AhoCorasick>,
}

impl fmt::Debug for Redactor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Redactor").field("names", &self.names).finish_non_exhaustive()
    }
}

impl Redactor {
    /// Redacts these secrets, and the values of these headers with the credentials in them.
    pub fn new<'a>(
        secrets: impl IntoIterator<Item = &'a [u8]>,
        headers: impl IntoIterator<Item = (&'a HeaderName, &'a HeaderValue)>,
    ) -> Self {
        let secrets = secrets.into_iter().filter(|secret| secret.len() >= MIN_SECRET);
        let mut values: BTreeSet<Vec<u8>> = secrets.map(<[u8]>::to_vec).collect();
        let mut names = BTreeSet::new();
        for (name, value) in headers {
            let parts = parts(name, value.as_bytes()).into_iter();
            values.extend(parts.filter(|part| part.len() >= MIN_VALUE));
            names.insert(name.as_str());
        }
        let from_latin1 = |value: &Vec<u8>| value.iter().copied().map(char::from).collect();
        let misread: Vec<String> = values.iter().map(from_latin1).collect();
        values.extend(misread.into_iter().map(String::into_bytes));
        let searcher = (!values.is_empty()).then(|| search_for(&values));
        let names = names.into_iter().filter_map(|name| name.parse().ok()).collect();
        Self { names, values: values.into_iter().collect(), searcher }
    }

    /// Whether it redacts the values of headers of this name.
    pub fn has(&self, name: &str) -> bool {
        self.names.iter().any(|redacted| redacted == name)
    }

    /// The text without secrets, or nothing where it holds none. Where it `is_cut`, its end may be
    /// the beginning of one.
    pub fn redact(&self, text: &[u8], is_cut: bool) -> Option<Vec<u8>> {
        let mut gaps: Vec<Range<usize>> = Vec::new();
        for found in self.searcher.as_ref()?.find_overlapping_iter(text) {
            if starts_with_escape(&text[found.end() - 1..]) {
                // The last byte of this value may itself be encoded: the rest of that would stay.
                return Some(WITHHELD.to_vec());
            }
            add_gap(&mut gaps, found.range());
        }
        if is_cut && let Some(start) = self.start_of_cut_value(text) {
            add_gap(&mut gaps, start..text.len());
        }
        let mut redacted = None;
        if !gaps.is_empty() {
            let mut rest = 0;
            let shown = redacted.insert(Vec::with_capacity(text.len()));
            for gap in gaps {
                shown.extend_from_slice(&text[rest..gap.start]);
                shown.extend_from_slice(GAP);
                rest = gap.end;
            }
            shown.extend_from_slice(&text[rest..]);
        }
        let shown = redacted.as_deref().unwrap_or(text);
        if is_cut && self.is_cut_in_value(shown) || self.is_encoded_in(shown, is_cut, LAYERS) {
            return Some(WITHHELD.to_vec());
        }
        redacted
    }

    pub fn redact_text(&self, text: &str) -> String {
        match self.redact(text.as_bytes(), false) {
            Some(redacted) => String::from_utf8_lossy(&redacted).into_owned(),
            None => text.to_owned(),
        }
    }

    fn start_of_cut_value(&self, text: &[u8]) -> Option<usize> {
        let lengths = self.values.iter().filter_map(|value| {
            (MIN_VALUE..value.len()).rev().find(|length| text.ends_with(&value[..*length]))
        });
        lengths.max().map(|length| text.len() - length)
    }

    /// Whether the text may end within a value, with an escape that was cut off.
    fn is_cut_in_value(&self, text: &[u8]) -> bool {
        let mut tail = text.len().saturating_sub(MAX_ESCAPE)..text.len();
        self.start_of_cut_value(text).is_some()
            || tail.any(|end| {
                matches!(text[end], b'%' | b'\\' | b'&')
                    && self.start_of_cut_value(&text[..end]).is_some()
            })
    }

    fn is_encoded_in(&self, text: &[u8], is_cut: bool, layers: usize) -> bool {
        DECODERS.iter().filter_map(|decode| decode(text)).any(|decoded| {
            self.searcher.as_ref().is_some_and(|searcher| searcher.is_match(&decoded))
                || is_cut && self.is_cut_in_value(&decoded)
                || layers > 1 && self.is_encoded_in(&decoded, is_cut, layers - 1)
        })
    }
}

fn search_for(values: &BTreeSet<Vec<u8>>) -> AhoCorasick {
    AhoCorasick::new(values).expect("secrets and headers are far shorter than 2 GiB")
}

/// Adds a gap that ends behind all others. Those that share bytes become one.
fn add_gap(gaps: &mut Vec<Range<usize>>, mut gap: Range<usize>) {
    while let Some(last) = gaps.pop_if(|last| last.end > gap.start) {
        gap.start = gap.start.min(last.start);
    }
    gaps.push(gap);
}

/// The credentials in a header value: all of it, and what servers extract from it.
fn parts(name: &HeaderName, value: &[u8]) -> Vec<Vec<u8>> {
    let mut parts = vec![value.to_vec()];
    if name == COOKIE {
        for cookie in value.split(|byte| *byte == b';') {
            let Some((_, value)) = split_once(cookie, b'=') else { continue };
            let value = value.trim_ascii();
            let bare = value.strip_prefix(b"\"").and_then(|value| value.strip_suffix(b"\""));
            parts.extend([value.to_vec(), bare.unwrap_or(value).to_vec()]);
            parts.push(percent_decode(value).collect());
        }
        return parts;
    }
    let is_for_credentials = [AUTHORIZATION, PROXY_AUTHORIZATION].contains(name);
    let Some((scheme, credentials)) = split_once(value, b' ') else { return parts };
    let is_scheme = |known: &&str| scheme.eq_ignore_ascii_case(known.as_bytes());
    if !is_for_credentials && !SCHEMES.iter().any(is_scheme) {
        return parts;
    }
    let credentials = credentials.trim_ascii();
    parts.push(credentials.to_vec());
    if is_scheme(&"basic")
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn redactor_of(secret: &str, headers: &[(&'static str, &'static str)]) -> Redactor {
        let headers: Vec<_> = headers
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)))
            .collect();
        let headers = headers.iter().map(|(name, value)| (name, value));
        Redactor::new([secret.as_bytes()], headers)
    }

    fn redact(redactor: &Redactor, text: &str) -> String {
        redactor.redact_text(text)
    }

    fn redact_cut(redactor: &Redactor, text: &str) -> String {
        let redacted = redactor.redact(text.as_bytes(), true);
        redacted.map_or_else(|| text.to_owned(), |text| String::from_utf8(text).unwrap())
    }

    #[test]
    fn redacts_header_values_and_secrets() {
        let redactor = redactor_of("s3cret-value", &[("x-key", "abcdefgh"), ("x-n", "1")]);
        assert_eq!(redact(&redactor, "1 abcdefgh s3cret-value abcdefgh."), "1 … … ….");
        assert_eq!(redact(&redactor, "abcdefghabcdefgh"), "……");
        assert_eq!(redact(&redactor, "nothing"), "nothing");
        assert!(redactor.has("x-n") && !redactor.has("host"));
        assert!(!format!("{redactor:?}").contains("cret"), "{redactor:?}");
    }

    #[test]
    fn keeps_what_is_too_short_to_be_a_credential() {
        let redactor = redactor_of("Jefe", &[("x-key", "abcde")]);
        assert_eq!(redact(&redactor, "abcde Jefe"), "abcde …");
        assert_eq!(redact(&redactor_of("abc", &[]), "abc"), "abc");
    }

    #[test]
    fn redacts_credentials_without_what_surrounds_them() {
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
            assert_eq!(redact(&redactor_of("", &[(name, value)]), &format!("<{repeated}>")), "<…>");
        }
        assert_eq!(redact(&redactor_of("", &[("user-agent", "My program")]), "program"), "program");
    }

    /// Asserts that this text repeats a secret in encoded form, and nothing of it is shown.
    #[track_caller]
    fn withholds(redactor: &Redactor, text: &str) {
        assert_eq!(redact(redactor, text).as_bytes(), WITHHELD, "{text}");
    }

    #[test]
    fn withholds_texts_that_encode_a_secret() {
        let redactor = redactor_of("a/b \"c\"+<é>", &[]);
        assert_eq!(redact(&redactor, "xa/b \"c\"+<é>y"), "x…y");
        for encoded in [
            r#"a/b \"c\"+<é>"#,
            r"a\/b \u0022c\u0022+\u003cé\u003E",
            "a%2Fb%20%22c%22%2B%3C%C3%A9%3E",
            "a%2fb+%22c%22%2b<%c3%a9>",
            "%61/b &quot;c&#34;+&lt;é&gt;",
            "a/b &#034;c&#x00022;+&lt;&#233;&gt;",
            "a&sol;b &quot;c&quot;&plus;&lt;&#xE9;&gt;",
            "a&#x2F;b &quot;c&quot;&#43;&lt;é&gt;",
            "a&amp;#x2F;b &amp;quot;c&amp;quot;+&amp;lt;é&amp;gt;",
            r"a\u0026#x2F;b \u0026quot;c\u0026quot;+<é>",
            r"a%5C%2Fb%20%5C%22c%5C%22%2B%3C%C3%A9%3E",
            r#"a%2Fb \"c\"+<é>"#,
            r#"{"text":"{\"text\":\"a/b \\\"c\\\"+<é>\"}"}"#,
        ] {
            withholds(&redactor, &format!("x{encoded}y"));
        }
        for (secret, encoded) in [
            ("it's a/secret", "it&#039;s a/secret"),
            ("it's a/secret", "it&apos;s a&#x2F;secret"),
            ("secret \u{1f600}", r"secret \ud83d\ude00"),
            ("tab\tsecret", r"tab\tsecret"),
        ] {
            withholds(&redactor_of(secret, &[]), encoded);
        }
    }

    #[test]
    fn redacts_and_withholds_latin1() {
        let redactor = Redactor::new([&b"caf\xe9-secret"[..]], []);
        assert_eq!(redact(&redactor, "café-secret"), "…");
        assert_eq!(redactor.redact(b"caf\xe9-secret", false).unwrap(), GAP);
        withholds(&redactor, r"caf\u00e9-secret");
        withholds(&redactor, "caf%E9-secret");
    }

    #[test]
    fn redacts_a_secret_that_looks_like_an_escape() {
        let redactor = redactor_of(r"100%25\\", &[]);
        assert_eq!(redact(&redactor, r"100%25\\"), "…");
        withholds(&redactor, r"100%25\\\\");
        withholds(&redactor, "100%2525%5C%5C");
        for (secret, encoded) in [("discount%", "discount%25"), ("this&", "this&amp;")] {
            assert_eq!(redact(&redactor_of(secret, &[]), &format!("{secret} x")), "… x");
            withholds(&redactor_of(secret, &[]), encoded);
        }
    }

    #[test]
    fn keeps_other_escapes_beside_a_redacted_secret() {
        let redactor = redactor_of("s3cret-value", &[]);
        for text in [r#""\"s3cret-value\u0022""#, "%22s3cret-value+&amp; 100%"] {
            assert_eq!(redact(&redactor, text), text.replace("s3cret-value", "…"));
        }
    }

    #[test]
    fn redacts_overlapping_values_together() {
        let redactor = redactor_of("abcdefgh", &[("x-a", "efghijkl"), ("x-b", "abcdefghi")]);
        assert_eq!(redact(&redactor, "-abcdefghijkl-abcdefghi-"), "-…-…-");
    }

    #[test]
    fn redacts_the_beginning_of_a_value_at_the_end_of_a_cut_text() {
        let redactor = redactor_of("s3cret/value", &[]);
        assert_eq!(redact_cut(&redactor, "x s3cret/"), "x …");
        assert_eq!(redact_cut(&redactor, "x s3cret"), "x …");
        assert_eq!(redact_cut(&redactor, "x s3cre"), "x s3cre");
        assert_eq!(redact_cut(&redactor, "x s3cret "), "x s3cret ");
        assert_eq!(redact(&redactor, "x s3cret/"), "x s3cret/");
        for cut in [
            "x s3cret%",
            "x s3cret%2",
            r"x s3cret\",
            r"x s3cret\u00",
            "x s3cret&#x2",
            "x s3cret%2Fva",
            r"x s3cret\/v",
            r"x \u0073%33cret%",
            "x s3cret%5",
            "x s3cret%5Cu00",
            "x s3cret%5Cu00%",
            "x s3cret&am",
            "x s3cret&amp;#4",
        ] {
            assert_eq!(redact_cut(&redactor, cut).as_bytes(), WITHHELD, "{cut}");
            assert_eq!(redact(&redactor, cut), cut);
        }
    }

    #[test]
    fn takes_linear_time() {
        let redactor = redactor_of(r"\\\\\\\\%%%%%%%%s3cret", &[("x-prefix", "aaaaaaab")]);
        for text in [r"\", "%", "&amp;", "aaaaaaa"] {
            let text = text.repeat(1024 * 1024 / text.len());
            // With time that grows faster than the text, this would not end.
            let redacted = redactor.redact(text.as_bytes(), true);
            assert_eq!(redacted.is_some(), text.starts_with(['a', '\\']));
        }
    }

    proptest! {
        #[test]
        fn leaves_nothing_of_a_value(before: Vec<u8>, value in "[!-~]{6,20}", after: Vec<u8>) {
            let redactor = Redactor::new([value.as_bytes()], []);
            let text = [&before, value.as_bytes(), &after].concat();
            for is_cut in [false, true] {
                let redacted = redactor.redact(&text, is_cut).unwrap();
                let is_left = redacted.windows(value.len()).any(|part| part == value.as_bytes());
                prop_assert!(!is_left);
            }
        }

        #[test]
        fn keeps_texts_without_a_value(text: Vec<u8>) {
            let redactor = Redactor::new([&b"nobody finds this one"[..]], []);
            prop_assert_eq!(redactor.redact(&text, false), None);
        }
    }
}
