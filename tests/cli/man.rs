//! `man`: the pages are complete, and without a mistake.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::support::vercel_hooks;

/// Writes all pages to a folder, and returns their names.
fn written(folder: &Path) -> Vec<String> {
    vercel_hooks(["man", "--output", folder.to_str().unwrap()]).gives(0, "", "");
    let entries = fs::read_dir(folder).unwrap();
    entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

#[test]
fn every_command_has_a_page() {
    let folder = tempfile::tempdir().unwrap();
    let pages = written(&folder.path().join("new/man1"));
    let overview = vercel_hooks(["--json"]).ends(0);
    let commands = overview.json_lines()[0]["commands"].clone();
    for command in commands.as_array().unwrap() {
        let page = format!("vercel-hooks-{}.1", command["name"].as_str().unwrap());
        assert!(pages.contains(&page), "{page}");
    }
    for page in ["vercel-hooks.1", "vercel-hooks-events-list.1"] {
        assert!(pages.iter().any(|name| name == page), "{page}");
    }
    assert!(!pages.iter().any(|name| name.ends_with("-help.1")), "{pages:?}");
}

#[test]
fn a_page_is_found_by_its_command_and_by_its_name() {
    let folder = tempfile::tempdir().unwrap();
    written(folder.path());
    for (words, page) in [
        (&["man"][..], "vercel-hooks.1"),
        (&["man", "send"], "vercel-hooks-send.1"),
        (&["man", "events", "list"], "vercel-hooks-events-list.1"),
        (&["man", "vercel-hooks"], "vercel-hooks.1"),
        (&["man", "vercel-hooks-send"], "vercel-hooks-send.1"),
        (&["man", "vercel-hooks-events-list"], "vercel-hooks-events-list.1"),
        (&["man", "vercel-hooks", "events", "list"], "vercel-hooks-events-list.1"),
    ] {
        let kept = fs::read_to_string(folder.path().join(page)).unwrap();
        assert_eq!(vercel_hooks(words.iter().copied()).ends(0).text(), kept, "{page}");
    }
    let done = vercel_hooks(["man", "send", "--json"]).ends(0);
    let value: serde_json::Value = serde_json::from_slice(&done.stdout).unwrap();
    assert_eq!(value["page"], "vercel-hooks-send.1");
    assert!(value["text"].as_str().unwrap().starts_with(".ie"), "{value}");
}

#[test]
fn an_unknown_command_is_rejected_with_the_nearest() {
    vercel_hooks(["man", "events", "lsit"]).gives(
        2,
        "",
        "error: unknown command `events lsit`\nhint: did you mean `events list`?\n",
    );
    vercel_hooks(["man", "vercel-hooks-sned"]).gives(
        2,
        "",
        "error: unknown command `sned`\nhint: did you mean `send`?\n",
    );
    for word in ["vercel-hooks-", "vercel-hooksend"] {
        let done = vercel_hooks(["man", word]).ends(2);
        assert!(done.stderr.starts_with("error: unknown command `"), "{}", done.stderr);
    }
}

#[test]
fn json_names_every_page_that_was_written() {
    let done = vercel_hooks(["man", "--output", "pages", "--json"]).ends(0);
    let lines = done.json_lines();
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(lines.len(), written(folder.path()).len());
    for line in lines {
        let page = line["page"].as_str().unwrap();
        let file = Path::new(line["file"].as_str().unwrap());
        assert_eq!(file, Path::new("pages").join(page));
        assert!(!done.read(file.to_str().unwrap()).is_empty());
    }
}

#[test]
fn every_page_has_what_a_manual_has() {
    let folder = tempfile::tempdir().unwrap();
    for name in written(folder.path()) {
        let page = fs::read_to_string(folder.path().join(&name)).unwrap();
        for title in ["NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "EXAMPLES", "ENVIRONMENT"] {
            assert!(page.contains(&format!("\n.SH {title}\n")), "{name}: {title}");
        }
        for title in ["EXIT STATUS", "SEE ALSO"] {
            assert!(page.contains(&format!("\n.SH \"{title}\"\n")), "{name}: {title}");
        }
        assert!(page.is_ascii(), "{name}");
    }
    let page = fs::read_to_string(folder.path().join("vercel-hooks-send.1")).unwrap();
    for text in ["VERCEL_HOOKS_ENDPOINT", "vercel\\-hooks.toml", ".env.local", "130"] {
        assert!(page.contains(text), "{text}");
    }
}

#[test]
fn the_formatters_that_are_installed_find_no_mistake() {
    let folder = tempfile::tempdir().unwrap();
    for name in written(folder.path()) {
        let page = folder.path().join(&name);
        for formatter in
            [&["mandoc", "-T", "lint", "-W", "error"][..], &["groff", "-man", "-ww", "-z"]]
        {
            let done = Command::new(formatter[0]).args(&formatter[1..]).arg(&page).output();
            let Ok(done) = done else { continue };
            let said = [done.stdout, done.stderr].concat();
            assert_eq!(String::from_utf8_lossy(&said), "", "{formatter:?}: {name}");
        }
    }
}
