//! JSON that was parsed on its way and written again.

use std::iter::once;

use serde::Deserialize;
use serde::de::IgnoredAny;
use serde_json::Value;

use super::super::json::{
    LOWER_HEX, Layout, Member, UPPER_HEX, escape, escape_slashes, reorder, respace, unescape,
};
use super::{CHANGED, CHANGED_MUCH, Cause, Original, SMALL};
use crate::catalog::{EVENT_TYPES, EventType};

/// A choice that programs make when they write JSON: one row of a table.
pub struct Style {
    /// What happened where the signed JSON was in this style, and the received JSON is not.
    pub code: &'static str,
    signed: &'static str,
    apply: fn(&str) -> Option<String>,
}

impl Style {
    /// Whether the signed JSON escaped no more than it had to.
    fn is_plain(&self) -> bool {
        self.code.ends_with("_escaped")
    }
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

/// Orders at every depth, in which senders rather than editors write; the likelier first.
pub static SENDERS_ORDERS: &[Style] = &[
    style("json_reordered", "with its keys in the order that Vercel sent in 2023", |json| {
        order_like(json, SENT_IN_2023)
    }),
    style("json_reordered", "with its keys in the order that Vercel sent in 2022", |json| {
        order_like(json, SENT_IN_2022)
    }),
    style("json_reordered", "with its keys in the order of a generated event", |json| {
        order_like(json, template(json)?)
    }),
    // As PHP's `ksort` leaves it.
    style("json_reordered", "with only its outermost keys sorted", |json| {
        envelope(json, "createdAt id payload region type")
    }),
];

pub static POSTGRES_ORDER: Style =
    style("json_reordered", "with shorter keys first, as PostgreSQL's jsonb has them", |json| {
        reorder(json, |members, _| {
            members.sort_by_cached_key(|member| {
                let name = member.unescaped_name().into_owned();
                (name.len(), name)
            });
        })
    });

/// Orders of keys in deliveries of deployment events.
const SENT_IN_2023: &str = r#"{
    "id": 0,
    "payload": {
        "user": 0, "team": 0, "alias": 0,
        "deployment": {
            "id": 0, "customEnvironmentId": 0,
            "meta": {
                "githubCommitAuthorName": 0, "githubCommitMessage": 0, "githubCommitOrg": 0,
                "githubCommitRef": 0, "githubCommitRepo": 0, "githubCommitSha": 0,
                "githubDeployment": 0, "githubOrg": 0, "githubRepo": 0, "githubRepoOwnerType": 0,
                "githubCommitRepoId": 0, "githubRepoId": 0, "githubRepoVisibility": 0,
                "githubCommitAuthorLogin": 0, "branchAlias": 0
            },
            "name": 0, "url": 0, "inspectorUrl": 0
        },
        "links": { "deployment": 0, "project": 0 },
        "name": 0, "plan": 0, "project": 0, "regions": 0, "target": 0, "type": 0, "url": 0
    },
    "createdAt": 0, "type": 0
}"#;
const SENT_IN_2022: &str = r#"{
    "id": 0,
    "payload": {
        "deployment": { "id": 0, "meta": 0, "name": 0, "url": 0, "inspectorUrl": 0 },
        "links": { "deployment": 0, "project": 0 },
        "name": 0, "plan": 0, "project": 0, "regions": 0, "target": 0, "type": 0, "url": 0,
        "user": 0, "team": 0
    },
    "createdAt": 0, "type": 0
}"#;

/// The sample of the event type that `json` names.
fn template(json: &str) -> Option<&'static str> {
    #[derive(Deserialize)]
    struct Envelope {
        r#type: String,
    }
    let name = serde_json::from_str::<Envelope>(json).ok()?.r#type;
    let is_it = |known: &&EventType| known.spellings().any(|spelling| spelling == name);
    Some(EVENT_TYPES.iter().find(is_it)?.files.as_ref()?.template)
}

