//! Parses `.env` files exactly as npm's `dotenv` does, and so Next.js and `vercel dev`: otherwise a
//! secret would not be the one that the server uses.
//!
//! Variables in values are not expanded; `\$` is a dollar sign, as in Next.js.

/// The value of `name`, the last one where there are several.
pub fn value_in(text: &str, name: &str) -> Option<String> {
    assignments(text).into_iter().rfind(|(key, _)| key == name).map(|(_, value)| value)
}

pub fn assignments(text: &str) -> Vec<(String, String)> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut rest = skip_space(&text);
    let mut found = Vec::new();
    while !rest.is_empty() {
        let mut end = rest;
        if let Some((name, value)) = assignment(rest) {
            let (value, after) = quoted(value).unwrap_or_else(|| bare(value));
            found.push((name.to_owned(), value));
            end = after;
        }
        rest = skip_space(split_line(end).1);
    }
    found
}

/// What `\s` means in JavaScript.
fn is_space(character: char) -> bool {
    (character.is_whitespace() && character != '\u{85}') || character == '\u{feff}'
}

fn skip_space(text: &str) -> &str {
    text.trim_start_matches(is_space)
}

fn split_line(text: &str) -> (&str, &str) {
    text.split_once('\n').unwrap_or((text, ""))
}

/// The name that is assigned to, and the text from the value on: line breaks may stand before and
/// after the sign.
fn assignment(text: &str) -> Option<(&str, &str)> {
    let after_export = text.strip_prefix("export").filter(|rest| rest.starts_with(is_space));
    after_export.and_then(|text| unexported(skip_space(text))).or_else(|| unexported(text))
}

fn unexported(text: &str) -> Option<(&str, &str)> {
    let is_name = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-');
    let end = text.find(|c| !is_name(c)).filter(|end| *end > 0)?;
    let (name, rest) = text.split_at(end);
    let value = match rest.strip_prefix(':') {
        Some(value) => value.strip_prefix(is_space),
        None => skip_space(rest).strip_prefix('='),
    };
    Some((name, value?))
}

/// A quoted value and what follows it; none if no closing quote ends a line. A quote after a
/// backslash only closes where no later one does.
fn quoted(text: &str) -> Option<(String, &str)> {
    let text = skip_space(text);
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'))?;
    let within = &text[1..];
    let closing = |(at, _): &(usize, &str)| !within[..*at].ends_with('\\');
    let mut quotes: Vec<usize> = Vec::new();
    for found in within.match_indices(quote) {
        quotes.push(found.0);
        if closing(&found) {
            break;
        }
    }
    let ends_line = |at: &usize| {
        let after = &within[at + 1..];
        let rest = skip_space(after);
        let space = &after[..after.len() - rest.len()];
        rest.is_empty() || rest.starts_with('#') || space.contains('\n')
    };
    let end = quotes.into_iter().rfind(ends_line)?;
    Some((unescaped(&within[..end], quote == '"'), &within[end + 1..]))
}

/// An unquoted value, or one with an unclosed quote, and what follows: to the end of its line, or to
/// a `#`.
fn bare(text: &str) -> (String, &str) {
    let end = text.find(['#', '\n']).unwrap_or(text.len());
    let value = text[..end].trim_matches(is_space);
    let is_double = value.starts_with('"');
    let without_quotes =
        ['"', '\'', '`'].iter().find_map(|&quote| value.strip_prefix(quote)?.strip_suffix(quote));
    (unescaped(without_quotes.unwrap_or(value), is_double), &text[end..])
}

fn unescaped(value: &str, has_line_breaks: bool) -> String {
    let value = value.replace("\\$", "$");
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
        for text in [
            "OTHER=1\rKEY=abc\rMORE=2",
            "KEY=\n\n \"abc\"",
            "KEY\n=\n'abc' # why",
            "KEY:\nabc",
            "export\nKEY=abc",
            "\u{a0}KEY=\u{a0}abc\u{feff}",
        ] {
            reads(text, "abc");
        }
        reads("KEY=\nabc", "");
        reads("KEY=\n\"abc\" def", "");
        reads("KEY=\"a\\\" # b", "a\\");
        reads("KEY=\"a\\\\\" b\"", "a\\\\\" b");
        reads("KEY=\"a\rb\"", "a\nb");
        reads("export=1\nKEY=abc", "abc");
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
