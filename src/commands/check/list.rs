//! `check --list`.

use serde_json::json;

use crate::check::{ADVICE, Case, Level, TYPE_PREFIX};
use crate::error::Result;
use crate::output::{Cell, Output, Table, Tone};

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
            output.json(&json!({ "id": advice.id, "about": advice.about }))?;
        }
        return Ok(());
    }
    let mut table = Table::new(vec!["CASE", "LEVEL", "EXPECTED", "WHAT IS SENT, AND WHY"]);
    let types = plan.cases.iter().filter(|case| case.is_of_a_type()).count();
    let mut are_types_told = false;
    for case in &plan.cases {
        if types > 1 && case.is_of_a_type() {
            if !are_types_told {
                are_types_told = true;
                table.row(row_of_types(types, case, plan));
            }
            continue;
        }
        table.row(row(case, plan));
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
        "{} cases, and {} things that no answer shows",
        plan.cases.len(),
        ADVICE.len()
    ));
    Ok(())
}

/// One row for all of them, as they differ in nothing but the type.
fn row_of_types(count: usize, first: &Case, plan: &Plan) -> Vec<Cell> {
    vec![
        format!("{TYPE_PREFIX}*").into(),
        Cell::toned(Tone::Strong, Level::Must.word()),
        first.suite.expected(&plan.rejections).into(),
        format!(
            "A genuine event of each of {count} types: {}. Legacy types: {}.",
            first.matters,
            Level::Should.word()
        )
        .into(),
    ]
}

fn row(case: &Case, plan: &Plan) -> Vec<Cell> {
    let tone = if case.level == Level::Must { Tone::Strong } else { Tone::Faint };
    vec![
        case.id.clone().into(),
        Cell::toned(tone, case.level.word()),
        case.suite.expected(&plan.rejections).into(),
        case.sentence().into(),
    ]
}
