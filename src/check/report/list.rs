//! `check --list`.

use serde_json::{Value, json};

use crate::delivery::StatusPattern;
use crate::error::Result;
use crate::output::{Cell, Output, Table, Tone, counted};

use super::super::advice::ADVICE;
use super::super::case::Level;
use super::super::cases::{Suite, TYPE_PREFIX, WebhookCase};

pub fn print_list(
    cases: &[WebhookCase],
    rejections: &[StatusPattern],
    output: &mut Output,
) -> Result<()> {
    if output.is_json() {
        return print_json(cases, rejections, output);
    }
    let mut table = Table::new(vec!["CASE", "LEVEL", "EXPECTED", "WHAT IS SENT, AND WHY"]);
    let mut listed: Vec<Level> = Vec::new();
    for case in cases {
        let is_alike = |other: &&WebhookCase| other.family().is_some() && other.level == case.level;
        let count = cases.iter().filter(is_alike).count();
        let mut cells = row(case, rejections);
        if case.family().is_some() && count > 1 {
            if listed.contains(&case.level) {
                continue;
            }
            listed.push(case.level);
            let types = if case.level == Level::Should { "legacy types" } else { "types" };
            let sent = format!("A genuine event of each of {count} {types}: {}.", case.matters);
            cells[0] = format!("{TYPE_PREFIX}* ({count})").into();
            cells[3] = sent.into();
        }
        table.row(cells);
    }
    for advice in ADVICE {
        let level = Cell::toned(Tone::Faint, "advice");
        table.row(vec![advice.id.into(), level, "-".into(), advice.about.into()]);
    }
    output.table(&table)?;
    output.flush()?;
    output.note(format_args!(
        "{}, and {} points that can't be tested from outside",
        counted(cases.len() as u64, "case"),
        ADVICE.len()
    ));
    Ok(())
}

fn row(case: &WebhookCase, rejections: &[StatusPattern]) -> Vec<Cell> {
    let tone = if case.level == Level::Must { Tone::Strong } else { Tone::Faint };
    vec![
        case.id.into(),
        Cell::toned(tone, case.level.label()),
        Suite::of(case).expected(rejections).into(),
        case.sentence().into(),
    ]
}

fn print_json(
    cases: &[WebhookCase],
    rejections: &[StatusPattern],
    output: &mut Output,
) -> Result<()> {
    for case in cases {
        output.json(&json!({
            "id": case.id,
            "suite": case.suite(),
            "level": case.level.label(),
            "sends": case.sends,
            "matters": case.matters,
            "expected": Suite::of(case).expected(rejections),
        }))?;
    }
    for advice in ADVICE {
        output.json(&json!({
            "id": advice.id,
            "suite": Value::Null,
            "level": "advice",
            "sends": Value::Null,
            "matters": advice.about,
            "expected": Value::Null,
        }))?;
    }
    Ok(())
}
