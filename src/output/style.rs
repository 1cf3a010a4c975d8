//! Colour, decided for each stream by itself.

use std::env;

use colored::{ColoredString, Colorize};
use comfy_table::Color;

/// What the user asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ColorChoice {
    /// Colour on a terminal that can show it.
    #[default]
    Auto,
    /// Colour everywhere.
    Always,
    /// No colour.
    Never,
}

/// Whether a stream takes colour.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    is_colored: bool,
}

/// What a piece of text means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// It worked.
    Good,
    /// It did not.
    Bad,
    /// It may matter.
    Doubtful,
    /// It stands back.
    Faint,
    /// It stands out.
    Strong,
}

impl Style {
    /// The style of a stream: the choice, then `NO_COLOR`, `CLICOLOR_FORCE`, `TERM=dumb`, then
    /// whether it is a terminal.
    #[must_use]
    pub fn of_stream(choice: ColorChoice, is_terminal: bool) -> Self {
        let is_set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
        let is_colored = match choice {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto if is_set("NO_COLOR") => false,
            ColorChoice::Auto
                if env::var("CLICOLOR_FORCE").is_ok_and(|it| !matches!(&*it, "" | "0")) =>
            {
                true
            }
            ColorChoice::Auto => {
                is_terminal && env::var("TERM").map_or(true, |term| term != "dumb")
            }
        };
        Self { is_colored }
    }

    /// The text in the colour of its tone, if the stream takes colour.
    #[must_use]
    pub fn paint(self, tone: Tone, text: &str) -> String {
        if !self.is_colored {
            return text.to_owned();
        }
        let painted: ColoredString = match tone {
            Tone::Good => text.green(),
            Tone::Bad => text.red().bold(),
            Tone::Doubtful => text.yellow(),
            Tone::Faint => text.dimmed(),
            Tone::Strong => text.bold(),
        };
        painted.to_string()
    }

    /// The same colour for a cell of a table, which counts widths itself.
    pub(super) const fn cell_color(self, tone: Tone) -> Option<Color> {
        if !self.is_colored {
            return None;
        }
        match tone {
            Tone::Good => Some(Color::Green),
            Tone::Bad => Some(Color::Red),
            Tone::Doubtful => Some(Color::Yellow),
            Tone::Faint => Some(Color::DarkGrey),
            Tone::Strong => None,
        }
    }

    pub(super) const fn is_colored(self) -> bool {
        self.is_colored
    }
}
