//! Color, decided per stream.

use std::env;

use colored::{ColoredString, Colorize};
use comfy_table::Color;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ColorChoice {
    /// On a terminal that supports it.
    #[default]
    Auto,
    Always,
    Never,
}

#[derive(Clone, Copy, Debug)]
pub struct Style {
    is_colored: bool,
}

/// The meaning of a text, shown by its color.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    Good,
    Bad,
    Doubtful,
    Faint,
    Strong,
}

impl Style {
    /// `--color` wins over `NO_COLOR`, `CLICOLOR_FORCE` and `TERM=dumb`, and these over whether it is
    /// a terminal.
    pub fn of_stream(choice: ColorChoice, is_terminal: bool) -> Self {
        let is_set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
        let is_forced =
            is_set("CLICOLOR_FORCE") && env::var("CLICOLOR_FORCE").as_deref() != Ok("0");
        let is_colored = match choice {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto if is_set("NO_COLOR") => false,
            ColorChoice::Auto if is_forced => true,
            ColorChoice::Auto => {
                is_terminal && env::var("TERM").map_or(true, |term| term != "dumb")
            }
        };
        Self { is_colored }
    }

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

    /// The color for `comfy_table`, which would count escape codes as text.
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
