//! Why there was no answer.

use std::error::Error as StdError;
use std::io;

use serde::{Deserialize, Serialize};

/// Why there was no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TransportError {
    /// Nothing listens on that port.
    Refused,
    /// No answer within the time allowed.
    TimedOut,
    /// The connection was closed, or broke, before an answer.
    Closed,
    /// The host's name does not resolve.
    UnknownHost,
    /// No TLS connection could be made.
    Tls,
    /// The server's certificate is not one to trust.
    Certificate,
    /// What came back was no HTTP.
    NotHttp,
    /// The network does not lead there, or another failure to connect.
    Unreachable,
}

impl TransportError {
    /// In a word or two, for a table.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Refused => "refused",
            Self::TimedOut => "timed out",
            Self::Closed => "closed",
            Self::UnknownHost => "unknown host",
            Self::Tls => "TLS failed",
            Self::Certificate => "certificate",
            Self::NotHttp => "not HTTP",
            Self::Unreachable => "unreachable",
        }
    }

    /// Whether the same request may get through later: what speaks no HTTP, or has a certificate
    /// not to be trusted, will not change by itself.
    #[must_use]
    pub const fn is_passing(self) -> bool {
        !matches!(self, Self::Tls | Self::Certificate | Self::NotHttp)
    }

    /// Finds the reason in an error, or in what caused it.
    #[must_use]
    pub fn of(error: &(dyn StdError + 'static)) -> Self {
        let mut source = Some(error);
        while let Some(cause) = source {
            if let Some(found) = Self::of_cause(cause) {
                return found;
            }
            source = cause.source();
        }
        Self::Unreachable
    }

    fn of_cause(cause: &(dyn StdError + 'static)) -> Option<Self> {
        if cause.downcast_ref::<reqwest::Error>().is_some_and(reqwest::Error::is_timeout) {
            return Some(Self::TimedOut);
        }
        if let Some(error) = cause.downcast_ref::<rustls::Error>() {
            let is_distrust = matches!(error, rustls::Error::InvalidCertificate(_));
            return Some(if is_distrust { Self::Certificate } else { Self::Tls });
        }
        if let Some(error) = cause.downcast_ref::<io::Error>() {
            return match error.kind() {
                io::ErrorKind::ConnectionRefused => Some(Self::Refused),
                io::ErrorKind::TimedOut => Some(Self::TimedOut),
                io::ErrorKind::ConnectionReset
                | io::ErrorKind::ConnectionAborted
                | io::ErrorKind::BrokenPipe
                | io::ErrorKind::UnexpectedEof => Some(Self::Closed),
                _ => error.get_ref().and_then(|inner| Self::of_cause(inner)),
            };
        }
        // The client names these causes only in words.
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
