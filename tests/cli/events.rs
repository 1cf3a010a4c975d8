//! `events list`, `show`, `schema` and `scenarios`.

use serde_json::{Value, json};

use super::support::{count_event_types, event_types_of_group, keys, vercel_hooks};

/// The entries of `events list --json` with these further arguments.
fn listed(args: &[&str]) -> Vec<Value> {
    let args = ["events", "list", "--json"].into_iter().chain(args.iter().copied());
    vercel_hooks(args).ends(0).json_lines()
}

fn names(entries: &[Value]) -> Vec<&str> {
    entries.iter().map(|item| item["type"].as_str().unwrap()).collect()
}

#[test]
fn flags_add_legacy_and_undocumented_types_to_the_list() {
    let [current, legacy, undocumented, flat] =
        ["current", "legacy", "undocumented", "flat"].map(count_event_types);
    assert!([current, legacy, undocumented, flat].iter().all(|count| *count > 0));
    let shown = current + flat;
    assert_eq!(listed(&[]).len(), shown);
    assert_eq!(listed(&["--legacy"]).len(), shown + legacy);
    assert_eq!(listed(&["--undocumented"]).len(), shown + undocumented);
    assert_eq!(listed(&["--legacy", "--undocumented"]).len(), shown + legacy + undocumented);
}

#[test]
fn the_table_has_one_row_per_type_and_counts_hidden_types() {
    let [legacy, undocumented] = ["legacy", "undocumented"].map(count_event_types);
    let done = vercel_hooks(["events", "list"]).gives(
        0,
        "EVENT [..] MEANING\ndeployment.canceled [..] A deployment [..]\n...\n",
        format!("{legacy} more with --legacy\n{undocumented} more with --undocumented\n"),
    );
    assert_eq!(done.text().lines().count(), 1 + listed(&[]).len());
    vercel_hooks(["events", "list", "--quiet"]).gives(0, "...\n", "");
}

#[test]
fn lists_the_types_of_a_group() {
    let flags = event_types_of_group("flag");
    assert!(flags.iter().all(|name| name.starts_with("flag.")), "{flags:?}");
    assert!(flags.contains(&"flag.segment.created".to_owned()), "{flags:?}");
    let rows: Vec<String> = flags.iter().map(|name| format!("{name:<20}  [..]\n")).collect();
    vercel_hooks(["events", "list", "--group", "flag"]).gives(
        0,
        format!("EVENT                 MEANING\n{}", rows.concat()),
        "",
    );
    vercel_hooks(["events", "list", "deployment.r*", "--undocumented"]).gives(
        0,
        "EVENT                STATUS   MEANING
deployment.rollback  current  [..]
deployment.ready     current  [..]
",
        "",
    );
}

#[test]
fn legacy_types_belong_to_the_group_of_their_replacement() {
    let entries = listed(&["--legacy", "--group", "project"]);
    let legacy = entries.into_iter().filter(|item| item["status"] == "legacy").collect::<Vec<_>>();
    assert_eq!(names(&legacy), ["project-created", "project-removed"]);
    let all = listed(&["--legacy"]);
    let ready = all.iter().find(|item| item["type"] == "deployment-ready").unwrap();
    assert_eq!(ready["group"], "deployment");
    assert_eq!(ready["replacedBy"], "deployment.succeeded");
}

#[test]
fn globs_match_either_spelling() {
    assert_eq!(names(&listed(&["domain.renewal*failed"])), ["domain.renewal-failed"]);
    assert_eq!(names(&listed(&["domain.renewal.*"])), ["domain.renewal-failed"]);
    let both = listed(&["deployment?checks*", "--legacy", "--undocumented"]);
    assert_eq!(
        names(&both),
        ["deployment-checks-completed", "deployment.checks.failed", "deployment.checks.succeeded"]
    );
}

#[test]
fn counts_matches_that_are_hidden() {
    vercel_hooks(["events", "list", "comment.*"]).gives(0, "", "8 more with --undocumented\n");
}

