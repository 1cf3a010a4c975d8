//! Orders of the keys in JSON.

use serde::Deserialize;
use serde_json::Value;

use super::super::json::{Member, reorder, sort_keys};
use super::style::{Style, style};
use crate::catalog::{EVENT_TYPES, EventType};

/// The envelopes that were seen or are documented, and keys in the order of their names.
pub static ORDERS: &[Style] = &[
    style("json_reordered", "with its keys in the order id, payload, createdAt, type", |json| {
        envelope(json, "id payload createdAt region type")
    }),
    style("json_reordered", "with its keys in the order id, type, createdAt, payload", |json| {
        envelope(json, "id type createdAt region payload")
    }),
    style("json_reordered", "with its keys in the order type, id, createdAt, payload", |json| {
        envelope(json, "type id createdAt region clientId ownerId teamId userId webhookId payload")
    }),
    style("json_reordered", "with its keys sorted", sort_keys),
];

/// Orders at every depth, in which senders rather than editors write; the likelier first.
pub static SENDERS_ORDERS: &[Style] = &[
    style("json_reordered", "with its keys in the order that Vercel sent in 2023", |json| {
        order_like(json, SENT_IN_2023)
    }),
    style("json_reordered", "with its keys in the order that Vercel sent in 2022", |json| {
        order_like(json, SENT_IN_2022)
    }),
    style("json_reordered", "with its keys in the order of a generated event", |json| {
        order_like(json, template(json)?)
    }),
    // As PHP's `ksort` leaves it.
    style("json_reordered", "with only its outermost keys sorted", |json| {
        envelope(json, "createdAt id payload region type")
    }),
];

pub static POSTGRES_ORDER: Style =
    style("json_reordered", "with shorter keys first, as PostgreSQL's jsonb has them", |json| {
        reorder(json, |members, _| {
            members.sort_by_cached_key(|member| {
                let name = member.unescaped_name().into_owned();
                (name.len(), name)
            });
        })
    });

const SENT_IN_2023: &str = r#"{
    "id": 0,
    "payload": {
        "user": 0, "team": 0, "alias": 0,
        "deployment": {
            "id": 0, "customEnvironmentId": 0,
            "meta": {
                "githubCommitAuthorName": 0, "githubCommitMessage": 0, "githubCommitOrg": 0,
                "githubCommitRef": 0, "githubCommitRepo": 0, "githubCommitSha": 0,
                "githubDeployment": 0, "githubOrg": 0, "githubRepo": 0, "githubRepoOwnerType": 0,
                "githubCommitRepoId": 0, "githubRepoId": 0, "githubRepoVisibility": 0,
                "githubCommitAuthorLogin": 0, "branchAlias": 0
            },
            "name": 0, "url": 0, "inspectorUrl": 0
        },
        "links": { "deployment": 0, "project": 0 },
        "name": 0, "plan": 0, "project": 0, "regions": 0, "target": 0, "type": 0, "url": 0
    },
    "createdAt": 0, "type": 0
}"#;
const SENT_IN_2022: &str = r#"{
    "id": 0,
    "payload": {
        "deployment": { "id": 0, "meta": 0, "name": 0, "url": 0, "inspectorUrl": 0 },
        "links": { "deployment": 0, "project": 0 },
        "name": 0, "plan": 0, "project": 0, "regions": 0, "target": 0, "type": 0, "url": 0,
        "user": 0, "team": 0
    },
    "createdAt": 0, "type": 0
}"#;

fn template(json: &str) -> Option<&'static str> {
    #[derive(Deserialize)]
    struct Envelope {
        r#type: String,
    }
    let name = serde_json::from_str::<Envelope>(json).ok()?.r#type;
    let is_it = |known: &&EventType| known.spellings().any(|spelling| spelling == name);
    Some(EVENT_TYPES.iter().find(is_it)?.files.as_ref()?.template)
}

/// Puts keys in the order of the same object of a `model`, before all that it does not have.
fn order_like(json: &str, model: &str) -> Option<String> {
    let model: Value = serde_json::from_str(model).ok()?;
    reorder(json, |members, path| {
        let object = path.iter().try_fold(&model, |value, name| match value {
            Value::Array(items) => items.first(),
            _ => value.get(name.trim_matches('"')),
        });
        if let Some(Value::Object(object)) = object {
            members.sort_by_cached_key(|member| {
                let name = member.unescaped_name();
                object.keys().position(|key| *key == name).unwrap_or(usize::MAX)
            });
        }
    })
}

/// Puts the keys of the outermost object in this order, before all others.
fn envelope(json: &str, keys: &str) -> Option<String> {
    let rank = |member: &Member<'_>| {
        keys.split(' ').position(|key| key == member.unescaped_name()).unwrap_or(usize::MAX)
    };
    reorder(json, |members, path| {
        if path.is_empty() {
            members.sort_by_key(rank);
        }
    })
}
