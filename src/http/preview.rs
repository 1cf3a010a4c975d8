//! Requests as text and as `curl` commands.

use std::borrow::Cow;
use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use http::Method;

use crate::http::endpoint::Endpoint;

use super::Trust;

/// Some systems do not accept longer arguments.
const LONGEST_ARGUMENT: usize = 64 * 1024;

pub const CHUNKED: &str = "transfer-encoding";

/// Headers that `curl` adds unless told otherwise.
const ADDED_BY_CURL: [&str; 2] = ["content-type", "user-agent"];

#[derive(Clone, Debug)]
pub struct RequestPreview<'a> {
    pub method: Method,
    pub endpoint: &'a Endpoint,
    /// Without those of the connection.
    pub headers: Vec<(Cow<'a, str>, PreviewValue<'a>)>,
    pub body: Option<&'a [u8]>,
}

#[derive(Clone, Debug)]
pub enum PreviewValue<'a> {
    Plain(Cow<'a, str>),
    /// Shown as `…`, but part of `curl` commands.
    Confidential(Cow<'a, str>),
    /// A bearer token that the shell reads from this environment variable.
    TokenIn(&'static str),
    /// A bearer token that this command prints; shown as `…`.
    TokenFrom(String),
}

impl PreviewValue<'_> {
    pub fn shown(&self) -> Cow<'_, str> {
        match self {
            Self::Plain(text) => Cow::Borrowed(text),
            Self::Confidential(_) => Cow::Borrowed("…"),
            Self::TokenFrom(_) => Cow::Borrowed("Bearer …"),
            Self::TokenIn(variable) => Cow::Owned(format!("Bearer ${variable}")),
        }
    }
}

impl RequestPreview<'_> {
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

    /// A `curl` command that sends the same bytes, for POSIX shells and fish. A body that a shell
    /// could change goes through `base64`.
    pub fn curl(&self, trust: &Trust) -> String {
        // Without --globoff, brackets and braces in the URL mean several URLs; without --include,
        // the status is not shown.
        let proxy = if self.endpoint.is_loopback() { " --noproxy '*'" } else { "" };
        let tls = if self.endpoint.is_tls() { trust.curl_flags() } else { String::new() };
        let (method, url) = (&self.method, shell_quote(self.endpoint.url().as_str()));
        let mut command = format!("curl --include --globoff{proxy}{tls} --request {method} {url}");
        for (name, value) in &self.headers {
            let header = match value {
                // To curl, a name with a colon and no value means to leave out the header.
                PreviewValue::Plain(text) | PreviewValue::Confidential(text) if text.is_empty() => {
                    shell_quote(&format!("{name};"))
                }
                PreviewValue::Plain(text) | PreviewValue::Confidential(text) => {
                    shell_quote(&format!("{name}: {text}"))
                }
                PreviewValue::TokenIn(_) => format!("\"{name}: {}\"", value.shown()),
                PreviewValue::TokenFrom(command) => format!("\"{name}: Bearer $({command})\""),
            };
            let _ = write!(command, " \\\n  --header {header}");
        }
        for name in ADDED_BY_CURL {
            if !self.headers.iter().any(|(known, _)| known.eq_ignore_ascii_case(name)) {
                let _ = write!(command, " \\\n  --header {}", shell_quote(&format!("{name}:")));
            }
        }
        let Some(body) = self.body else { return command };
        match std::str::from_utf8(body) {
            Ok(text) if is_shell_safe(text) => {
                format!("{command} \\\n  --data-raw {}", shell_quote(text))
            }
            _ => format!(
                "printf %s {} | base64 -d |\n{command} \\\n  --data-binary @-",
                shell_quote(&BASE64.encode(body))
            ),
        }
    }
}

/// Whether every common shell keeps it as it is in single quotes; fish reads backslashes in them.
fn is_shell_safe(text: &str) -> bool {
    text.len() <= LONGEST_ARGUMENT
        && !text.contains(|character: char| character == '\\' || character.is_control())
}

pub fn shell_quote(text: &str) -> String {
    shlex::try_quote(text).map_or_else(|_| "''".to_owned(), Cow::into_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn curl(headers: Vec<(&str, PreviewValue<'_>)>, body: &[u8]) -> String {
        let headers = headers.into_iter().map(|(name, value)| (name.into(), value)).collect();
        let endpoint = &Endpoint::parse(":3000/x").unwrap();
        RequestPreview { method: Method::POST, endpoint, headers, body: Some(body) }
            .curl(&Trust::default())
    }

    #[test]
    fn encodes_bodies_that_a_shell_could_change() {
        assert!(curl(vec![], br#"{"a":"it's"}"#).contains("--data-raw"));
        for body in [&br#"{"a":"\\"}"#[..], b"\0", b"\xff", b"a\nb"] {
            let curl = curl(vec![], body);
            assert!(curl.contains("base64 -d") && curl.contains("--data-binary @-"), "{curl}");
        }
    }

    #[test]
    fn suppresses_the_headers_that_curl_adds() {
        let plain = |text: &'static str| PreviewValue::Plain(text.into());
        let command = curl(vec![("content-type", plain("a/b"))], b"{}");
        assert!(command.contains("--header user-agent:"), "{command}");
        assert_eq!(command.matches("content-type").count(), 1, "{command}");
    }

    #[test]
    fn leaves_tokens_to_the_shell() {
        let curl = curl(vec![("authorization", PreviewValue::TokenIn("TOKEN"))], b"{}");
        assert!(curl.contains(r#"--header "authorization: Bearer $TOKEN""#), "{curl}");
    }
}
