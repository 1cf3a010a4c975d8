//! A `curl` command, as browsers copy requests and as `send --curl` prints them.

mod shell;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

use super::{CapturedRequest, NoRequest, raw};
use shell::{END, PUT_IN};

/// Options of one letter that take a value.
const VALUED: &[u8] = b"AbcCdDeEFhHKmoPQrtTuUwxXyYzZ";

/// What comes before a body that a command line could change, and follows it.
const PRINTED: [&[u8]; 2] = [b"printf", b"%s"];
const DECODED: [&[u8]; 4] = [b"|", b"base64", b"-d", b"|"];

/// What one command sends.
#[derive(Default)]
struct Command {
    headers: Vec<(String, String)>,
    body: Option<Vec<u8>>,
    /// Whether the body comes from elsewhere, such as a file or a variable.
    is_unknown: bool,
    /// What comes through its standard input.
    input: Option<Vec<u8>>,
}

/// Reads the one request that commands send; nothing where there is none.
pub(super) fn read(text: &[u8]) -> Option<Result<CapturedRequest, NoRequest>> {
    let requests = requests(&shell::words(text)?);
    (!requests.is_empty()).then(|| CapturedRequest::only(requests))
}

fn requests(words: &[Vec<u8>]) -> Vec<CapturedRequest> {
    let mut requests = Vec::new();
    let mut command: Option<Command> = None;
    let mut input = None;
    let mut rest = words;
    while let [word, after @ ..] = rest {
        rest = after;
        match &mut command {
            None if is_curl(word) => {
                command = Some(Command { input: input.take(), ..Command::default() });
            }
            None => {
                let printed = printed(word, rest);
                // The line may end behind the pipe.
                input = input.filter(|_| word == END);
                if let Some((body, after)) = printed {
                    (input, rest) = (Some(body), after);
                }
            }
            Some(_) if is_end(word) => requests.extend(command.take().map(Command::request)),
            Some(one) if word == b"--next" || word == b"-:" => {
                requests.push(std::mem::take(one).request());
            }
            Some(command) => rest = command.take(word, rest),
        }
    }
    requests.extend(command.map(Command::request));
    requests
}

fn is_curl(word: &[u8]) -> bool {
    word == b"curl" || word == b"curl.exe" || word.ends_with(b"/curl")
}

fn is_end(word: &[u8]) -> bool {
    [END, b"|", b"||", b"&", b"&&", b">", b"2>"].contains(&word)
}

/// The body of `printf %s … | base64 -d |`, and what follows.
fn printed<'a>(word: &[u8], rest: &'a [Vec<u8>]) -> Option<(Vec<u8>, &'a [Vec<u8>])> {
    let [format, text, rest @ ..] = rest else { return None };
    let (decoded, rest) = rest.split_at_checked(DECODED.len())?;
    let is_it = [word, format.as_slice()] == PRINTED && decoded == DECODED;
    is_it.then(|| BASE64.decode(text).ok()).flatten().map(|body| (body, rest))
}

impl Command {
    /// Takes an argument, and its value from those that follow; returns what is left of them.
    fn take<'a>(&mut self, word: &[u8], rest: &'a [Vec<u8>]) -> &'a [Vec<u8>] {
        if word == b"--get" {
            self.is_unknown = true;
            return rest;
        }
        if word.starts_with(b"--") {
            let Some((value, after)) = rest.split_first() else { return rest };
            match word {
                b"--header" => self.add_header(value),
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
        let Some(letters) = word.strip_prefix(b"-") else { return rest };
        let Some(at) = letters.iter().position(|letter| VALUED.contains(letter)) else {
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
            b'd' => self.add_data(value, b"&"),
            b'F' | b'T' => self.is_unknown = true,
            _ => {}
        }
        after
    }

    fn add_header(&mut self, text: &[u8]) {
        // What a shell puts in is not known, but that there is something is.
        let text = String::from_utf8_lossy(text).replace(PUT_IN, "$");
        // To curl, a name with a colon and nothing else is a header to leave out.
        let header = match text.strip_suffix(';') {
            Some(name) if !name.contains(':') => Some((name.to_owned(), String::new())),
            _ => raw::header(text.as_bytes()).filter(|(_, value)| !value.is_empty()),
        };
        self.headers.extend(header);
    }

    /// Adds data, or what is in a file.
    fn add_data(&mut self, value: &[u8], separator: &[u8]) {
        match (value, self.input.take()) {
            (b"@-", Some(input)) => self.add_text(&input, separator),
            ([b'@', ..], _) => self.is_unknown = true,
            (text, _) => self.add_text(text, separator),
        }
    }

    fn add_text(&mut self, text: &[u8], separator: &[u8]) {
        let put_in = PUT_IN.as_bytes();
        self.is_unknown |= text.windows(put_in.len()).any(|bytes| bytes == put_in);
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
        CapturedRequest::new(self.headers, body.map(Into::into))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(options: &str) -> Option<String> {
        let text = format!("curl 'http://a' -H 'X-Vercel-Signature: ab' {options}");
        let request = read(text.as_bytes()).unwrap().unwrap();
        assert_eq!(request.header("x-vercel-signature"), Some("ab"), "{text}");
        request.body.map(|body| String::from_utf8(body.to_vec()).unwrap())
    }

    #[test]
    fn data_is_what_curl_sends() {
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
    fn data_from_elsewhere_is_not_known() {
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
    fn a_body_that_is_printed_first_is_known() {
        let text = "printf %s e30= | base64 -d |\ncurl a \\\n  --data-binary @-\n";
        let request = read(text.as_bytes()).unwrap().unwrap();
        assert_eq!(request.body.as_deref(), Some(&b"{}"[..]));
        let other = text.replace("base64 -d", "base64 -d | tr a b");
        assert_eq!(read(other.as_bytes()).unwrap().unwrap().body, None);
    }

    #[test]
    fn each_command_is_a_request() {
        let one = "curl a -H 'x-vercel-signature: ab' -d '{}'";
        for text in [format!("{one}\n{one}"), format!("{one} --next -H 'x-vercel-signature: a'")] {
            let fault = read(text.as_bytes()).unwrap().unwrap_err();
            assert_eq!(fault, NoRequest::Several { count: 2 }, "{text}");
        }
        let request = read(format!("$ curl b -d c; {one}").as_bytes()).unwrap().unwrap();
        assert_eq!(request.body.as_deref(), Some(&b"{}"[..]));
        for text in ["hello", "curly", "curl 'a", "curl ^\"a^\" ^\n -d b"] {
            assert!(read(text.as_bytes()).is_none(), "{text}");
        }
    }
}
