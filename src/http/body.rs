//! The bodies of requests.

use std::convert::Infallible;
use std::vec::IntoIter;

use bytes::Bytes;
use futures_util::stream::{self, Iter};
use http_body_util::{Either, Full, StreamBody};
use hyper::body::Frame;

#[derive(Clone, Debug)]
pub enum RequestBody {
    None,
    Whole(Bytes),
    /// In these chunks, with `transfer-encoding: chunked`.
    Chunked(Vec<Bytes>),
}

pub(super) type HyperBody = Either<Full<Bytes>, StreamBody<Iter<IntoIter<Chunk>>>>;

type Chunk = Result<Frame<Bytes>, Infallible>;

impl RequestBody {
    pub(super) fn is_empty(&self) -> bool {
        matches!(self, Self::Whole(body) if body.is_empty())
    }

    pub(super) fn into_hyper(self) -> Option<HyperBody> {
        Some(match self {
            Self::None => return None,
            Self::Whole(body) => Either::Left(Full::new(body)),
            Self::Chunked(chunks) => {
                let frames: Vec<Chunk> =
                    chunks.into_iter().map(|chunk| Ok(Frame::data(chunk))).collect();
                Either::Right(StreamBody::new(stream::iter(frames)))
            }
        })
    }
}
