//! One request of a case.

use std::borrow::Cow;
use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderMap, Method};

use crate::delivery::is_credential;
use crate::http::endpoint::Endpoint;
use crate::http::preview::{CHUNKED, PreviewValue, RequestPreview};
use crate::http::redact::Redactor;
use crate::http::{Client, RequestBody, Response, TransportError};

const CHUNKS: usize = 3;

#[derive(Clone, Debug)]
pub struct CaseRequest {
    pub method: Method,
    pub endpoint: Endpoint,
    /// Without those of the connection.
    pub headers: HeaderMap,
    pub body: Option<Bytes>,
    /// Whether the body is sent in chunks, without `content-length`.
    pub is_chunked: bool,
    /// Whether header names are written `Like-This`.
    pub is_capitalized: bool,
    /// The secret and the headers that the user added, which reports leave out.
    pub redactor: Arc<Redactor>,
}

impl CaseRequest {
    pub async fn send(&self, client: &Client) -> Result<Response, TransportError> {
        let content = match &self.body {
            None => RequestBody::None,
            Some(body) if self.is_chunked => RequestBody::Chunked(chunks(body)),
            Some(body) => RequestBody::Whole(body.clone()),
        };
        let url = self.endpoint.url();
        client.request(self.method.clone(), url, self.headers.clone(), content).await
    }

    /// Without the values of credential headers: reports are shared.
    pub fn preview(&self) -> RequestPreview<'_> {
        let mut headers: Vec<_> = self
            .headers
            .iter()
            .map(|(name, value)| {
                let value = match name.as_str() {
                    name if is_credential(name) || self.redactor.has(name) => "…".into(),
                    _ => String::from_utf8_lossy(value.as_bytes()),
                };
                (self.spelled(name.as_str()), PreviewValue::Plain(value))
            })
            .collect();
        if self.is_chunked {
            headers.push((CHUNKED.into(), PreviewValue::Plain("chunked".into())));
        }
        RequestPreview {
            method: self.method.clone(),
            endpoint: &self.endpoint,
            headers,
            body: self.body.as_deref(),
        }
    }

    fn spelled<'a>(&self, name: &'a str) -> Cow<'a, str> {
        if !self.is_capitalized {
            return name.into();
        }
        name.split('-').map(capitalized).collect::<Vec<_>>().join("-").into()
    }
}

pub fn capitalized(word: &str) -> String {
    let mut word = word.to_owned();
    if let Some(first) = word.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    word
}

fn chunks(body: &Bytes) -> Vec<Bytes> {
    let length = body.len().div_ceil(CHUNKS).max(1);
    (0..body.len())
        .step_by(length)
        .map(|start| body.slice(start..body.len().min(start + length)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_add_up_to_the_body() {
        for length in [0, 1, 2, 3, 4, 100] {
            let body = Bytes::from(vec![b'x'; length]);
            let chunks = chunks(&body);
            assert!(chunks.len() <= CHUNKS && chunks.iter().all(|chunk| !chunk.is_empty()));
            assert_eq!(chunks.concat(), body);
        }
    }

    #[test]
    fn header_names_are_capitalized() {
        let headers = HeaderMap::new();
        let endpoint = Endpoint::parse(":1").unwrap();
        let request = CaseRequest {
            method: Method::POST,
            endpoint,
            headers,
            body: None,
            is_chunked: false,
            is_capitalized: true,
            redactor: Arc::default(),
        };
        assert_eq!(request.spelled("x-vercel-signature"), "X-Vercel-Signature");
    }
}
