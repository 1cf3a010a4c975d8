//! Parses `.env` files exactly as npm's `dotenv` does, and so Next.js and `vercel dev`: otherwise a
//! secret would not be the one that the server uses.
//!
//! Variables in values are not expanded; `\$` is a dollar sign, as in Next.js.

/// The value of `name`, the last one where there are several.
pub fn value_in(text: &str, name: &str) -> Option<String> {
    let mut rest = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut found = None;
    while !rest.is_empty() {
        let (line, below) = split_line(rest);
        let Some((key, value)) = assignment(line) else {
            rest = below;
            continue;
        };
        let value = &rest[line.len() - value.len()..];
        let (value, after) = quoted(value).unwrap_or_else(|| (bare(value), below));
        if key == name {
            found = Some(value);
        }
        rest = after;
    }
    found
}

fn split_line(text: &str) -> (&str, &str) {
    text.split_once('\n').unwrap_or((text, ""))
}

/// The name that a line assigns to, and the line from the value on.
fn assignment(line: &str) -> Option<(&str, &str)> {
    let line = line.trim_start();
    let after_export = line.strip_prefix("export").filter(|rest| rest.starts_with([' ', '\t']));
    let line = after_export.map_or(line, str::trim_start);
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-');
    let end = line.find(|c| !is_name(c)).filter(|end| *end > 0)?;
    let (name, rest) = line.split_at(end);
    let value = match rest.strip_prefix(':') {
        Some(value) => Some(value).filter(|value| value.starts_with(char::is_whitespace)),
        None => rest.trim_start().strip_prefix('='),
    };
    Some((name, value?.trim_start()))
}

/// A quoted value, which may span lines, and what follows its last line; none if the closing quote
/// does not end a line.
fn quoted(text: &str) -> Option<(String, &str)> {
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'))?;
    let within = &text[1..];
    let mut is_escaped = false;
    let end = within.find(|c| {
        let is_end = c == quote && !is_escaped;
        is_escaped = c == '\\' && !is_escaped;
        is_end
    })?;
    let (line, below) = split_line(&within[end + 1..]);
    let comment = line.trim_start();
    let is_last = comment.is_empty() || comment.starts_with('#');
    is_last.then(|| (unescaped(&within[..end], quote == '"'), below))
}

/// An unquoted value, or one with an unclosed quote: to the end of its line, or to a `#`.
fn bare(text: &str) -> String {
    let (line, _) = split_line(text);
    let value = line.split('#').next().unwrap_or_default().trim();
    let is_double = value.starts_with('"');
    let without_quotes =
        ['"', '\'', '`'].iter().find_map(|&quote| value.strip_prefix(quote)?.strip_suffix(quote));
    unescaped(without_quotes.unwrap_or(value), is_double)
}

fn unescaped(value: &str, has_line_breaks: bool) -> String {
    let value = value.replace("\r\n", "\n").replace("\\$", "$");
    if has_line_breaks { value.replace("\\n", "\n").replace("\\r", "\r") } else { value }
}

#[cfg(test)]
mod tests {
    use super::value_in;

    #[track_caller]
    fn reads(text: &str, expected: &str) {
        assert_eq!(value_in(text, "KEY").as_deref(), Some(expected), "{text}");
    }

    #[test]
    fn parses_values_as_dotenv_does() {
        for (value, expected) in [
            ("abc", "abc"),
            (" abc \r", "abc"),
            ("abc#def", "abc"),
            ("two words", "two words"),
            ("it's", "it's"),
            ("'abc'", "abc"),
            ("\"abc\" # why", "abc"),
            ("`abc`", "abc"),
            ("'a#b'", "a#b"),
            ("ab\"cd\"ef", "ab\"cd\"ef"),
            ("\"ab\"cd\"ef\"", "ab\"cd\"ef"),
            ("a\\nb", "a\\nb"),
            ("\"a\\nb\"", "a\nb"),
            ("'a\\nb'", "a\\nb"),
            ("a\\\\b", "a\\\\b"),
            ("\"a\\\"b\"", "a\\\"b"),
            ("\"open", "\"open"),
            ("\"", "\""),
            ("\"a\nb\"", "a\nb"),
            ("", ""),
        ] {
            reads(&format!("KEY={value}"), expected);
            reads(&format!("export KEY = {value}\nOTHER=1\n"), expected);
        }
        reads("KEY: abc", "abc");
    }

    #[test]
    fn keeps_dollar_signs() {
        for text in ["KEY=a$b", "KEY='a$b'", "KEY=\"a\\$b\"", "\u{feff}KEY=a\\$b # c"] {
            reads(text, "a$b");
        }
    }

    #[test]
    fn ignores_other_lines() {
        reads("KEY=1\nOTHER='open\nKEY=2", "2");
        reads("KEY=1\nNOTE=\"\nKEY=2\n\"\n", "1");
        reads("KEY=1\nNOTE='it\\'s\nKEY=2\n' # closed\n", "1");
        reads("a b\n=\nKEY=1", "1");
        for text in ["KEYS=1\n#KEY=2", "KEY", "KEY 1", "KEY:1", "", "exportKEY=1"] {
            assert_eq!(value_in(text, "KEY"), None, "{text}");
        }
    }
}
