//! `check --list`.

use serde_json::json;

use crate::check::{ADVICE, Case, Level, TYPE_PREFIX};
use crate::error::Result;
use crate::output::{Cell, Output, Table, Tone, counted};

use super::plan::Plan;

/// Prints every case that would be run, and what cannot be judged.
///
/// # Errors
/// Those of printing.
pub fn print(plan: &Plan, output: &mut Output) -> Result<()> {
    if output.is_json() {
        for case in &plan.cases {
            output.json(&json!({
                "id": case.id,
                "suite": case.suite,
                "level": case.level,
                "sends": case.sends,
                "matters": case.matters,
                "expected": case.suite.expected(&plan.rejections),
            }))?;
        }
        for advice in ADVICE {
            output.json(&json!({
                "id": advice.id,
                "suite": null,
                "level": "advice",
                "sends": null,
                "matters": advice.about,
                "expected": null,
            }))?;
        }
        return Ok(());
    }
    let mut table = Table::new(vec!["CASE", "LEVEL", "EXPECTED", "WHAT IS SENT, AND WHY"]);
    let mut told: Vec<Level> = Vec::new();
    for case in &plan.cases {
        let alike = plan.cases.iter().filter(|it| it.is_of_a_type() && it.level == case.level);
        let count = alike.count();
        if !case.is_of_a_type() || count == 1 {
            table.row(row(case, plan));
        } else if !told.contains(&case.level) {
            told.push(case.level);
            table.row(row_of_types(count, case, plan));
        }
    }
    for advice in ADVICE {
        table.row(vec![
            advice.id.into(),
            Cell::toned(Tone::Faint, "advice"),
            "-".into(),
            advice.about.into(),
        ]);
    }
    output.table(&table)?;
    output.flush()?;
    output.note(format_args!(
        "{}, and {} things that no answer shows",
        counted(plan.cases.len() as u64, "case"),
        ADVICE.len()
    ));
    Ok(())
}

/// One row for all of a level, as they differ in nothing but the type.
fn row_of_types(count: usize, first: &Case, plan: &Plan) -> Vec<Cell> {
    let mut cells = row(first, plan);
    let legacy = if first.level == Level::Should { "legacy types" } else { "types" };
    cells[0] = format!("{TYPE_PREFIX}* ({count})").into();
    cells[3] = format!("A genuine event of each of {count} {legacy}: {}.", first.matters).into();
    cells
}

fn row(case: &Case, plan: &Plan) -> Vec<Cell> {
    let tone = if case.level == Level::Must { Tone::Strong } else { Tone::Faint };
    vec![
        case.id.clone().into(),
        Cell::toned(tone, case.level.label()),
        case.suite.expected(&plan.rejections).into(),
        case.sentence().into(),
    ]
}
