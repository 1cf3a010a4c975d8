//! A request on paper: for people to read, and for `curl` to send.

use std::borrow::Cow;
use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use http::Method;

use crate::http::endpoint::Endpoint;

/// Longer bodies do not fit on a command line everywhere.
const LONGEST_ARGUMENT: usize = 64 * 1024;

/// The header of a body whose length is not said beforehand.
pub const CHUNKED: &str = "transfer-encoding";

/// Headers that `curl` adds of its own accord, with values of its own.
const ADDED_BY_CURL: [&str; 2] = ["content-type", "user-agent"];

/// A request that was not sent, or not by `curl`.
#[derive(Clone, Debug)]
pub struct RequestPreview<'a> {
    /// Its method.
    pub method: Method,
    /// Where it would go.
    pub endpoint: &'a Endpoint,
    /// Its headers, but for those of the connection.
    pub headers: Vec<(Cow<'a, str>, PreviewValue<'a>)>,
    /// Its exact body; nothing where it has none.
    pub body: Option<&'a [u8]>,
}

/// The value of a header on paper.
#[derive(Clone, Debug)]
pub enum PreviewValue<'a> {
    /// As it is sent.
    Plain(Cow<'a, str>),
    /// It lets somebody in: left out for people, but `curl` needs what the user typed.
    Confidential(Cow<'a, str>),
    /// `Bearer` and a token, which the shell takes from this environment variable.
    TokenIn(&'static str),
}

impl PreviewValue<'_> {
    /// As it is shown to people.
    #[must_use]
    pub fn shown(&self) -> Cow<'_, str> {
        match self {
            Self::Plain(text) => Cow::Borrowed(text),
            Self::Confidential(_) => Cow::Borrowed("…"),
            Self::TokenIn(variable) => Cow::Owned(format!("Bearer ${variable}")),
        }
    }
}

impl RequestPreview<'_> {
    /// Method, path and headers as HTTP/1.1 writes them; the body follows.
    #[must_use]
    pub fn head(&self) -> String {
        let url = self.endpoint.url();
        let query = url.query().map(|query| format!("?{query}")).unwrap_or_default();
        let host = url.host_str().unwrap_or_default();
        let port = url.port().map(|port| format!(":{port}")).unwrap_or_default();
        let method = &self.method;
        let mut head = format!("{method} {}{query} HTTP/1.1\nhost: {host}{port}\n", url.path());
        for (name, value) in &self.headers {
            let _ = writeln!(head, "{name}: {}", value.shown());
        }
        let is_chunked = self.headers.iter().any(|(name, _)| *name == CHUNKED);
        if let Some(body) = self.body.filter(|_| !is_chunked) {
            let _ = writeln!(head, "content-length: {}", body.len());
        }
        head
    }

    /// A `curl` command that sends the same bytes, for POSIX shells and fish.
    ///
    /// A body that a shell or an argument list could change goes through `base64`.
    #[must_use]
    pub fn curl(&self) -> String {
        // Without --globoff, brackets and braces in the URL mean several URLs; without --include,
        // nobody sees the status.
        let proxy = if self.endpoint.is_loopback() { " --noproxy '*'" } else { "" };
        let (method, url) = (&self.method, quoted(self.endpoint.url().as_str()));
        let mut command = format!("curl --include --globoff{proxy} --request {method} {url}");
        for (name, value) in &self.headers {
            let header = match value {
                // To curl, a name with a colon and nothing else is a header to leave out.
                PreviewValue::Plain(text) | PreviewValue::Confidential(text) if text.is_empty() => {
                    quoted(&format!("{name};"))
                }
                PreviewValue::Plain(text) | PreviewValue::Confidential(text) => {
                    quoted(&format!("{name}: {text}"))
                }
                PreviewValue::TokenIn(_) => format!("\"{name}: {}\"", value.shown()),
            };
            let _ = write!(command, " \\\n  --header {header}");
        }
        for name in ADDED_BY_CURL {
            if !self.headers.iter().any(|(known, _)| known.eq_ignore_ascii_case(name)) {
                let _ = write!(command, " \\\n  --header {}", quoted(&format!("{name}:")));
            }
        }
        let Some(body) = self.body else { return command };
        match std::str::from_utf8(body) {
            Ok(text) if is_shell_safe(text) => {
                format!("{command} \\\n  --data-raw {}", quoted(text))
            }
            _ => format!(
                "printf %s {} | base64 -d |\n{command} \\\n  --data-binary @-",
                quoted(&BASE64.encode(body))
            ),
        }
    }
}

/// Whether single quotes keep it as it is in every common shell: fish reads backslashes in them.
fn is_shell_safe(text: &str) -> bool {
    text.len() <= LONGEST_ARGUMENT
        && !text.contains(|character: char| character == '\\' || character.is_control())
}

/// A text as one word of a shell's command line.
#[must_use]
pub fn quoted(text: &str) -> String {
    shlex::try_quote(text).map_or_else(|_| "''".to_owned(), Cow::into_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn curl(headers: Vec<(&str, PreviewValue<'_>)>, body: &[u8]) -> String {
        let headers = headers.into_iter().map(|(name, value)| (name.into(), value)).collect();
        let endpoint = &Endpoint::parse(":3000/x").unwrap();
        RequestPreview { method: Method::POST, endpoint, headers, body: Some(body) }.curl()
    }

    #[test]
    fn bodies_that_a_shell_could_change_go_through_base64() {
        assert!(curl(vec![], br#"{"a":"it's"}"#).contains("--data-raw"));
        for body in [&br#"{"a":"\\"}"#[..], b"\0", b"\xff", b"a\nb"] {
            let curl = curl(vec![], body);
            assert!(curl.contains("base64 -d") && curl.contains("--data-binary @-"), "{curl}");
        }
    }

    #[test]
    fn curl_adds_no_header_of_its_own() {
        let plain = |text: &'static str| PreviewValue::Plain(text.into());
        let command = curl(vec![("content-type", plain("a/b"))], b"{}");
        assert!(command.contains("--header user-agent:"), "{command}");
        assert_eq!(command.matches("content-type").count(), 1, "{command}");
    }

    #[test]
    fn a_token_is_left_to_the_shell() {
        let curl = curl(vec![("authorization", PreviewValue::TokenIn("TOKEN"))], b"{}");
        assert!(curl.contains(r#"--header "authorization: Bearer $TOKEN""#), "{curl}");
    }
}
