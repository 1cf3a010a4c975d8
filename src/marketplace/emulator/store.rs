//! What the emulated Vercel knows: JSON documents by key.
//!
//! A key is a path such as `installations/icfg_1/resources/db_7`. All changes of a request are one
//! line of the state file, which is on the disk before the response is sent.

use std::collections::BTreeMap;
use std::ops::Bound;
use std::path::Path;

use serde_json::{Value, json};

use crate::error::{Error, Result};
use crate::event::SampleData;
use crate::fs::append_log::{AppendLog, Format, Repair};
use crate::output::json_bytes;

use super::super::follow_up::ReadBack;
use super::api::{merge, note_plan};

/// The changes of one request per line.
static FORMAT: Format = Format {
    name: "state file",
    prefix: b"[",
    is_complete: |line| serde_json::from_slice::<Vec<Change>>(line).is_ok(),
    mode: 0o600,
    is_synced: true,
};

/// A file is written anew when it has this many times the bytes that it needs, and this many more.
const MAX_GROWTH: usize = 4;
const MIN_GROWTH: usize = 64 * 1024;

/// A document that is set, or removed if it is `None`.
pub type Change = (String, Option<Value>);

#[derive(Default)]
pub struct Store {
    documents: BTreeMap<String, Value>,
    /// What there is without a file, and after a reset.
    initial: Vec<Change>,
    file: Option<AppendLog>,
}

/// Joins ids, which may hold any characters, below `installations`.
pub fn key<const N: usize>(ids: [&str; N]) -> String {
    let mut key = "installations".to_owned();
    for id in ids {
        key.push('/');
        key.push_str(&id.replace('%', "%25").replace('/', "%2F"));
    }
    key
}

impl Store {
    /// Reads a state file, or creates it.
    pub fn open(path: &Path) -> Result<(Self, Option<Repair>)> {
        let (mut file, repair) = AppendLog::open(&FORMAT, path)?;
        let mut store = Self::default();
        let lines = file.contents()?;
        for (index, line) in lines.split(|byte| *byte == b'\n').enumerate() {
            if line.trim_ascii().is_empty() {
                continue;
            }
            let changes = serde_json::from_slice(line).map_err(|error| {
                Error::usage(format!("{}:{} is not a state: {error}", path.display(), index + 1))
                    .with_hint("name a file that `emulate --state` has written, or a new one")
            })?;
            store.change(changes);
        }
        let line = json_bytes(&store.documents.iter().collect::<Vec<_>>());
        if lines.len() > MAX_GROWTH * line.len() + MIN_GROWTH {
            file = file.replace_with(&line)?;
        }
        store.file = Some(file);
        Ok((store, repair))
    }

    pub fn get(&self, key: &str) -> Option<&Value> {
        self.documents.get(key)
    }

    /// Begins with these, unless there is something already.
    pub fn begin_with(&mut self, initial: Vec<Change>) -> Result<()> {
        self.initial = initial;
        if self.documents.is_empty() { self.apply(self.initial.clone()) } else { Ok(()) }
    }

    pub fn reset(&mut self) -> Result<()> {
        self.replace(Vec::new())?;
        self.apply(self.initial.clone())
    }

    /// Everything, or a document with all that is below it.
    pub fn documents(&self, key: Option<&str>) -> BTreeMap<&str, &Value> {
        let is_asked_for = |known: &str| {
            key.is_none_or(|key| {
                known.strip_prefix(key).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            })
        };
        let documents = self.documents.iter().map(|(key, document)| (&**key, document));
        documents.filter(|(known, _)| is_asked_for(known)).collect()
    }

