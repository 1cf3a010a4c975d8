//! Judging a response: its status, its content type and its body.

use http::StatusCode;
use serde::Serialize;
use serde_json::Value;

use super::advice::advice;
use super::endpoint::{PartnerEndpoint, Response};
use super::schema::{Schema, error_schema};
use super::violation::Violation;
use crate::catalog::Source;
use crate::fs::bom::without_mark;

/// The path of what is said about the status.
const STATUS: &str = "status";

/// What is wrong with a response, and what is worth knowing about it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Judgement {
    /// What Vercel's specification rules out.
    pub violations: Vec<Violation>,
    /// What should be different, or is accepted although no documentation says so.
    pub notes: Vec<Note>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Note {
    /// As in [`Violation`], or `content-type`.
    pub path: String,
    pub message: String,
    pub source: Source,
}

impl Note {
    pub fn new(path: impl Into<String>, message: impl Into<String>, source: Source) -> Self {
        Self { path: path.into(), message: message.into(), source }
    }
}

impl Judgement {
    /// Everything in it that may quote the response.
    pub fn texts_mut(&mut self) -> impl Iterator<Item = &mut String> {
        let violations = self.violations.iter_mut();
        let violations = violations.flat_map(|found| [&mut found.path, &mut found.message]);
        violations.chain(self.notes.iter_mut().flat_map(|note| [&mut note.path, &mut note.message]))
    }
}

impl PartnerEndpoint {
    /// What Vercel would not send in a request body.
    pub fn check_request(&self, body: &Value) -> Vec<Violation> {
        let request = self.request.as_ref();
        request.map(|request| request.schema.violations(body)).unwrap_or_default()
    }

    /// Judges a response by itself, without the request.
    pub fn judge(&self, status: u16, content_type: Option<&str>, body: &[u8]) -> Judgement {
        let mut judgement = Judgement::default();
        let response = self.response(status);
        self.judge_status(status, response, &mut judgement);
        let code = StatusCode::from_u16(status).unwrap_or_default();
        match response {
            Some(response) if code.is_success() => {
                self.judge_success(response, content_type, body, &mut judgement);
            }
            _ if code.is_client_error() => {
                let schema = match response.and_then(|response| response.schema.as_ref()) {
                    Some(schema) => schema,
                    None => error_schema(),
                };
                judge_error(schema, content_type, body, &mut judgement);
            }
            _ => {}
        }
        judgement
    }

    fn judge_status(&self, status: u16, response: Option<&Response>, judgement: &mut Judgement) {
        if let Some(response) = response {
            if response.source != Source::Documented && self.source == Source::Documented {
                let message = if response.is_success() {
                    response.about().to_owned()
                } else {
                    format!("{status} is not in Vercel's reference, but common")
                };
                judgement.notes.push(Note::new(STATUS, message, response.source));
            }
            return;
        }
        let is_client_error = StatusCode::from_u16(status).is_ok_and(|code| code.is_client_error());
        let is_documented = self.source == Source::Documented;
        let known = self.responses.iter().filter(|response| {
            (!is_documented || response.source == Source::Documented)
                && response.is_success() != is_client_error
        });
        let known: Vec<String> = known.map(|response| response.status.to_string()).collect();
        let known = known.join(", ");
        if !is_client_error {
            let message = format!("must be {known}, not {status}");
            judgement.violations.push(Violation::new(STATUS, message));
        } else if is_documented {
            let message = format!("{status} is not in Vercel's reference, which lists {known}");
            judgement.notes.push(Note::new(STATUS, message, Source::Documented));
        }
    }

    fn judge_success(
        &self,
        response: &Response,
        content_type: Option<&str>,
        body: &[u8],
        judgement: &mut Judgement,
    ) {
        let Some(schema) = &response.schema else {
            if !body.is_empty() {
                judgement.violations.push(Violation::new("$", "must be empty"));
            }
            return;
        };
        if body.is_empty() {
            if !response.may_be_empty {
                judgement.violations.push(Violation::new("$", "must not be empty"));
            }
            return;
        }
        let body = match parse(content_type, body) {
            Ok(body) => body,
            Err(_) if schema.is_open() => return,
            Err(message) => {
                judgement.violations.push(Violation::new("$", message));
                return;
            }
        };
        judgement.notes.extend(check_content_type(content_type));
        let violations = schema.violations(&body);
        if !violations.is_empty() {
            judgement.notes.extend(self.fits_another(response, &body));
        }
        judgement.violations.extend(violations);
        advice(schema, &body, judgement);
    }

    /// The documented success whose body this is.
    fn fits_another(&self, response: &Response, body: &Value) -> Option<Note> {
        let others = self.responses.iter().filter(|other| {
            other.status != response.status
                && other.source == Source::Documented
                && other.is_success()
        });
        let mut others = others.filter_map(|other| Some((other, other.schema.as_ref()?)));
        let (other, _) = others.find(|(_, schema)| schema.is_valid(body))?;
        let message = format!("this body belongs to status {}", other.status);
        Some(Note::new(STATUS, message, Source::Documented))
    }
}

/// Vercel documents the shape of errors; servers are known to work without it.
fn judge_error(
    schema: &Schema,
    content_type: Option<&str>,
    body: &[u8],
    judgement: &mut Judgement,
) {
    let note = |path, message| Note::new(path, message, Source::Documented);
    if body.is_empty() {
        let message = "should be JSON with `error.code` and `error.message`".to_owned();
        judgement.notes.push(note("$".to_owned(), message));
        return;
    }
    match parse(content_type, body) {
        Ok(body) => {
            if !error_schema().is_valid(&body) {
                let violations = schema.violations(&body).into_iter();
                judgement.notes.extend(violations.map(|found| note(found.path, found.message)));
            }
            judgement.notes.extend(check_content_type(content_type));
        }
        Err(message) => judgement.notes.push(note("$".to_owned(), message)),
    }
}

/// JSON, or JSON lines as an array.
fn parse(content_type: Option<&str>, body: &[u8]) -> Result<Value, String> {
    let body = without_mark(body);
    if media_type(content_type) == "application/jsonl" {
        let lines = body.split(|byte| *byte == b'\n').filter(|line| !line.trim_ascii().is_empty());
        let lines = lines.map(serde_json::from_slice);
        return lines
            .collect::<Result<_, _>>()
            .map(Value::Array)
            .map_err(|error| format!("must be JSON lines: {error}"));
    }
    serde_json::from_slice(body).map_err(|error| {
        if body.trim_ascii_start().starts_with(b"<") {
            "must be JSON, not HTML".to_owned()
        } else {
            format!("must be JSON: {error}")
        }
    })
}

fn check_content_type(content_type: Option<&str>) -> Option<Note> {
    let message = match media_type(content_type).as_str() {
        "application/json" | "application/jsonl" => return None,
        "" => "should be application/json, but is missing".to_owned(),
        other => format!("should be application/json, not {other}"),
    };
    Some(Note::new("content-type", message, Source::Documented))
}

/// In lower case, without parameters.
fn media_type(content_type: Option<&str>) -> String {
    let media_type = content_type.unwrap_or_default().split(';').next().unwrap_or_default();
    media_type.trim().to_ascii_lowercase()
}
