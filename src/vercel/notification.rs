//! What a partner tells Vercel: the body of create-event.
//!
//! Source: <https://vercel.com/docs/rest-api/marketplace/create-event>.

use bytes::Bytes;
use serde::Serialize;

/// Something that changed on the partner's side.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "type")]
pub enum Notification {
    /// Any state of a resource that Vercel knows has changed.
    #[serde(rename = "resource.updated", rename_all = "camelCase")]
    ResourceUpdated {
        /// The partner's product, by slug or id.
        #[serde(skip_serializing_if = "Option::is_none")]
        product_id: Option<String>,
        /// The resource, by the partner's id.
        resource_id: String,
    },
    /// The installation's billing plan was changed on the partner's side.
    #[serde(rename = "installation.updated", rename_all = "camelCase")]
    InstallationUpdated {
        /// The new plan of the installation.
        #[serde(skip_serializing_if = "Option::is_none")]
        billing_plan_id: Option<String>,
    },
}

impl Notification {
    /// The two types, as the API names them.
    pub const TYPES: [&'static str; 2] = ["resource.updated", "installation.updated"];

    /// Its type, as the API names it.
    #[must_use]
    pub const fn type_name(&self) -> &'static str {
        match self {
            Self::ResourceUpdated { .. } => Self::TYPES[0],
            Self::InstallationUpdated { .. } => Self::TYPES[1],
        }
    }

    /// The resource it is about.
    #[must_use]
    pub fn resource_id(&self) -> Option<&str> {
        match self {
            Self::ResourceUpdated { resource_id, .. } => Some(resource_id),
            Self::InstallationUpdated { .. } => None,
        }
    }

    /// The request's body: `{"event":{…}}`.
    ///
    /// # Panics
    /// Never: texts can always be written as JSON.
    #[must_use]
    pub fn body(&self) -> Bytes {
        #[derive(Serialize)]
        struct Body<'a> {
            event: &'a Notification,
        }
        serde_json::to_vec(&Body { event: self }).expect("texts can be written as JSON").into()
    }
}
