//! Notifications: the body of create-event.
//!
//! Source: <https://vercel.com/docs/rest-api/marketplace/create-event>, whose schema allows no
//! additional properties.

use std::fmt;
use std::marker::PhantomData;

use bytes::Bytes;
use serde::de::value::MapAccessDeserializer;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::json;

use crate::catalog;
use crate::error::{Error, Result, nearest};
use crate::recording::line::{BadLine, parse_with};

use super::truncate;

/// A change on the partner's side.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", deny_unknown_fields)]
pub enum Update {
    #[serde(rename = "resource.updated", rename_all = "camelCase")]
    ResourceUpdated {
        /// The partner's own id.
        resource_id: String,
        /// A slug or an id.
        #[serde(default, deserialize_with = "not_null", skip_serializing_if = "Option::is_none")]
        product_id: Option<String>,
    },
    #[serde(rename = "installation.updated", rename_all = "camelCase")]
    InstallationUpdated {
        #[serde(default, deserialize_with = "not_null", skip_serializing_if = "Option::is_none")]
        billing_plan_id: Option<String>,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotificationType {
    ResourceUpdated,
    InstallationUpdated,
}

/// An update, and the installation that it is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Notification {
    /// `icfg_…`
    pub installation_id: String,
    #[serde(rename = "event")]
    pub update: Update,
}

/// A notification to send, and the line that it comes from, if it comes from a file.
#[derive(Clone, Debug)]
pub struct PendingNotification {
    pub notification: Notification,
    pub line: Option<Line>,
}

#[derive(Clone, Debug)]
pub struct Line {
    /// From 1.
    pub number: usize,
    /// Always names the installation.
    pub text: Vec<u8>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    event: Object<Update>,
}

/// The body of create-event with the installation, which may be the same for all lines of a file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct BodyOfLine {
    #[serde(default, deserialize_with = "not_null")]
    installation_id: Option<String>,
    event: Object<Update>,
}

/// Accepts JSON objects only: a derived implementation accepts arrays as well.
struct Object<T>(T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct ObjectVisitor<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for ObjectVisitor<T> {
            type Value = Object<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Self::Value, A::Error> {
                T::deserialize(MapAccessDeserializer::new(map)).map(Object)
            }
        }
        deserializer.deserialize_map(ObjectVisitor(PhantomData))
    }
}

/// What is wrong with JSON, in the words of JSON instead of those of the parser.
fn describe(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let (problem, _) = text.rsplit_once(" at line ").unwrap_or((&text, ""));
    let quoted = || problem.split('`').nth(1).unwrap_or_default();
    if problem == "recursion limit exceeded" {
        return "the JSON is nested too deeply".to_owned();
    }
    if !error.is_data() {
        return format!("invalid JSON at line {}, column {}", error.line(), error.column());
    }
    match problem.split_once(' ').map_or(problem, |(word, _)| word) {
        "missing" => format!("`{}` is missing", quoted()),
        "duplicate" => format!("`{}` occurs twice", quoted()),
        "unknown" if problem.starts_with("unknown field") => format!("unknown key `{}`", quoted()),
        "unknown" => {
            let names = NotificationType::ALL.map(NotificationType::name).join("` or `");
            format!("`type` must be `{names}`, not `{}`", quoted())
        }
        _ => {
            let types = problem.strip_prefix("invalid type: ").unwrap_or(problem);
            let Some((found, expected)) = types.rsplit_once(", expected ") else {
                return problem.to_owned();
            };
            let found = if found == "sequence" { "an array" } else { found };
            let found = if found == "map" { "an object" } else { found };
            format!("expected {expected}, not {found}")
        }
    }
}

/// An optional string, which the schema does not allow to be null.
fn not_null<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    String::deserialize(deserializer).map(Some)
}

impl NotificationType {
    pub const ALL: [Self; 2] = [Self::ResourceUpdated, Self::InstallationUpdated];

    pub const fn name(self) -> &'static str {
        match self {
            Self::ResourceUpdated => "resource.updated",
            Self::InstallationUpdated => "installation.updated",
        }
    }

    pub fn parse(name: &str) -> Result<Self> {
        if let Some(known) = Self::ALL.into_iter().find(|known| known.name() == name) {
            return Ok(known);
        }
        let names = Self::ALL.map(Self::name);
        let known = format!("notify sends `{}`", names.join("` and `"));
        if catalog::find(name).is_ok() {
            let error = format!("`{name}` is an event that Vercel sends, not a notification");
            let hint = format!("{known}; `vercel-hooks send` delivers events to your endpoint");
            return Err(Error::usage(error).with_hint(hint));
        }
        Err(Error::unknown("notification", name, nearest(name, names), &known))
    }
}

impl Update {
    /// An error says what is wrong with the body.
    pub fn from_body(body: &[u8]) -> Result<Self, String> {
        let body: Result<Object<Body>, _> = serde_json::from_slice(body);
        body.map(|Object(Body { event })| event.0).map_err(|error| describe(&error))
    }

    /// `{"event":{…}}`
    pub fn to_body(&self) -> Bytes {
        json!({ "event": self }).to_string().into()
    }

    pub const fn type_name(&self) -> &'static str {
        match self {
            Self::ResourceUpdated { .. } => NotificationType::ResourceUpdated.name(),
            Self::InstallationUpdated { .. } => NotificationType::InstallationUpdated.name(),
        }
    }

    pub fn resource_id(&self) -> Option<&str> {
        match self {
            Self::ResourceUpdated { resource_id, .. } => Some(resource_id),
            Self::InstallationUpdated { .. } => None,
        }
    }
}

