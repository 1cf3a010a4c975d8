//! `curl` commands, as browsers copy requests and as `send --curl` prints them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

use super::super::headers::value_text;
use super::shell::{COMMAND_END, EXPANSION, split_words};
use super::{CapturedRequest, Collector, Found, ReadError, cmd, raw};

/// In bytes: longer than any shell accepts.
const MAX_LENGTH: usize = 16 * 1024 * 1024;

pub(super) const MAX_WORDS: usize = 1_000_000;

/// What else tools copy or export, by how it starts.
const UNSUPPORTED: [(&[u8], &str); 5] = [
    (b"fetch(", "a call of `fetch`"),
    (b"await fetch(", "a call of `fetch`"),
    (b"Invoke-WebRequest", "a PowerShell command"),
    (b"$session", "a PowerShell command"),
    (b"type: collection.insomnia.rest/", "an Insomnia export in YAML"),
];

/// The one-letter options that take a value.
const WITH_VALUE: &[u8] = b"AbcCdDeEFhHKmoPQrtTuUwxXyYzZ";

/// Around a body that a command line could change: `printf %s … | base64 -d |`.
const PRINTF: [&[u8]; 2] = [b"printf", b"%s"];
const BASE64_DECODE: [&[u8]; 4] = [b"|", b"base64", b"-d", b"|"];

#[derive(Default)]
struct CurlCommand {
    headers: Vec<(String, String)>,
    body: Option<Vec<u8>>,
    /// Whether the body comes from a file or a variable.
    is_unknown: bool,
    stdin: Option<Vec<u8>>,
    method: Option<String>,
    url: Option<String>,
}

pub(super) fn read(text: &[u8]) -> Found {
    let unsupported = UNSUPPORTED.iter().find(|(start, _)| text.starts_with(start));
    let unsupported = unsupported.map(|(_, what)| *what);
    if let Some(what) = unsupported.or_else(|| is_csv(text).then_some("a CSV file")) {
        return Some(Err(ReadError::NotCurl { what }));
    }
    if text.len() > MAX_LENGTH {
        return None;
    }
    let is_for_windows = cmd::is_for_windows(text);
    let words = if is_for_windows { cmd::split_words(text) } else { split_words(text) };
    let words = words.unwrap_or_default();
    if words.len() > MAX_WORDS {
        return None;
    }
    let requests = match requests(&words) {
        Ok(requests) => requests,
        Err(error) => return Some(Err(error)),
    };
    // A command that is cut off has a quote that is not closed.
    if requests.is_empty() && starts_with_curl(text) {
        return Some(Err(ReadError::BadCommand));
    }
    (!requests.is_empty()).then_some(Ok(requests))
}

/// Whether the first line names several columns.
fn is_csv(text: &[u8]) -> bool {
    let is_name = |name: &[u8]| {
        let is_part = |byte: &u8| byte.is_ascii_alphanumeric() || b"\"_-. ".contains(byte);
        !name.is_empty() && name.iter().all(is_part)
    };
    let (first, rest) = raw::line(text);
    let mut columns = first.split(|byte| *byte == b',');
    rest.is_some() && columns.clone().count() > 3 && columns.all(is_name)
}

fn starts_with_curl(text: &[u8]) -> bool {
    text.split(u8::is_ascii_whitespace)
        .find(|word| !word.is_empty() && *word != b"$")
        .is_some_and(is_curl)
}

fn requests(words: &[Vec<u8>]) -> Result<Vec<CapturedRequest>, ReadError> {
    let mut found = Collector::default();
    let mut command: Option<CurlCommand> = None;
    let mut stdin = None;
    let mut rest = words;
    while let [word, after @ ..] = rest {
        rest = after;
        match &mut command {
            None if is_curl(word) => {
                command = Some(CurlCommand { stdin: stdin.take(), ..CurlCommand::default() });
            }
            None => {
                // The line may end after the pipe.
                stdin = stdin.filter(|_| word == COMMAND_END);
                if let Some((body, after)) = piped_body(word, rest) {
                    (stdin, rest) = (Some(body), after);
                }
            }
            Some(one) if word == b"--next" || word == b"-:" => {
                found.add(std::mem::take(one).request())?;
            }
            Some(one) if is_end(word) => {
                found.add(std::mem::take(one).request())?;
                command = None;
            }
            Some(command) => rest = command.parse_option(word, rest),
        }
    }
    if let Some(command) = command {
        found.add(command.request())?;
    }
    Ok(found.requests)
}

fn is_curl(word: &[u8]) -> bool {
    word == b"curl" || word == b"curl.exe" || word.ends_with(b"/curl")
}

