//! Where the ids come from, and invalid ids.

use super::super::support::vercel_hooks;
use super::{RESOURCE, accepting, notify, notify_resource};

/// The ids: their flag, which is also their key in the project file, and their variable.
const IDS: [(&str, &str); 4] = [
    ("installation", "VERCEL_INSTALLATION_ID"),
    ("resource", "VERCEL_RESOURCE_ID"),
    ("product", "VERCEL_PRODUCT_ID"),
    ("billing-plan", "VERCEL_BILLING_PLAN_ID"),
];

/// The places where an id can stand, the strongest first.
const PLACES: [&str; 5] = ["flag", "environment", ".env.local", ".env", "vercel-hooks.toml"];

/// Sends a notification of this type, with ids in all places from this one on that tell where they
/// stand, and asserts which ones arrive.
#[track_caller]
fn assert_strongest(notification: &str, strongest: usize) {
    let is_of_resource = notification == "resource.updated";
    let belongs = |name: &str| match name {
        "installation" => true,
        "billing-plan" => !is_of_resource,
        _ => is_of_resource,
    };
    let value = |name: &str, place: usize| format!("{name}-from-{}", PLACES[place]);
    let mut args = vec![notification.to_owned()];
    if strongest == 0 {
        for (name, _) in IDS.into_iter().filter(|(name, _)| belongs(name)) {
            args.extend([format!("--{name}"), value(name, 0)]);
        }
    }
    let server = accepting();
    let mut run = notify(&server, &args.iter().map(String::as_str).collect::<Vec<_>>());
    if strongest <= 1 {
        for (name, variable) in IDS {
            run = run.env(variable, &value(name, 1));
        }
    }
    for (place, file) in PLACES.into_iter().enumerate().skip(strongest.max(2)) {
        let lines = IDS.map(|(name, variable)| match file {
            "vercel-hooks.toml" => format!("{name} = \"{}\"\n", value(name, place)),
            _ => format!("{variable}={}\n", value(name, place)),
        });
        run = run.file(file, lines.concat());
    }
    run.ends(0);
    let request = server.only();
    let id = |name| value(name, strongest);
    assert_eq!(request.target, format!("/v1/installations/{}/events", id("installation")));
    let event = if is_of_resource {
        serde_json::json!({
            "type": notification, "resourceId": id("resource"), "productId": id("product"),
        })
    } else {
        serde_json::json!({ "type": notification, "billingPlanId": id("billing-plan") })
    };
    assert_eq!(request.json(), serde_json::json!({ "event": event }));
}

#[test]
fn each_source_overrides_the_weaker_ones() {
    for strongest in 0..PLACES.len() {
        assert_strongest("resource.updated", strongest);
        assert_strongest("installation.updated", strongest);
    }
}

#[test]
fn ignores_empty_variables() {
    let server = accepting();
    let mut run = notify_resource(&server, &[]);
    for (_, variable) in IDS {
        run = run.env(variable, "");
    }
    run.ends(0);
    let event = serde_json::json!({ "type": "resource.updated", "resourceId": "db_7" });
    assert_eq!(server.only().json()["event"], event);
}

#[test]
fn names_the_flag_and_variable_of_a_missing_id() {
    for (args, what, flag, variable) in [
        (&["resource.updated"][..], "installation", "--installation", "VERCEL_INSTALLATION_ID"),
        (&["installation.updated"], "installation", "--installation", "VERCEL_INSTALLATION_ID"),
        (
            &["resource.updated", "--installation", "icfg_1"],
            "resource",
            "--resource",
            "VERCEL_RESOURCE_ID",
        ),
    ] {
        let server = accepting();
        for more in [None, Some("--no-input"), Some("--dry-run"), Some("-q")] {
            let args: Vec<&str> = args.iter().copied().chain(more).collect();
            notify(&server, &args).gives(
                2,
                "",
                format!(
                    "error: no {what} id was given\n\
                     hint: use {flag}, or set {variable}\n"
                ),
            );
        }
        server.was_never_asked();
    }
}

#[test]
fn rejects_blank_ids() {
    let server = accepting();
    let rejects = |args: &[&str], what: &str| {
        for id in ["", " ", "\t"] {
            let (args, flag) = (&args[..args.len() - 1], args[args.len() - 1]);
            let last = format!("{flag}={id}");
            let shown = id.replace('\t', " ");
            let stderr = format!("error: {flag}: invalid {what} id `{shown}`\n...\n");
            notify(&server, &[args, &[last.as_str()]].concat()).gives(2, "", stderr);
        }
    };
    rejects(&["resource.updated", "--resource", "db_7", "--installation"], "installation");
    rejects(&["resource.updated", "--installation", "icfg_1", "--resource"], "resource");
    rejects(&[&RESOURCE[..], &["--product"]].concat(), "product");
    rejects(
        &["installation.updated", "--installation", "icfg_1", "--billing-plan"],
        "billing plan",
    );
    server.was_never_asked();
}

