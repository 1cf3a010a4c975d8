//! What is printed when no command is given: where to start.

use clap::{Command, CommandFactory};
use serde_json::{Value, json};

use crate::cli::Cli;
use crate::error::{Exit, Result};
use crate::output::{Output, Tone};

const COMMANDS: [(&str, &str); 3] = [
    ("send deployment.ready --to demo", "Sign an event and deliver it; `demo` needs no server"),
    (
        "check localhost --path /api/webhooks",
        "Check that your endpoint accepts genuine events and rejects forged ones",
    ),
    ("listen", "Receive webhooks and verify their signatures"),
];

pub fn print(output: &mut Output) -> Result<Exit> {
    if output.is_json() {
        output.json(&as_json(&Cli::command()))?;
        return Ok(Exit::Success);
    }
    let style = output.style();
    let name = style.paint(Tone::Strong, "vercel-hooks");
    output.line(format_args!("{name} signs, sends, receives and checks Vercel webhooks."))?;
    for (arguments, about) in COMMANDS {
        let command = style.paint(Tone::Good, &format!("vercel-hooks {arguments}"));
        output.line(format_args!("\n  {command}\n    {about}"))?;
    }
    output.line(
        "\n`vercel-hooks --help` lists all commands. Each has examples in its own `--help`.",
    )?;
    Ok(Exit::Success)
}

fn as_json(root: &Command) -> Value {
    let about = |command: &Command| command.get_about().map(ToString::to_string);
    let commands: Vec<Value> = root
        .get_subcommands()
        .map(|command| json!({ "name": command.get_name(), "about": about(command) }))
        .collect();
    json!({ "name": root.get_name(), "version": root.get_version(), "commands": commands })
}
