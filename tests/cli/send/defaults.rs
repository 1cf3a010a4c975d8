//! Endpoints that need not be typed: from the environment and the project file.

use super::super::server::Server;
use super::super::support::{Run, vercel_hooks, with_secret};

const PROJECT: &str = "vercel-hooks.toml";
const VARIABLE: &str = "VERCEL_HOOKS_ENDPOINT";

/// A delivery to the default endpoint.
fn send<'a>(args: impl IntoIterator<Item = &'a str>) -> Run {
    with_secret(["send", "flag.created", "-q"].into_iter().chain(args))
}

#[test]
fn the_command_line_wins_over_the_environment_and_that_over_the_project_file() {
    let (typed, variable, file) = (Server::willing(), Server::willing(), Server::willing());
    let project = format!("endpoint = \"{}\"\n", file.at("/file"));

    send([]).file(PROJECT, &project).ends(0);
    assert_eq!(file.only().target, "/file");

    send([]).file(PROJECT, &project).env(VARIABLE, &variable.at("/variable")).ends(0);
    assert_eq!(variable.only().target, "/variable");

    send(["--to", &typed.at("/typed")])
        .file(PROJECT, &project)
        .env(VARIABLE, &variable.at("/variable"))
        .ends(0);
    assert_eq!(typed.only().target, "/typed");
    file.only();
    variable.only();
}

#[test]
fn the_project_file_can_set_the_path() {
    let server = Server::willing();
    let project = format!("endpoint = \":{}\"\npath = \"/api/hooks\"\n", server.port());
    send([]).file(PROJECT, &project).ends(0);
    send(["--path", "/typed"]).file(PROJECT, &project).ends(0);
    send(["--to", &server.at("")]).file(PROJECT, "path = \"/api/hooks\"").ends(0);
    let targets: Vec<String> =
        server.received().into_iter().map(|request| request.target).collect();
    assert_eq!(targets, ["/api/hooks", "/typed", "/api/hooks"]);
}

#[test]
fn a_typed_path_wins_over_that_of_the_project_file() {
    let server = Server::willing();
    send(["--to", &server.at("/typed")]).file(PROJECT, "path = \"/file\"").ends(0);
    assert_eq!(server.only().target, "/typed");
}

#[test]
fn an_empty_variable_counts_for_nothing() {
    let server = Server::willing();
    send([]).file(PROJECT, format!("endpoint = \"{}\"", server.at(""))).env(VARIABLE, "").ends(0);
    server.only();
}

#[test]
fn the_demo_can_be_the_default() {
    send([]).file(PROJECT, "endpoint = 'demo'").ends(0);
    send([]).env(VARIABLE, "demo").ends(0);
}

#[test]
fn a_default_on_another_machine_is_refused_even_with_a_yes() {
    let proxy = Server::willing();
    let foreign = "http://192.0.2.1/";
    with_secret(["send", "flag.created", "--yes"])
        .env("HTTP_PROXY", &proxy.url("/"))
        .env(VARIABLE, foreign)
        .gives(
            2,
            "",
            "error: VERCEL_HOOKS_ENDPOINT names `http://192.0.2.1/`, which is not on this machine
hint: an endpoint elsewhere has to be named on the command line
",
        );
    with_secret(["send", "flag.created", "--yes"])
        .env("HTTP_PROXY", &proxy.url("/"))
        .file(PROJECT, format!("endpoint = '{foreign}'"))
        .gives(
            2,
            "",
            "error: vercel-hooks.toml names `http://192.0.2.1/`, which is not on this machine
hint: an endpoint elsewhere has to be named on the command line
",
        );
    proxy.was_never_asked();
}

#[test]
fn mistakes_in_the_project_file_are_shown() {
    let server = Server::willing();
    for (project, words) in [
        ("endpiont = ':3000'", "unknown field `endpiont`, expected [..]`endpoint`[..]"),
        ("endpoint = 3000", "invalid type: [..]"),
        ("endpoint = ':3000", "[..]"),
        ("VERCEL_WEBHOOK_SECRET = 's3cret'", "unknown field `VERCEL_WEBHOOK_SECRET`[..]"),
        ("INTEGRATION_SECRET = s3cret", "[..]"),
        ("api-url = 'http://127.0.0.1:1'", "unknown field `api-url`[..]"),
        ("proxy = 'http://127.0.0.1:1'", "unknown field `proxy`[..]"),
    ] {
        let shown = format!("error: cannot use vercel-hooks.toml: line 1: {words}\n");
        with_secret(["send", "flag.created", "--to", &server.at("")])
            .file(PROJECT, project)
            .gives(2, "", shown);
        let done = with_secret(["send", "flag.created", "--to", &server.at("")])
            .file(PROJECT, project)
            .ends(2);
        assert!(!done.stderr.contains("s3cret"), "{}", done.stderr);
    }
    server.was_never_asked();
}

#[test]
fn a_path_in_the_project_file_cannot_lead_to_another_machine() {
    let server = Server::willing();
    for path in
        [r"/\\evil.invalid/x", r"\t/evil.invalid/x", "//evil.invalid/x", "http://evil.invalid"]
    {
        let project = format!("path = \"{path}\"");
        with_secret(["send", "flag.created", "--to", &server.at(""), "-q"])
            .file(PROJECT, &project)
            .ends(0);
        vercel_hooks(["send", "flag.created", "--to", "demo", "-q"])
            .file(PROJECT, &project)
            .ends(0);
    }
    assert_eq!(server.received().len(), 4);
}

#[test]
fn a_default_that_is_no_endpoint_is_refused() {
    with_secret(["send", "flag.created"]).env(VARIABLE, "ftp://localhost").gives(
        2,
        "",
        "error: `ftp://localhost` is no endpoint: [..]\nhint: [..]\n",
    );
}

#[test]
fn without_any_endpoint_the_flag_is_named() {
    with_secret(["send", "flag.created"]).gives(
        2,
        "",
        "error: there is no endpoint to send to\nhint: use `--to localhost`, [..]`--to demo` to try it out\n",
    );
}
