//! How the built-in partner responds to each endpoint.

use http::StatusCode;
use serde_json::{Map, Value, json};

use super::super::{Call, Refusal};
use super::{Answer, Claim, DemoState, Handler};

/// The endpoints by name.
pub const HANDLERS: &[(&str, Handler)] = &[
    ("get-installation", |state, call| Ok(ok(state.installation(call)?.describe()))),
    ("upsert-installation", upsert_installation),
    ("update-installation", update_installation),
    ("delete-installation", delete_installation),
    ("provision-resource", provision_resource),
    ("list-resources", list_resources),
    ("get-resource", |state, call| Ok(ok(state.resource(call)?.clone()))),
    ("update-resource", update_resource),
    ("delete-resource", delete_resource),
    ("request-secrets-rotation", rotate_secrets),
    ("resource-repl", run_command),
    ("list-billing-plans-for-product", list_plans_for_product),
    ("list-billing-plans-for-resource", list_plans_for_resource),
    ("list-billing-plans-for-installation", list_plans_for_installation),
    ("list-billing-plans-for-new-installation", |state, _| Ok(state.list_plans("installation"))),
    ("provision-purchase", provision_purchase),
    ("create-resource-transfer", create_transfer),
    ("verify-resource-transfer", verify_transfer),
    ("accept-resource-transfer", accept_transfer),
];

/// What each paid invoice adds to the balance of its installation.
const CENTS_PER_INVOICE: usize = 5000;

pub const fn ok(body: Value) -> Answer {
    (StatusCode::OK, body)
}

const NO_CONTENT: Answer = (StatusCode::NO_CONTENT, Value::Null);

fn upsert_installation(state: &mut DemoState, call: &Call<'_>) -> Result<Answer, Refusal> {
    let plan = state.requested_plan(call, "installation")?;
    let id = call.parameter("installationId").to_owned();
    let installation = state.installations.entry(id).or_default();
    installation.billing_plan = plan.or(installation.billing_plan.take());
    Ok(ok(installation.describe()))
}

fn update_installation(state: &mut DemoState, call: &Call<'_>) -> Result<Answer, Refusal> {
    let plan = state.requested_plan(call, "installation")?;
    let installation = state.installation(call)?;
    installation.billing_plan = plan.or(installation.billing_plan.take());
    Ok(ok(installation.describe()))
}

fn delete_installation(state: &mut DemoState, call: &Call<'_>) -> Result<Answer, Refusal> {
    state.installation(call)?;
    state.installations.remove(call.parameter("installationId"));
    Ok(ok(json!({ "finalized": true })))
}

fn provision_resource(state: &mut DemoState, call: &Call<'_>) -> Result<Answer, Refusal> {
    state.installation(call)?;
    let plan = state.requested_plan(call, "resource")?;
    if call.text("productId") != Some(&state.product) {
        return Err(Refusal::field("productId", "no such product"));
    }
    let id = format!("res-{}", state.next());
    let mut resource: Map<String, Value> = Map::new();
    resource.insert("id".to_owned(), id.clone().into());
    for name in ["productId", "name", "metadata", "protocolSettings"] {
        resource.extend(call.body.get(name).map(|value| (name.to_owned(), value.clone())));
    }
    resource.insert("status".to_owned(), "ready".into());
    resource.extend(plan.map(|plan| ("billingPlan".to_owned(), plan)));
    state.installation(call)?.resources.insert(id.clone(), resource.clone().into());
    resource.insert("secrets".to_owned(), state.secrets(&id));
    Ok(ok(resource.into()))
}

fn list_resources(state: &mut DemoState, call: &Call<'_>) -> Result<Answer, Refusal> {
    let asked: Vec<_> = call
        .query("ids")
        .flat_map(|ids| ids.split(',').map(str::to_owned).collect::<Vec<_>>())
        .collect();
    let resources = &state.installation(call)?.resources;
    let is_asked = |id: &String| asked.is_empty() || asked.contains(id);
    let found: Vec<_> = resources.iter().filter(|(id, _)| is_asked(id)).map(|(_, r)| r).collect();
    Ok(ok(json!({ "resources": found })))
}

fn update_resource(state: &mut DemoState, call: &Call<'_>) -> Result<Answer, Refusal> {
    let plan = state.requested_plan(call, "resource")?;
    let resource = state.resource(call)?;
    for name in ["name", "metadata", "status", "protocolSettings"] {
        if let Some(value) = call.body.get(name) {
            resource[name] = value.clone();
        }
    }
    if let Some(plan) = plan {
        resource["billingPlan"] = plan;
    }
    Ok(ok(resource.clone()))
}

