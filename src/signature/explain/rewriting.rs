//! JSON that was parsed on its way and written again.

use std::iter::once;

use serde::de::IgnoredAny;

use super::super::json::{
    LOWER_HEX, Layout, Member, UPPER_HEX, escape, escape_slashes, reorder, respace, unescape,
};
use super::{CHANGED, CHANGED_MUCH, Cause, Original, SMALL};

/// A choice that programs make when they write JSON: one row of a table.
pub struct Style {
    /// What happened where the signed JSON was in this style, and the received JSON is not.
    pub code: &'static str,
    signed: &'static str,
    apply: fn(&str) -> Option<String>,
}

const fn style(
    code: &'static str,
    signed: &'static str,
    apply: fn(&str) -> Option<String>,
) -> Style {
    Style { code, signed, apply }
}

const COMPACT: Style = style("json_respaced", "compact", |json| respace(json, Layout::Compact));
const SPACED: Style =
    style("json_respaced", "on one line with a space after each comma and colon", |json| {
        respace(json, Layout::Spaced)
    });
const JAVASCRIPT_ESCAPING: Style =
    style("json_escaped", "with all characters unescaped", |json| Some(unescape(json, |_| true)));
const PYTHON_ESCAPING: Style =
    style("json_unicode_unescaped", r"with non-ASCII characters escaped (\u00e9)", |json| {
        Some(escape(json, LOWER_HEX, is_beyond_ascii))
    });

/// The likelier first.
pub static LAYOUTS: &[Style] = &[
    COMPACT,
    SPACED,
    style("json_respaced", "indented with 2 spaces", |json| respace(json, Layout::Indented("  "))),
    style("json_respaced", "indented with 4 spaces", |json| {
        respace(json, Layout::Indented("    "))
    }),
    style("json_respaced", "indented with tabs", |json| respace(json, Layout::Indented("\t"))),
];

/// Files of indented JSON end with a line break.
static LINE_BREAK: Style =
    style("json_respaced", "with a line break at the end", |json| Some(format!("{json}\n")));

/// The more particular first.
pub static ESCAPINGS: &[Style] = &[
    style("json_unicode_escaped", "with non-ASCII characters unescaped", |json| {
        Some(unescape(json, is_beyond_ascii))
    }),
    style("json_slashes_escaped", "with slashes unescaped", |json| {
        Some(unescape(json, |character| character == '/'))
    }),
    style("json_html_escaped", "with <, >, &, quotes, + and = unescaped", |json| {
        Some(unescape(json, |character| "<>&'\"+=`\u{2028}\u{2029}".contains(character)))
    }),
    JAVASCRIPT_ESCAPING,
    PYTHON_ESCAPING,
    style("json_unicode_unescaped", r"with non-ASCII characters escaped (\u00E9)", |json| {
        Some(escape(json, UPPER_HEX, is_beyond_ascii))
    }),
    style("json_slashes_unescaped", r"with slashes escaped (\/)", |json| {
        Some(escape_slashes(json))
    }),
    // As PHP writes it.
    style(
        "json_unescaped",
        r"with non-ASCII characters (\u00e9) and slashes (\/) escaped",
        |json| Some(escape_slashes(&escape(json, LOWER_HEX, is_beyond_ascii))),
    ),
    // As Go writes it.
    style("json_html_unescaped", r"with <, > and & escaped (\u003c)", |json| {
        Some(escape(json, LOWER_HEX, is_escaped_by_go))
    }),
    style("json_html_unescaped", r"with <, > and & escaped (\u003C)", |json| {
        Some(escape(json, UPPER_HEX, is_escaped_by_go))
    }),
];

/// The envelopes that were seen or are documented, and keys in the order of their names.
pub static ORDERS: &[Style] = &[
    style("json_reordered", "with its keys in the order id, payload, createdAt, type", |json| {
        envelope(json, "id payload createdAt region type")
    }),
    style("json_reordered", "with its keys in the order id, type, createdAt, payload", |json| {
        envelope(json, "id type createdAt region payload")
    }),
    style("json_reordered", "with its keys in the order type, id, createdAt, payload", |json| {
        envelope(json, "type id createdAt region clientId ownerId teamId userId webhookId payload")
    }),
    style("json_reordered", "with its keys sorted", |json| {
        reorder(json, |members, _| {
            members.sort_by_cached_key(|member| member.unescaped_name().into_owned());
        })
    }),
];

