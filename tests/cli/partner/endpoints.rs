//! `partner list`, `show` and `schema`.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use super::super::support::{keys, vercel_hooks};

fn endpoints() -> Vec<Value> {
    vercel_hooks(["partner", "list", "--json"]).ends(0).json_lines()
}

fn names() -> Vec<String> {
    endpoints().iter().map(|endpoint| endpoint["name"].as_str().unwrap().to_owned()).collect()
}

fn shown(name: &str) -> Value {
    vercel_hooks(["partner", "show", name, "--json"]).ends(0).json_lines().remove(0)
}

#[test]
fn list_names_every_endpoint_and_whether_it_is_needed() {
    let list = vercel_hooks(["partner", "list"]).ends(0);
    let lines: Vec<String> = list.text().lines().map(str::to_owned).collect();
    assert!(lines[0].starts_with("ENDPOINT "), "{}", lines[0]);
    let rows: Vec<&str> =
        lines[1..].iter().map(|line| line.split_whitespace().next().unwrap()).collect();
    assert_eq!(rows, names());
    for (name, need) in [
        ("upsert-installation", "required"),
        ("request-secrets-rotation", "optional"),
        ("list-resources", "deprecated"),
        ("list-billing-plans-for-new-installation", "undocumented"),
        ("accept-resource-transfer", "unspecified"),
    ] {
        let endpoint = endpoints().into_iter().find(|endpoint| endpoint["name"] == name).unwrap();
        assert_eq!(endpoint["need"], need, "{name}");
    }
}

/// A file that is not in the list of endpoints would never be read.
#[test]
fn every_file_is_an_endpoint() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/partner");
    let files = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut files: Vec<String> =
        files.map(|path| path.file_stem().unwrap().to_str().unwrap().to_owned()).collect();
    files.retain(|name| name != "types");
    files.sort();
    let mut names = names();
    names.sort();
    assert_eq!(files, names);
}

#[test]
fn list_as_json_has_these_keys() {
    for endpoint in endpoints() {
        assert_eq!(
            keys(&endpoint),
            ["name", "method", "path", "need", "auth", "summary", "source", "documentation"]
        );
        let is_undocumented = endpoint["need"] == "undocumented";
        assert_eq!(endpoint["documentation"].is_null(), is_undocumented, "{endpoint}");
    }
}

#[test]
fn show_describes_a_call_and_its_responses() {
    vercel_hooks(["partner", "show", "upsert-installation"]).gives(
        0,
        "upsert-installation  required
PUT /v1/installations/{installationId}

Creates or updates an installation.
Called: When a customer installs the integration, [..]

HEADER           VALUE
Authorization    Bearer [..]
X-Vercel-Auth    user
Idempotency-Key  [..]
Content-Type     application/json

Request body
{
  \"scopes\": [
...
  \"credentials\": {
    \"access_token\": \"[..]\",
...
}

RESPONSE          SOURCE      MEANING
200 OK            documented  [..]
201 Created       published   [..]
204 No Content    documented  [..]
400 Bad Request   documented  [..]
401 Unauthorized  observed    [..]
403 Forbidden     documented  [..]
409 Conflict      documented  [..]

  - The same installation can come again: [..] (documented)
...

https://vercel.com/docs/integrations/create-integration/marketplace-api/reference/partner/upsert-installation
",
        "",
    );
}

#[test]
fn show_has_no_request_headers_where_nothing_is_sent() {
    vercel_hooks(["partner", "show", "list-billing-plans-for-product"]).gives(
        0,
        "list-billing-plans-for-product  required
GET /v1/products/{productSlug}/plans

...
HEADER         VALUE
Authorization  Bearer [..]
X-Vercel-Auth  system

QUERY     SOURCE      MEANING
metadata  documented  [..]

RESPONSE          SOURCE      MEANING
200 OK            documented  The plans.
...
",
        "",
    );
    vercel_hooks(["partner", "show", "delete-resource"]).gives(
        0,
        "delete-resource  required
...
X-Vercel-Auth    user or system
Idempotency-Key  [..]

RESPONSE [..]
204 No Content [..]
...
",
        "",
    );
}