fn delete_resource(state: &mut DemoState, call: &Call<'_>) -> Result<Answer, Refusal> {
    state.resource(call)?;
    state.installation(call)?.resources.remove(call.parameter("resourceId"));
    Ok(NO_CONTENT)
}

fn rotate_secrets(state: &mut DemoState, call: &Call<'_>) -> Result<Answer, Refusal> {
    state.resource(call)?;
    let secrets = state.secrets(call.parameter("resourceId"));
    Ok(ok(json!({ "sync": true, "secrets": secrets })))
}

/// Repeats its input.
fn run_command(state: &mut DemoState, call: &Call<'_>) -> Result<Answer, Refusal> {
    state.resource(call)?;
    let input = call.text("input").unwrap_or_default();
    Ok(ok(json!([{ "type": "paragraph", "children": [{ "text": input }] }])))
}

fn list_plans_for_product(state: &mut DemoState, call: &Call<'_>) -> Result<Answer, Refusal> {
    call.metadata()?;
    match call.parameter("productSlug") {
        slug if slug == state.product => Ok(state.list_plans("resource")),
        slug => Err(Refusal::not_found("product", slug)),
    }
}

fn list_plans_for_resource(state: &mut DemoState, call: &Call<'_>) -> Result<Answer, Refusal> {
    call.metadata()?;
    state.resource(call)?;
    Ok(state.list_plans("resource"))
}

fn list_plans_for_installation(state: &mut DemoState, call: &Call<'_>) -> Result<Answer, Refusal> {
    state.installation(call)?;
    Ok(state.list_plans("installation"))
}

fn provision_purchase(state: &mut DemoState, call: &Call<'_>) -> Result<Answer, Refusal> {
    let invoice = call.text("invoiceId").unwrap_or_default();
    let installation = state.installation(call)?;
    // It has sent no invoices: all that look like Vercel's are its own.
    if !invoice.starts_with("mi_") {
        return Err(Refusal::field("invoiceId", "no such invoice"));
    }
    if !installation.paid_invoices.iter().any(|paid| paid == invoice) {
        installation.paid_invoices.push(invoice.to_owned());
    }
    let cents = CENTS_PER_INVOICE * installation.paid_invoices.len();
    let balance = json!({
        "currencyValueInCents": cents, "credit": format!("${}", cents / 100),
        "nameLabel": "Credits",
    });
    Ok(ok(json!({ "timestamp": call.time, "balances": [balance] })))
}

fn create_transfer(state: &mut DemoState, call: &Call<'_>) -> Result<Answer, Refusal> {
    let asked = call.body["resourceIds"].as_array().into_iter().flatten();
    let resources: Vec<String> = asked.filter_map(Value::as_str).map(str::to_owned).collect();
    let owned = &state.installation(call)?.resources;
    if resources.is_empty() || !resources.iter().all(|id| owned.contains_key(id)) {
        return Err(Refusal::field("resourceIds", "no such resource"));
    }
    let id = format!("claim-{}", state.next());
    let source = call.parameter("installationId").to_owned();
    let expires_at = call.body["expiresAt"].as_f64().unwrap_or_default();
    state.claims.insert(id.clone(), Claim { source, resources, expires_at, is_accepted: false });
    Ok(ok(json!({ "providerClaimId": id })))
}

fn verify_transfer(state: &mut DemoState, call: &Call<'_>) -> Result<Answer, Refusal> {
    let claim = state.claim(call)?;
    let (source, first) = (claim.source.clone(), claim.resources.first().cloned());
    let resource = state.installations.get(&source).zip(first);
    let resource = resource.and_then(|(source, id)| source.resources.get(&id));
    let plan = resource.and_then(|resource| resource.get("billingPlan"));
    let plan = plan.map(|plan| json!({ "id": plan["id"], "cost": plan["cost"] }));
    Ok(ok(json!({ "valid": true, "billingPlan": plan })))
}

fn accept_transfer(state: &mut DemoState, call: &Call<'_>) -> Result<Answer, Refusal> {
    let claim = state.claim(call)?;
    claim.is_accepted = true;
    let (source, ids) = (claim.source.clone(), claim.resources.clone());
    let source = state.installations.get_mut(&source);
    let moved = source.map(|source| {
        let moved = ids.into_iter().filter_map(|id| source.resources.remove_entry(&id));
        moved.collect::<Vec<_>>()
    });
    state.installation(call)?.resources.extend(moved.into_iter().flatten());
    Ok(NO_CONTENT)
}
