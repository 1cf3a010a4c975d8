//! `send --dry-run` and `send --curl`: the request on paper.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::{Map, Value, json};

use crate::delivery::{Composer, Request};
use crate::error::Result;
use crate::exit::Exit;
use crate::output::{Output, visible};

use super::plan::Plan;

pub fn print(plan: &Plan, composer: &Composer, as_curl: bool, output: &mut Output) -> Result<Exit> {
    for number in 0..plan.len() {
        let request = composer.compose(plan.event(number));
        match (as_curl, output.is_json()) {
            (true, true) => output.json(&json!({ "curl": request.curl() }))?,
            (true, false) => output.line(request.curl())?,
            (false, true) => output.json(&as_json(&request))?,
            (false, false) => {
                if number > 0 {
                    output.line("")?;
                }
                print_request(&request, output)?;
            }
        }
    }
    output.flush()?;
    output.note("nothing was sent");
    Ok(Exit::Success)
}

/// To the byte, but for a terminal, which must not obey what a body holds.
fn print_request(request: &Request, output: &mut Output) -> Result<()> {
    if output.data_is_for_a_terminal() {
        let body = String::from_utf8_lossy(&request.body);
        return output.line(format_args!("{}\n{}", visible(&request.head()), visible(&body)));
    }
    output.line(request.head())?;
    output.data(&request.body)?;
    output.line("")
}

fn as_json(request: &Request) -> Value {
    let mut headers: Map<String, Value> = Map::new();
    for (name, value) in request.shown_headers() {
        // Several headers of one name mean the same as one with all their values.
        let joined = match headers.get(name).and_then(Value::as_str) {
            Some(earlier) => format!("{earlier}, {value}"),
            None => value.into_owned(),
        };
        headers.insert(name.to_owned(), joined.into());
    }
    let mut json = json!({
        "method": "POST",
        "url": request.endpoint.to_string(),
        "headers": headers,
    });
    match std::str::from_utf8(&request.body) {
        Ok(text) => json["body"] = text.into(),
        Err(_) => json["bodyBase64"] = BASE64.encode(&request.body).into(),
    }
    json
}
