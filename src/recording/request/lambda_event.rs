//! The JSON that functions receive and log: a map of headers, and the body as a string.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::{CapturedRequest, Found, ReadError};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct LambdaEvent {
    headers: Map<String, Value>,
    body: Value,
    #[serde(default)]
    is_base64_encoded: bool,
}

pub(super) fn read(text: &[u8]) -> Found {
    let event: LambdaEvent = serde_json::from_slice(text).ok()?;
    let mut headers = Vec::new();
    for (name, value) in event.headers {
        let values = match value {
            Value::Array(values) => values,
            value => vec![value],
        };
        let texts = values.iter().filter_map(Value::as_str);
        headers.extend(texts.map(|text| (name.clone(), text.to_owned())));
    }
    let body = match event.body {
        Value::String(text) if event.is_base64_encoded => match BASE64.decode(text) {
            Ok(bytes) => Some(bytes.into()),
            Err(_) => return Some(Err(ReadError::BadBase64)),
        },
        Value::String(text) => Some(text.into()),
        // The bytes of a body that was parsed are lost.
        _ => None,
    };
    Some(Ok(vec![CapturedRequest::new(headers, body)]))
}
