//! A request as the JSON that functions get: headers by their names, and a body as text.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::{CapturedRequest, NoRequest};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Logged {
    headers: Map<String, Value>,
    body: Value,
    #[serde(default)]
    is_base64_encoded: bool,
}

/// Reads one; nothing where it is none.
pub(super) fn read(text: &[u8]) -> Option<Result<CapturedRequest, NoRequest>> {
    let logged: Logged = serde_json::from_slice(text).ok()?;
    let mut headers = Vec::new();
    for (name, value) in logged.headers {
        let values = match value {
            Value::Array(values) => values,
            value => vec![value],
        };
        let texts = values.iter().filter_map(Value::as_str);
        headers.extend(texts.map(|text| (name.clone(), text.to_owned())));
    }
    let body = match logged.body {
        Value::String(text) if logged.is_base64_encoded => {
            BASE64.decode(text).map(|bytes| Some(bytes.into())).map_err(|_| NoRequest::BadBase64)
        }
        Value::String(text) => Ok(Some(text.into())),
        // What was parsed before it was written down has lost its bytes.
        _ => Ok(None),
    };
    Some(body.map(|body| CapturedRequest::new(headers, body)))
}
