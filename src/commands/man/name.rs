//! The names of pages.

use clap::Command;

/// `vercel-hooks-events-list`.
pub fn name(command: &Command) -> String {
    command.get_display_name().unwrap_or_else(|| command.get_name()).to_owned()
}
