//! The script for Zsh, with what the generated one does not know of Zsh.

use super::candidates::STAR;

/// The value of an argument that is one of these, or a file.
const NAME_OR_FILE: &str = ":NAME|FILE:((";

/// The generated script, with globs that Zsh leaves alone, and files besides names.
pub fn mended(generated: &str) -> String {
    let lines = generated.lines().scan(false, |is_inside, line| {
        let mut line = line.replace(STAR, r"\*");
        if line.contains(NAME_OR_FILE) {
            *is_inside = true;
            line = line.replace(NAME_OR_FILE, r":NAME|FILE:{_alternative '\''names\:name\:((");
        }
        if *is_inside && line.ends_with(r"))' \") {
            *is_inside = false;
            line = line.replace(r"))' \", r"))'\'' '\''files\:file\:_files'\''}' \");
        }
        Some(line + "\n")
    });
    lines.collect()
}
