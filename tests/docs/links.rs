//! The pages form a whole: links lead somewhere, and nothing is missing from the lists.

use super::*;

/// The name that GitHub gives to a heading in links.
fn anchor(heading: &str) -> String {
    let is_kept = |c: &char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_');
    let text: String = heading.trim_start_matches('#').trim().chars().filter(is_kept).collect();
    text.to_lowercase().replace(' ', "-")
}

fn has_heading(page: &Page, name: &str) -> bool {
    let prose = page.text.split("\n```").step_by(2);
    let mut headings = prose.flat_map(str::lines).filter(|line| line.starts_with('#'));
    headings.any(|heading| anchor(heading) == name)
}

#[test]
fn every_link_leads_somewhere() {
    let mut count = 0;
    for page in Page::all() {
        let folder = Path::new(&page.path).parent().unwrap();
        for link in page.text.split("](").skip(1).map(|rest| rest.split(')').next().unwrap()) {
            if link.starts_with("https://") {
                continue;
            }
            let (file, name) = link.split_once('#').unwrap_or((link, ""));
            let path = if file.is_empty() { page.path.clone().into() } else { folder.join(file) };
            assert!(root().join(&path).is_file(), "{}: {link}", page.path);
            let target = name.is_empty() || has_heading(&Page::read(path.to_str().unwrap()), name);
            assert!(target, "{}: {link}", page.path);
            count += 1;
        }
    }
    assert!(count > 50, "only {count} links were found");
}

#[test]
fn the_readme_is_short_and_leads_to_every_page() {
    let readme = Page::read("README.md");
    assert!(readme.text.split_whitespace().count() <= 2500);
    for page in Page::all().iter().filter(|page| page.path.starts_with("docs/")) {
        assert!(readme.text.contains(&format!("]({}): ", page.path)), "{}", page.path);
        // Below its title, a page says what it is for.
        let line = page.text.lines().nth(2).unwrap();
        assert!(line.starts_with(|c: char| c.is_ascii_uppercase()), "{}", page.path);
    }
}

#[test]
fn every_folder_of_the_sources_is_in_the_tree() {
    let contributing = Page::read(".github/CONTRIBUTING.md");
    for entry in fs::read_dir(root().join("src")).unwrap().map(Result::unwrap) {
        let line = format!("\nsrc/{}/ ", entry.file_name().to_str().unwrap());
        assert!(!entry.path().is_dir() || contributing.text.contains(&line), "{line}");
    }
}

#[test]
fn every_file_with_the_placeholder_owner_is_listed() {
    let contributing = Page::read(".github/CONTRIBUTING.md");
    let folders = ["", "docs", ".github", ".github/ISSUE_TEMPLATE", ".github/workflows", ".ci"];
    for folder in folders {
        let Ok(entries) = fs::read_dir(root().join(folder)) else { continue };
        for path in entries.map(|entry| entry.unwrap().path()) {
            let text = fs::read_to_string(&path).unwrap_or_default();
            let mut words = text.split(|c: char| !c.is_alphanumeric() && c != '_');
            let name = format!("`{}`", path.strip_prefix(root()).unwrap().display());
            let name = name.replace('\\', "/");
            let is_listed = contributing.text.contains(&name) || path.ends_with("CONTRIBUTING.md");
            assert!(is_listed || words.all(|word| word != "OWNER"), "{name}");
        }
    }
}