#[test]
fn show_as_json_has_these_keys_and_a_filled_sample() {
    for name in names() {
        let shown = shown(&name);
        assert_eq!(
            keys(&shown),
            [
                "name",
                "method",
                "path",
                "need",
                "auth",
                "summary",
                "source",
                "documentation",
                "called",
                "idempotencyKey",
                "query",
                "sample",
                "responses",
                "notes"
            ]
        );
        assert_eq!(shown["idempotencyKey"], shown["method"] != "GET", "{name}");
        assert!(!shown["sample"].to_string().contains("{{"), "{name}");
        for response in shown["responses"].as_array().unwrap() {
            assert_eq!(keys(response), ["status", "about", "source", "hasBody"]);
        }
    }
    let sample = shown("create-resource-transfer")["sample"].clone();
    assert!(sample["expiresAt"].is_number(), "{sample}");
}

#[test]
fn schemas_are_self_contained_and_match_the_samples() {
    for name in names() {
        let shown = shown(&name);
        let statuses = shown["responses"].as_array().unwrap().iter();
        let with_body = statuses.filter(|response| response["hasBody"] == true);
        let statuses: Vec<String> =
            with_body.map(|response| response["status"].to_string()).collect();
        for status in &statuses {
            let args = ["partner", "schema", &name, "--response", status];
            let schema: Value = serde_json::from_slice(&vercel_hooks(args).ends(0).stdout).unwrap();
            assert!(jsonschema::draft202012::meta::is_valid(&schema), "{schema:#}");
            jsonschema::draft202012::new(&schema).unwrap();
            assert_eq!(schema["title"], format!("{name} response {status}"));
        }
        if !shown["sample"].is_null() {
            let printed = vercel_hooks(["partner", "schema", &name]).ends(0);
            let schema: Value = serde_json::from_slice(&printed.stdout).unwrap();
            assert!(jsonschema::draft202012::is_valid(&schema, &shown["sample"]), "{name}");
            assert!(!jsonschema::draft202012::is_valid(&schema, &json!([])), "{name}");
        }
    }
}

#[test]
fn a_schema_is_indented_without_json() {
    let args = ["partner", "schema", "get-resource", "--response", "200"];
    let indented = vercel_hooks(args).ends(0);
    let line = vercel_hooks(args.into_iter().chain(["--json"])).ends(0);
    let [schema] = line.json_lines().try_into().unwrap();
    assert_eq!(indented.text(), format!("{schema:#}\n"));
}

#[test]
fn says_which_schemas_there_are() {
    for (args, stderr) in [
        (
            &["get-resource"][..],
            "error: `get-resource` has no request body\nhint: use --response with 200, 401, 403, 404\n",
        ),
        (
            &["delete-resource", "--response", "200"],
            "error: `delete-resource` has no response with status 200\n\
             hint: use --response with 401, 403, 404, 409\n",
        ),
        (
            &["delete-resource", "--response", "204"],
            "error: a response of `delete-resource` with status 204 has no body\n",
        ),
        (
            &["delete-resource", "--response", "20"],
            "error: invalid value '20' for '--response <STATUS>': 20 is not in 100..600\n...\n",
        ),
    ] {
        vercel_hooks(["partner", "schema"].into_iter().chain(args.iter().copied()))
            .gives(2, "", stderr);
    }
}

#[test]
fn suggests_the_nearest_endpoint() {
    for command in ["show", "schema"] {
        vercel_hooks(["partner", command, "provision-resorce"]).gives(
            2,
            "",
            "error: unknown endpoint `provision-resorce`\nhint: did you mean `provision-resource`?\n",
        );
        vercel_hooks(["partner", command, "install"]).gives(
            2,
            "",
            "error: unknown endpoint `install`\nhint: `vercel-hooks partner list` shows them all\n",
        );
    }
}