#[test]
fn rejects_globs_and_groups_without_a_match() {
    vercel_hooks(["events", "list", "--group=flags"]).gives(
        2,
        "",
        "error: unknown group `flags`\nhint: the groups are ai-gateway, [..], flag, [..]\n",
    );
    for args in [vec!["no.such.*"], vec!["domain.*", "--group=flag"]] {
        let pattern = args[0];
        vercel_hooks(["events", "list"].into_iter().chain(args)).gives(
            2,
            "",
            format!(
                "error: no event matches `{pattern}`
hint: `vercel-hooks events list` shows them all
"
            ),
        );
    }
    vercel_hooks(["events", "list", "["]).gives(
        2,
        "",
        "error: invalid glob `[`: [..]
hint: `*` matches any text, `?` one character
",
    );
}

#[test]
fn list_as_json_has_these_keys() {
    let all = listed(&["--legacy", "--undocumented"]);
    for entry in &all {
        assert_eq!(
            keys(entry),
            [
                "type",
                "apiName",
                "group",
                "status",
                "summary",
                "replacedBy",
                "hasTemplate",
                "documentation"
            ]
        );
    }
    let of = |name: &str| all.iter().find(|item| item["type"] == name).unwrap();
    let failed = of("domain.renewal-failed");
    assert_eq!(failed["apiName"], "domain.renewal.failed");
    assert_eq!(
        failed["documentation"],
        "https://vercel.com/docs/webhooks/webhooks-api#domain.renewal-failed"
    );
    assert_eq!(of("comment.created")["documentation"], Value::Null);
    assert_eq!(of("comment.created")["hasTemplate"], false);
    assert_eq!(of("deployment.checkrun.start")["hasTemplate"], true);
    assert_eq!(of("spend:threshold")["group"], "spend");
}

#[test]
fn show_describes_a_type() {
    vercel_hooks(["events", "show", "marketplace.invoice.overdue"]).gives(
        0,
        "marketplace.invoice.overdue

[..]
Fires: [..]
...
FIELD [..] TYPE [..] SOURCE [..] DESCRIPTION
type [..] String [..] documented [..]
...
payload.externalInvoiceId [..] ID or null [..] documented [..]
...
Example
{
  \"type\": \"marketplace.invoice.overdue\",
...
}

https://vercel.com/docs/webhooks/webhooks-api#marketplace.invoice.overdue
",
        "",
    );
}

#[test]
fn show_names_the_replacement_of_a_legacy_type() {
    for (legacy, current) in [
        ("deployment", "deployment.created"),
        ("deployment-ready", "deployment.succeeded"),
        ("deployment-prepared", "deployment.ready"),
        ("deployment-canceled", "deployment.canceled"),
        ("deployment-error", "deployment.error"),
        ("deployment-check-rerequested", "deployment.check-rerequested"),
        ("project-created", "project.created"),
        ("project-removed", "project.removed"),
        ("integration-configuration-removed", "integration-configuration.removed"),
        (
            "integration-configuration-permission-updated",
            "integration-configuration.permission-upgraded",
        ),
        (
            "integration-configuration-scope-change-confirmed",
            "integration-configuration.scope-change-confirmed",
        ),
        ("domain-created", "domain.created"),
    ] {
        vercel_hooks(["events", "show", legacy]).gives(
            0,
            format!("{legacy}  legacy\n...\nReplaced by {current}.\n...\n"),
            "",
        );
    }
}

#[test]
fn show_names_the_other_spelling() {
    vercel_hooks(["events", "show", "domain.renewal.failed"]).gives(
        0,
        "domain.renewal-failed
called domain.renewal.failed in Vercel's API
...
  \"type\": \"domain.renewal.failed\",
...
",
        "",
    );
}

#[test]
fn show_reports_an_unknown_payload() {
    vercel_hooks(["events", "show", "comment.created"]).gives(
        0,
        "comment.created  undocumented

Vercel's API accepts this name, but its payload is not documented.
Provide your own to `generate` and `send` with --payload FILE.
",
        "",
    );
    let shown = vercel_hooks(["events", "show", "comment.created", "--json"]).ends(0).json_lines();
    assert_eq!(
        shown,
        [json!({
            "type": "comment.created",
            "apiName": null,
            "group": "comment",
            "status": "undocumented",
            "description": null,
            "unverifiedNote": null,
            "documentation": null,
            "example": null,
        })]
    );
}