fn is_end(word: &[u8]) -> bool {
    [COMMAND_END, b"|", b"||", b"&", b"&&", b">", b"2>"].contains(&word)
}

/// The body of `printf %s … | base64 -d |`, and what follows.
fn piped_body<'a>(word: &[u8], rest: &'a [Vec<u8>]) -> Option<(Vec<u8>, &'a [Vec<u8>])> {
    let [format, text, rest @ ..] = rest else { return None };
    let (decoded, rest) = rest.split_at_checked(BASE64_DECODE.len())?;
    let is_piped = [word, format.as_slice()] == PRINTF && decoded == BASE64_DECODE;
    is_piped.then(|| Some((BASE64.decode(text).ok()?, rest)))?
}

impl CurlCommand {
    /// Parses an option with its value, and returns the words after it.
    fn parse_option<'a>(&mut self, word: &[u8], rest: &'a [Vec<u8>]) -> &'a [Vec<u8>] {
        if word == b"--get" {
            self.is_unknown = true;
            return rest;
        }
        if word.starts_with(b"--") {
            let Some((value, after)) = rest.split_first() else { return rest };
            match word {
                b"--header" => self.add_header(value),
                b"--request" => self.method = Some(String::from_utf8_lossy(value).into_owned()),
                b"--url" => self.add_url(value),
                b"--data" | b"--data-ascii" | b"--data-binary" => self.add_data(value, b"&"),
                b"--data-raw" => self.add_text(value, b"&"),
                b"--json" => self.add_data(value, b""),
                b"--data-urlencode" | b"--form" | b"--form-string" | b"--upload-file" => {
                    self.is_unknown = true;
                }
                _ => return rest,
            }
            return after;
        }
        let Some(letters) = word.strip_prefix(b"-") else {
            self.add_url(word);
            return rest;
        };
        let Some(at) = letters.iter().position(|letter| WITH_VALUE.contains(letter)) else {
            self.is_unknown |= letters.contains(&b'G');
            return rest;
        };
        self.is_unknown |= letters[..at].contains(&b'G');
        let (value, after) = match (&letters[at + 1..], rest.split_first()) {
            (b"", None) => return rest,
            (b"", Some((value, after))) => (value.as_slice(), after),
            (value, _) => (value, rest),
        };
        match letters[at] {
            b'H' => self.add_header(value),
            b'X' => self.method = Some(String::from_utf8_lossy(value).into_owned()),
            b'd' => self.add_data(value, b"&"),
            b'F' | b'T' => self.is_unknown = true,
            _ => {}
        }
        after
    }

    fn add_header(&mut self, text: &[u8]) {
        // `Name;` is an empty header, and `Name:` removes one.
        let header = match text.strip_suffix(b";") {
            Some(name) if !name.contains(&b':') => Some((value_text(name), String::new())),
            _ => raw::header(text).filter(|(_, value)| !value.is_empty()),
        };
        let expansion = value_text(EXPANSION.as_bytes());
        let header = header.map(|(name, value)| (name, value.replace(&expansion, "$")));
        self.headers.extend(header);
    }

    /// Words that are values of unknown options may come before it.
    fn add_url(&mut self, word: &[u8]) {
        let is_url = |text: &str| text.contains("://") || text.contains('/');
        let word = String::from_utf8_lossy(word);
        if self.url.is_none() && is_url(&word) {
            self.url = Some(word.into_owned());
        }
    }

    /// `@NAME` is a file.
    fn add_data(&mut self, value: &[u8], separator: &[u8]) {
        match (value, self.stdin.take()) {
            (b"@-", Some(stdin)) => self.add_text(&stdin, separator),
            ([b'@', ..], _) => self.is_unknown = true,
            (text, _) => self.add_text(text, separator),
        }
    }

    fn add_text(&mut self, text: &[u8], separator: &[u8]) {
        let expansion = EXPANSION.as_bytes();
        self.is_unknown |= text.windows(expansion.len()).any(|bytes| bytes == expansion);
        match &mut self.body {
            Some(body) => {
                body.extend_from_slice(separator);
                body.extend_from_slice(text);
            }
            body => *body = Some(text.to_vec()),
        }
    }

    fn request(self) -> CapturedRequest {
        let body = self.body.filter(|_| !self.is_unknown);
        CapturedRequest::new(self.headers, body.map(Into::into)).with_target(self.method, self.url)
    }
}

#[cfg(test)]
mod tests {
    use super::super::ReadError;
    use super::*;

    fn one(text: &str) -> Result<CapturedRequest, ReadError> {
        let mut signed = CapturedRequest::signed(read(text.as_bytes()).unwrap().unwrap())?;
        assert_eq!(signed.len(), 1, "{text}");
        Ok(signed.remove(0).1)
    }

