//! What a request carries.

use std::convert::Infallible;
use std::vec::IntoIter;

use bytes::Bytes;
use futures_util::stream::{self, Iter};
use http_body_util::{Either, Full, StreamBody};
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

/// The body of a request.
pub(super) type Body = Either<Full<Bytes>, StreamBody<Iter<IntoIter<Chunk>>>>;

type Chunk = Result<Frame<Bytes>, Infallible>;

/// The body of a request without one.
pub(super) fn no_body() -> Body {
    Either::Left(Full::default())
}

impl Content {
    pub(super) fn is_empty_body(&self) -> bool {
        matches!(self, Self::Whole(body) if body.is_empty())
    }

    pub(super) fn into_body(self) -> Option<Body> {
        Some(match self {
            Self::Nothing => return None,
            Self::Whole(body) => Either::Left(Full::new(body)),
            Self::Chunked(chunks) => {
                let frames: Vec<Chunk> =
                    chunks.into_iter().map(|chunk| Ok(Frame::data(chunk))).collect();
                Either::Right(StreamBody::new(stream::iter(frames)))
            }
        })
    }
}