#[test]
fn show_as_json_has_the_whole_description_and_an_example() {
    let done = vercel_hooks(["events", "show", "deployment-ready", "--json"]).ends(0);
    let [shown] = done.json_lines().try_into().unwrap();
    let expected = [
        "type",
        "apiName",
        "group",
        "status",
        "description",
        "unverifiedNote",
        "documentation",
        "example",
    ];
    assert_eq!(keys(&shown), expected);
    let description = &shown["description"];
    assert_eq!(keys(description), ["summary", "fires", "replacedBy", "notes", "fields"]);
    assert_eq!(keys(&description["fields"][0]), ["path", "type", "source", "about"]);
    assert_eq!(shown["example"]["type"], "deployment-ready");
}

#[test]
fn show_describes_flat_bodies_and_undocumented_types_with_a_known_payload() {
    vercel_hooks(["events", "show", "spend:threshold"]).gives(
        0,
        "spend:threshold  a body without an envelope\n...\nbudgetAmount [..] Number [..]\n...\n",
        "",
    );
    vercel_hooks(["events", "show", "deployment.checkrun.start"]).gives(
        0,
        "deployment.checkrun.start  undocumented\n...\nExample\n{\n...\n}\n",
        "",
    );
}

#[test]
fn suggests_the_nearest_event_type() {
    for command in ["show", "schema"] {
        vercel_hooks(["events", command, "deployment.redy"]).gives(
            2,
            "",
            "error: unknown event `deployment.redy`\nhint: did you mean `deployment.ready`?\n",
        );
        vercel_hooks(["events", command, "push"]).gives(
            2,
            "",
            "error: unknown event `push`\nhint: `vercel-hooks events list` shows them all\n",
        );
    }
}

#[test]
fn an_undocumented_type_has_no_schema() {
    vercel_hooks(["events", "schema", "comment.created"]).gives(
        2,
        "",
        "error: the payload of `comment.created` is not documented, so there is no sample
hint: [..]
",
    );
}

#[test]
fn a_schema_is_indented_without_json() {
    let indented = vercel_hooks(["events", "schema", "flag.created"]).ends(0);
    let line = vercel_hooks(["events", "schema", "flag.created", "--json"]).ends(0);
    let [schema] = line.json_lines().try_into().unwrap();
    assert_eq!(indented.text(), format!("{schema:#}\n"));
}

#[test]
fn lists_scenarios_with_the_number_of_their_events() {
    vercel_hooks(["events", "scenarios"]).gives(
        0,
        "SCENARIO                EVENTS  DESCRIPTION
deployment-succeeds     4       [..]
deployment-fails        2       [..]
deployment-rolled-back  5       [..]
integration-lifecycle   5       [..]
invoice-paid            2       [..]
invoice-unpaid          3       [..]
rolling-release         3       [..]
flag-lifecycle          3       [..]
domain-lifecycle        7       [..]
",
        "",
    );
}

#[test]
fn scenarios_as_json_name_known_events() {
    let scenarios = vercel_hooks(["events", "scenarios", "--json"]).ends(0).json_lines();
    assert_eq!(
        scenarios[0]["events"],
        json!([
            "deployment.created",
            "deployment.ready",
            "deployment.succeeded",
            "deployment.promoted"
        ])
    );
    for scenario in scenarios {
        assert_eq!(keys(&scenario), ["name", "about", "events"]);
        let events = scenario["events"].as_array().unwrap();
        let args = ["generate"].into_iter().chain(events.iter().map(|item| item.as_str().unwrap()));
        vercel_hooks(args).ends(0);
    }
}

#[test]
fn events_alone_shows_its_help() {
    vercel_hooks(["events"]).gives(2, "", "...\nUsage: [..] events [..]\n...\n");
}
