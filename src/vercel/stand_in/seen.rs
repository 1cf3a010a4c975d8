//! What the stand-in has seen.

use serde::{Serialize, Serializer};
use serde_json::Value;

use crate::time::Moment;

use super::super::refusal::Refusal;

/// One request to the API, as the stand-in saw and answered it.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Seen {
    /// Its number, from 1.
    pub number: u64,
    /// When it came.
    #[serde(serialize_with = "as_text")]
    pub time: Moment,
    /// The method.
    pub method: String,
    /// The path.
    pub path: String,
    /// The installation, where the path names one.
    pub installation_id: Option<String>,
    /// The event in the body, where it has one; it is as the schema says where the status is 201.
    pub event: Option<Value>,
    /// The fingerprint of the token, where there was one.
    pub token_fingerprint: Option<String>,
    /// The status of the answer.
    pub status: u16,
    /// Why it was refused.
    pub error: Option<Refusal>,
}

impl Seen {
    /// Whether it was a notification as it should be.
    #[must_use]
    pub const fn is_accepted(&self) -> bool {
        self.status == 201
    }

    /// The resource that Vercel reads back after this.
    #[must_use]
    pub fn resource_to_read(&self) -> Option<&str> {
        self.event_text("resourceId").filter(|_| self.is_accepted())
    }

    /// A text of the event: its type, or the id of its resource.
    #[must_use]
    pub fn event_text(&self, name: &str) -> Option<&str> {
        self.event.as_ref()?.get(name)?.as_str()
    }
}

fn as_text<S: Serializer>(time: &Moment, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(time)
}
