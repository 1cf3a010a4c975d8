//! `send --dry-run` and `send --curl`: the request on paper.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::{Map, Value, json};

use crate::delivery::{Composer, Request};
use crate::error::Result;
use crate::exit::Exit;
use crate::output::Output;

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
                output.line(request.head())?;
                output.data(&request.body)?;
                output.line("")?;
            }
        }
    }
    output.flush()?;
    output.note("nothing was sent");
    Ok(Exit::Success)
}

fn as_json(request: &Request) -> Value {
    // Several headers of one name mean the same as one with all their values.
    let headers: Map<String, Value> = request
        .headers
        .keys()
        .map(|name| {
            let values: Vec<_> = request
                .headers
                .get_all(name)
                .iter()
                .map(|value| String::from_utf8_lossy(value.as_bytes()))
                .collect();
            (name.to_string(), values.join(", ").into())
        })
        .collect();
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
