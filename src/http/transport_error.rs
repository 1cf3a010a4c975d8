//! Why a request got no response.

use std::error::Error as StdError;
use std::io;

use rustls::AlertDescription;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TransportError {
    Refused,
    TimedOut,
    Closed,
    UnknownHost,
    Tls,
    Certificate,
    /// The server accepts no HTTP/1.1.
    Http2Only,
    NotHttp,
    /// No route to the network, or another failure to connect.
    Unreachable,
}

impl TransportError {
    /// One or two words for a table.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Refused => "refused",
            Self::TimedOut => "timed out",
            Self::Closed => "closed",
            Self::UnknownHost => "unknown host",
            Self::Tls => "TLS failed",
            Self::Certificate => "certificate",
            Self::Http2Only => "HTTP/2 only",
            Self::NotHttp => "not HTTP",
            Self::Unreachable => "unreachable",
        }
    }

    /// Whether a retry may succeed: a server without HTTP or a trusted certificate will not change.
    pub const fn is_transient(self) -> bool {
        !matches!(self, Self::Tls | Self::Certificate | Self::Http2Only | Self::NotHttp)
    }

    pub fn from_error(error: &(dyn StdError + 'static)) -> Self {
        let mut source = Some(error);
        while let Some(cause) = source {
            if let Some(found) = Self::from_cause(cause) {
                return found;
            }
            source = cause.source();
        }
        Self::Unreachable
    }

    fn from_cause(cause: &(dyn StdError + 'static)) -> Option<Self> {
        if cause.downcast_ref::<reqwest::Error>().is_some_and(reqwest::Error::is_timeout) {
            return Some(Self::TimedOut);
        }
        if let Some(error) = cause.downcast_ref::<rustls::Error>() {
            return Some(match error {
                rustls::Error::InvalidCertificate(_) => Self::Certificate,
                rustls::Error::NoApplicationProtocol
                | rustls::Error::AlertReceived(AlertDescription::NoApplicationProtocol) => {
                    Self::Http2Only
                }
                _ => Self::Tls,
            });
        }
        if let Some(error) = cause.downcast_ref::<io::Error>() {
            return match error.kind() {
                io::ErrorKind::ConnectionRefused => Some(Self::Refused),
                io::ErrorKind::TimedOut => Some(Self::TimedOut),
                io::ErrorKind::ConnectionReset
                | io::ErrorKind::ConnectionAborted
                | io::ErrorKind::BrokenPipe
                | io::ErrorKind::UnexpectedEof => Some(Self::Closed),
                _ => error.get_ref().and_then(|inner| Self::from_cause(inner)),
            };
        }
        // Hyper and its connector tell these apart only by their messages.
        let words = cause.to_string();
        if words.contains("dns error") {
            Some(Self::UnknownHost)
        } else if words.contains("before message completed") || words.contains("connection closed")
        {
            Some(Self::Closed)
        } else if words.contains(" parsed") || words.contains("message head is too large") {
            Some(Self::NotHttp)
        } else {
            None
        }
    }
}
