//! What a partner tells Vercel: the body of create-event.
//!
//! Source: <https://vercel.com/docs/rest-api/marketplace/create-event>, whose schema allows no
//! further properties anywhere.

use std::fmt;
use std::marker::PhantomData;

use bytes::Bytes;
use serde::de::value::MapAccessDeserializer;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use super::cut;

/// Something that changed on the partner's side.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", deny_unknown_fields)]
pub enum Update {
    /// Any state of a resource that Vercel knows has changed.
    #[serde(rename = "resource.updated", rename_all = "camelCase")]
    ResourceUpdated {
        /// The resource, by the partner's id.
        resource_id: String,
        /// The partner's product, by slug or id.
        #[serde(default, deserialize_with = "text", skip_serializing_if = "Option::is_none")]
        product_id: Option<String>,
    },
    /// The installation's billing plan was changed on the partner's side.
    #[serde(rename = "installation.updated", rename_all = "camelCase")]
    InstallationUpdated {
        /// The new plan of the installation.
        #[serde(default, deserialize_with = "text", skip_serializing_if = "Option::is_none")]
        billing_plan_id: Option<String>,
    },
}

/// The type of a notification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotificationType {
    /// A resource changed.
    ResourceUpdated,
    /// An installation's billing plan changed.
    InstallationUpdated,
}

/// The body of create-event.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Body<T> {
    event: T,
}

/// A notification and the installation that it is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Notification {
    /// The installation: `icfg_…`.
    pub installation_id: String,
    /// What changed.
    #[serde(rename = "event")]
    pub notification: Update,
}

/// A notification as one line of a file: the body of create-event, and the installation where it
/// is not the same for all lines.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Line {
    #[serde(default, deserialize_with = "text")]
    installation_id: Option<String>,
    event: Object<Update>,
}

/// Something written as an object: what is derived would read it from a list as well.
struct Object<T>(T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct OfMap<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for OfMap<T> {
            type Value = Object<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
                T::deserialize(MapAccessDeserializer::new(map)).map(Object)
            }
        }
        deserializer.deserialize_map(OfMap(PhantomData))
    }
}

/// A text that may be left out, but not be null: the schema allows only strings.
fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    String::deserialize(deserializer).map(Some)
}

impl NotificationType {
    /// Both.
    pub const ALL: [Self; 2] = [Self::ResourceUpdated, Self::InstallationUpdated];

    /// As the API names it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::ResourceUpdated => "resource.updated",
            Self::InstallationUpdated => "installation.updated",
        }
    }

    /// The type of this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.name() == name)
    }
}

impl Update {
    /// Reads the body of a create-event request.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn of_body(body: &[u8]) -> Result<Self, serde_json::Error> {
        let Object(body): Object<Body<Object<Self>>> = serde_json::from_slice(body)?;
        Ok(body.event.0)
    }

    /// Its type.
    #[must_use]
    pub const fn notification_type(&self) -> NotificationType {
        match self {
            Self::ResourceUpdated { .. } => NotificationType::ResourceUpdated,
            Self::InstallationUpdated { .. } => NotificationType::InstallationUpdated,
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
        serde_json::to_vec(&Body { event: self }).expect("texts can be written as JSON").into()
    }
}

impl Notification {
    /// Reads a line of a file, `{"installationId":"icfg_…","event":{…}}`, and whether it names its
    /// installation itself.
    ///
    /// # Errors
    /// What is wrong with it, an installation that neither the line nor `installation_id` names
    /// among it.
    pub fn of_line(line: &[u8], installation_id: Option<&str>) -> Result<(Self, bool), String> {
        let Object(line): Object<Line> =
            serde_json::from_slice(line).map_err(|error| cut(&describe(&error)))?;
        let is_whole = line.installation_id.is_some();
        let installation_id =
            line.installation_id
                .or_else(|| installation_id.map(str::to_owned))
                .ok_or("missing field `installationId`, and there is no --installation")?;
        let notice = Self { installation_id, notification: line.event.0 };
        match notice.check() {
            Some(mistake) => Err(mistake.to_owned()),
            None => Ok((notice, is_whole)),
        }
    }

