//! The words of a command line for POSIX shells.

/// Ends a command; no other word is this one.
pub(super) const END: &[u8] = b"\n";

/// Stands for what a shell puts in: a character that Unicode gives no meaning.
pub(super) const PUT_IN: &str = "\u{f8ff}";

/// Splits it into words; nothing where it is for no such shell.
pub(super) fn words(text: &[u8]) -> Option<Vec<Vec<u8>>> {
    let words = shlex::bytes::split(&simple(text)?)?;
    // On Windows, `^` goes before what has a meaning.
    let is_for_windows = words.iter().any(|word| word.starts_with(b"^"));
    (!is_for_windows).then_some(words)
}

/// The same in quotes that every shell knows, with what it puts in and the ends of commands marked.
fn simple(text: &[u8]) -> Option<Vec<u8>> {
    let mut simple = Vec::with_capacity(text.len());
    let mut is_quoted = false;
    let mut rest = text;
    while let [first, after @ ..] = rest {
        let length = match (first, after) {
            (b'\\', [b'\r', b'\n', ..]) => {
                rest = &rest[3..];
                continue;
            }
            (b'\\', [_, ..]) => 2,
            (b'\'', _) if !is_quoted => {
                after.iter().position(|byte| *byte == b'\'').map_or(rest.len(), |end| end + 2)
            }
            (b'#', _) if !is_quoted && simple.last().is_none_or(u8::is_ascii_whitespace) => {
                after.iter().position(|byte| *byte == b'\n').map_or(rest.len(), |end| end + 1)
            }
            (b'"', _) => {
                is_quoted = !is_quoted;
                1
            }
            (b'$', [b'\'', escaped @ ..]) if !is_quoted => {
                let (text, after) = unescaped(escaped)?;
                simple.extend_from_slice(&shlex::bytes::try_quote(&text).ok()?);
                rest = after;
                continue;
            }
            (b'`', _) => {
                simple.extend_from_slice(PUT_IN.as_bytes());
                rest = after;
                continue;
            }
            (b'$', [next, ..]) if next.is_ascii_alphanumeric() || b"_({@*?!$#".contains(next) => {
                simple.extend_from_slice(PUT_IN.as_bytes());
                rest = after;
                continue;
            }
            (b'\n', _) if !is_quoted => {
                simple.extend_from_slice(b"\n'\n' ");
                rest = after;
                continue;
            }
            (b';', _) if !is_quoted => {
                simple.extend_from_slice(b" '\n' ");
                rest = after;
                continue;
            }
            _ => 1,
        };
        let (copied, after) = rest.split_at(length);
        simple.extend_from_slice(copied);
        rest = after;
    }
    Some(simple)
}

/// A text of `$'…'` up to its end, and what follows.
fn unescaped(mut rest: &[u8]) -> Option<(Vec<u8>, &[u8])> {
    let mut text = Vec::new();
    loop {
        match rest {
            [b'\'', after @ ..] => return Some((text, after)),
            [b'\\', letter, after @ ..] => {
                rest = after;
                let most = match letter {
                    b'x' => 2,
                    b'u' => 4,
                    b'U' => 8,
                    _ => 0,
                };
                if most > 0 {
                    let digits = after.iter().take(most).take_while(|it| it.is_ascii_hexdigit());
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
                    // The rest is not in what browsers copy.
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
