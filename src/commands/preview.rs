//! `--dry-run` and `--curl`: requests on paper.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::{Map, Value, json};

use crate::error::Result;
use crate::http::preview::RequestPreview;
use crate::output::{Output, visible};

/// How requests are shown that are not sent.
#[derive(Clone, Copy, Debug)]
pub enum Form {
    /// As HTTP.
    Http,
    /// As a `curl` command.
    Curl,
}

impl Form {
    /// The form that the flags ask for, if they ask for any.
    pub const fn of_flags(dry_run: bool, curl: bool) -> Option<Self> {
        match (dry_run, curl) {
            (_, true) => Some(Self::Curl),
            (true, false) => Some(Self::Http),
            (false, false) => None,
        }
    }

    /// The flag that asks for it.
    pub const fn flag(self) -> &'static str {
        match self {
            Self::Http => "--dry-run",
            Self::Curl => "--curl",
        }
    }
}

/// Prints requests one by one, and says in the end that none was sent.
pub struct Preview<'a> {
    form: Form,
    output: &'a mut Output,
    is_first: bool,
}

impl<'a> Preview<'a> {
    /// Begins.
    pub const fn new(form: Form, output: &'a mut Output) -> Self {
        Self { form, output, is_first: true }
    }

    /// Prints one request.
    ///
    /// # Errors
    /// Those of printing.
    pub fn print(&mut self, paper: &RequestPreview<'_>) -> Result<()> {
        match (self.form, self.output.is_json()) {
            (Form::Curl, true) => self.output.json(&json!({ "curl": paper.curl() })),
            (Form::Curl, false) => self.output.line(paper.curl()),
            (Form::Http, true) => self.output.json(&as_json(paper)),
            (Form::Http, false) => {
                if !std::mem::take(&mut self.is_first) {
                    self.output.line("")?;
                }
                print_http(paper, self.output)
            }
        }
    }

    /// Ends.
    ///
    /// # Errors
    /// Those of printing.
    pub fn end(self) -> Result<()> {
        self.output.flush()?;
        self.output.note("nothing was sent");
        Ok(())
    }
}

/// To the byte, but for a terminal, which must not obey what a body holds.
fn print_http(paper: &RequestPreview<'_>, output: &mut Output) -> Result<()> {
    if output.data_is_for_a_terminal() {
        let body = String::from_utf8_lossy(paper.body.unwrap_or_default());
        return output.line(format_args!("{}\n{}", visible(&paper.head()), visible(&body)));
    }
    output.line(paper.head())?;
    output.data(paper.body.unwrap_or_default())?;
    output.line("")
}

fn as_json(paper: &RequestPreview<'_>) -> Value {
    let mut headers: Map<String, Value> = Map::new();
    for (name, value) in &paper.headers {
        let value = value.shown();
        // Several headers of one name mean the same as one with all their values.
        let joined = match headers.get(&**name).and_then(Value::as_str) {
            Some(earlier) => format!("{earlier}, {value}"),
            None => value.into_owned(),
        };
        headers.insert(name.clone().into_owned(), joined.into());
    }
    let mut json = json!({
        "method": paper.method.as_str(),
        "url": paper.endpoint.to_string(),
        "headers": headers,
    });
    let body = paper.body.unwrap_or_default();
    match std::str::from_utf8(body) {
        Ok(text) => json["body"] = text.into(),
        Err(_) => json["bodyBase64"] = BASE64.encode(body).into(),
    }
    json
}
