//! JSON that was parsed on its way and written again.

use std::fmt;

use serde::de::IgnoredAny;

use super::SMALL;
use super::escaping::Escaping;
use super::order::{KeyOrder, Tree};
use super::spacing::{Spacing, respace};
use super::unit::Case;

/// How the sender had the JSON, as far as that differs from what was received.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rewriting {
    /// Its white space.
    pub spacing: Option<Spacing>,
    /// A line break at its end.
    pub line_break: bool,
    /// Its escapes.
    pub escaping: Option<Escaping>,
    /// The order of its keys.
    pub order: Option<KeyOrder>,
}

impl Rewriting {
    /// A stable name of what happened, for scripts.
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self { spacing: Some(_), escaping: None, order: None, .. } => "json_respaced",
            Self { spacing: None, escaping: Some(escaping), order: None, .. } => escaping.code(),
            Self { spacing: None, escaping: None, order: Some(_), .. } => "json_reordered",
            _ => "json_rewritten",
        }
    }

    /// Whether more than one thing differs.
    pub(super) const fn is_several(self) -> bool {
        let changes = [self.spacing.is_some(), self.escaping.is_some(), self.order.is_some()];
        changes[0] as u8 + changes[1] as u8 + changes[2] as u8 > 1
    }
}

/// What happened, and what to do about it.
impl fmt::Display for Rewriting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts = [
            self.spacing.map(|it| it.to_string()),
            self.line_break.then(|| "with a line break at its end".to_owned()),
            self.order.map(|it| it.to_string()),
            self.escaping.map(|it| it.to_string()),
        ];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        write!(
            f,
            "the JSON was written again on its way, and was signed {}: check the raw bytes of the \
             request, before anything parses them",
            parts.join(" and ")
        )
    }
}

/// The JSON that `body` may have been before, each with what differs; none where it is no JSON.
pub(super) fn rewritings(body: &[u8]) -> impl Iterator<Item = (Rewriting, Vec<u8>)> {
    let small = body.len() <= SMALL;
    Received::read(body).into_iter().flat_map(move |received| {
        let bases = std::iter::once((None, received.json.to_owned())).chain(received.arranged());
        bases.flat_map(move |(order, base)| {
            let plans = plans(order, small).into_iter();
            plans.filter_map(move |plan| received.rewrite(&base, plan))
        })
    })
}

/// What is tried of white space and escapes: all pairs of them only where that is quick.
fn plans(order: Option<KeyOrder>, small: bool) -> Vec<Rewriting> {
    let least = Rewriting { order, ..Rewriting::default() };
    let compact = Rewriting { spacing: Some(Spacing::Compact), ..least };
    let spaced = Spacing::ALL.map(|spacing| Rewriting { spacing: Some(spacing), ..least });
    let escapings = if small { &Escaping::ALL[..] } else { &Escaping::LIKELY };
    let escaped = |plan| {
        escapings.iter().map(move |escaping| Rewriting { escaping: Some(*escaping), ..plan })
    };
    let mut plans = Vec::new();
    if order.is_some() {
        plans.push(compact);
        if small {
            plans.extend(spaced);
            plans.extend(escaped(compact));
            // As Python's `json.dumps` has it.
            plans.push(Rewriting {
                spacing: Some(Spacing::Spaced),
                escaping: Some(Escaping::UnicodeEscaped(Case::Lower)),
                ..least
            });
        }
        return plans;
    }
    plans.extend(spaced);
    plans.extend(escaped(least));
    plans.push(Rewriting { escaping: Some(Escaping::Least), ..compact });
    if small {
        // Files of indented JSON end with a line break.
        let is_indented =
            |plan: &Rewriting| !matches!(plan.spacing, Some(Spacing::Compact | Spacing::Spaced));
        let indented = spaced.into_iter().filter(is_indented);
        plans.extend(indented.map(|plan| Rewriting { line_break: true, ..plan }));
        plans.extend(spaced.into_iter().flat_map(escaped));
    }
    plans
}

/// JSON as it was received.
#[derive(Clone, Copy)]
struct Received<'a> {
    json: &'a str,
    spacing: Option<Spacing>,
}

impl<'a> Received<'a> {
    fn read(body: &'a [u8]) -> Option<Self> {
        let json = std::str::from_utf8(body).ok()?.trim_start_matches('\u{feff}').trim();
        serde_json::from_str::<IgnoredAny>(json).ok()?;
        let is_it = |spacing: &Spacing| {
            respace(json.as_bytes(), *spacing).is_some_and(|spaced| spaced == json.as_bytes())
        };
        Some(Self { json, spacing: Spacing::ALL.into_iter().find(is_it) })
    }

    /// Compact, with its members in each order that is another than theirs.
    fn arranged(self) -> impl Iterator<Item = (Option<KeyOrder>, String)> {
        // Not before the rest was tried: it takes long.
        let trees = std::iter::once_with(move || Tree::read(self.json.as_bytes())).flatten();
        trees.flat_map(|mut tree| {
            let before = tree.compact();
            KeyOrder::ALL.into_iter().filter_map(move |order| {
                tree.arrange(order);
                let after = tree.compact();
                if after == before {
                    return None;
                }
                Some((Some(order), String::from_utf8(after).ok()?))
            })
        })
    }

    /// The base as in this plan; nothing where its escapes are so already, or where nothing of it
    /// differs but what stands around it, which nobody needs to write JSON for.
    fn rewrite(self, base: &str, plan: Rewriting) -> Option<(Rewriting, Vec<u8>)> {
        let mut json = match plan.spacing {
            None => base.to_owned(),
            Some(spacing) => String::from_utf8(respace(base.as_bytes(), spacing)?).ok()?,
        };
        if let Some(escaping) = plan.escaping {
            let escaped = escaping.apply(&json);
            if escaped == json {
                return None;
            }
            json = escaped;
        }
        if plan.line_break {
            json.push('\n');
        }
        let differs = plan.spacing.is_some() && plan.spacing != self.spacing;
        if !differs && plan.escaping.is_none() && plan.order.is_none() {
            return None;
        }
        let spacing = plan.spacing.filter(|_| differs);
        Some((Rewriting { spacing, ..plan }, json.into_bytes()))
    }
}
