//! `--payload` and `--template`.

use super::*;

#[test]
fn a_payload_replaces_the_samples_and_keeps_its_digits_order_and_braces() {
    let payload = r#"{"z":12345678901234567890123,"a":1.0,"e":-0,"f":0.10,"t":"{{now}} é"}"#;
    for name in ["flag.created", "comment.created"] {
        vercel_hooks(["generate", name, "--now", "0", "--payload", "p.json"])
            .file("p.json", payload)
            .gives(
                0,
                format!(
                    "{{\"type\":\"{name}\",\"id\":\"[..]\",\"createdAt\":0,\"region\":null,\
                         \"payload\":{payload}}}\n"
                ),
                "",
            );
    }
}

#[test]
fn numbers_of_any_size_survive() {
    for number in [
        "0",
        "-0",
        "9007199254740993",
        "-9223372036854775809",
        "18446744073709551616",
        "0.30000000000000004441",
        "1.000000000000000000000000000000",
    ] {
        vercel_hooks(["generate", "flag.created", "--payload", "-"])
            .stdin(format!("[{number}]"))
            .gives(0, format!("{{[..],\"payload\":[{number}]}}\n"), "");
    }
}

#[test]
fn a_payload_keeps_the_legacy_envelope_and_can_be_overridden() {
    let done = vercel_hooks(["generate", "deployment-ready", "--payload=-", "--set=payload.a:=2"])
        .stdin("{\"a\":1}")
        .ends(0);
    let event = done.json_lines().remove(0);
    assert_eq!(event["payload"], json!({ "a": 2 }));
    assert!(event["webhookId"].is_string() && event["ownerId"].is_string());
}

#[test]
fn a_flat_body_has_no_payload_to_replace() {
    vercel_hooks(["generate", "spend:threshold", "--payload", "-"]).stdin("{}").gives(
        2,
        "",
        "error: `spend:threshold` has no payload to replace: its body is flat
hint: change its fields with --set, or send your own body with --file
",
    );
}

#[test]
fn names_a_payload_that_cannot_be_used() {
    vercel_hooks(["generate", "flag.created", "--payload", "missing.json"]).gives(
        2,
        "",
        "error: cannot read missing.json: [..]\n",
    );
    let deep = "[".repeat(100_000);
    for (bytes, why) in [
        (&b""[..], "EOF while parsing[..]"),
        (b"{\"a\":", "EOF while parsing[..]"),
        (b"{} {}", "trailing characters[..]"),
        (b"\xff", "[..]"),
        (deep.as_bytes(), "recursion limit exceeded[..]"),
    ] {
        vercel_hooks(["generate", "flag.created", "--payload", "p.json"])
            .file("p.json", bytes)
            .gives(2, "", format!("error: p.json is not valid JSON: {why}\n"));
        vercel_hooks(["generate", "--template", "-"]).stdin(bytes.to_vec()).gives(
            2,
            "",
            format!("error: standard input is not valid JSON: {why}\n"),
        );
    }
}

#[test]
fn the_depth_of_payloads_and_templates_has_a_limit() {
    let nested = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
    let payload = ["generate", "flag.created", "--payload", "-"];
    vercel_hooks(payload).stdin(nested(64)).ends(0);
    let template = |levels: usize| format!("{{\"a\":{}}}", nested(levels - 1));
    vercel_hooks(["generate", "--template", "-"]).stdin(template(64)).ends(0);
    let error = "error: JSON is nested more than 64 levels deep\n";
    vercel_hooks(payload).stdin(nested(65)).gives(2, "", error);
    vercel_hooks(["generate", "--template", "-"]).stdin(template(65)).gives(2, "", error);
}

#[test]
fn templates_can_use_every_placeholder() {
    let template = r#"{"type":"my.event","id":"{{event.id}}","createdAt":"{{now-90s}}",
            "iso":"{{ now.iso+1d }}","text":"at {{now}}","literal":"\\{{now}}",
            "url":"https://{{deployment.url}}/","n":1.50}"#;
    let args = ["generate", "--template", "t.json", "--now", "2026-01-31T12:00:00Z"];
    let event = vercel_hooks(args).file("t.json", template).ends(0).json_lines().remove(0);
    let keys: Vec<&String> = event.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["type", "id", "createdAt", "iso", "text", "literal", "url", "n"]);
    assert_eq!(event["id"].as_str().unwrap().len(), 21);
    assert_eq!(event["createdAt"], 1_769_860_710_000_u64);
    assert_eq!(event["iso"], "2026-02-01T12:00:00.000Z");
    assert_eq!(event["text"], "at 1769860800000");
    assert_eq!(event["literal"], "{{now}}");
    assert!(event["url"].as_str().unwrap().ends_with(".vercel.app/"));
    assert_eq!(event["n"].to_string(), "1.50");
}

#[test]
fn a_template_takes_the_named_type() {
    small(&["flag.created"]).gives(0, "{\"type\":\"flag.created\",[..]}\n", "");
    small(&["comment.created"]).gives(0, "{\"type\":\"comment.created\",[..]}\n", "");
}

#[test]
fn a_template_is_one_event() {
    small(&["flag.created", "flag.deleted"]).gives(
        2,
        "",
        "error: --template is for one event, but 2 events were named
hint: name one event, or none
",
    );
    small(&["--payload", "p.json"]).gives(
        2,
        "",
        "error: the argument '--template <FILE>' cannot be used with '--payload <FILE>'\n...\n",
    );
}

#[test]
fn explains_errors_in_a_template() {
    for (template, stderr) in [
        (
            r#"{"a":"{{project.nam}}"}"#,
            "error: unknown placeholder `{{project.nam}}`\nhint: did you mean `project.name`?\n",
        ),
        (r#"{"a":"{{now*2}}"}"#, "error: unknown placeholder `{{now*2}}`\nhint: [..]\n"),
        (r#"{"a":"{{}}"}"#, "error: unknown placeholder `{{}}`\nhint: [..]\n"),
        (
            r#"{"a":"{{now"}"#,
            "error: unclosed placeholder in \"{{now\"\nhint: close it with `}}`[..]\n",
        ),
        ("[1]", "error: t.json must be a JSON object, not an array\n"),
        ("\"x\"", "error: t.json must be a JSON object, not a string\n"),
    ] {
        vercel_hooks(["generate", "--template", "t.json"])
            .file("t.json", template)
            .gives(2, "", stderr);
    }
}

#[test]
fn files_can_start_with_a_byte_order_mark() {
    let done = vercel_hooks(["generate", "--template", "t.json", "--output", "d/", "-q"])
        .file("t.json", format!("\u{feff}{SMALL}"))
        .ends(0);
    assert_eq!(done.files("d"), ["my.event.json"], "the name is its type");
    vercel_hooks(["generate", "flag.created", "--payload", "p.json"])
        .file("p.json", "\u{feff}{}")
        .gives(0, "{[..]\"payload\":{}}\n", "");
    vercel_hooks(["generate", "--scenario", "s.json"])
        .file("s.json", "\u{feff}{\"events\":[{\"type\":\"flag.created\"}]}")
        .gives(0, "{\"type\":\"flag.created\",[..]}\n", "");
}
