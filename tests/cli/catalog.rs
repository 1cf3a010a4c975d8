//! The catalog against Vercel's documentation, and its templates, tables and schemas against each
//! other.

use std::collections::BTreeMap;

use jsonschema::Validator;
use serde::Deserialize;
use serde_json::{Value, json};

use super::support::{event_types, vercel_hooks};

/// The tables of <https://vercel.com/docs/webhooks/webhooks-api>: path, type, may be null.
const DOCUMENTED: &str = include_str!("../data/documented-fields.json");

#[derive(Deserialize)]
struct Documentation {
    current: Generation,
    legacy: Generation,
}

#[derive(Deserialize)]
struct Generation {
    envelope: Vec<Row>,
    events: BTreeMap<String, Vec<Row>>,
}

/// A row of a table, of the documentation or of `events show`.
#[derive(Clone, Debug, Deserialize)]
struct Row {
    path: String,
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    nullable: bool,
    #[serde(default)]
    optional: bool,
    #[serde(default)]
    items: Option<String>,
    #[serde(default)]
    values: Vec<String>,
    #[serde(default)]
    contents: Option<String>,
    #[serde(default)]
    source: Option<String>,
}

/// Every documented type with the rows of its envelope and its own.
fn documented() -> BTreeMap<String, Vec<Row>> {
    let Documentation { current, legacy } = serde_json::from_str(DOCUMENTED).unwrap();
    let mut types = BTreeMap::new();
    for generation in [current, legacy] {
        for (name, rows) in generation.events {
            types.insert(name, [generation.envelope.clone(), rows].concat());
        }
    }
    types
}

/// The names of all types, by whether they have a template.
fn names(has_template: bool) -> Vec<String> {
    let event_types = event_types().into_iter();
    let named = event_types.filter(|event_type| event_type["hasTemplate"] == has_template);
    named.map(|event_type| event_type["type"].as_str().unwrap().to_owned()).collect()
}

fn templates() -> Vec<String> {
    names(true)
}

/// One event of each of these types and round, in order.
fn events<'a>(names: impl IntoIterator<Item = &'a str>, rounds: &'a str) -> Vec<Value> {
    let args = ["generate", "--seed", "1", "--count", rounds].into_iter().chain(names);
    vercel_hooks(args).ends(0).json_lines()
}

/// Everything that has a template, with one event of it.
fn samples() -> Vec<(String, Value)> {
    let names = templates();
    let events = events(names.iter().map(String::as_str), "1");
    assert_eq!(events.len(), names.len());
    names.into_iter().zip(events).collect()
}

/// What `events show` says of a type.
fn shown(name: &str) -> Value {
    vercel_hooks(["events", "show", name, "--json"]).ends(0).json_lines().remove(0)
}

fn table(name: &str) -> Vec<Row> {
    serde_json::from_value(shown(name)["description"]["fields"].clone()).unwrap()
}

fn schema(name: &str) -> Value {
    serde_json::from_slice(&vercel_hooks(["events", "schema", name]).ends(0).stdout).unwrap()
}

fn validator(name: &str) -> Validator {
    let schema = schema(name);
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema", "{name}");
    jsonschema::draft202012::options().should_validate_formats(true).build(&schema).unwrap()
}

/// The values at a path, through every item of its lists; none where one is missing.
fn at<'a>(event: &'a Value, path: &str) -> Option<Vec<&'a Value>> {
    let mut values = vec![event];
    for step in path.split('.') {
        let name = step.trim_end_matches("[]");
        values = values.into_iter().map(|value| value.get(name)).collect::<Option<_>>()?;
        if name != step {
            let lists: Option<Vec<_>> = values.into_iter().map(Value::as_array).collect();
            values = lists?.into_iter().flatten().collect();
        }
    }
    (!values.is_empty()).then_some(values)
}

/// The way to the first value at a path.
fn pointer(path: &str) -> String {
    format!("/{}", path.replace("[]", "/0").replace('.', "/"))
}

