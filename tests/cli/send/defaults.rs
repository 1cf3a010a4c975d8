//! Default endpoints from the environment and the project file.

use super::super::server::Server;
use super::super::support::{Run, vercel_hooks, with_secret};

const PROJECT: &str = "vercel-hooks.toml";
const VARIABLE: &str = "VERCEL_HOOKS_ENDPOINT";

/// A delivery to the default endpoint.
fn send<'a>(args: impl IntoIterator<Item = &'a str>) -> Run {
    with_secret(["send", "flag.created", "-q"].into_iter().chain(args))
}

#[test]
fn the_command_line_overrides_the_environment_and_the_project_file() {
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
fn a_path_in_the_endpoint_overrides_the_project_file() {
    let server = Server::willing();
    send(["--to", &server.at("/typed")]).file(PROJECT, "path = \"/file\"").ends(0);
    assert_eq!(server.only().target, "/typed");
}

#[test]
fn ignores_an_empty_variable() {
    let server = Server::willing();
    send([]).file(PROJECT, format!("endpoint = \"{}\"", server.at(""))).env(VARIABLE, "").ends(0);
    server.only();
}

#[test]
fn ignores_blank_settings() {
    let server = Server::willing();
    send([]).file(PROJECT, format!("endpoint = ' {} '", server.at(""))).env(VARIABLE, " ").ends(0);
    send([]).file(PROJECT, "endpoint = ''\npath = ' '").env(VARIABLE, &server.at("")).ends(0);
    let targets = server.received().into_iter().map(|request| request.target);
    assert_eq!(targets.collect::<Vec<_>>(), ["/", "/"]);
    send([]).file(PROJECT, "endpoint = ' '").gives(2, "", "error: no endpoint [..]\n...");
}

#[test]
fn does_not_read_a_project_file_that_is_not_needed() {
    let server = Server::willing();
    for args in [
        &["--to", "demo"][..],
        &["--to", &server.at("/a")],
        &["--to", &server.at(""), "--path", "/b"],
    ] {
        send(args.iter().copied()).file(PROJECT, "nonsense").ends(0);
    }
    let check = ["check", "demo", "--only", "genuine.valid", "-q"];
    vercel_hooks(check).file(PROJECT, "nonsense").ends(0);
}

#[cfg(unix)]
#[test]
fn only_a_small_regular_file_is_a_project_file() {
    let unread = |prepare: &dyn Fn(&std::path::Path), why: &str| {
        let run = send([]);
        prepare(&run.folder().join(PROJECT));
        run.gives(2, "", format!("error: cannot read vercel-hooks.toml: it is {why}\n"));
    };
    let is_made =
        |status: std::io::Result<std::process::ExitStatus>| assert!(status.unwrap().success());
    unread(
        &|path| is_made(std::process::Command::new("mkfifo").arg(path).status()),
        "not a regular file",
    );
    unread(&|path| std::os::unix::fs::symlink("/dev/zero", path).unwrap(), "not a regular file");
    unread(&|path| std::fs::create_dir(path).unwrap(), "not a regular file");
    unread(&|path| std::fs::write(path, vec![b'#'; 1024 * 1024 + 1]).unwrap(), "larger than 1 MiB");
}

#[cfg(unix)]
#[test]
fn rejects_settings_that_are_not_text() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    let no_text = OsStr::from_bytes(b"localhost\xff");
    let server = Server::willing();
    send([]).file(PROJECT, format!("endpoint = '{}'", server.at(""))).env(VARIABLE, no_text).gives(
        2,
        "",
        "error: VERCEL_HOOKS_ENDPOINT is not valid UTF-8\n",
    );
    send(["--to", &server.at("")]).file(PROJECT, b"path = '\xff'").gives(
        2,
        "",
        "error: vercel-hooks.toml is not valid UTF-8\n",
    );
    server.was_never_asked();
    send(["--to", &server.at("")]).env(VARIABLE, no_text).ends(0);
}

#[test]
fn the_demo_can_be_the_default() {
    send([]).file(PROJECT, "endpoint = 'demo'").ends(0);
    send([]).env(VARIABLE, "demo").ends(0);
}

#[test]
fn rejects_a_default_on_another_machine_even_with_yes() {
    let proxy = Server::willing();
    let foreign = "http://192.0.2.1/";
    with_secret(["send", "flag.created", "--yes"])
        .env("HTTP_PROXY", &proxy.url("/"))
        .env(VARIABLE, foreign)
        .gives(
            2,
            "",
            "error: VERCEL_HOOKS_ENDPOINT names `http://192.0.2.1/`, which is not on this machine
hint: endpoints on other machines must be named on the command line
",
        );
    with_secret(["send", "flag.created", "--yes"])
        .env("HTTP_PROXY", &proxy.url("/"))
        .file(PROJECT, format!("endpoint = '{foreign}'"))
        .gives(
            2,
            "",
            "error: vercel-hooks.toml names `http://192.0.2.1/`, which is not on this machine
hint: endpoints on other machines must be named on the command line
",
        );
    proxy.was_never_asked();
}

#[test]
fn explains_mistakes_in_the_project_file() {
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
fn rejects_a_url_as_path_in_the_project_file() {
    let server = Server::willing();
    for path in [r"/\\evil.invalid/x", r"\t/evil.invalid/x", "//evil.invalid/x"] {
        let project = format!("path = \"{path}\"");
        with_secret(["send", "flag.created", "--to", &server.at(""), "-q"])
            .file(PROJECT, &project)
            .ends(0);
        vercel_hooks(["send", "flag.created", "--to", "demo", "-q"])
            .file(PROJECT, &project)
            .ends(0);
    }
    assert_eq!(server.received().len(), 3);
    with_secret(["send", "flag.created", "--to", &server.at(""), "-q"])
        .file(PROJECT, "path = \"http://evil.invalid\"")
        .gives(
            2,
            "",
            "error: vercel-hooks.toml: `http://evil.invalid` is a URL, not a path[..]\nhint: [..]\n",
        );
    assert_eq!(server.received().len(), 3);
}

#[test]
fn rejects_an_invalid_default_endpoint() {
    with_secret(["send", "flag.created"]).env(VARIABLE, "ftp://localhost").gives(
        2,
        "",
        "error: VERCEL_HOOKS_ENDPOINT: invalid endpoint `ftp://localhost`: [..]\nhint: [..]\n",
    );
    with_secret(["send", "flag.created"]).file(PROJECT, "endpoint = '3000'").gives(
        2,
        "",
        "error: vercel-hooks.toml: invalid endpoint `3000` (did you mean `:3000`?)\n",
    );
}

#[test]
fn names_the_flag_if_there_is_no_endpoint() {
    with_secret(["send", "flag.created"]).gives(
        2,
        "",
        "error: no endpoint to send to\nhint: use `--to localhost`, [..]`--to demo` to try it out\n",
    );
}
