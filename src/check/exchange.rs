//! The requests of a case, and how they follow each other.

use std::borrow::Cow;
use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderMap, Method};

use crate::delivery::is_credential;
use crate::http::endpoint::Endpoint;
use crate::http::preview::{CHUNKED, PreviewValue, RequestPreview};
use crate::http::redact::Redactor;
use crate::http::{Client, RequestBody, Response, TransportError};

/// A chunked body comes in this many parts.
const CHUNKS: usize = 3;

/// How the requests of a case follow each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConnectionMode {
    /// One after the other, each over a connection of its own.
    Apart,
    /// One after the other over the same connection.
    OneConnection,
    /// The first over a connection that stays open, the others over further ones.
    BesideAnOpenOne,
    /// All at once.
    AtOnce,
}

/// One request of a case.
#[derive(Clone, Debug)]
pub struct CaseRequest {
    /// Its method.
    pub method: Method,
    /// Where it goes.
    pub endpoint: Endpoint,
    /// Its headers, but for those of the connection.
    pub headers: HeaderMap,
    /// Its body.
    pub body: Option<Bytes>,
    /// Whether the body is sent without saying its length beforehand.
    pub is_chunked: bool,
    /// Whether the names of its headers are written `Like-This`.
    pub is_capitalised: bool,
    /// The headers that the user added, and the secret: they are not passed on.
    pub(super) hidden: Arc<Redactor>,
}

impl CaseRequest {
    /// Sends it.
    ///
    /// # Errors
    /// The [`TransportError`] that kept an answer from coming.
    pub(super) async fn send(&self, client: &Client) -> Result<Response, TransportError> {
        let content = match &self.body {
            None => RequestBody::None,
            Some(body) if self.is_chunked => RequestBody::Chunked(chunks(body)),
            Some(body) => RequestBody::Whole(body.clone()),
        };
        let url = self.endpoint.url();
        client.request(self.method.clone(), url, self.headers.clone(), content).await
    }

    /// It on paper. Reports are passed on: what may let somebody in is left out.
    #[must_use]
    pub fn preview(&self) -> RequestPreview<'_> {
        let mut headers: Vec<_> = self
            .headers
            .iter()
            .map(|(name, value)| {
                let value = match name.as_str() {
                    name if is_credential(name) || self.hidden.has(name) => Cow::Borrowed("…"),
                    _ => String::from_utf8_lossy(value.as_bytes()),
                };
                (self.written(name.as_str()), PreviewValue::Plain(value))
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

    fn written<'a>(&self, name: &'a str) -> Cow<'a, str> {
        if !self.is_capitalised {
            return name.into();
        }
        let words: Vec<String> = name.split('-').map(capitalised).collect();
        words.join("-").into()
    }
}

fn capitalised(word: &str) -> String {
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
    fn chunks_are_the_body() {
        for length in [0, 1, 2, 3, 4, 100] {
            let body = Bytes::from(vec![b'x'; length]);
            let chunks = chunks(&body);
            assert!(chunks.len() <= CHUNKS && chunks.iter().all(|chunk| !chunk.is_empty()));
            assert_eq!(chunks.concat(), body);
        }
    }

    #[test]
    fn capitalised_names() {
        let headers = HeaderMap::new();
        let endpoint = Endpoint::parse(":1").unwrap();
        let request = CaseRequest {
            method: Method::POST,
            endpoint,
            headers,
            body: None,
            is_chunked: false,
            is_capitalised: true,
            hidden: Arc::default(),
        };
        assert_eq!(request.written("x-vercel-signature"), "X-Vercel-Signature");
    }
}
