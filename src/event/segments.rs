//! A template flattened to bytes with gaps, so that filling it is one pass over a short list.

use super::placeholder::{Filling, Piece, Placeholder};
use super::template::Node;

/// How an event is laid out as JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// On one line without spaces, as Vercel sends it.
    Compact,
    /// Indented by two spaces, for people.
    Pretty,
}

#[derive(Debug)]
enum Segment {
    /// JSON as it stands.
    Literal(String),
    /// A value; its quotes, where it has some, are part of the neighbouring literals. No value
    /// needs escaping.
    Value(Placeholder),
}

/// A flattened template.
#[derive(Debug)]
pub struct Segments {
    segments: Vec<Segment>,
    /// About how long an event is, in bytes.
    estimate: usize,
}

/// Most values are ids, which are no longer.
const ESTIMATED_VALUE: usize = 40;

impl Segments {
    /// Flattens a template.
    #[must_use]
    pub fn new(template: &Node, layout: Layout) -> Self {
        let mut flattener = Flattener { segments: Vec::new(), literal: String::new(), layout };
        flattener.node(template, 0);
        flattener.end_literal();
        let segments = flattener.segments;
        let estimate = segments.iter().map(Segment::estimate).sum();
        Self { segments, estimate }
    }

    /// Makes one event.
    #[must_use]
    pub fn fill(&self, filling: &Filling<'_>) -> String {
        let mut out = String::with_capacity(self.estimate);
        for segment in &self.segments {
            match segment {
                Segment::Literal(literal) => out.push_str(literal),
                Segment::Value(placeholder) => placeholder.write(filling, &mut out),
            }
        }
        out
    }
}

impl Segment {
    fn estimate(&self) -> usize {
        match self {
            Self::Literal(literal) => literal.len(),
            Self::Value(_) => ESTIMATED_VALUE,
        }
    }
}

struct Flattener {
    segments: Vec<Segment>,
    literal: String,
    layout: Layout,
}

impl Flattener {
    fn node(&mut self, node: &Node, depth: usize) {
        match node {
            Node::Constant(None) => self.literal.push_str("null"),
            Node::Constant(Some(true)) => self.literal.push_str("true"),
            Node::Constant(Some(false)) => self.literal.push_str("false"),
            Node::Number(number) => self.literal.push_str(&number.to_string()),
            Node::Bare(placeholder) => self.gap(*placeholder),
            Node::Text(pieces) => self.text(pieces),
            Node::List(items) => {
                self.bracketed('[', ']', items, depth, |this, item| this.node(item, depth + 1));
            }
            Node::Object(members) => {
                self.bracketed('{', '}', members, depth, |this, (name, member)| {
                    this.literal.push('"');
                    this.literal.push_str(&escaped(name));
                    this.literal.push_str(if this.layout == Layout::Pretty {
                        "\": "
                    } else {
                        "\":"
                    });
                    this.node(member, depth + 1);
                });
            }
        }
    }

    fn text(&mut self, pieces: &[Piece]) {
        self.literal.push('"');
        for piece in pieces {
            match piece {
                Piece::Literal(literal) => self.literal.push_str(&escaped(literal)),
                Piece::Placeholder(placeholder) => self.gap(*placeholder),
            }
        }
        self.literal.push('"');
    }

    fn bracketed<T>(
        &mut self,
        open: char,
        close: char,
        items: &[T],
        depth: usize,
        mut each: impl FnMut(&mut Self, &T),
    ) {
        self.literal.push(open);
        for (index, item) in items.iter().enumerate() {
            if index > 0 {
                self.literal.push(',');
            }
            self.new_line(depth + 1);
            each(self, item);
        }
        if !items.is_empty() {
            self.new_line(depth);
        }
        self.literal.push(close);
    }

    fn new_line(&mut self, depth: usize) {
        if self.layout == Layout::Pretty {
            self.literal.push('\n');
            self.literal.extend(std::iter::repeat_n("  ", depth));
        }
    }

    fn gap(&mut self, placeholder: Placeholder) {
        self.end_literal();
        self.segments.push(Segment::Value(placeholder));
    }

    fn end_literal(&mut self) {
        if !self.literal.is_empty() {
            self.segments.push(Segment::Literal(std::mem::take(&mut self.literal)));
        }
    }
}

/// A text as it stands between the quotes of a JSON string.
fn escaped(text: &str) -> String {
    let quoted = serde_json::Value::from(text).to_string();
    quoted[1..quoted.len() - 1].to_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::*;
    use crate::event::sample_data::SampleData;
    use crate::time::Moment;

    fn filled(template: &Node, layout: Layout) -> String {
        let world = SampleData::new(1, 0);
        let moment = Moment::parse("0").unwrap();
        let filling = Filling { world: &world, event_id: "e", moment };
        Segments::new(template, layout).fill(&filling)
    }

    #[test]
    fn a_lone_time_is_a_number_and_a_time_in_text_is_text() {
        let template = Node::template("t", br#"{"a":"{{now}}","b":"at {{now}}"}"#).unwrap();
        assert_eq!(filled(&template, Layout::Compact), r#"{"a":0,"b":"at 0"}"#);
    }

    #[test]
    fn numbers_keep_their_digits() {
        let text = "[1.0,12345678901234567890123,1e5,-0.10]";
        let data = Node::data("d", text.as_bytes()).unwrap();
        assert_eq!(filled(&data, Layout::Compact), "[1.0,12345678901234567890123,1e+5,-0.10]");
    }

    fn any_json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            ".*".prop_map(Value::from),
        ];
        leaf.prop_recursive(4, 32, 5, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
                prop::collection::vec((".*", inner), 0..5)
                    .prop_map(|members| Value::Object(members.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn both_layouts_are_those_of_serde_json(value in any_json()) {
            let data = Node::data("d", value.to_string().as_bytes()).unwrap();
            prop_assert_eq!(filled(&data, Layout::Compact), value.to_string());
            prop_assert_eq!(filled(&data, Layout::Pretty), format!("{value:#}"));
        }
    }

    #[test]
    fn data_keeps_braces() {
        let data = Node::data("d", json!("{{now}}").to_string().as_bytes()).unwrap();
        assert_eq!(filled(&data, Layout::Compact), r#""{{now}}""#);
    }
}
