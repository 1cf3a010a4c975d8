//! Rows that are printed one by one as they come, in columns of fixed width.

use std::borrow::Cow;

use super::sanitize::{uncommanding, visible_line};
use super::status;
use super::style::{Style, Tone};
use super::table::Cell;

/// What stands between columns.
const GAP: &str = "  ";

/// One column.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    title: &'static str,
    width: usize,
    /// How narrow it may become; as wide as it is where nothing else is said.
    least: usize,
    is_narrowed: bool,
    is_number: bool,
}

/// A table whose rows are not known beforehand.
#[derive(Clone, Debug)]
pub struct Rows(Vec<Column>);

impl Column {
    /// A column of text at least this wide.
    #[must_use]
    pub fn text(title: &'static str, width: usize) -> Self {
        let width = width.max(title.len());
        Self { title, width, least: width, is_narrowed: false, is_number: false }
    }

    /// A column of numbers at least this wide, which are set to the right.
    #[must_use]
    pub fn number(title: &'static str, width: usize) -> Self {
        let width = width.max(title.len());
        Self { title, width, least: width, is_narrowed: false, is_number: true }
    }

    /// The time of day: `12:00:00`.
    #[must_use]
    pub fn clock() -> Self {
        Self::text("TIME", "12:00:00".len())
    }

    /// What was answered, as [`super::short_status`] shows it.
    #[must_use]
    pub fn status(title: &'static str) -> Self {
        Self::text(title, status::WIDTH)
    }

    /// How long it took, as most durations are shown: `12.3 ms`.
    #[must_use]
    pub fn duration() -> Self {
        Self::number("TIME", "12.3 ms".len())
    }

    /// Lets it become this narrow where there is no room; what does not fit is left out.
    #[must_use]
    pub fn at_least(self, least: usize) -> Self {
        Self { least: least.min(self.width), ..self }
    }
}

impl Rows {
    /// Rows with these columns.
    #[must_use]
    pub const fn new(columns: Vec<Column>) -> Self {
        Self(columns)
    }

    /// Makes columns narrower until the rows are no wider than `width`, as far as they can be, the
    /// last ones first.
    #[must_use]
    pub fn fitted(mut self, width: Option<usize>) -> Self {
        let Some(width) = width else { return self };
        let gaps = GAP.len() * self.0.len().saturating_sub(1);
        let needed = self.0.iter().map(|column| column.width).sum::<usize>() + gaps;
        let mut excess = needed.saturating_sub(width);
        for column in self.0.iter_mut().rev() {
            let given = excess.min(column.width - column.least);
            column.width -= given;
            column.is_narrowed = given > 0;
            excess -= given;
        }
        self
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
        let width: usize = self.0.iter().map(|column| column.width + GAP.len()).sum();
        let mut line = String::with_capacity(width);
        for (index, (column, cell)) in self.0.iter().zip(cells).enumerate() {
            let text = visible_line(cell.text());
            let text = if column.is_narrowed { shortened(text, column.width) } else { text };
            let missing = column.width.saturating_sub(text.chars().count());
            let padding = std::iter::repeat_n(" ", missing);
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
                line.push_str(GAP);
            }
        }
        match uncommanding(&line) {
            Cow::Borrowed(_) => line,
            Cow::Owned(line) => line,
        }
    }
}

/// The text with its middle left out, so that it is no wider than `width`.
fn shortened(text: Cow<'_, str>, width: usize) -> Cow<'_, str> {
    let length = text.chars().count();
    if length <= width {
        return text;
    }
    let tail = (width - 1) / 2;
    let head = width - 1 - tail;
    let start = text.chars().take(head);
    Cow::Owned(start.chain(['…']).chain(text.chars().skip(length - tail)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::ColorChoice;

    fn rows(width: Option<usize>) -> Rows {
        let columns = vec![Column::text("NAME", 10).at_least(5), Column::number("COUNT", 0)];
        Rows::new(columns).fitted(width)
    }

    fn row(rows: &Rows, name: &str) -> String {
        rows.row(&[name.into(), "7".into()], Style::of_stream(ColorChoice::Never, false))
    }

    #[test]
    fn columns_line_up() {
        assert_eq!(row(&rows(None), "ab"), "ab              7");
        assert_eq!(row(&rows(None), "abcdefghijkl"), "abcdefghijkl      7");
    }

    #[test]
    fn what_does_not_fit_loses_its_middle() {
        assert_eq!(row(&rows(Some(14)), "abcdefghij"), "abc…hij      7");
        assert_eq!(row(&rows(Some(3)), "abcdefghij"), "ab…ij      7");
        assert_eq!(row(&rows(Some(14)), "abc"), "abc          7");
    }
}
