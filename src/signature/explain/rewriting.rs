//! JSON that was parsed on its way and written again.

use std::iter::once;

use serde::de::IgnoredAny;

use super::order::{ORDERS, POSTGRES_ORDER, SENDERS_ORDERS};
use super::style::{
    COMPACT, ESCAPINGS, JAVASCRIPT_ESCAPING, LAYOUTS, LINE_BREAK, PYTHON_ESCAPING, SPACED, Style,
};
use super::{CHANGED, CHANGED_MUCH, Cause, Original, SMALL};

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
