//! The page about CI tells the truth: its script runs, and its job runs the same commands.

const PAGE: &str = include_str!("../.github/CI.md");

/// The first block of this language in a page.
fn block<'a>(page: &'a str, language: &str) -> &'a str {
    blocks(page, language)[0]
}

/// The blocks of this language in a page.
fn blocks<'a>(page: &'a str, language: &str) -> Vec<&'a str> {
    let start = format!("```{language}\n");
    page.split(&*start).skip(1).map(|rest| rest.split("```").next().unwrap()).collect()
}

/// What a script does, without its preparations.
fn commands(script: &str) -> Vec<&str> {
    let begins = ["node ", "vercel-hooks ", "wait "];
    script
        .lines()
        .map(str::trim)
        .filter(|it| begins.iter().any(|begin| it.starts_with(begin)))
        .collect()
}

#[test]
fn the_job_and_the_script_run_the_same_commands() {
    let script = commands(block(PAGE, "bash"));
    assert_eq!(script.len(), 6, "{script:?}");
    assert_eq!(script, commands(block(PAGE, "yaml")));
}

#[test]
fn every_variable_of_a_job_is_set_in_it() {
    // These come from GitHub.
    let given = ["GITHUB_STEP_SUMMARY"];
    for job in blocks(PAGE, "yaml") {
        for text in job.split('$').skip(1) {
            let is_name = |it: char| it.is_ascii_alphanumeric() || it == '_';
            let name = text.split(|it| !is_name(it)).next().unwrap();
            let is_set = [": ", "="].iter().any(|mark| job.contains(&format!(" {name}{mark}")));
            assert!(name.is_empty() || is_set || given.contains(&name), "{name}");
        }
    }
}

#[cfg(unix)]
#[test]
fn the_script_runs_against_the_receiver_of_the_readme() {
    use std::fs;
    use std::net::TcpListener;
    use std::path::Path;
    use std::process::Command;

    const README: &str = include_str!("../README.md");

    if Command::new("node").arg("--version").output().is_err() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("server.mjs"), block(README, "js")).unwrap();
    let ports = [(); 2].map(|()| TcpListener::bind("127.0.0.1:0").unwrap());
    let [port, api_port] = ports.map(|it| it.local_addr().unwrap().port().to_string());
    let binary = Path::new(env!("CARGO_BIN_EXE_vercel-hooks"));
    let path = format!("{}:{}", binary.parent().unwrap().display(), std::env::var("PATH").unwrap());

    // Nothing that must pass fails, and nothing that should.
    let script = block(PAGE, "bash").replace("--wait-ready", "--wait-ready --strict");
    let run = Command::new("bash")
        .args(["-c", &script])
        .current_dir(folder.path())
        .env_clear()
        .envs([("PATH", path), ("PORT", port), ("API_PORT", api_port)])
        .output()
        .unwrap();

    let read = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
    let said = String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success(), "{said}\n{}", read("server.log"));
    assert!(said.contains("emulate: 1 accepted, 0 refused"), "{said}");
    assert!(read("check.xml").contains("failures=\"0\""));
    assert!(read("summary.md").contains("cases passed"));
    let log = read("server.log");
    let scenario =
        ["created", "notpaid", "overdue"].map(|it| format!("marketplace.invoice.{it}\n"));
    assert!(log.ends_with(&scenario.concat()), "{log}");
}
