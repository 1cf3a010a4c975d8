//! The page about CI tells the truth: its script runs, and its job runs the same commands.

use super::*;

/// What a script does, without its preparations.
fn commands(script: &str) -> Vec<&str> {
    let begins = ["node ", "vercel-hooks ", "wait "];
    script
        .lines()
        .map(str::trim)
        .filter(|line| begins.iter().any(|begin| line.starts_with(begin)))
        .collect()
}

#[test]
fn the_job_and_the_script_run_the_same_commands() {
    let page = Page::read("docs/ci.md");
    let script = commands(page.blocks("bash")[0]);
    assert_eq!(script.len(), 6, "{script:?}");
    assert_eq!(script, commands(page.blocks("yaml")[0]));
}

#[test]
fn every_variable_of_a_job_is_set_in_it() {
    // These come from GitHub.
    let from_github = ["GITHUB_STEP_SUMMARY"];
    for job in Page::read("docs/ci.md").blocks("yaml") {
        for text in job.split('$').skip(1) {
            let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
            let name = text.split(|c| !is_name(c)).next().unwrap();
            let is_set = [": ", "="].iter().any(|mark| job.contains(&format!(" {name}{mark}")));
            assert!(name.is_empty() || is_set || from_github.contains(&name), "{name}");
        }
    }
}

#[cfg(unix)]
#[test]
fn the_script_runs_against_the_receiver_of_the_readme() {
    use std::net::TcpListener;

    if Command::new("node").arg("--version").output().is_err() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let readme = Page::read("README.md");
    fs::write(folder.path().join("server.mjs"), readme.blocks("js")[0]).unwrap();
    let ports = [(); 2].map(|()| TcpListener::bind("127.0.0.1:0").unwrap());
    let [port, api_port] = ports.map(|port| port.local_addr().unwrap().port().to_string());

    let page = Page::read("docs/ci.md");
    // Nothing that must pass fails, and nothing that should.
    let script = page.blocks("bash")[0].replace("--wait-ready", "--wait-ready --strict");
    let run = Command::new("bash")
        .args(["-c", &script])
        .current_dir(folder.path())
        .env_clear()
        .env("PATH", search_path())
        .envs([("PORT", port), ("API_PORT", api_port)])
        .output()
        .unwrap();

    let read = |name: &str| fs::read_to_string(folder.path().join(name)).unwrap();
    let stderr = String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success(), "{stderr}\n{}", read("server.log"));
    assert!(stderr.contains("emulate: 1 accepted, 0 "), "{stderr}");
    assert!(read("check.xml").contains("failures=\"0\""));
    assert!(read("summary.md").contains("cases passed"));
    let log = read("server.log");
    let scenario =
        ["created", "notpaid", "overdue"].map(|name| format!("marketplace.invoice.{name}\n"));
    assert!(log.ends_with(&scenario.concat()), "{log}");
}
