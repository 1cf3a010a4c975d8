//! Ways of writing JSON: layouts and escapes.

use super::super::json::{LOWER_HEX, Layout, UPPER_HEX, escape, escape_slashes, respace, unescape};

/// A choice that programs make when they write JSON: one row of a table.
pub struct Style {
    /// What happened where the signed JSON was in this style, and the received JSON is not.
    pub code: &'static str,
    pub signed: &'static str,
    pub apply: fn(&str) -> Option<String>,
}

impl Style {
    /// Whether the signed JSON escaped no more than it had to.
    pub fn is_plain(&self) -> bool {
        self.code.ends_with("_escaped")
    }
}

pub const fn style(
    code: &'static str,
    signed: &'static str,
    apply: fn(&str) -> Option<String>,
) -> Style {
    Style { code, signed, apply }
}

pub const COMPACT: Style = style("json_respaced", "compact", |json| respace(json, Layout::Compact));
pub const SPACED: Style =
    style("json_respaced", "on one line with a space after each comma and colon", |json| {
        respace(json, Layout::Spaced)
    });
pub const JAVASCRIPT_ESCAPING: Style =
    style("json_escaped", "with all characters unescaped", |json| Some(unescape(json, |_| true)));
pub const PYTHON_ESCAPING: Style =
    style("json_unicode_unescaped", r"with non-ASCII characters escaped (\u00e9)", |json| {
        Some(escape(json, LOWER_HEX, is_beyond_ascii))
    });

/// The likelier first.
pub static LAYOUTS: &[Style] = &[
    COMPACT,
    SPACED,
    style("json_respaced", "indented with 2 spaces", |json| respace(json, Layout::Indented("  "))),
    style("json_respaced", "indented with 4 spaces", |json| {
        respace(json, Layout::Indented("    "))
    }),
    style("json_respaced", "indented with tabs", |json| respace(json, Layout::Indented("\t"))),
];

pub static LINE_BREAK: Style =
    style("json_respaced", "with a line break at the end", |json| Some(format!("{json}\n")));

/// The more particular first.
pub static ESCAPINGS: &[Style] = &[
    style("json_unicode_escaped", "with non-ASCII characters unescaped", |json| {
        Some(unescape(json, is_beyond_ascii))
    }),
    style("json_slashes_escaped", "with slashes unescaped", |json| {
        Some(unescape(json, |character| character == '/'))
    }),
    style("json_html_escaped", "with <, >, &, quotes, + and = unescaped", |json| {
        Some(unescape(json, |character| "<>&'\"+=`\u{2028}\u{2029}".contains(character)))
    }),
    JAVASCRIPT_ESCAPING,
    PYTHON_ESCAPING,
    style("json_unicode_unescaped", r"with non-ASCII characters escaped (\u00E9)", |json| {
        Some(escape(json, UPPER_HEX, is_beyond_ascii))
    }),
    style("json_slashes_unescaped", r"with slashes escaped (\/)", |json| {
        Some(escape_slashes(json))
    }),
    // As PHP writes it.
    style(
        "json_unescaped",
        r"with non-ASCII characters (\u00e9) and slashes (\/) escaped",
        |json| Some(escape_slashes(&escape(json, LOWER_HEX, is_beyond_ascii))),
    ),
    // As Go writes it.
    style("json_html_unescaped", r"with <, > and & escaped (\u003c)", |json| {
        Some(escape(json, LOWER_HEX, is_escaped_by_go))
    }),
    style("json_html_unescaped", r"with <, > and & escaped (\u003C)", |json| {
        Some(escape(json, UPPER_HEX, is_escaped_by_go))
    }),
];

const fn is_beyond_ascii(character: char) -> bool {
    !character.is_ascii()
}

fn is_escaped_by_go(character: char) -> bool {
    "<>&\u{2028}\u{2029}".contains(character)
}
