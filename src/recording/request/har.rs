//! Requests of a HAR: the whole file, one of its entries, or the request of one.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use bytes::Bytes;
use serde_json::Value;

use super::{NoRequest, Request};

/// Reads whichever of these it is; no requests where it is none.
pub(super) fn read(value: &Value) -> Result<Vec<Request>, NoRequest> {
    if let Some(entries) = value.pointer("/log/entries").and_then(Value::as_array) {
        let requests = entries.iter().filter_map(|entry| entry.get("request"));
        return requests.filter_map(request).collect();
    }
    request(value.get("request").unwrap_or(value)).into_iter().collect()
}

fn request(value: &Value) -> Option<Result<Request, NoRequest>> {
    let text = |value: &Value, name| value.get(name)?.as_str().map(str::to_owned);
    let headers = value.get("headers")?.as_array()?;
    let headers: Option<Vec<(String, String)>> = headers
        .iter()
        .map(|header| Some((text(header, "name")?, text(header, "value")?)))
        .collect();
    let posted = value.get("postData");
    let body = match posted.and_then(|posted| text(posted, "text")) {
        Some(body) if posted.and_then(|it| text(it, "encoding")).as_deref() == Some("base64") => {
            match BASE64.decode(body.trim()) {
                Ok(bytes) => Some(Bytes::from(bytes)),
                Err(_) => return Some(Err(NoRequest::BadBase64)),
            }
        }
        body => body.map(Bytes::from),
    };
    Some(Ok(Request::new(headers?, body)))
}
