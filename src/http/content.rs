//! What a request carries.

use std::convert::Infallible;

use bytes::Bytes;
use futures_util::stream;
use http_body_util::StreamBody;
use hyper::body::Frame;

/// What a request carries.
#[derive(Clone, Debug)]
pub enum Content {
    /// No body at all.
    Nothing,
    /// A body whose length is said beforehand.
    Whole(Bytes),
    /// A body in these chunks, whose length is not.
    Chunked(Vec<Bytes>),
}

impl Content {
    pub(super) fn is_empty_body(&self) -> bool {
        matches!(self, Self::Whole(body) if body.is_empty())
    }

    pub(super) fn into_body(self) -> Option<reqwest::Body> {
        match self {
            Self::Nothing => None,
            Self::Whole(body) => Some(body.into()),
            Self::Chunked(chunks) => {
                let frames = chunks.into_iter().map(|it| Ok::<_, Infallible>(Frame::data(it)));
                Some(reqwest::Body::wrap(StreamBody::new(stream::iter(frames))))
            }
        }
    }
}
