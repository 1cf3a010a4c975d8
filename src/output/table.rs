//! Tables for people, which programs can still cut into columns.

use comfy_table::{Attribute, CellAlignment, ColumnConstraint, ContentArrangement};

use super::sanitize::visible_line;
use super::style::{Style, Tone};

/// Where no terminal says how wide it is, lines are not broken.
const WIDTH_WITHOUT_TERMINAL: u16 = u16::MAX;

/// Wider names than this would leave no room for what is said of them.
const WIDEST_WHOLE_NAME: usize = 50;

/// A cell of a table.
#[derive(Clone, Debug)]
pub struct Cell {
    text: String,
    tone: Option<Tone>,
}

/// A table with a header.
#[derive(Clone, Debug)]
pub struct Table {
    header: Vec<&'static str>,
    rows: Vec<Vec<Cell>>,
}

impl Cell {
    /// A cell whose text means something.
    #[must_use]
    pub fn toned(tone: Tone, text: impl Into<String>) -> Self {
        Self { text: text.into(), tone: Some(tone) }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    pub(super) const fn tone(&self) -> Option<Tone> {
        self.tone
    }
}

impl<T: Into<String>> From<T> for Cell {
    fn from(text: T) -> Self {
        Self { text: text.into(), tone: None }
    }
}

impl Table {
    /// A table without rows.
    #[must_use]
    pub const fn new(header: Vec<&'static str>) -> Self {
        Self { header, rows: Vec::new() }
    }

    /// Adds a row.
    pub fn row(&mut self, cells: Vec<Cell>) {
        self.rows.push(cells);
    }

    fn first_width(&self) -> usize {
        let widths = self.rows.iter().filter_map(|row| Some(row.first()?.text.chars().count()));
        widths.max().unwrap_or_default()
    }

    pub(super) fn render(&self, style: Style, width: Option<usize>) -> String {
        let mut table = comfy_table::Table::new();
        table.load_style(comfy_table::TableStyle::new());
        table.set_content_arrangement(ContentArrangement::Dynamic);
        let width = width.and_then(|width| u16::try_from(width).ok());
        table.set_width(width.unwrap_or(WIDTH_WITHOUT_TERMINAL));
        if style.is_colored() {
            table.enforce_styling();
        } else {
            table.force_no_tty();
        }
        table.set_header(
            self.header
                .iter()
                .map(|title| comfy_table::Cell::new(title).add_attribute(Attribute::Bold)),
        );
        for row in &self.rows {
            table.add_row(row.iter().map(|cell| {
                let shown = comfy_table::Cell::new(visible_line(&cell.text));
                let shown = shown.set_alignment(CellAlignment::Left);
                match cell.tone.and_then(|tone| style.cell_color(tone)) {
                    Some(color) => shown.fg(color),
                    None => shown,
                }
            }));
        }
        for column in table.column_iter_mut() {
            column.set_padding((0, 2));
        }
        // Names are copied by eye and by mouse: they stay whole as long as there is room for more.
        if let Some(first) = table.column_mut(0)
            && self.first_width() <= WIDEST_WHOLE_NAME
        {
            first.set_constraint(ColumnConstraint::ContentWidth);
        }
        table.trim_fmt()
    }
}
