//! `man`: the pages are checked in, complete, and without a mistake.

use std::fs;
use std::path::Path;
use std::process::Command;

use super::support::vercel_hooks;

fn checked_in() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("completions/man")
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).map(Iterator::collect::<Vec<_>>).unwrap_or_default();
    let name = |entry: std::io::Result<fs::DirEntry>| entry.unwrap().file_name().into_string();
    let mut names: Vec<String> = entries.into_iter().map(|it| name(it).unwrap()).collect();
    names.sort();
    names
}

#[test]
fn the_pages_are_those_that_are_checked_in() {
    let folder = tempfile::tempdir().unwrap();
    let pages = folder.path().join("new/man1");
    vercel_hooks(["man", "--output", pages.to_str().unwrap()]).gives(0, "", "");
    let advice = "completions/man is of another version; to write it anew:\n  \
                  rm -r completions/man && cargo run -q -- man --output completions/man";
    assert_eq!(names(&pages), names(&checked_in()), "{advice}");
    for name in names(&pages) {
        let is_same =
            fs::read(pages.join(&name)).unwrap() == fs::read(checked_in().join(&name)).unwrap();
        assert!(is_same, "{name} in {advice}");
    }
}

#[test]
fn a_page_is_named_by_the_words_of_its_command() {
    for (words, page) in [
        (&["man"][..], "vercel-hooks.1"),
        (&["man", "send"], "vercel-hooks-send.1"),
        (&["man", "events", "list"], "vercel-hooks-events-list.1"),
        (&["man", "vercel-hooks"], "vercel-hooks.1"),
        (&["man", "vercel-hooks-send"], "vercel-hooks-send.1"),
        (&["man", "vercel-hooks-events-list"], "vercel-hooks-events-list.1"),
        (&["man", "vercel-hooks", "events", "list"], "vercel-hooks-events-list.1"),
    ] {
        let kept = fs::read_to_string(checked_in().join(page)).unwrap();
        assert_eq!(vercel_hooks(words.iter().copied()).ends(0).text(), kept, "{page}");
    }
    let done = vercel_hooks(["man", "send", "--json"]).ends(0);
    let value: serde_json::Value = serde_json::from_slice(&done.stdout).unwrap();
    assert_eq!(value["page"], "vercel-hooks-send.1");
    assert!(value["text"].as_str().unwrap().starts_with(".ie"), "{value}");
}

#[test]
fn an_unknown_command_is_answered_with_the_nearest() {
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
    let written = done.json_lines();
    assert_eq!(written.len(), names(&checked_in()).len());
    for line in written {
        let page = line["page"].as_str().unwrap();
        let file = Path::new(line["file"].as_str().unwrap());
        assert_eq!(file, Path::new("pages").join(page));
        assert!(!done.read(file.to_str().unwrap()).is_empty());
    }
}

#[test]
fn every_page_has_what_a_manual_has() {
    for name in names(&checked_in()) {
        let page = fs::read_to_string(checked_in().join(&name)).unwrap();
        for title in ["NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "EXAMPLES", "ENVIRONMENT"] {
            assert!(page.contains(&format!("\n.SH {title}\n")), "{name}: {title}");
        }
        for title in ["EXIT STATUS", "SEE ALSO"] {
            assert!(page.contains(&format!("\n.SH \"{title}\"\n")), "{name}: {title}");
        }
        assert!(page.is_ascii(), "{name}");
    }
    let page = fs::read_to_string(checked_in().join("vercel-hooks-send.1")).unwrap();
    for text in ["VERCEL_HOOKS_ENDPOINT", "vercel\\-hooks.toml", ".env.local", "130"] {
        assert!(page.contains(text), "{text}");
    }
}

#[test]
fn the_formatters_that_are_installed_find_no_mistake() {
    for name in names(&checked_in()) {
        let page = checked_in().join(&name);
        for formatter in
            [&["mandoc", "-T", "lint", "-W", "warning"][..], &["groff", "-man", "-ww", "-z"]]
        {
            let done = Command::new(formatter[0]).args(&formatter[1..]).arg(&page).output();
            let Ok(done) = done else { continue };
            let said = [done.stdout, done.stderr].concat();
            assert_eq!(String::from_utf8_lossy(&said), "", "{formatter:?}: {name}");
        }
    }
}
