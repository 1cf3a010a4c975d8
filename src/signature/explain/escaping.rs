//! How JSON escapes characters in its texts, which may be changed without reading a value.

use std::fmt;

use super::unescaping::{Kind, unescape};
use super::unit::{Case, push_unit};

/// How the sender escaped characters, where that differs from what was received.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Escaping {
    /// Only what must be, as `JSON.stringify` has it.
    Least,
    /// Characters beyond ASCII stood as they are.
    UnicodePlain,
    /// Slashes stood as they are.
    SlashesPlain,
    /// `<`, `>`, `&`, quotes, `+` and `=` stood as they are.
    HtmlPlain,
    /// Characters beyond ASCII were escaped, in hexadecimal digits of this case.
    UnicodeEscaped(Case),
    /// Slashes were escaped.
    SlashesEscaped,
    /// Both, as PHP's `json_encode` has it.
    UnicodeAndSlashesEscaped,
    /// `<`, `>` and `&` were escaped, as Go's `encoding/json` has it.
    HtmlEscaped(Case),
}

impl Escaping {
    /// Every way, the more particular first.
    pub(super) const ALL: [Self; 10] = [
        Self::UnicodePlain,
        Self::SlashesPlain,
        Self::HtmlPlain,
        Self::Least,
        Self::UnicodeEscaped(Case::Lower),
        Self::UnicodeEscaped(Case::Upper),
        Self::SlashesEscaped,
        Self::UnicodeAndSlashesEscaped,
        Self::HtmlEscaped(Case::Lower),
        Self::HtmlEscaped(Case::Upper),
    ];

    /// Those of `JSON.stringify`, Python, PHP and Go.
    pub(super) const LIKELY: [Self; 7] = [
        Self::UnicodePlain,
        Self::SlashesPlain,
        Self::HtmlPlain,
        Self::Least,
        Self::UnicodeEscaped(Case::Lower),
        Self::UnicodeAndSlashesEscaped,
        Self::HtmlEscaped(Case::Lower),
    ];

    /// A stable name of what happened on the way, for scripts.
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::Least => "json_escaped",
            Self::UnicodePlain => "json_unicode_escaped",
            Self::SlashesPlain => "json_slashes_escaped",
            Self::HtmlPlain => "json_html_escaped",
            Self::UnicodeEscaped(_) => "json_unicode_unescaped",
            Self::SlashesEscaped => "json_slashes_unescaped",
            Self::UnicodeAndSlashesEscaped => "json_unescaped",
            Self::HtmlEscaped(_) => "json_html_unescaped",
        }
    }

    /// The same JSON, escaped in this way.
    pub(super) fn apply(self, json: &str) -> String {
        match self {
            Self::Least => unescape(json, &Kind::ALL),
            Self::UnicodePlain => unescape(json, &[Kind::Unicode]),
            Self::SlashesPlain => unescape(json, &[Kind::Slash]),
            Self::HtmlPlain => unescape(json, &[Kind::Html]),
            Self::UnicodeEscaped(case) => escape(json, case, |it| !it.is_ascii()),
            Self::SlashesEscaped => escape_slashes(json),
            Self::UnicodeAndSlashesEscaped => {
                escape_slashes(&escape(json, Case::Lower, |it| !it.is_ascii()))
            }
            Self::HtmlEscaped(case) => {
                escape(json, case, |it| matches!(it, '<' | '>' | '&' | '\u{2028}' | '\u{2029}'))
            }
        }
    }
}

/// The sender's JSON, in words.
impl fmt::Display for Escaping {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Least => "with all its characters unescaped",
            Self::UnicodePlain => "with its non-ASCII characters unescaped",
            Self::SlashesPlain => "with its slashes unescaped",
            Self::HtmlPlain => "with <, >, &, quotes, + and = unescaped",
            Self::UnicodeEscaped(_) => "with its non-ASCII characters escaped (\\u00e9)",
            Self::SlashesEscaped => "with its slashes escaped (\\/)",
            Self::UnicodeAndSlashesEscaped => {
                "with its non-ASCII characters (\\u00e9) and its slashes (\\/) escaped"
            }
            Self::HtmlEscaped(_) => "with <, > and & escaped (\\u003c)",
        })
    }
}

fn escape(json: &str, case: Case, is_escaped: impl Fn(char) -> bool) -> String {
    let mut out = String::with_capacity(json.len());
    let mut plain = 0;
    for (at, character) in json.char_indices().filter(|(_, character)| is_escaped(*character)) {
        out.push_str(&json[plain..at]);
        plain = at + character.len_utf8();
        for unit in character.encode_utf16(&mut [0; 2]) {
            push_unit(&mut out, *unit, case);
        }
    }
    out.push_str(&json[plain..]);
    out
}

fn escape_slashes(json: &str) -> String {
    // One that is escaped already stays so.
    Escaping::SlashesPlain.apply(json).replace('/', "\\/")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const PLAIN: &str = r#"{"a":"é😀 \\ \" \n </b>&","b":"\\"}"#;

    #[test]
    fn escapes_are_those_of_their_namesakes() {
        for (escaping, expected) in [
            (
                Escaping::UnicodeEscaped(Case::Lower),
                r#"{"a":"\u00e9\ud83d\ude00 \\ \" \n </b>&","b":"\\"}"#,
            ),
            (
                Escaping::UnicodeEscaped(Case::Upper),
                r#"{"a":"\u00E9\uD83D\uDE00 \\ \" \n </b>&","b":"\\"}"#,
            ),
            (Escaping::SlashesEscaped, r#"{"a":"é😀 \\ \" \n <\/b>&","b":"\\"}"#),
            (
                Escaping::HtmlEscaped(Case::Lower),
                r#"{"a":"é😀 \\ \" \n \u003c/b\u003e\u0026","b":"\\"}"#,
            ),
        ] {
            let escaped = escaping.apply(PLAIN);
            assert_eq!(escaped, expected);
            assert_eq!(Escaping::Least.apply(&escaped), PLAIN);
        }
    }

    proptest! {
        #[test]
        fn values_stay_and_nothing_panics(seed: Vec<u8>, text in "[\\\\/u0-9a-fé<\"]*") {
            let value = super::super::tests::value(&seed);
            let json = serde_json::to_string(&value).unwrap();
            for escaping in Escaping::ALL {
                let _ = escaping.apply(&text);
                let applied = escaping.apply(&json);
                let read: serde_json::Value = serde_json::from_str(&applied).unwrap();
                prop_assert_eq!(&read, &value, "{}", applied);
                prop_assert_eq!(&Escaping::Least.apply(&applied), &json);
            }
        }
    }
}
