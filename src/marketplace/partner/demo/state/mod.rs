//! The installations and resources of the built-in partner.

mod handlers;

use std::collections::{BTreeMap, HashMap};

use http::{Method, StatusCode};
use serde_json::{Value, json};

use super::{Call, Refusal};

pub use handlers::HANDLERS;
use handlers::ok;

/// The status and the body of a response; `null` is no body.
pub type Answer = (StatusCode, Value);

pub type Handler = fn(&mut DemoState, &Call<'_>) -> Result<Answer, Refusal>;

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
