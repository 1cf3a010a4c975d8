//! Splits command lines of `cmd.exe` into words, as browsers copy them.

use super::curl_command::MAX_WORDS;
use super::shell::COMMAND_END;

/// `^` escapes quotes, and line breaks between options.
pub(super) fn is_for_windows(text: &[u8]) -> bool {
    text.windows(2).any(|pair| pair == b"^\"")
        || text.split(|byte| *byte == b'\n').any(|line| line.trim_ascii_end().ends_with(b" ^"))
}

/// Returns up to two words more than allowed, or nothing if a quote is not closed.
pub(super) fn split_words(text: &[u8]) -> Option<Vec<Vec<u8>>> {
    let text = unescape(text);
    let mut words = Vec::new();
    let mut word: Option<Vec<u8>> = None;
    let mut is_quoted = false;
    let mut rest = text.as_slice();
    while !rest.is_empty() {
        let (byte, length) = match rest {
            [b'\\', byte @ (b'\\' | b'"'), ..] => (*byte, 2),
            [b'"', b'"', ..] if is_quoted => (b'"', 2),
            [b'"', ..] => {
                is_quoted = !is_quoted;
                word.get_or_insert_default();
                rest = &rest[1..];
                continue;
            }
            [byte, ..] if !is_quoted && byte.is_ascii_whitespace() => {
                words.extend(word.take());
                if *byte == b'\n' {
                    words.push(COMMAND_END.to_vec());
                }
                if words.len() > MAX_WORDS {
                    return Some(words);
                }
                rest = &rest[1..];
                continue;
            }
            [byte, ..] => (*byte, 1),
            [] => break,
        };
        word.get_or_insert_default().push(byte);
        rest = &rest[length..];
    }
    words.extend(word);
    (!is_quoted).then_some(words)
}

/// Removes carets, but those within quotes that no caret escapes. Two line breaks after a caret are
/// one in the text, and a single one continues the line.
fn unescape(text: &[u8]) -> Vec<u8> {
    let mut unescaped = Vec::with_capacity(text.len());
    let mut is_quoted = false;
    let mut rest = text;
    while let [byte, after @ ..] = rest {
        rest = after;
        match byte {
            b'^' if !is_quoted => {
                let after = rest.strip_prefix(b"\r").unwrap_or(rest);
                if let Some(after) = after.strip_prefix(b"\n") {
                    let next = after.strip_prefix(b"\r").unwrap_or(after).strip_prefix(b"\n");
                    unescaped.push(if next.is_some() { b'\n' } else { b' ' });
                    rest = next.unwrap_or(after);
                } else if let [escaped, after @ ..] = rest {
                    unescaped.push(*escaped);
                    rest = after;
                }
            }
            byte => {
                is_quoted ^= *byte == b'"';
                unescaped.push(*byte);
            }
        }
    }
    unescaped
}