    /// It as a line of a file.
    ///
    /// # Panics
    /// Never: texts can always be written as JSON.
    #[must_use]
    pub fn line(&self) -> Vec<u8> {
        serde_json::to_vec(self).expect("texts can be written as JSON")
    }

    /// What makes it useless although the schema allows it.
    #[must_use]
    pub fn check(&self) -> Option<&'static str> {
        let is_blank = |id: &str| id.trim().is_empty();
        if is_blank(&self.installation_id) || matches!(&*self.installation_id, "." | "..") {
            return Some("that is no installation id");
        }
        let ids = match &self.notification {
            Update::ResourceUpdated { resource_id, product_id } => {
                [Some(resource_id), product_id.as_ref()]
            }
            Update::InstallationUpdated { billing_plan_id } => [billing_plan_id.as_ref(), None],
        };
        ids.into_iter().flatten().any(|id| is_blank(id)).then_some("an id is empty")
    }
}

/// A mistake in one line of JSON: there is only one line to be wrong.
fn describe(error: &serde_json::Error) -> String {
    error.to_string().replace(" at line 1 column ", " at column ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mistake(body: &str) -> String {
        Update::of_body(body.as_bytes()).unwrap_err().to_string()
    }

    #[test]
    fn what_is_written_reads_back() {
        for body in [
            r#"{"event":{"type":"resource.updated","resourceId":"r","productId":"p"}}"#,
            r#"{"event":{"type":"resource.updated","resourceId":"r"}}"#,
            r#"{"event":{"type":"installation.updated","billingPlanId":"b"}}"#,
            r#"{"event":{"type":"installation.updated"}}"#,
        ] {
            let notification = Update::of_body(body.as_bytes()).unwrap();
            assert_eq!(notification.body(), body);
        }
    }

    #[test]
    fn the_schema_allows_nothing_else() {
        for (body, part) in [
            ("[]", "expected an object"),
            (r#"[{"type":"installation.updated"}]"#, "expected an object"),
            (r#"{"event":["installation.updated"]}"#, "expected an object"),
            ("{}", "missing field `event`"),
            (r#"{"event":"value"}"#, "invalid type: string"),
            (r#"{"event":{}}"#, "missing field `type`"),
            (r#"{"event":{"type":"deployment.ready"}}"#, "unknown variant `deployment.ready`"),
            (r#"{"event":{"type":"resource.updated"}}"#, "missing field `resourceId`"),
            (r#"{"event":{"type":"resource.updated","resourceId":1}}"#, "expected a string"),
            (
                r#"{"event":{"type":"resource.updated","resourceId":"r","billingPlanId":"b"}}"#,
                "unknown field `billingPlanId`",
            ),
            (
                r#"{"event":{"type":"installation.updated","billingPlanId":null}}"#,
                "expected a string",
            ),
            (r#"{"event":{"type":"installation.updated"},"x":1}"#, "unknown field `x`"),
        ] {
            assert!(mistake(body).contains(part), "{body}: {}", mistake(body));
        }
    }

    #[test]
    fn a_line_names_its_installation_or_takes_the_common_one() {
        let own = br#"{"installationId":"icfg_1","event":{"type":"installation.updated"}}"#;
        let (notice, is_whole) = Notification::of_line(own, Some("icfg_2")).unwrap();
        assert_eq!((&*notice.installation_id, is_whole), ("icfg_1", true));
        assert_eq!(notice.line(), own);
        let bare = br#"{"event":{"type":"installation.updated"}}"#;
        let (notice, is_whole) = Notification::of_line(bare, Some("icfg_2")).unwrap();
        assert_eq!((&*notice.installation_id, is_whole), ("icfg_2", false));
        assert!(Notification::of_line(bare, None).is_err());
        assert!(Notification::of_line(bare, Some("..")).is_err());
        let empty = br#"{"event":{"type":"resource.updated","resourceId":""}}"#;
        assert!(Notification::of_line(empty, Some("icfg_2")).is_err());
        assert!(Notification::of_line(br#"["i",["resource.updated","r"]]"#, None).is_err());
        let typo = br#"{"instalationId":"icfg_1","event":{"type":"installation.updated"}}"#;
        assert!(Notification::of_line(typo, Some("icfg_2")).unwrap_err().contains("instalationId"));
    }
}
