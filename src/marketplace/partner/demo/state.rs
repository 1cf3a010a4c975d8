//! What the built-in partner keeps, and how it answers each endpoint.

use std::collections::{BTreeMap, HashMap};

use http::{Method, StatusCode};
use serde_json::{Map, Value, json};

use super::{Call, Refusal};

/// The status and the body of a response; `null` is no body.
pub type Answer = (StatusCode, Value);

pub type Handler = fn(&mut DemoState, &Call<'_>) -> Result<Answer, Refusal>;

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

#[derive(Debug)]
pub struct DemoState {
    product: String,
    plans: Vec<String>,
    installations: BTreeMap<String, Installation>,
    claims: BTreeMap<String, Claim>,
    /// Answers by method, path and idempotency key, with the body of their request.
    answers: HashMap<(Method, String, String), (Value, Answer)>,
    /// How many resources, secrets and claims there have been.
    created: u64,
}

#[derive(Debug, Default)]
struct Installation {
    billing_plan: Option<Value>,
    resources: BTreeMap<String, Value>,
    paid_invoices: Vec<String>,
}

/// A transfer to an installation that is not known yet.
#[derive(Debug)]
struct Claim {
    source: String,
    resources: Vec<String>,
    expires_at: f64,
    is_accepted: bool,
}

impl DemoState {
    /// Without any installation. `plan` is one of the plans on offer.
    pub fn new(product: &str, plan: &str) -> Self {
        let mut plans: Vec<String> = ["free", "pro"].map(str::to_owned).into();
        if !plans.iter().any(|known| known == plan) {
            plans.push(plan.to_owned());
        }
        Self {
            product: product.to_owned(),
            plans,
            installations: BTreeMap::new(),
            claims: BTreeMap::new(),
            answers: HashMap::new(),
            created: 0,
        }
    }

    /// Adds an installation with a resource, and a transfer of a resource of another installation.
    pub fn install(&mut self, installation: &str, resource: &str, claim: &str) {
        let other = format!("{installation}-other");
        for (installation, id) in [(installation, resource), (&*other, "res-other")] {
            let resource = json!({
                "id": id, "productId": self.product, "name": id, "metadata": {},
                "status": "ready", "billingPlan": self.plan("free", "resource"),
            });
            let resources = BTreeMap::from([(id.to_owned(), resource)]);
            let installed = Installation { resources, ..Installation::default() };
            self.installations.insert(installation.to_owned(), installed);
        }
        let resources = vec!["res-other".to_owned()];
        let expires_at = f64::INFINITY;
        let transfer = Claim { source: other, resources, expires_at, is_accepted: false };
        self.claims.insert(claim.to_owned(), transfer);
    }

    /// Answers a call, or repeats the answer to an earlier one with the same idempotency key.
    pub fn answer(&mut self, handler: Handler, call: &Call<'_>) -> Result<Answer, Refusal> {
        let Some(key) = call.idempotency_key else { return handler(self, call) };
        let key = (call.method.clone(), call.path.to_owned(), key.to_owned());
        match self.answers.get(&key) {
            Some((body, answer)) if *body == call.body => return Ok(answer.clone()),
            Some(_) => {
                return Err(Refusal::conflict("the idempotency key belongs to another body"));
            }
            None => {}
        }
        let answer = handler(self, call)?;
        self.answers.insert(key, (call.body.clone(), answer.clone()));
        Ok(answer)
    }

    fn installation(&mut self, call: &Call<'_>) -> Result<&mut Installation, Refusal> {
        let id = call.parameter("installationId");
        self.installations.get_mut(id).ok_or_else(|| Refusal::not_found("installation", id))
    }

    fn resource(&mut self, call: &Call<'_>) -> Result<&mut Value, Refusal> {
        let id = call.parameter("resourceId");
        let found = self.installation(call)?.resources.get_mut(id);
        found.ok_or_else(|| Refusal::not_found("resource", id))
    }

    fn claim(&mut self, call: &Call<'_>) -> Result<&mut Claim, Refusal> {
        self.installation(call)?;
        let id = call.parameter("providerClaimId");
        let claim = self.claims.get_mut(id).ok_or_else(|| Refusal::not_found("claim", id))?;
        #[expect(clippy::cast_precision_loss, reason = "times are far below 2^53")]
        if claim.is_accepted || claim.expires_at < call.time.millis() as f64 {
            return Err(Refusal::conflict("the claim was accepted or has expired"));
        }
        Ok(claim)
    }

    fn plan(&self, id: &str, scope: &str) -> Option<Value> {
        self.plans.iter().any(|known| known == id).then(|| {
            let cost = if id == "free" { "$0" } else { "$10/month" };
            json!({
                "id": id, "type": "subscription", "name": id,
                "description": format!("The plan {id} of the built-in partner"),
                "scope": scope, "paymentMethodRequired": id != "free", "cost": cost,
            })
        })
    }

    fn list_plans(&self, scope: &str) -> Answer {
        let plans: Vec<_> = self.plans.iter().filter_map(|id| self.plan(id, scope)).collect();
        ok(json!({ "plans": plans }))
    }

    /// The plan that a body asks for, if any.
    fn requested_plan(&self, call: &Call<'_>, scope: &str) -> Result<Option<Value>, Refusal> {
        let Some(id) = call.text("billingPlanId") else { return Ok(None) };
        self.plan(id, scope)
            .map(Some)
            .ok_or_else(|| Refusal::field("billingPlanId", "no such plan"))
    }

    fn next(&mut self) -> u64 {
        self.created += 1;
        self.created
    }

    fn secrets(&mut self, resource: &str) -> Value {
        let number = self.next();
        let product = self.product.to_ascii_uppercase();
        let product = product.replace(|character: char| !character.is_ascii_alphanumeric(), "_");
        json!([
            { "name": format!("{product}_URL"), "value": format!("https://{resource}.demo.example") },
            { "name": format!("{product}_KEY"), "value": format!("demo-key-{number:08}") },
        ])
    }
}

impl Installation {
    fn describe(&self) -> Value {
        let plan = self.billing_plan.iter().map(|plan| ("billingPlan".to_owned(), plan.clone()));
        Value::Object(plan.collect())
    }
}

const fn ok(body: Value) -> Answer {
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
