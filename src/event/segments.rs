//! A template flattened to literals and placeholders, so that filling it is one pass.

use super::placeholder::{EventContext, Placeholder, TextPart};
use super::template::Node;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// On one line without spaces, as Vercel sends it.
    Compact,
    /// Indented by two spaces.
    Pretty,
}

#[derive(Debug)]
enum Segment {
    Literal(String),
    /// A value; its quotes, if any, are part of the literals around it.
    Value(Placeholder),
}

#[derive(Debug)]
pub struct Segments {
    segments: Vec<Segment>,
    estimated_length: usize,
}

/// Most values are ids, which are no longer.
const ESTIMATED_VALUE: usize = 40;

impl Segments {
    pub fn new(template: &Node, layout: Layout) -> Self {
        let mut flattener = Flattener { segments: Vec::new(), literal: String::new(), layout };
        flattener.node(template, 0);
        flattener.end_literal();
        let segments = flattener.segments;
        let length = |segment: &Segment| match segment {
            Segment::Literal(literal) => literal.len(),
            Segment::Value(_) => ESTIMATED_VALUE,
        };
        let estimated_length = segments.iter().map(length).sum();
        Self { segments, estimated_length }
    }

    pub fn fill(&self, context: &EventContext<'_>) -> String {
        let mut out = String::with_capacity(self.estimated_length);
        for segment in &self.segments {
            match segment {
                Segment::Literal(literal) => out.push_str(literal),
                Segment::Value(placeholder) => placeholder.write(context, &mut out),
            }
        }
        out
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
            Node::Bare(placeholder) => self.value(*placeholder),
            Node::Text(parts) => self.text(parts),
            Node::List(items) => {
                self.bracketed('[', ']', items, depth, |this, item| this.node(item, depth + 1));
            }
            Node::Object(members) => {
                self.bracketed('{', '}', members, depth, |this, (name, member)| {
                    this.literal.push('"');
                    this.literal.push_str(&escaped(name));
                    let pretty = this.layout == Layout::Pretty;
                    this.literal.push_str(if pretty { "\": " } else { "\":" });
                    this.node(member, depth + 1);
                });
            }
        }
    }

    fn text(&mut self, parts: &[TextPart]) {
        self.literal.push('"');
        for part in parts {
            match part {
                TextPart::Literal(literal) => self.literal.push_str(&escaped(literal)),
                TextPart::Placeholder(placeholder) => self.value(*placeholder),
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

    fn value(&mut self, placeholder: Placeholder) {
        self.end_literal();
        self.segments.push(Segment::Value(placeholder));
    }

    fn end_literal(&mut self) {
        if !self.literal.is_empty() {
            self.segments.push(Segment::Literal(std::mem::take(&mut self.literal)));
        }
    }
}

/// The text as it is written between the quotes of a JSON string.
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
        let data = SampleData::new(1, 0);
        let time = Moment::parse("0").unwrap();
        let context = EventContext { data: &data, event_id: "e", time };
        Segments::new(template, layout).fill(&context)
    }

    #[test]
    fn a_time_is_a_number_only_when_it_stands_alone() {
        let template = Node::parse_template("t", br#"{"a":"{{now}}","b":"at {{now}}"}"#).unwrap();
        assert_eq!(filled(&template, Layout::Compact), r#"{"a":0,"b":"at 0"}"#);
    }

    #[test]
    fn numbers_keep_their_digits() {
        let text = "[1.0,12345678901234567890123,1e5,-0.10]";
        let data = Node::literal("d", text.as_bytes()).unwrap();
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
        fn both_layouts_match_serde_json(value in any_json()) {
            let data = Node::literal("d", value.to_string().as_bytes()).unwrap();
            prop_assert_eq!(filled(&data, Layout::Compact), value.to_string());
            prop_assert_eq!(filled(&data, Layout::Pretty), format!("{value:#}"));
        }
    }

    #[test]
    fn literal_json_keeps_braces() {
        let data = Node::literal("d", json!("{{now}}").to_string().as_bytes()).unwrap();
        assert_eq!(filled(&data, Layout::Compact), r#""{{now}}""#);
    }
}
