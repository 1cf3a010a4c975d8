//! Rows that are printed one by one as they come, in columns of fixed width.

use super::foreign::visible_line;
use super::style::{Style, Tone};
use super::table::Cell;

/// One column.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    title: &'static str,
    width: usize,
    is_number: bool,
}

/// A table whose rows are not known beforehand.
#[derive(Clone, Debug)]
pub struct Rows(Vec<Column>);

impl Column {
    /// A column of text at least this wide.
    #[must_use]
    pub fn text(title: &'static str, width: usize) -> Self {
        Self { title, width: width.max(title.len()), is_number: false }
    }

    /// A column of numbers at least this wide, which are set to the right.
    #[must_use]
    pub fn number(title: &'static str, width: usize) -> Self {
        Self { title, width: width.max(title.len()), is_number: true }
    }
}

impl Rows {
    /// Rows with these columns.
    #[must_use]
    pub const fn new(columns: Vec<Column>) -> Self {
        Self(columns)
    }

    /// The titles.
    #[must_use]
    pub fn header(&self, style: Style) -> String {
        let titles: Vec<Cell> =
            self.0.iter().map(|column| Cell::toned(Tone::Strong, column.title)).collect();
        self.row(&titles, style)
    }

    /// One row.
    #[must_use]
    pub fn row(&self, cells: &[Cell], style: Style) -> String {
        let last = self.0.len().saturating_sub(1);
        let mut line = String::new();
        for (index, (column, cell)) in self.0.iter().zip(cells).enumerate() {
            let text = visible_line(cell.text());
            let missing = column.width.saturating_sub(text.chars().count());
            let padding = std::iter::repeat_n(' ', missing);
            if column.is_number {
                line.extend(padding.clone());
            }
            match cell.tone() {
                Some(tone) => line.push_str(&style.paint(tone, &text)),
                None => line.push_str(&text),
            }
            if !column.is_number && index < last {
                line.extend(padding);
            }
            if index < last {
                line.push_str("  ");
            }
        }
        line
    }
}
