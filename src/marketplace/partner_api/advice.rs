//! What a schema cannot say about a body, but has gone wrong before.

use serde_json::Value;

use super::judge::{Judgement, Note};
use super::schema::Schema;
use super::violation::Violation;
use crate::catalog::Source;

pub fn advice(schema: &Schema, body: &Value, judgement: &mut Judgement) {
    if let Some(plans) = body["plans"].as_array() {
        plans_advice(plans, judgement);
    }
    if !schema.has_member("secrets") && body.get("secrets").is_some() {
        let message = "should not be here: only provisioning and rotation return secrets";
        judgement.notes.push(Note::new("$.secrets", message, Source::Documented));
    } else if let Some(secrets) = body["secrets"].as_array() {
        secrets_advice(secrets, judgement);
    }
}

fn plans_advice(plans: &[Value], judgement: &mut Judgement) {
    for (index, plan) in plans.iter().enumerate().filter(|(_, plan)| plan.is_object()) {
        let path = |member: &str| format!("$.plans[{index}].{member}");
        if plan.get("scope").is_none() {
            judgement.notes.push(Note::new(
                path("scope"),
                "should be given: Vercel takes a plan without it for one of a resource, and sends \
                 its changes to update-resource",
                Source::Observed,
            ));
        }
        if plan.get("paymentMethodRequired").is_none() && plan["type"] == "subscription" {
            judgement.notes.push(Note::new(
                path("paymentMethodRequired"),
                "should be given: it is true otherwise, even for a free plan",
                Source::Observed,
            ));
        }
        let is_same = |other: &Value| other["id"].is_string() && other["id"] == plan["id"];
        if let Some(first) = plans[..index].iter().position(is_same) {
            let message = format!("must be unique, but $.plans[{first}] has the same");
            judgement.violations.push(Violation::new(path("id"), message));
        }
    }
}

fn secrets_advice(secrets: &[Value], judgement: &mut Judgement) {
    for (index, secret) in secrets.iter().enumerate() {
        let Some(name) = secret["name"].as_str().filter(|name| !name.is_empty()) else { continue };
        let path = format!("$.secrets[{index}].name");
        if !is_variable_name(name) {
            let message = "should be a name for an environment variable: letters, digits and `_`";
            judgement.notes.push(Note::new(&path, message, Source::Inferred));
        }
        if let Some(first) = secrets[..index].iter().position(|other| other["name"] == name) {
            let message = format!("should be unique, but $.secrets[{first}] has the same");
            judgement.notes.push(Note::new(&path, message, Source::Inferred));
        }
    }
}

fn is_variable_name(name: &str) -> bool {
    !name.starts_with(|first: char| first.is_ascii_digit())
        && name.chars().all(|character| character.is_ascii_alphanumeric() || character == '_')
}