/// Puts the keys of the outermost object in this order, before all others.
fn envelope(json: &str, keys: &str) -> Option<String> {
    let rank = |member: &Member<'_>| {
        keys.split(' ').position(|key| key == member.unescaped_name()).unwrap_or(usize::MAX)
    };
    reorder(json, |members, depth| {
        if depth == 0 {
            members.sort_by_key(rank);
        }
    })
}

const fn is_beyond_ascii(character: char) -> bool {
    !character.is_ascii()
}

fn is_escaped_by_go(character: char) -> bool {
    "<>&\u{2028}\u{2029}".contains(character)
}

/// The JSON that `body` may have been before; none where it is not JSON.
pub fn rewritings(body: &[u8]) -> impl Iterator<Item = Original> {
    let is_small = body.len() <= SMALL;
    json_of(body).into_iter().flat_map(move |json| {
        let reordered = ORDERS.iter().filter_map(move |order| {
            let reordered = (order.apply)(json)?;
            (reordered != json).then_some((Some(order), reordered))
        });
        let bases = once((None, json.to_owned())).chain(reordered);
        bases.flat_map(move |(order, base)| {
            let plans = plans(order.is_some(), is_small).into_iter();
            plans.filter_map(move |plan| rewrite(json, order, &base, plan))
        })
    })
}

fn json_of(body: &[u8]) -> Option<&str> {
    let json = str::from_utf8(body).ok()?.trim_start_matches('\u{feff}').trim();
    serde_json::from_str::<IgnoredAny>(json).is_ok().then_some(json)
}

/// The styles that are tried, alone and together: all pairs only where that is quick.
fn plans(is_reordered: bool, is_small: bool) -> Vec<Vec<&'static Style>> {
    let layouts = LAYOUTS.iter().map(|layout| vec![layout]);
    let escaped = |layout| ESCAPINGS.iter().map(move |escaping| vec![layout, escaping]);
    let mut plans = Vec::new();
    if is_reordered && is_small {
        plans.push(Vec::new());
        plans.extend(layouts);
        plans.extend(escaped(&COMPACT));
        plans.push(vec![&SPACED, &PYTHON_ESCAPING]);
    } else if is_reordered {
        plans.push(vec![&COMPACT]);
    } else {
        plans.extend(layouts);
        plans.extend(ESCAPINGS.iter().map(|escaping| vec![escaping]));
        plans.push(vec![&COMPACT, &JAVASCRIPT_ESCAPING]);
        if is_small {
            let indented = &LAYOUTS[2..];
            plans.extend(indented.iter().map(|layout| vec![layout, &LINE_BREAK]));
            plans.extend(LAYOUTS.iter().flat_map(escaped));
        }
    }
    plans
}

/// Applies a plan to the reordered JSON. Of its styles only those that change something are causes.
fn rewrite(
    json: &str,
    order: Option<&'static Style>,
    base: &str,
    plan: Vec<&'static Style>,
) -> Option<Original> {
    let mut rewritten = base.to_owned();
    let mut styles = Vec::new();
    for style in plan {
        let applied = (style.apply)(&rewritten)?;
        if applied != rewritten {
            styles.push(style);
            rewritten = applied;
        }
    }
    // Nobody parses JSON to change what is around it.
    if rewritten.trim_end() == json {
        return None;
    }
    styles.extend(order);
    let code = styles.first()?.code;
    let is_one = styles.iter().all(|style| style.code == code);
    let signed: Vec<&str> = styles.iter().map(|style| style.signed).collect();
    let sentence = format!(
        "the JSON was rewritten after signing (it was {}): verify the raw bytes, before anything \
         parses them",
        signed.join(", ")
    );
    let code = if is_one { code } else { "json_rewritten" };
    Some(Original {
        body: rewritten.into_bytes(),
        causes: vec![Cause { code, sentence }],
        thorough: if is_one { CHANGED } else { CHANGED_MUCH },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Nothing was rewritten where the whitespace, the escapes and the order of the JSON stayed.
    #[test]
    fn every_rewriting_changes_the_json_itself() {
        let event = super::super::tests::EVENT;
        for layout in LAYOUTS {
            let json = (layout.apply)(event).unwrap();
            for (before, after) in [("", ""), ("\u{feff}", "\r\n"), ("\u{feff}\u{feff}", "\u{a0}")]
            {
                let body = format!("{before}{json}{after}");
                for original in rewritings(body.as_bytes()) {
                    assert_ne!(
                        original.body.trim_ascii(),
                        json.as_bytes(),
                        "{:?}",
                        original.causes
                    );
                }
            }
        }
    }
}
