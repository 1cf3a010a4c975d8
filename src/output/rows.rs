//! Rows that are printed one by one, in columns of fixed width.

use std::borrow::Cow;

use super::sanitize::{escape_command, visible_line};
use super::style::{Style, Tone};
use super::table::Cell;
use super::text;

const GAP: &str = "  ";

#[derive(Clone, Copy, Debug)]
pub struct Column {
    title: &'static str,
    width: usize,
    min_width: usize,
    is_narrowed: bool,
    is_number: bool,
}

/// A table that is printed before all of its rows are known.
#[derive(Clone, Debug)]
pub struct Rows(Vec<Column>);

impl Column {
    pub fn text(title: &'static str, width: usize) -> Self {
        let width = width.max(title.len());
        Self { title, width, min_width: width, is_narrowed: false, is_number: false }
    }

    /// A right-aligned column at least this wide.
    pub fn number(title: &'static str, width: usize) -> Self {
        Self { is_number: true, ..Self::text(title, width) }
    }

    pub fn clock() -> Self {
        Self::text("TIME", "12:00:00".len())
    }

    /// For [`super::short_status`].
    pub fn status(title: &'static str) -> Self {
        Self::text(title, text::STATUS_WIDTH)
    }

    pub fn duration() -> Self {
        Self::number("TIME", "12.3 ms".len())
    }

    /// Lets the column become this narrow if there is no space; its texts are then shortened.
    pub fn at_least(self, min_width: usize) -> Self {
        Self { min_width: min_width.min(self.width), ..self }
    }
}

impl Rows {
    /// Narrows columns to fit into `width`, as far as they can be, the last ones first.
    pub fn fit(mut columns: Vec<Column>, width: Option<usize>) -> Self {
        let gaps = GAP.len() * columns.len().saturating_sub(1);
        let needed = columns.iter().map(|column| column.width).sum::<usize>() + gaps;
        let mut excess = width.map_or(0, |width| needed.saturating_sub(width));
        for column in columns.iter_mut().rev() {
            let narrowed = excess.min(column.width - column.min_width);
            column.width -= narrowed;
            column.is_narrowed = narrowed > 0;
            excess -= narrowed;
        }
        Self(columns)
    }

    pub fn header(&self, style: Style) -> String {
        let titles: Vec<Cell> =
            self.0.iter().map(|column| Cell::toned(Tone::Strong, column.title)).collect();
        self.row(&titles, style)
    }

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
        escape_command(&line).into_owned()
    }
}

/// Replaces the middle of a text that is wider than `width`.
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
        Rows::fit(columns, width)
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
    fn shortens_the_middle_of_texts_that_do_not_fit() {
        assert_eq!(row(&rows(Some(14)), "abcdefghij"), "abc…hij      7");
        assert_eq!(row(&rows(Some(3)), "abcdefghij"), "ab…ij      7");
        assert_eq!(row(&rows(Some(14)), "abc"), "abc          7");
    }
}