    fn body(options: &str) -> Option<String> {
        let text = format!("curl 'http://a' -H 'X-Vercel-Signature: ab' {options}");
        let request = one(&text).unwrap();
        assert_eq!(request.header("x-vercel-signature"), Some("ab"), "{text}");
        request.body.map(|body| String::from_utf8(body.to_vec()).unwrap())
    }

    #[test]
    fn reads_the_data_that_curl_sends() {
        for (options, expected) in [
            ("-d '{}'", "{}"),
            ("-sd{}", "{}"),
            ("-X POST --data '{}'", "{}"),
            ("\\\n  --data-raw '@a' \\\n  --compressed", "@a"),
            ("--data-raw $'it\\'s \\u0021\\n\\xc3\\xa9'", "it's !\n\u{e9}"),
            ("--data-binary \"{\\\"a\\\":1}\"", "{\"a\":1}"),
            ("-d a -d 'b c'", "a&b c"),
            ("--json '{' --json '}'", "{}"),
            ("-A curl -d '{}' # it's so", "{}"),
            ("-d '$HOME' | base64 -d", "$HOME"),
            ("-d '{}'\nls -d", "{}"),
        ] {
            assert_eq!(body(options).as_deref(), Some(expected), "{options}");
        }
    }

    #[test]
    fn data_from_files_and_variables_is_unknown() {
        for options in [
            "",
            "-d @a",
            "--data-binary @-",
            "-d a -d @a",
            "-d \"$BODY\"",
            "-d `cat a`",
            "-G -d a",
            "-d a --get",
            "-F a=b",
            "--data-urlencode a",
            "-d",
        ] {
            assert_eq!(body(options), None, "{options}");
        }
    }

    #[test]
    fn reads_a_body_that_is_piped_in() {
        let text = "printf %s e30= | base64 -d |\ncurl a \\\n  --data-binary @-\n";
        let request = one(text).unwrap();
        assert_eq!(request.body.as_deref(), Some(&b"{}"[..]));
        let other = text.replace("base64 -d", "base64 -d | tr a b");
        assert_eq!(one(&other).unwrap().body, None);
    }

    #[test]
    fn each_command_is_a_request() {
        let curl = "curl a -H 'x-vercel-signature: ab' -d '{}'";
        for text in [format!("{curl}\n{curl}"), format!("{curl} --next -H 'x-vercel-signature: a'")]
        {
            assert_eq!(read(text.as_bytes()).unwrap().unwrap().len(), 2, "{text}");
        }
        let request = one(&format!("$ curl b -d c; {curl}")).unwrap();
        assert_eq!(request.body.as_deref(), Some(&b"{}"[..]));
        for text in ["hello", "curly", "Invoke-WebReques"] {
            assert!(read(text.as_bytes()).is_none(), "{text}");
        }
        for text in ["curl 'a", "$ curl \"a", "curl ^\"a", "curl $'\\q'"] {
            assert_eq!(read(text.as_bytes()), Some(Err(ReadError::BadCommand)), "{text}");
        }
        for text in ["fetch(\"http://a\")", "Invoke-WebRequest -Uri \"a\"", "$session = New-Object"]
        {
            let Some(Err(ReadError::NotCurl { .. })) = read(text.as_bytes()) else {
                panic!("{text}");
            };
        }
    }

    #[test]
    fn reads_what_browsers_copy_for_cmd() {
        // Chrome escapes everything that is not a letter; Firefox and older versions quote.
        let chrome = "curl ^\"http://localhost:3000/a?b=c^&d=^%^41^\" ^\r\n  -X ^\"POST^\" ^\r\n  \
                      -H ^\"x-vercel-signature: ab^\" ^\r\n  \
                      --data-raw ^\"^{^\\^\"a^\\^\":^\\^\"^\\^\\n^ ^&^^^\\^\"^}^\"\r\n";
        let request = one(chrome).unwrap();
        assert_eq!(request.body.as_deref(), Some(&b"{\"a\":\"\\n &^\"}"[..]));
        assert_eq!(request.header("x-vercel-signature"), Some("ab"));
        assert_eq!(request.path.as_deref(), Some("/a?b=c&d=%41"));
        let quoted = "curl \"http://a/x\" ^\n -H \"x-vercel-signature: ab\" ^\n \
                      --data-binary \"{\"\"a\"\":\"\"^\"\"}\"";
        let request = one(quoted).unwrap();
        assert_eq!(request.body.as_deref(), Some(&b"{\"a\":\"^\"}"[..]));
        let lines = one("curl ^\"http://a^\" ^\n --data-raw ^\"a^\n\nb^\"").unwrap();
        assert_eq!(lines.body.as_deref(), Some(&b"a\nb"[..]));
    }
}
