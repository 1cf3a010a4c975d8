//! Tables for people.

use comfy_table::{Attribute, CellAlignment, ColumnConstraint, ContentArrangement};

use super::sanitize::visible_line;
use super::style::{Style, Tone};

/// Lines are not wrapped without a terminal.
const WIDTH_WITHOUT_TERMINAL: u16 = u16::MAX;

/// Wider names would leave no space for their descriptions.
const MAX_WHOLE_NAME: usize = 50;

#[derive(Clone, Debug)]
pub struct Cell {
    text: String,
    tone: Option<Tone>,
}

#[derive(Clone, Debug)]
pub struct Table {
    header: Vec<&'static str>,
    rows: Vec<Vec<Cell>>,
}

impl Cell {
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
    pub const fn new(header: Vec<&'static str>) -> Self {
        Self { header, rows: Vec::new() }
    }

    pub fn row(&mut self, cells: Vec<Cell>) {
        self.rows.push(cells);
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
        // People copy names, so they stay whole if there is space.
        let names = self.rows.iter().filter_map(|row| row.first());
        let is_short = |name: &Cell| name.text.chars().count() <= MAX_WHOLE_NAME;
        if let Some(first) = table.column_mut(0)
            && names.into_iter().all(is_short)
        {
            first.set_constraint(ColumnConstraint::ContentWidth);
        }
        table.trim_fmt()
    }
}
