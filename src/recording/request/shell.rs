//! Splits command lines of POSIX shells into words.

use shlex::bytes::Shlex;

use super::curl_command::MAX_WORDS;

/// Separates commands; no other word equals it.
pub(super) const COMMAND_END: &[u8] = b"\n";

/// Replaces expansions such as `$NAME`: a private-use character.
pub(super) const EXPANSION: &str = "\u{f8ff}";

/// Returns up to one word more than allowed, or nothing if a quote is not closed.
pub(super) fn split_words(text: &[u8]) -> Option<Vec<Vec<u8>>> {
    let normalized = normalize(text)?;
    let mut words = Shlex::new(&normalized);
    let split = words.by_ref().take(MAX_WORDS + 1).collect();
    (!words.had_error).then_some(split)
}

/// Rewrites `$'…'` in plain quotes, and marks expansions and the ends of commands.
fn normalize(text: &[u8]) -> Option<Vec<u8>> {
    let expansion = EXPANSION.as_bytes();
    let mut normalized = Vec::with_capacity(text.len());
    let mut is_quoted = false;
    let mut rest = text;
    while !rest.is_empty() {
        let copied = |length: usize| (&rest[..length], length);
        let through = |end: u8| {
            rest[1..].iter().position(|byte| *byte == end).map_or(rest.len(), |at| at + 2)
        };
        let is_word_start = normalized.last().is_none_or(u8::is_ascii_whitespace);
        let (written, length): (&[u8], usize) = match rest {
            [b'\\', b'\r', b'\n', ..] => (b"", 3),
            [b'\\', _, ..] => copied(2),
            [b'\'', ..] if !is_quoted => copied(through(b'\'')),
            [b'#', ..] if !is_quoted && is_word_start => copied(through(b'\n')),
            [b'"', ..] => {
                is_quoted = !is_quoted;
                copied(1)
            }
            [b'$', b'\'', escaped @ ..] if !is_quoted => {
                let (text, after) = unescape(escaped)?;
                normalized.extend_from_slice(&shlex::bytes::try_quote(&text).ok()?);
                rest = after;
                continue;
            }
            [b'`', ..] => (expansion, 1),
            [b'$', next, ..] if next.is_ascii_alphanumeric() || b"_({@*?!$#".contains(next) => {
                (expansion, 1)
            }
            [b'\n', ..] if !is_quoted => (b"\n'\n' ", 1),
            [b';', ..] if !is_quoted => (b" '\n' ", 1),
            _ => copied(1),
        };
        normalized.extend_from_slice(written);
        rest = &rest[length..];
    }
    Some(normalized)
}

/// The text of `$'…'`, and what follows.
fn unescape(mut rest: &[u8]) -> Option<(Vec<u8>, &[u8])> {
    let mut text = Vec::new();
    loop {
        match rest {
            [b'\'', after @ ..] => return Some((text, after)),
            [b'\\', letter, after @ ..] => {
                rest = after;
                let max_digits = match letter {
                    b'x' => 2,
                    b'u' => 4,
                    b'U' => 8,
                    _ => 0,
                };
                if max_digits > 0 {
                    let digits =
                        after.iter().take(max_digits).take_while(|byte| byte.is_ascii_hexdigit());
                    let (digits, after) = after.split_at(digits.count());
                    let code = u32::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()?;
                    match letter {
                        b'x' => text.push(u8::try_from(code).ok()?),
                        _ => text.extend(char::from_u32(code)?.to_string().into_bytes()),
                    }
                    rest = after;
                    continue;
                }
                text.push(match letter {
                    b'n' => b'\n',
                    b'r' => b'\r',
                    b't' => b'\t',
                    b'b' => 8,
                    b'f' => 12,
                    b'\\' | b'\'' | b'"' | b'?' => *letter,
                    // Browsers copy no others.
                    _ => return None,
                });
            }
            [byte, after @ ..] => {
                text.push(*byte);
                rest = after;
            }
            [] => return None,
        }
    }
}