fn is_of_type(value: &Value, kind: &str) -> bool {
    match kind {
        "ID" | "String" => value.is_string(),
        "IsoDate" => value.as_str().is_some_and(|item| item.parse::<jiff::Timestamp>().is_ok()),
        "Number" | "Date" => value.is_number(),
        "Boolean" => value.is_boolean(),
        "List" => value.is_array(),
        "Map" | "Object" => value.is_object(),
        _ => panic!("the documentation has no type {kind}"),
    }
}

/// The paths of everything that holds no further value.
fn leaves(value: &Value, path: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(members) if !members.is_empty() => {
            let dot = if path.is_empty() { "" } else { "." };
            for (name, member) in members {
                leaves(member, &format!("{path}{dot}{name}"), found);
            }
        }
        Value::Array(items) if !items.is_empty() => {
            for item in items {
                leaves(item, &format!("{path}[]"), found);
            }
        }
        _ => found.push(path.to_owned()),
    }
}

impl Row {
    fn covers(&self, leaf: &str) -> bool {
        let is_open = self.kind == "Map" || self.contents.as_deref() == Some("unknown");
        match leaf.strip_prefix(&self.path) {
            Some("") => true,
            Some("[]") => self.items.is_some() || is_open,
            Some(rest) => is_open && rest.starts_with(['.', '[']),
            None => false,
        }
    }
}

#[test]
fn all_generates_every_documented_type() {
    let generated = vercel_hooks(["generate", "all"]).ends(0).json_lines();
    let mut names: Vec<&str> =
        generated.iter().map(|item| item["type"].as_str().unwrap()).collect();
    names.sort_unstable();
    assert_eq!(names, documented().keys().collect::<Vec<_>>());
}

#[test]
fn every_documented_field_is_in_its_event_with_its_documented_type() {
    let documented = documented();
    let events = events(["all"], "1");
    for event in events {
        let name = event["type"].as_str().unwrap();
        for row in &documented[name] {
            let values = at(&event, &row.path);
            let values = values.unwrap_or_else(|| panic!("{name} has no {}", row.path));
            for value in values {
                let fits = is_of_type(value, &row.kind) || (row.nullable && value.is_null());
                assert!(fits, "{name}: {} is {value}, not {}", row.path, row.kind);
            }
        }
    }
}

#[test]
fn events_show_lists_every_documented_field_with_its_documented_type() {
    for (name, rows) in documented() {
        let table = table(&name);
        for row in rows {
            let known = table.iter().find(|item| item.path == row.path);
            let known = known.unwrap_or_else(|| panic!("{name} lists no {}", row.path));
            assert_eq!(known.kind, row.kind, "{name}: {}", row.path);
            assert!(known.nullable || !row.nullable, "{name}: {} may be null", row.path);
            assert_eq!(known.source.as_deref(), Some("documented"), "{name}: {}", row.path);
        }
    }
}

#[test]
fn only_documented_fields_are_marked_documented() {
    for (name, rows) in documented() {
        for row in table(&name) {
            let is_documented = rows.iter().any(|item| item.path == row.path);
            let says_so = row.source.as_deref() == Some("documented");
            assert_eq!(says_so, is_documented, "{name}: {}", row.path);
        }
    }
}

#[test]
fn templates_and_field_lists_cover_each_other() {
    for (name, event) in samples() {
        let table = table(&name);
        let mut found = Vec::new();
        leaves(&event, "", &mut found);
        for leaf in found {
            assert!(table.iter().any(|row| row.covers(&leaf)), "{name}: no row covers {leaf}");
        }
        for row in table {
            let Some(values) = at(&event, &row.path) else {
                assert!(row.optional, "{name} has no {}, which is not optional", row.path);
                continue;
            };
            for value in values {
                let fits = is_of_type(value, &row.kind) || (row.nullable && value.is_null());
                assert!(fits, "{name}: {} is {value}, not {}", row.path, row.kind);
                let allows = |text: &str| row.values.iter().any(|item| item == text);
                let is_listed = row.values.is_empty() || value.as_str().is_none_or(allows);
                assert!(is_listed, "{name}: {} is {value}, not one of its values", row.path);
            }
        }
    }
}

#[test]
fn no_field_is_listed_twice() {
    for name in templates() {
        let mut paths: Vec<String> = table(&name).into_iter().map(|row| row.path).collect();
        let count = paths.len();
        paths.sort();
        paths.dedup();
        assert_eq!(paths.len(), count, "{name}");
    }
}