    /// The documents directly or indirectly below a key, in order.
    pub fn below<'a>(
        &'a self,
        key: &str,
    ) -> impl Iterator<Item = (&'a String, &'a Value)> + use<'a> {
        // `0` follows `/`.
        let (start, end) = (format!("{key}/"), format!("{key}0"));
        self.documents.range((Bound::Included(start), Bound::Excluded(end)))
    }

    /// The documents directly below a key.
    pub fn children<'a>(
        &'a self,
        key: &str,
    ) -> impl Iterator<Item = (&'a String, &'a Value)> + use<'a> {
        let length = key.len() + 1;
        self.below(key).filter(move |(key, _)| !key[length..].contains('/'))
    }

    /// Writes the changes down, then makes them.
    pub fn apply(&mut self, changes: Vec<Change>) -> Result<()> {
        if changes.is_empty() {
            return Ok(());
        }
        if let Some(file) = &mut self.file {
            file.append(&json_bytes(&changes))?;
        }
        self.change(changes);
        Ok(())
    }

    /// Replaces everything.
    pub fn replace(&mut self, documents: Vec<Change>) -> Result<()> {
        let gone = self.documents.keys().map(|key| (key.clone(), None));
        self.apply(gone.chain(documents).collect())
    }

    /// Keeps what was read from the partner, and returns the names of the members that were known
    /// otherwise.
    pub fn keep(&mut self, read_back: &ReadBack) -> Result<Vec<String>> {
        let Some(Value::Object(members)) = &read_back.document else { return Ok(Vec::new()) };
        let installation = &*read_back.installation;
        let key = match &read_back.resource {
            Some(resource) => key([installation, "resources", resource]),
            None => key([installation]),
        };
        let known = self.documents.get(&key);
        let is_other =
            |name: &&String| known.is_some_and(|known| known.get(*name) != members.get(*name));
        let changed: Vec<String> = members.keys().filter(is_other).cloned().collect();
        let mut document = known.cloned().unwrap_or_else(|| match &read_back.resource {
            Some(resource) => json!({ "internalId": internal_id(resource) }),
            None => json!({ "id": installation }),
        });
        merge(&mut document, &Value::Object(members.clone()));
        note_plan(&mut document);
        self.apply(vec![(key, Some(document))])?;
        Ok(changed)
    }

    /// Removes a document and everything below it.
    pub fn removal(&self, key: &str) -> Vec<Change> {
        let below = self.below(key).map(|(key, _)| (key.clone(), None));
        std::iter::once((key.to_owned(), None)).chain(below).collect()
    }

    fn change(&mut self, changes: Vec<Change>) {
        for (key, document) in changes {
            match document {
                Some(document) => self.documents.insert(key, document),
                None => self.documents.remove(&key),
            };
        }
    }
}

/// An installation with a resource, whose ids are those of the sample data.
pub fn sample(data: &SampleData) -> Vec<Change> {
    let [id, user, resource, plan] =
        ["installation.id", "accountUser.id", "resource.id", "billingPlan.id"]
            .map(|name| data.get(name));
    let [name, email] = ["user.name", "user.email"].map(|name| data.get(name));
    let plan = json!({ "id": plan, "type": "subscription", "name": plan });
    let installation = json!({
        "id": id,
        "account": {
            "name": data.get("team.slug"),
            "url": format!("https://vercel.com/{}", data.get("team.slug")),
            "contact": { "email": email, "name": name },
        },
        "billingPlan": plan,
    });
    let member = json!({
        "id": user, "role": "ADMIN", "globalUserId": data.get("globalUser.id"), "userEmail": email,
    });
    let document = json!({
        "id": resource,
        "internalId": internal_id(resource),
        "productId": data.get("product.id"),
        "name": data.get("resource.name"),
        "status": "ready",
        "ownership": "owned",
        "metadata": {},
        "billingPlan": plan,
        "billingPlanIds": [plan["id"]],
    });
    vec![
        (key([id]), Some(installation)),
        (key([id, "members", user]), Some(member)),
        (key([id, "resources", resource]), Some(document)),
    ]
}

/// Vercel's own id of a resource. It depends on the partner's only, so that runs are alike.
pub fn internal_id(resource: &str) -> String {
    format!("store_{resource}")
}
