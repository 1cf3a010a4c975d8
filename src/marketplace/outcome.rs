//! What came of a notification.

use std::time::Duration;

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use crate::error::Exit;
use crate::http::TransportError;
use crate::time::millis_of;

use super::api_error::ApiError;
use super::notification::Notification;

/// Why a notification was not taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotifyError {
    /// Vercel said no.
    Refused(ApiError),
    /// There was no answer.
    Failed(TransportError),
}

/// What came of a notification.
#[derive(Clone, Debug)]
pub struct NotifyOutcome {
    /// What Vercel was told.
    pub notice: Notification,
    /// The status of the last answer.
    pub status: Option<u16>,
    /// Why it was not taken; nothing where it was.
    pub error: Option<NotifyError>,
    /// How often it was sent.
    pub attempts: u32,
    /// How long the last attempt took.
    pub time: Duration,
    /// How long it waited between attempts.
    pub waited: Duration,
    /// The wait that Vercel asked for last, where it alone was longer than is allowed.
    pub refused_wait: Option<Duration>,
    /// Vercel's name of the last request, for its support.
    pub vercel_id: Option<String>,
}

impl NotifyError {
    /// Whether the same request may be taken later.
    #[must_use]
    pub const fn is_passing(&self) -> bool {
        match self {
            Self::Refused(refusal) => refusal.is_passing(),
            Self::Failed(failure) => failure.is_transient(),
        }
    }

    /// Whether it says nothing of this notification, but would meet any other as well.
    #[must_use]
    pub const fn is_general(&self) -> bool {
        match self {
            Self::Refused(refusal) => refusal.is_general(),
            Self::Failed(_) => true,
        }
    }

    /// What happened, in one line.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Refused(refusal) => refusal.words(),
            Self::Failed(failure) => failure.label().to_owned(),
        }
    }
}

impl NotifyOutcome {
    /// Whether Vercel took it.
    #[must_use]
    pub const fn is_taken(&self) -> bool {
        self.error.is_none()
    }

    /// The exit code it means.
    #[must_use]
    pub const fn exit(&self) -> Exit {
        match &self.error {
            None => Exit::Success,
            Some(NotifyError::Refused(_)) => Exit::No,
            Some(NotifyError::Failed(_)) => Exit::Unreachable,
        }
    }
}

/// One flat object, whose keys the README documents.
impl Serialize for NotifyOutcome {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (error, failure) = match &self.error {
            None => (None, None),
            Some(NotifyError::Refused(refusal)) => (Some(refusal), None),
            Some(NotifyError::Failed(failure)) => (None, Some(failure)),
        };
        let mut object = serializer.serialize_struct("NotifyOutcome", 10)?;
        object.serialize_field("installationId", &self.notice.installation_id)?;
        object.serialize_field("event", &self.notice.notification)?;
        object.serialize_field("ok", &self.is_taken())?;
        object.serialize_field("status", &self.status)?;
        object.serialize_field("failure", &failure)?;
        object.serialize_field("error", &error)?;
        object.serialize_field("attempts", &self.attempts)?;
        object.serialize_field("timeMs", &millis_of(self.time))?;
        object.serialize_field("waitedMs", &millis_of(self.waited))?;
        object.serialize_field("vercelId", &self.vercel_id)?;
        object.end()
    }
}