#[test]
fn every_event_validates_against_its_schema() {
    let names = templates();
    let validators: Vec<Validator> = names.iter().map(|name| validator(name)).collect();
    let events = events(names.iter().map(String::as_str), "20");
    assert_eq!(events.len(), 20 * names.len());
    for (index, event) in events.iter().enumerate() {
        let at = index % names.len();
        let errors: Vec<String> =
            validators[at].iter_errors(event).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{}: {errors:?}", names[at]);
    }
}

#[test]
fn schemas_reject_events_without_a_required_field() {
    for (name, event) in samples() {
        let validator = validator(&name);
        let required = table(&name).into_iter().filter(|row| !row.optional);
        for row in required.filter(|row| at(&event, &row.path).is_some()) {
            let mut broken = event.clone();
            let (parent, member) = row.path.rsplit_once('.').unwrap_or(("", &row.path));
            let parent = if parent.is_empty() { String::new() } else { pointer(parent) };
            broken.pointer_mut(&parent).unwrap().as_object_mut().unwrap().remove(member);
            assert!(!validator.is_valid(&broken), "{name} is valid without {}", row.path);
        }
    }
}

#[test]
fn schemas_reject_other_types_and_accept_null_only_where_allowed() {
    for (name, event) in samples() {
        let validator = validator(&name);
        for row in table(&name).into_iter().filter(|row| at(&event, &row.path).is_some()) {
            let is_valid_with = |value: Value| {
                let mut changed = event.clone();
                *changed.pointer_mut(&pointer(&row.path)).unwrap() = value;
                validator.is_valid(&changed)
            };
            let is_object = matches!(row.kind.as_str(), "Map" | "Object");
            let wrong = if is_object { json!([]) } else { json!({}) };
            assert!(!is_valid_with(wrong), "{name}: {} may be anything", row.path);
            assert_eq!(is_valid_with(Value::Null), row.nullable, "{name}: null {}", row.path);
            if !row.values.is_empty() {
                assert!(!is_valid_with(json!("none of these")), "{name}: {}", row.path);
            }
        }
    }
}

#[test]
fn schemas_accept_a_delivery_of_2020() {
    let id = "dpl_4sVBTuxhCGVdRcKrPHLUiJyTmqxK";
    let mut event = json!({
        "id": "uev_hQ3vR1mXw8ZcT5nKbL7pJ2dY", "ownerId": "aB3dE5fG7hJ9kL1mN3pQ5rS7",
        "type": "deployment", "createdAt": 1_592_000_000_000_i64, "region": "now-sfo",
        "teamId": null, "userId": "aB3dE5fG7hJ9kL1mN3pQ5rS7",
        "payload": {
            "deploymentId": id, "name": "blog", "project": "blog", "url": "blog-abc.vercel.app",
            "projectId": "QmX7n", "plan": "hobby", "regions": ["sfo1"], "target": "production",
            "alias": ["blog.now.sh"], "type": "LAMBDAS",
            "deployment": {
                "id": id, "name": "blog", "url": "blog-abc.vercel.app",
                "meta": { "githubDeployment": "1", "githubCommitOrg": "a", "githubCommitRepo": "b" }
            }
        }
    });
    let validator = validator("deployment");
    assert!(validator.is_valid(&event));
    event["payload"]["deployment"]["meta"] = json!({});
    assert!(validator.is_valid(&event));
    event["payload"]["project"] = json!({ "id": "p" });
    assert!(!validator.is_valid(&event), "the project was a string");
}

