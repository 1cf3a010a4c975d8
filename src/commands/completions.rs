//! `completions`: prints the script of a shell.

use serde_json::json;

use crate::cli::ShellName;
use crate::error::{Exit, Result};
use crate::output::Output;

pub fn run(shell: ShellName, output: &mut Output) -> Result<Exit> {
    let script = shell.script();
    if output.is_json() {
        output.json(&json!({ "script": script }))?;
    } else {
        output.data(script.as_bytes())?;
    }
    Ok(Exit::Success)
}
