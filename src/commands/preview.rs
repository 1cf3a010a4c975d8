//! `--dry-run` and `--curl`: prints requests instead of sending them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::{Map, Value, json};

use crate::error::Result;
use crate::http::Trust;
use crate::http::preview::RequestPreview;
use crate::output::{Output, visible};

#[derive(Clone, Copy, Debug)]
pub enum PreviewFormat {
    Http,
    Curl,
}

impl PreviewFormat {
    pub const fn from_flags(dry_run: bool, curl: bool) -> Option<Self> {
        match (dry_run, curl) {
            (_, true) => Some(Self::Curl),
            (true, false) => Some(Self::Http),
            (false, false) => None,
        }
    }

    pub const fn flag(self) -> &'static str {
        match self {
            Self::Http => "--dry-run",
            Self::Curl => "--curl",
        }
    }
}

pub struct PreviewPrinter<'a> {
    format: PreviewFormat,
    trust: Trust,
    output: &'a mut Output,
    is_first: bool,
}

impl<'a> PreviewPrinter<'a> {
    pub const fn new(format: PreviewFormat, trust: Trust, output: &'a mut Output) -> Self {
        Self { format, trust, output, is_first: true }
    }

    pub fn print(&mut self, request: &RequestPreview<'_>) -> Result<()> {
        let curl = || request.curl(&self.trust);
        match (self.format, self.output.is_json()) {
            (PreviewFormat::Curl, true) => self.output.json(&json!({ "curl": curl() })),
            (PreviewFormat::Curl, false) => self.output.line(curl()),
            (PreviewFormat::Http, true) => self.output.json(&as_json(request)),
            (PreviewFormat::Http, false) => {
                if !std::mem::take(&mut self.is_first) {
                    self.output.line("")?;
                }
                print_http(request, self.output)
            }
        }
    }

    pub fn end(self) -> Result<()> {
        self.output.flush()?;
        self.output.note("nothing was sent");
        Ok(())
    }
}

fn print_http(request: &RequestPreview<'_>, output: &mut Output) -> Result<()> {
    if output.data_is_for_a_terminal() {
        let body = String::from_utf8_lossy(request.body.unwrap_or_default());
        return output.line(format_args!("{}\n{}", visible(&request.head()), visible(&body)));
    }
    output.line(request.head())?;
    output.data(request.body.unwrap_or_default())?;
    output.line("")
}

fn as_json(request: &RequestPreview<'_>) -> Value {
    let mut headers: Map<String, Value> = Map::new();
    for (name, value) in &request.headers {
        let value = value.shown();
        // Headers of the same name are equivalent to one with all values.
        if let Some(Value::String(joined)) = headers.get_mut(&**name) {
            joined.push_str(", ");
            joined.push_str(&value);
        } else {
            headers.insert(name.clone().into_owned(), value.into_owned().into());
        }
    }
    let mut json = json!({
        "method": request.method.as_str(),
        "url": request.endpoint.to_string(),
        "headers": headers,
    });
    let body = request.body.unwrap_or_default();
    match std::str::from_utf8(body) {
        Ok(text) => json["body"] = text.into(),
        Err(_) => json["bodyBase64"] = BASE64.encode(body).into(),
    }
    json
}