impl PendingNotification {
    /// Parses a line of a file, `{"installationId":"icfg_…","event":{…}}`; `installation_id` is for
    /// lines without one.
    pub fn parse_line(
        number: usize,
        text: &[u8],
        installation_id: Option<&str>,
    ) -> Result<Self, BadLine> {
        // There is only one line to be wrong.
        let why = |error: &_| truncate(&describe(error).replace(" line 1,", ""));
        let Object(line): Object<BodyOfLine> = parse_with(text, why)?;
        let names_installation = line.installation_id.is_some();
        let installation_id =
            line.installation_id
                .or_else(|| installation_id.map(str::to_owned))
                .ok_or("`installationId` is missing, and there is no --installation")?;
        let notification = Notification { installation_id, update: line.event.0 };
        notification.check()?;
        let text =
            if names_installation { text.to_vec() } else { json!(notification).to_string().into() };
        Ok(Self { notification, line: Some(Line { number, text }) })
    }
}

impl Notification {
    /// Finds ids that the schema allows but nothing can have.
    fn check(&self) -> Result<(), &'static str> {
        let is_blank = |id: &str| id.trim().is_empty();
        if is_blank(&self.installation_id) || matches!(&*self.installation_id, "." | "..") {
            return Err("invalid installation id");
        }
        let ids = match &self.update {
            Update::ResourceUpdated { resource_id, product_id } => {
                [Some(resource_id), product_id.as_ref()]
            }
            Update::InstallationUpdated { billing_plan_id } => [billing_plan_id.as_ref(), None],
        };
        if ids.into_iter().flatten().any(|id| is_blank(id)) {
            return Err("an id is empty");
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mistake(body: &str) -> String {
        Update::from_body(body.as_bytes()).unwrap_err()
    }

    #[test]
    fn written_bodies_can_be_read() {
        for body in [
            r#"{"event":{"type":"resource.updated","resourceId":"r","productId":"p"}}"#,
            r#"{"event":{"type":"resource.updated","resourceId":"r"}}"#,
            r#"{"event":{"type":"installation.updated","billingPlanId":"b"}}"#,
            r#"{"event":{"type":"installation.updated"}}"#,
        ] {
            let update = Update::from_body(body.as_bytes()).unwrap();
            assert_eq!(update.to_body(), body);
        }
    }

    #[test]
    fn rejects_what_the_schema_does_not_allow() {
        for (body, part) in [
            ("[]", "expected an object"),
            (r#"[{"type":"installation.updated"}]"#, "expected an object"),
            (r#"{"event":["installation.updated"]}"#, "expected an object"),
            ("{}", "`event` is missing"),
            (r#"{"event":"value"}"#, "expected an object, not string"),
            (r#"{"event":{}}"#, "`type` is missing"),
            (r#"{"event":{"type":"deployment.ready"}}"#, "not `deployment.ready`"),
            (r#"{"event":{"type":"resource.updated"}}"#, "`resourceId` is missing"),
            (r#"{"event":{"type":"resource.updated","resourceId":1}}"#, "expected a string"),
            (
                r#"{"event":{"type":"resource.updated","resourceId":"r","billingPlanId":"b"}}"#,
                "unknown key `billingPlanId`",
            ),
            (
                r#"{"event":{"type":"installation.updated","billingPlanId":null}}"#,
                "expected a string",
            ),
            (r#"{"event":{"type":"installation.updated"},"x":1}"#, "unknown key `x`"),
        ] {
            assert!(mistake(body).contains(part), "{body}: {}", mistake(body));
        }
    }

    #[test]
    fn a_line_names_its_installation_or_takes_the_common_one() {
        let parse = |text: &[u8], id| {
            let pending = PendingNotification::parse_line(1, text, id)?;
            let line = String::from_utf8(pending.line.unwrap().text).unwrap();
            Ok::<_, BadLine>((pending.notification.installation_id, line))
        };
        let line = |id| {
            format!(r#"{{"installationId":"{id}","event":{{"type":"installation.updated"}}}}"#)
        };
        let own = line("icfg_1");
        assert_eq!(parse(own.as_bytes(), Some("icfg_2")), Ok(("icfg_1".to_owned(), own)));
        let bare = br#"{"event":{"type":"installation.updated"}}"#;
        assert_eq!(parse(bare, Some("icfg_2")), Ok(("icfg_2".to_owned(), line("icfg_2"))));
        assert!(parse(bare, None).is_err());
        assert!(parse(bare, Some("..")).is_err());
        let empty = br#"{"event":{"type":"resource.updated","resourceId":""}}"#;
        assert!(parse(empty, Some("icfg_2")).is_err());
        assert!(parse(br#"["i",["resource.updated","r"]]"#, None).is_err());
        let typo = br#"{"instalationId":"icfg_1","event":{"type":"installation.updated"}}"#;
        assert!(parse(typo, Some("icfg_2")).unwrap_err().why.contains("instalationId"));
    }

    #[test]
    fn recognizes_every_truncated_line() {
        let line =
            r#"{"installationId":"icfg_é","event":{"type":"resource.updated","resourceId":"r"}}"#;
        for end in 1..line.len() {
            let bad = PendingNotification::parse_line(1, &line.as_bytes()[..end], None);
            assert!(bad.unwrap_err().is_cut, "{end}");
        }
    }
}