#[test]
fn ignores_blank_ids_in_the_project_file() {
    let server = accepting();
    for id in ["", " "] {
        notify(&server, &["installation.updated"])
            .file("vercel-hooks.toml", format!("installation = \"{id}\"\n"))
            .gives(2, "", "error: no installation id was given\nhint: [..]\n");
    }
    server.was_never_asked();
}

#[test]
fn only_an_invalid_installation_id_gets_the_installation_hint() {
    let server = accepting();
    let args = ["resource.updated", "--installation", "icfg_1", "--resource", ""];
    let done = notify(&server, &args).ends(2);
    assert!(!done.stderr.contains("icfg_"), "{}", done.stderr);
}

#[test]
fn rejects_dot_segments_as_installation() {
    for id in [".", ".."] {
        let server = accepting();
        let args = ["installation.updated", "--installation", id];
        let stderr = |place| {
            format!("error: {place}: invalid installation id `{id}`\nhint: [..]icfg_[..]\n")
        };
        notify(&server, &args).gives(2, "", stderr("--installation"));
        notify(&server, &["installation.updated"]).env("VERCEL_INSTALLATION_ID", id).gives(
            2,
            "",
            stderr("VERCEL_INSTALLATION_ID"),
        );
        server.was_never_asked();
    }
}

#[test]
fn a_resource_may_be_a_dot() {
    let server = accepting();
    let args = ["resource.updated", "--installation", "icfg_1", "--resource", ".."];
    notify(&server, &args).ends(0);
    assert_eq!(server.only().json()["event"]["resourceId"], "..");
}

#[test]
fn rejects_flags_of_the_other_type() {
    for (notification, flag) in [
        ("resource.updated", "--billing-plan"),
        ("installation.updated", "--resource"),
        ("installation.updated", "--product"),
    ] {
        let server = accepting();
        let args = [notification, "--installation", "icfg_1", flag, "x"];
        notify(&server, &args).gives(
            2,
            "",
            format!("error: {flag} does not apply to {notification}\n"),
        );
        server.was_never_asked();
    }
}

#[test]
fn rejects_unknown_types() {
    let server = accepting();
    for (name, stderr) in [
        (
            "resource.update",
            "error: unknown notification `resource.update`
hint: did you mean `resource.updated`?
",
        ),
        (
            "Installation.Updated",
            "error: unknown notification `Installation.Updated`
hint: did you mean `installation.updated`?
",
        ),
        (
            "xyz",
            "error: unknown notification `xyz`
hint: notify sends `resource.updated` and `installation.updated`
",
        ),
        ("", "error: unknown notification ``\nhint: notify sends [..]\n"),
        (
            "deployment.ready",
            "error: `deployment.ready` is an event that Vercel sends, not a notification
hint: notify sends `resource.updated` and `installation.updated`; `vercel-hooks send` delivers events \
             to your endpoint
",
        ),
    ] {
        notify(&server, &[&[name], &RESOURCE[1..]].concat()).gives(2, "", stderr);
    }
    server.was_never_asked();
}

#[test]
fn requires_a_type() {
    let server = accepting();
    for args in [&[][..], &RESOURCE[1..]] {
        notify(&server, args).gives(
            2,
            "",
            "error: no notification was named
hint: use `notify resource.updated` or `notify installation.updated`
",
        );
    }
    server.was_never_asked();
}

#[test]
fn from_cannot_be_combined_with_flags_of_one_notification() {
    let server = accepting();
    for other in [
        &["resource.updated"][..],
        &["--resource", "db_7"],
        &["--product", "p"],
        &["--billing-plan", "b"],
    ] {
        notify(&server, &[&["--from", "-"], other].concat()).stdin(super::lines(["a"])).gives(
            2,
            "",
            "error: the argument '--from <FILE>' cannot be used with[..]\n...\n",
        );
    }
    server.was_never_asked();
}

#[test]
fn rejects_an_invalid_project_file() {
    let server = accepting();
    notify_resource(&server, &[])
        .file("vercel-hooks.toml", "installation = \"icfg_1\"\nresourcce = \"db_7\"\n")
        .gives(
            2,
            "",
            "error: cannot use vercel-hooks.toml: line 2: unknown field `resourcce`[..]\n",
        );
    server.was_never_asked();
}

#[test]
fn help_shows_the_usage() {
    for help in ["-h", "--help"] {
        vercel_hooks(["notify", help]).gives(0, "...\nUsage: vercel-hooks notify [..]\n...\n", "");
    }
}