/// Puts keys in the order of the same object of a `model`, before all that it does not have.
fn order_like(json: &str, model: &str) -> Option<String> {
    let model: Value = serde_json::from_str(model).ok()?;
    reorder(json, |members, path| {
        let object = path.iter().try_fold(&model, |value, name| match value {
            Value::Array(items) => items.first(),
            _ => value.get(name.trim_matches('"')),
        });
        if let Some(Value::Object(object)) = object {
            members.sort_by_cached_key(|member| {
                let name = member.unescaped_name();
                object.keys().position(|key| *key == name).unwrap_or(usize::MAX)
            });
        }
    })
}

/// Puts the keys of the outermost object in this order, before all others.
fn envelope(json: &str, keys: &str) -> Option<String> {
    let rank = |member: &Member<'_>| {
        keys.split(' ').position(|key| key == member.unescaped_name()).unwrap_or(usize::MAX)
    };
    reorder(json, |members, path| {
        if path.is_empty() {
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
        let orders = ORDERS.iter().map(|order| (Order::Known, order));
        let orders = orders.chain(SENDERS_ORDERS.iter().map(|order| (Order::Senders, order)));
        let orders = orders.chain(once((Order::Postgres, &POSTGRES_ORDER)));
        let reordered = orders.filter_map(move |(kind, order)| {
            let reordered = (order.apply)(json)?;
            (reordered != json).then_some((kind, Some(order), reordered))
        });
        let bases = once((Order::Received, None, json.to_owned())).chain(reordered);
        bases.flat_map(move |(kind, order, base)| {
            let plans = plans(kind, is_small).into_iter();
            plans.filter_map(move |plan| rewrite(json, order, &base, plan))
        })
    })
}

fn json_of(body: &[u8]) -> Option<&str> {
    let json = str::from_utf8(body).ok()?.trim_start_matches('\u{feff}').trim();
    serde_json::from_str::<IgnoredAny>(json).is_ok().then_some(json)
}

/// JSON that was indented or spaced after signing, whatever else has happened to it.
pub fn compacted(body: &[u8]) -> Option<Original> {
    let json = json_of(body).filter(|json| json.len() <= SMALL)?;
    rewrite(json, None, json, vec![&COMPACT])
}

/// The order of the keys that styles are applied to.
#[derive(Clone, Copy)]
enum Order {
    Received,
    Known,
    Senders,
    Postgres,
}

/// The styles that are tried, alone and together: all pairs only where that is quick.
fn plans(order: Order, is_small: bool) -> Vec<Vec<&'static Style>> {
    let layouts = LAYOUTS.iter().map(|layout| vec![layout]);
    let escaped = |layout| ESCAPINGS.iter().map(move |escaping| vec![layout, escaping]);
    let mut plans = Vec::new();
    match order {
        Order::Known if is_small => {
            plans.push(Vec::new());
            plans.extend(layouts);
            plans.extend(escaped(&COMPACT));
            plans.push(vec![&SPACED, &PYTHON_ESCAPING]);
        }
        Order::Senders if is_small => {
            plans.push(vec![&COMPACT]);
            plans.extend(escaped(&COMPACT).filter(|plan| plan[1].is_plain()));
        }
        Order::Postgres => {
            plans.extend([vec![&COMPACT], vec![&SPACED], vec![&SPACED, &JAVASCRIPT_ESCAPING]]);
        }
        Order::Known | Order::Senders => plans.push(vec![&COMPACT]),
        Order::Received => {
            plans.extend(layouts);
            plans.extend(ESCAPINGS.iter().map(|escaping| vec![escaping]));
            plans.push(vec![&COMPACT, &JAVASCRIPT_ESCAPING]);
            if is_small {
                let indented = &LAYOUTS[2..];
                plans.extend(indented.iter().map(|layout| vec![layout, &LINE_BREAK]));
                plans.extend(LAYOUTS.iter().flat_map(escaped));
            }
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
