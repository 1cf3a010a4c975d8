//! Makes foreign text safe to print: terminals obey control characters, and CI systems commands.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io;

use serde_json::ser::Formatter;

/// The older commands of GitHub Actions, which it finds anywhere in a line:
/// <https://github.com/actions/runner/blob/main/src/Runner.Common/ActionCommand.cs>.
const OLD_COMMAND: &str = "##[";

/// The newer ones, at the start of a line.
const COMMAND: &str = "::";

/// Escapes control characters, invisible direction marks (`\u{1b}`) and commands of GitHub Actions;
/// line breaks and tabs stay.
pub fn visible(text: &str) -> Cow<'_, str> {
    if next_unsafe(text).is_none() {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, character, after)) = next_unsafe(rest) {
        shown.push_str(before);
        let _ = write!(shown, "\\u{{{:x}}}", u32::from(character));
        rest = after;
    }
    shown.push_str(rest);
    Cow::Owned(shown)
}

/// Escapes a command of GitHub Actions at the start of a line.
pub(super) fn escape_command(line: &str) -> Cow<'_, str> {
    match line.trim_start().strip_prefix(COMMAND) {
        None => Cow::Borrowed(line),
        Some(rest) => {
            let margin = &line[..line.len() - rest.len() - COMMAND.len()];
            Cow::Owned(format!("{margin}\\u{{3a}}:{rest}"))
        }
    }
}

/// The same, on one line.
pub fn visible_line(text: &str) -> Cow<'_, str> {
    let is_plain = |byte: u8| matches!(byte, b' '..=b'~');
    if text.bytes().all(is_plain) && !text.contains(OLD_COMMAND) {
        return Cow::Borrowed(text);
    }
    match visible(text) {
        shown if shown.contains(['\n', '\t']) => {
            Cow::Owned(shown.replace('\n', "\\n").replace('\t', " "))
        }
        shown => shown,
    }
}

/// The start of a body as text, and how many bytes were left out.
pub fn excerpt(bytes: &[u8], limit: usize) -> (String, usize) {
    let mut end = bytes.len().min(limit);
    // Not within a UTF-8 character.
    while end > 0 && bytes.get(end).is_some_and(|byte| byte & 0xC0 == 0x80) {
        end -= 1;
    }
    let text = String::from_utf8_lossy(&bytes[..end]);
    (visible(text.trim_end()).into_owned(), bytes.len() - end)
}

/// Escapes in JSON what [`visible`] escapes in text.
pub(super) struct SafeJson;

/// The same for JSON that is already written: these characters occur only within its strings.
pub(super) fn escape_json(json: &str) -> Vec<u8> {
    let mut escaped = Vec::with_capacity(json.len());
    let written = SafeJson.write_string_fragment(&mut escaped, json);
    written.expect("writing to memory cannot fail");
    escaped
}

impl Formatter for SafeJson {
    fn write_string_fragment<W: ?Sized + io::Write>(
        &mut self,
        writer: &mut W,
        fragment: &str,
    ) -> io::Result<()> {
        let mut rest = fragment;
        while let Some((before, character, after)) = next_unsafe(rest) {
            writer.write_all(before.as_bytes())?;
            write!(writer, "\\u{:04x}", u32::from(character))?;
            rest = after;
        }
        writer.write_all(rest.as_bytes())
    }
}

/// The first character to escape, with the text before and after it.
fn next_unsafe(text: &str) -> Option<(&str, char, &str)> {
    let is_command = |at: usize| text[at..].starts_with(OLD_COMMAND);
    let (at, character) =
        text.char_indices().find(|&(at, c)| is_unsafe(c) || (c == '#' && is_command(at)))?;
    Some((&text[..at], character, &text[at + character.len_utf8()..]))
}

fn is_unsafe(character: char) -> bool {
    let is_layout = matches!(character, '\n' | '\t');
    (character.is_control() && !is_layout) || is_direction_mark(character) || is_not_xml(character)
}

/// XML forbids these, even escaped.
const fn is_not_xml(character: char) -> bool {
    matches!(character, '\u{fffe}' | '\u{ffff}')
}

/// Characters that reorder text or break lines.
const fn is_direction_mark(character: char) -> bool {
    matches!(character, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn escapes_control_characters() {
        assert_eq!(visible("a\u{1b}[31mb\r\n\tc\u{202e}"), "a\\u{1b}[31mb\\u{d}\n\tc\\u{202e}");
        assert_eq!(visible_line("a\nb"), "a\\nb");
    }

    #[test]
    fn escapes_commands_of_github_actions() {
        assert_eq!(visible("a ###[error]b\u{7}##[x"), "a #\\u{23}#[error]b\\u{7}\\u{23}#[x");
        assert_eq!(visible_line("##[x"), "\\u{23}#[x");
        assert_eq!(visible("#[a] ## [b"), "#[a] ## [b");
        assert_eq!(escape_command("  ::error::x"), "  \\u{3a}:error::x");
        assert_eq!(escape_command("a ::error::x"), "a ::error::x");
        assert_eq!(escape_command(""), "");
    }

    #[test]
    fn an_excerpt_counts_what_it_leaves_out() {
        assert_eq!(excerpt(b"hello\n", 100), ("hello".to_owned(), 0));
        assert_eq!(excerpt(b"hello", 2), ("he".to_owned(), 3));
        assert_eq!(excerpt("hé".as_bytes(), 2), ("h".to_owned(), 2));
        assert_eq!(excerpt(&[0x80; 4], 2), (String::new(), 4));
    }

    #[test]
    fn json_is_safe_and_equal() {
        let value = serde_json::json!({ "a\u{9b}": "b\u{202e}\u{7f}c\u{1b}##[" });
        let mut bytes = Vec::new();
        let mut serializer = serde_json::Serializer::with_formatter(&mut bytes, SafeJson);
        serde::Serialize::serialize(&value, &mut serializer).unwrap();
        let text = String::from_utf8(bytes).unwrap();
        assert_eq!(text, r#"{"a\u009b":"b\u202e\u007fc\u001b\u0023#["}"#);
        assert_eq!(serde_json::from_str::<serde_json::Value>(&text).unwrap(), value);
    }

    #[test]
    fn escapes_written_json() {
        let json = "{\n\t\"a\": \"\u{9b}2J\u{7f}\u{202e}\u{ffff}\"\n}\n";
        let escaped = "{\n\t\"a\": \"\\u009b2J\\u007f\\u202e\\uffff\"\n}\n";
        assert_eq!(escape_json(json), escaped.as_bytes());
    }

    proptest! {
        #[test]
        fn no_control_character_is_left(bytes: Vec<u8>) {
            let (text, _) = excerpt(&bytes, 1000);
            prop_assert!(text.chars().all(|c| !c.is_control() || c == '\n' || c == '\t'));
        }
    }
}
