//! Which events are made.

use super::*;

fn types(args: &[&str]) -> Vec<String> {
    events(args).iter().map(|item| item["type"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn keeps_the_order_typed_and_expands_globs_in_documentation_order() {
    assert_eq!(
        types(&["flag.deleted", "project.env-variable.*", "flag.created"]),
        [
            "flag.deleted",
            "project.env-variable.created",
            "project.env-variable.updated",
            "project.env-variable.deleted",
            "flag.created"
        ]
    );
    assert_eq!(types(&["flag.?reated"]), ["flag.created"]);
    assert_eq!(types(&["flag.[cd]*"]), ["flag.created", "flag.deleted"]);
}

#[test]
fn globs_skip_types_with_an_unknown_payload() {
    assert_eq!(types(&["deployment.check*"]), ["deployment.check-rerequested"]);
    assert_eq!(types(&["deployment.check[rs]*"]), ["deployment.checkrun.start"]);
}

#[test]
fn notes_a_named_legacy_type_once() {
    let note = "deployment-ready is legacy: only existing webhooks that subscribe to it receive \
                it; new webhooks receive deployment.succeeded\n";
    let generate = ["generate", "--compact"];
    for (events, stderr) in
        [(&["deployment-ready", "flag.created", "deployment-ready"][..], note), (&["all"], "")]
    {
        vercel_hooks(generate.iter().chain(events).copied()).gives(0, "...\n", stderr);
    }
}

#[test]
fn a_glob_of_the_api_spelling_emits_that_spelling() {
    assert_eq!(types(&["domain.renewal.*"]), ["domain.renewal.failed"]);
}

#[test]
fn suggests_the_nearest_event_type() {
    for name in ["deployment.redy", "ready", "deploymnet.ready"] {
        vercel_hooks(["generate", name]).gives(
            2,
            "",
            format!("error: unknown event `{name}`\nhint: did you mean `deployment.ready`?\n"),
        );
    }
    vercel_hooks(["generate", "deployment_ready"]).gives(
        2,
        "",
        "error: unknown event `deployment_ready`\nhint: did you mean `deployment.ready`?\n",
    );
    vercel_hooks(["generate", "push"]).gives(
        2,
        "",
        "error: unknown event `push`\nhint: `vercel-hooks events list` shows them all\n",
    );
}

#[test]
fn suggests_a_glob_for_a_family_and_the_flag_for_an_endpoint() {
    for (word, hint) in [
        ("marketplace", "did you mean `marketplace.*`?"),
        ("marketplace.invoice", "did you mean `marketplace.invoice.*`?"),
        (":3000", "use --to for an endpoint"),
        ("localhost:3000", "use --to for an endpoint"),
        ("http://localhost", "use --to for an endpoint"),
    ] {
        let message = format!("error: unknown event `{word}`\nhint: {hint}\n");
        vercel_hooks(["send", word]).gives(2, "", message);
    }
}

#[test]
fn events_are_not_separated_by_commas() {
    vercel_hooks(["generate", "flag.created,flag.deleted"]).gives(
        2,
        "",
        "error: unknown event `flag.created,flag.deleted`\nhint: separate events with spaces\n",
    );
}

#[test]
fn one_unknown_event_fails_the_command() {
    vercel_hooks(["generate", "flag.created", "flag.creatde"]).gives(
        2,
        "",
        "error: unknown event `flag.creatde`\nhint: did you mean `flag.created`?\n",
    );
}

#[test]
fn suggests_the_nearest_glob() {
    for (pattern, nearest) in [
        ("deploymnt.*", "deployment.*"),
        ("marketplace.invoce.*", "marketplace.invoice.*"),
        ("deployment.redy*", "deployment.ready*"),
        ("domian*", "domain*"),
    ] {
        let stderr =
            format!("error: no event matches `{pattern}`\nhint: did you mean '{nearest}'?\n");
        vercel_hooks(["generate", pattern]).gives(2, "", &*stderr);
        vercel_hooks(["events", "list", pattern]).gives(2, "", &*stderr);
    }
}

#[test]
fn rejects_invalid_globs_and_globs_without_a_match() {
    for pattern in ["nope.*", "spent*"] {
        vercel_hooks(["generate", pattern]).gives(
            2,
            "",
            format!(
                "error: no event matches `{pattern}`\n\
                     hint: `vercel-hooks events list` shows them all\n"
            ),
        );
    }
    vercel_hooks(["generate", "[a"]).gives(
        2,
        "",
        "error: invalid glob `[a`: [..]\nhint: `*` matches any text, `?` one character\n",
    );
}

#[test]
fn requires_an_event() {
    vercel_hooks(["generate"]).gives(
        2,
        "",
        "error: no event was named
hint: name event types (`deployment.ready`), a glob (`'deployment.*'`) or `all`
",
    );
}

#[test]
fn the_events_of_a_scenario_share_sample_data_and_keep_its_times() {
    let events = events(&["--scenario", "invoice-unpaid", "--now", "2026-01-31"]);
    let types: Vec<&str> = events.iter().map(|item| item["type"].as_str().unwrap()).collect();
    let expected =
        ["created", "notpaid", "overdue"].map(|item| format!("marketplace.invoice.{item}"));
    assert_eq!(types, expected);
    let times: Vec<u64> = events.iter().map(|item| item["createdAt"].as_u64().unwrap()).collect();
    assert!(times[0] == 1_769_817_600_000 && times.is_sorted_by(|one, next| one < next));
    let invoices = ["invoiceId", "installationId"]
        .map(|key| events.iter().all(|item| item["payload"][key] == events[0]["payload"][key]));
    assert_eq!(invoices, [true; 2]);
    vercel_hooks(["generate", "flag.created", "--scenario", "invoice-unpaid"]).gives(
        2,
        "",
        "error: the argument '[TYPE]...' cannot be used with '--scenario <NAME|FILE>'\n...",
    );
}