#[test]
fn schemas_accept_the_members_that_vercels_example_integration_reads() {
    let published = |row: &Row| row.path == "payload.installationIds";
    let names: Vec<String> =
        templates().into_iter().filter(|name| table(name).iter().any(published)).collect();
    assert!(names.iter().any(|name| name == "deployment.created"));
    for (name, event) in names.iter().zip(events(names.iter().map(String::as_str), "1")) {
        let validator = validator(name);
        let with = |change: &dyn Fn(&mut Value)| {
            let mut changed = event.clone();
            change(&mut changed["payload"]);
            validator.is_valid(&changed)
        };
        let resources = json!([{ "externalResourceId": "r" }]);
        assert!(with(&|payload| payload["installationIds"] = json!(["icfg_1"])), "{name}");
        assert!(!with(&|payload| payload["installationIds"] = json!([1])), "{name}");
        assert!(with(&|payload| payload["integrations"] = json!([{ "installationId": "i" }])));
        assert!(with(&|payload| {
            payload["integrations"] = json!([{ "installationId": "i", "resources": resources }]);
        }));
        assert!(!with(&|payload| payload["integrations"] = json!([{ "installationId": 1 }])));
        if event["payload"].get("user").is_some() {
            assert!(with(&|payload| payload["user"]["id"] = Value::Null), "{name}");
            assert!(with(&|payload| drop(payload.as_object_mut().unwrap().remove("user"))));
        }
    }
}

#[test]
fn schemas_allow_unknown_fields_and_reject_other_event_types() {
    let validator = validator("deployment.ready");
    let mut event = events(["deployment.ready"], "1").remove(0);
    event["payload"]["deployment"]["new"] = json!({ "at": 1 });
    assert!(validator.is_valid(&event));
    event["type"] = json!("deployment.error");
    assert!(!validator.is_valid(&event));
}

#[test]
fn both_spellings_are_accepted_and_the_typed_one_is_emitted() {
    for event_type in event_types() {
        let Some(api) = event_type["apiName"].as_str() else { continue };
        let documented = event_type["type"].as_str().unwrap();
        let validator = validator(documented);
        let of = |name: &str| {
            let event = events([name], "1").remove(0);
            assert_eq!(event["type"], name);
            assert!(validator.is_valid(&event), "{name}");
            let shown = shown(name);
            assert_eq!(shown["type"], documented);
            assert_eq!(shown["apiName"], api);
            assert_eq!(shown["example"]["type"], name);
            let schema = schema(name);
            assert_eq!(schema["title"], name);
            assert_eq!(schema["properties"]["type"]["enum"], json!([documented, api]));
            event["payload"].clone()
        };
        let (one, other) = (of(documented), of(api));
        assert_eq!(pruned(one), pruned(other), "{documented}");
    }
}

/// Without the times, which differ from run to run.
fn pruned(mut payload: Value) -> Value {
    payload.as_object_mut().unwrap().retain(|_, value| !value.is_number());
    payload
}

#[test]
fn types_with_an_unknown_payload_need_one() {
    let unknown = names(false);
    assert!(!unknown.is_empty());
    for name in &unknown {
        vercel_hooks(["generate", name]).gives(
            2,
            "",
            format!(
                "error: the payload of `{name}` is not documented, so there is no \
                 sample[..]\nhint: provide the payload with --payload FILE\n"
            ),
        );
    }
    let args = ["generate", "--now", "0", "--payload", "payload.json"].into_iter();
    let args = args.chain(unknown.iter().map(String::as_str));
    let events = vercel_hooks(args).file("payload.json", r#"{"a":[1,null]}"#).ends(0).json_lines();
    assert_eq!(events.len(), unknown.len());
    for event in events {
        let keys: Vec<&String> = event.as_object().unwrap().keys().collect();
        assert_eq!(keys, ["type", "id", "createdAt", "region", "payload"]);
        assert_eq!(event["id"].as_str().unwrap().len(), 21);
        assert_eq!(event["createdAt"], 0);
        assert_eq!(event["payload"], json!({ "a": [1, null] }));
    }
}

#[test]
fn reports_what_is_known_about_an_undocumented_type() {
    vercel_hooks(["generate", "test-webhook"]).gives(
        2,
        "",
        "error: the payload of `test-webhook` is not documented, so there is no sample \
         ([..])\nhint: provide the payload with --payload FILE\n",
    );
}

#[test]
fn globs_match_flat_bodies_only_by_their_prefix() {
    let done = vercel_hooks(["generate", "spend:*"]).ends(0);
    let bodies = done.json_lines();
    assert_eq!(bodies.len(), 2);
    for body in bodies {
        assert!(body.get("payload").is_none() && body.get("id").is_none(), "{body}");
    }
    let all = vercel_hooks(["generate", "*"]).ends(0).json_lines();
    assert_eq!(all.len(), documented().len());
}
