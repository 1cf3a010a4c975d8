//! HAR: the whole file, one of its entries, or the request of one.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use bytes::Bytes;
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::{CapturedRequest, Found, ReadError};

#[derive(Deserialize)]
struct Har {
    #[serde(default, deserialize_with = "lenient")]
    log: Option<Log>,
    #[serde(default, deserialize_with = "lenient")]
    request: Option<HarRequest>,
}

#[derive(Deserialize)]
struct Log {
    entries: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    #[serde(default, deserialize_with = "lenient")]
    request: Option<HarRequest>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct HarRequest {
    headers: Vec<Header>,
    #[serde(default, deserialize_with = "lenient")]
    post_data: Option<PostData>,
}

#[derive(Deserialize)]
struct Header {
    name: String,
    value: String,
}

#[derive(Deserialize)]
struct PostData {
    text: String,
    #[serde(default, deserialize_with = "lenient")]
    encoding: Option<String>,
}

pub(super) fn read(text: &[u8]) -> Found {
    let requests = match serde_json::from_slice(text) {
        Ok(Har { log: Some(log), .. }) => {
            log.entries.into_iter().filter_map(|entry| entry.request).collect()
        }
        Ok(Har { request: Some(request), .. }) => vec![request],
        _ => vec![serde_json::from_slice(text).ok()?],
    };
    Some(requests.into_iter().map(captured).collect())
}

fn captured(request: HarRequest) -> Result<CapturedRequest, ReadError> {
    let headers = request.headers.into_iter().map(|header| (header.name, header.value)).collect();
    let body = match request.post_data {
        Some(PostData { text, encoding: Some(encoding) }) if encoding == "base64" => {
            let bytes = BASE64.decode(text.trim()).map_err(|_| ReadError::BadBase64)?;
            Some(Bytes::from(bytes))
        }
        data => data.map(|data| data.text.into()),
    };
    Ok(CapturedRequest::new(headers, body))
}

/// A value of this type, or nothing. Other values are skipped unparsed: browsers write strings with
/// unpaired surrogates, which serde rejects.
fn lenient<'de, D: Deserializer<'de>, T: Deserialize<'de>>(
    deserializer: D,
) -> Result<Option<T>, D::Error> {
    let raw = <&RawValue>::deserialize(deserializer)?;
    Ok(serde_json::from_str(raw.get()).ok())
}
