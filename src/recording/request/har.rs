//! Requests of a HAR: the whole file, one of its entries, or the request of one.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use bytes::Bytes;
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::{CapturedRequest, NoRequest};

/// The whole file, or one of its entries.
#[derive(Deserialize)]
struct Document {
    #[serde(default, deserialize_with = "lenient")]
    log: Option<Log>,
    #[serde(default, deserialize_with = "lenient")]
    request: Option<Sent>,
}

#[derive(Deserialize)]
struct Log {
    entries: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    #[serde(default, deserialize_with = "lenient")]
    request: Option<Sent>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Sent {
    headers: Vec<Header>,
    #[serde(default, deserialize_with = "lenient")]
    post_data: Option<Posted>,
}

#[derive(Deserialize)]
struct Header {
    name: String,
    value: String,
}

#[derive(Deserialize)]
struct Posted {
    text: String,
    #[serde(default, deserialize_with = "lenient")]
    encoding: Option<String>,
}

/// Reads whichever of these it is; no requests where it is none.
pub(super) fn read(text: &[u8]) -> Result<Vec<CapturedRequest>, NoRequest> {
    let requests = match serde_json::from_slice(text) {
        Ok(Document { log: Some(log), .. }) => {
            log.entries.into_iter().filter_map(|entry| entry.request).collect()
        }
        Ok(Document { request: Some(request), .. }) => vec![request],
        _ => serde_json::from_slice(text).into_iter().collect(),
    };
    requests.into_iter().map(request).collect()
}

fn request(sent: Sent) -> Result<CapturedRequest, NoRequest> {
    let headers = sent.headers.into_iter().map(|header| (header.name, header.value)).collect();
    let body = match sent.post_data {
        Some(Posted { text, encoding: Some(encoding) }) if encoding == "base64" => {
            let bytes = BASE64.decode(text.trim()).map_err(|_| NoRequest::BadBase64)?;
            Some(Bytes::from(bytes))
        }
        posted => posted.map(|posted| posted.text.into()),
    };
    Ok(CapturedRequest::new(headers, body))
}

/// What is of this type. Everything else is skipped without a look: browsers write down texts that
/// are none, with halves of characters, which serde refuses.
fn lenient<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    let raw = <&RawValue>::deserialize(deserializer)?;
    Ok(serde_json::from_str(raw.get()).ok())
}
