//! Where the ids come from, and what is no id.

use super::super::support::vercel_hooks;
use super::{RESOURCE, notify, notify_of_resource, taking};

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
    let server = taking();
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
fn each_place_yields_to_the_stronger_ones() {
    for strongest in 0..PLACES.len() {
        assert_strongest("resource.updated", strongest);
        assert_strongest("installation.updated", strongest);
    }
}

#[test]
fn an_empty_variable_is_none() {
    let server = taking();
    let mut run = notify_of_resource(&server, &[]);
    for (_, variable) in IDS {
        run = run.env(variable, "");
    }
    run.ends(0);
    let event = serde_json::json!({ "type": "resource.updated", "resourceId": "db_7" });
    assert_eq!(server.only().json()["event"], event);
}

#[test]
fn a_missing_id_is_named_with_its_flag_and_variable() {
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
        let server = taking();
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
fn an_id_without_a_word_is_refused() {
    let server = taking();
    let refuses = |args: &[&str], what: &str| {
        for id in ["", " ", "\t"] {
            let (args, last) = (&args[..args.len() - 1], args[args.len() - 1]);
            let last = format!("{last}={id}");
            let stderr = format!("error: invalid {what} id `{}`\n...\n", id.replace('\t', " "));
            notify(&server, &[args, &[last.as_str()]].concat()).gives(2, "", stderr);
        }
    };
    refuses(&["resource.updated", "--resource", "db_7", "--installation"], "installation");
    refuses(&["resource.updated", "--installation", "icfg_1", "--resource"], "resource");
    refuses(&[&RESOURCE[..], &["--product"]].concat(), "product");
    refuses(
        &["installation.updated", "--installation", "icfg_1", "--billing-plan"],
        "billing plan",
    );
    server.was_never_asked();
}

#[test]
fn a_blank_id_in_the_project_file_counts_for_nothing() {
    let server = taking();
    for id in ["", " "] {
        notify(&server, &["installation.updated"])
            .file("vercel-hooks.toml", format!("installation = \"{id}\"\n"))
            .gives(2, "", "error: no installation id was given\nhint: [..]\n");
    }
    server.was_never_asked();
}

#[test]
fn only_the_hint_about_an_installation_speaks_of_installations() {
    let server = taking();
    let args = ["resource.updated", "--installation", "icfg_1", "--resource", ""];
    let done = notify(&server, &args).ends(2);
    assert!(!done.stderr.contains("icfg_"), "{}", done.stderr);
}

#[test]
fn an_installation_that_is_a_step_in_a_path_is_refused() {
    for id in [".", ".."] {
        let server = taking();
        let args = ["installation.updated", "--installation", id];
        let stderr = format!("error: invalid installation id `{id}`\nhint: [..]icfg_[..]\n");
        notify(&server, &args).gives(2, "", stderr.as_str());
        notify(&server, &["installation.updated"]).env("VERCEL_INSTALLATION_ID", id).gives(
            2,
            "",
            stderr.replace("error:", "error: VERCEL_INSTALLATION_ID:"),
        );
        server.was_never_asked();
    }
}

#[test]
fn a_resource_may_be_a_dot() {
    let server = taking();
    let args = ["resource.updated", "--installation", "icfg_1", "--resource", ".."];
    notify(&server, &args).ends(0);
    assert_eq!(server.only().json()["event"]["resourceId"], "..");
}

#[test]
fn a_flag_of_the_other_type_is_refused() {
    for (notification, flag) in [
        ("resource.updated", "--billing-plan"),
        ("installation.updated", "--resource"),
        ("installation.updated", "--product"),
    ] {
        let server = taking();
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
fn a_type_that_is_none_is_refused() {
    let server = taking();
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
fn without_a_type_nothing_is_told() {
    let server = taking();
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
fn lines_of_a_file_describe_themselves() {
    let server = taking();
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
fn a_mistake_in_the_project_file_is_an_error() {
    let server = taking();
    notify_of_resource(&server, &[])
        .file("vercel-hooks.toml", "installation = \"icfg_1\"\nresourcce = \"db_7\"\n")
        .gives(
            2,
            "",
            "error: cannot use vercel-hooks.toml: line 2: unknown field `resourcce`[..]\n",
        );
    server.was_never_asked();
}

#[test]
fn help_shows_how() {
    for help in ["-h", "--help"] {
        vercel_hooks(["notify", help]).gives(0, "...\nUsage: vercel-hooks notify [..]\n...\n", "");
    }
}
