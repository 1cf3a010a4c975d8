//! The tables are complete, and name nothing that is not there.

use std::collections::BTreeSet;

use super::*;

/// The names in the first column of a table.
fn rows(text: &str) -> BTreeSet<String> {
    let cells = text.lines().filter_map(|line| line.strip_prefix("| `"));
    let names = cells.flat_map(|row| row.split("` |").next().unwrap().split("`, `"));
    names.map(str::to_owned).collect()
}

#[test]
fn every_command_is_listed() {
    let readme = Page::read("README.md");
    let program = &json(root(), "--json")[0];
    for command in program["commands"].as_array().unwrap() {
        let name = command["name"].as_str().unwrap();
        assert!(readme.text.contains(&format!("\n| [`{name}`](docs/")), "{name}");
    }
}

/// The placeholders in the built-in templates are all that there are.
#[test]
fn every_placeholder_is_listed_and_works() {
    let page = Page::read("docs/templates.md");
    let listed = rows(page.section("## Placeholders"));
    let mut used = BTreeSet::new();
    let folders = ["fixtures/events", "fixtures/partner"].map(|folder| root().join(folder));
    for entry in folders.iter().flat_map(|folder| fs::read_dir(folder).unwrap()) {
        let template = fs::read_to_string(entry.unwrap().path()).unwrap();
        for placeholder in template.split("{{").skip(1).map(|rest| rest.split("}}").next().unwrap())
        {
            let name = placeholder.split(['-', '+']).next().unwrap();
            used.insert(format!("{{{{{name}}}}}"));
        }
    }
    assert_eq!(used, listed);
    let folder = tempfile::tempdir().unwrap();
    let template = serde_json::json!({ "type": "a.b", "payload": listed });
    fs::write(folder.path().join("template.json"), template.to_string()).unwrap();
    let event = &json(folder.path(), "generate --template template.json")[0];
    assert!(!event.to_string().contains("{{"), "{event}");
}

#[test]
fn every_key_that_is_printed_as_json_is_listed() {
    let page = Page::read("docs/json.md");
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("body.json"), "{}").unwrap();
    for command in [
        "send flag.created --to demo --json",
        "notify installation.updated --installation icfg_1 --api-url demo --json",
        "verify body.json --signature none --json",
        "check demo --only forged.* --json",
        "check --list --json",
        "config --json",
        "sign body.json --json",
        "events list --json",
        "events show flag.created --json",
        "events scenarios --json",
        "partner list --json",
        "partner show list-billing-plans-for-product --json",
        "send flag.created --to :3000 --dry-run --json",
        "send flag.created --to :3000 --curl --json",
        "notify resource.updated --installation icfg_1 --resource db_7 --dry-run --json",
        "notify resource.updated --installation icfg_1 --resource db_7 --curl --json",
        "completions fish --json",
        "man man --json",
        "man --output pages --json",
        "--json",
    ] {
        let printed = &json(folder.path(), command)[0];
        let paths = [
            "",
            "/summary",
            "/cases/0",
            "/advice/0",
            "/description",
            "/commands/0",
            "/responses/0",
            "/query/0",
            "/notes/0",
        ];
        let objects = paths.map(|path| printed.pointer(path).and_then(|value| value.as_object()));
        for key in objects.into_iter().flatten().flat_map(|object| object.keys()) {
            assert!(page.text.contains(&format!("`{key}`")), "{command}: {key}");
        }
    }
}

#[test]
fn the_ways_to_install_are_those_of_a_release() {
    let page = Page::read("docs/install.md");
    let release: toml::Table =
        fs::read_to_string(root().join("dist-workspace.toml")).unwrap().parse().unwrap();
    let dist = &release["dist"];
    assert_eq!(dist["installers"].as_array().unwrap().len(), 4);
    let repository = env!("CARGO_PKG_REPOSITORY");
    for kind in ["sh", "ps1"] {
        let installer =
            format!("{repository}/releases/latest/download/vercel-hooks-installer.{kind} |");
        assert!(page.text.contains(&installer), "{installer}");
    }
    let tap = dist["tap"].as_str().unwrap().replace("/homebrew-", "/");
    for line in [
        format!("\nbrew install {tap}/{}\n", dist["formula"].as_str().unwrap()),
        format!("\nnpm install --global {}\n", dist["npm-package"].as_str().unwrap()),
    ] {
        assert!(page.text.contains(&line), "{line}");
    }
    let rust = format!("[Rust](https://rustup.rs) {} or newer", env!("CARGO_PKG_RUST_VERSION"));
    let source = format!("\ncargo install --locked --git {repository}\n");
    for page in [page, Page::read("README.md")] {
        assert!(page.text.contains(&rust) && page.text.contains(&source), "{}", page.path);
    }
}

/// The variables that the sources name, in a literal of their own or in a list of the manual.
fn variables_in(folder: &Path) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.append(&mut variables_in(&path));
            continue;
        }
        let text = fs::read_to_string(&path).unwrap();
        let names = text
            .lines()
            .flat_map(|line| line.split('"').skip(1).step_by(2))
            .flat_map(|literal| literal.split(", "));
        let is_name = |name: &&str| {
            name.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_')
                && name.trim_matches('_').contains('_')
                && !name.starts_with("CARGO_")
        };
        found.extend(names.filter(is_name).map(str::to_owned));
    }
    found
}

#[test]
fn every_variable_is_listed() {
    let page = Page::read("docs/configuration.md");
    let mut listed = rows(page.section("## Environment variables"));
    // Not named in a way that could be found.
    assert!(listed.remove("TERM"));
    assert_eq!(variables_in(&root().join("src")), listed);
}

/// Every key of the example is used, and every setting that a file may set is in it.
#[test]
fn every_key_of_the_project_file_is_listed() {
    let page = Page::read("docs/configuration.md");
    let example = page.blocks("toml")[0];
    let keys: BTreeSet<String> = example.parse::<toml::Table>().unwrap().keys().cloned().collect();
    assert_eq!(rows(page.section("## Project file")), keys);

    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("vercel-hooks.toml"), example).unwrap();
    let settings = json(folder.path(), "config --json");
    let name = |setting: &serde_json::Value| setting["setting"].as_str().unwrap().to_owned();
    let in_file = |setting: &&serde_json::Value| setting["source"] == "vercel-hooks.toml";
    assert_eq!(settings.iter().filter(in_file).map(name).collect::<BTreeSet<_>>(), keys);
    let never_in_file = ["secret", "token", "api-url"];
    assert_eq!(settings.len(), keys.len() + never_in_file.len());
}
