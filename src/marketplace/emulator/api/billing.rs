//! Usage, invoices and balances.
//!
//! The rules are those of <https://vercel.com/docs/rest-api/marketplace>. An invoice is paid, or not,
//! at once; Vercel takes its time.

use serde_json::{Value, json};

use crate::time::Moment;

use super::super::error_response::ErrorResponse;
use super::super::store::{Store, key};
use super::{Call, Done, installation};

const DAY: i64 = 24 * 60 * 60 * 1000;

/// The least total of an invoice, in cents.
const MINIMUM: i64 = 50;

/// What a refund is for.
const REFUNDABLE: [&str; 2] = ["paid", "notpaid"];

struct Period {
    start: Moment,
    end: Moment,
}

pub fn submit_usage(store: &Store, call: &Call<'_>) -> Result<Done, ErrorResponse> {
    let period = Period::of(&call.body)?;
    let end_of_day = time(&call.body, "eod")?;
    period.must_hold(end_of_day, "eod")?;
    must_be_recent(end_of_day, call.now, "eod")?;
    must_be_recent(period.end, call.now, "period.end")?;
    let billing = &call.body["billing"];
    let list = if billing.is_array() { billing } else { &billing["items"] };
    check_items(store, call, items(list), &period, "billing")?;
    Ok(Done::default().set(call.key("billing", call.text("eod")), call.body.clone()))
}

pub fn submit_invoice(store: &Store, call: &Call<'_>) -> Result<Done, ErrorResponse> {
    let test = &call.body["test"];
    let checked = check_invoice(store, call);
    if test["validate"] == true {
        let errors: Vec<&str> =
            checked.as_ref().err().map(ErrorResponse::message).into_iter().collect();
        return Ok(Done::body(json!({ "test": true, "validationErrors": errors })));
    }
    let total = format_cents(checked?);
    let result = test["result"].as_str().unwrap_or("paid");
    let (event_type, paid_at) = match result {
        "notpaid" => ("marketplace.invoice.notpaid", None),
        "overdue" => ("marketplace.invoice.overdue", None),
        _ => ("marketplace.invoice.paid", Some(call.now)),
    };
    let count = store.children(&key([call.installation(), "invoices"])).count() + 1;
    let id = format!("mi_{}{count:04}", call.now.millis());
    let mut invoice = call.body.clone();
    let more = json!({
        "invoiceId": id, "state": result, "total": total, "created": call.now, "updated": call.now,
        "paidAt": paid_at,
    });
    super::merge(&mut invoice, &more);
    let mut response = json!({ "invoiceId": id });
    if test.is_object() {
        invoice["test"] = true.into();
        response["test"] = true.into();
    }
    let mut samples = vec![("invoice.id", id.clone()), ("invoice.total", total)];
    if let Some(external) = call.body["externalId"].as_str() {
        samples.push(("invoice.externalId", external.to_owned()));
    }
    Ok(Done::body(response)
        .set(call.key("invoices", &id), invoice)
        .then(call.webhook("marketplace.invoice.created", samples.clone()))
        .then(call.webhook(event_type, samples)))
}

/// Returns the total in cents.
fn check_invoice(store: &Store, call: &Call<'_>) -> Result<i64, ErrorResponse> {
    let period = Period::of(&call.body)?;
    period.must_hold(time(&call.body, "invoiceDate")?, "invoiceDate")?;
    let new = items(&call.body["items"]);
    check_items(store, call, new, &period, "items")?;
    let total = total(&call.body)?;
    if total < MINIMUM {
        let total = format_cents(total);
        return Err(bad(&format!("the total must be at least 0.50, not {total}")));
    }
    let is_deleted = installation(store, call.installation())["deletedAt"].is_string();
    if call.body["final"] == true && !is_deleted {
        return Err(bad("`final` is for an installation that is pending deletion"));
    }
    let is_test = call.body["test"].is_object();
    let invoices = store.children(&key([call.installation(), "invoices"]));
    let invoices = invoices.map(|(_, invoice)| invoice);
    for invoice in invoices.filter(|invoice| (invoice["test"] == true) == is_test) {
        let external = &call.body["externalId"];
        if external.is_string() && invoice["externalId"] == *external {
            return Err(ErrorResponse::conflict("An invoice with this externalId exists"));
        }
        let same = |old: &Value| {
            let names = ["resourceId", "billingPlanId"];
            new.iter().any(|new| names.iter().all(|name| old[name] == new[name]))
        };
        if invoice["period"] == call.body["period"] && items(&invoice["items"]).iter().any(same) {
            let message = "The resource has an invoice for this plan and period";
            return Err(ErrorResponse::conflict(message));
        }
    }
    Ok(total)
}

pub fn get_invoice(store: &Store, call: &Call<'_>) -> Result<Done, ErrorResponse> {
    Ok(Done::body(invoice(store, call)?.clone()))
}

pub fn refund(store: &Store, call: &Call<'_>) -> Result<Done, ErrorResponse> {
    let mut refunded = invoice(store, call)?.clone();
    let state = refunded["state"].as_str().unwrap_or_default();
    if !REFUNDABLE.contains(&state) {
        return Err(ErrorResponse::conflict(&format!("The invoice is {state}")));
    }
    let total = call.text("total").to_owned();
    if cents(&call.body, "total")? > cents(&refunded, "total")? {
        return Err(bad("`total` must not be more than the total of the invoice"));
    }
    let more = json!({
        "state": "refunded", "refundReason": call.body["reason"], "refundTotal": total,
        "refundedAt": call.now, "updated": call.now,
    });
    super::merge(&mut refunded, &more);
    let id = call.id("invoiceId").to_owned();
    let key = call.key("invoices", &id);
    let samples = [("invoice.id", id), ("invoice.total", total)];
    let webhook = call.webhook("marketplace.invoice.refunded", samples);
    Ok(Done::default().set(key, refunded).then(webhook))
}

pub fn submit_balances(_: &Store, call: &Call<'_>) -> Result<Done, ErrorResponse> {
    let changes = items(&call.body["balances"]).iter().map(|balance| {
        let of = balance["resourceId"].as_str().unwrap_or("installation");
        let mut balance = balance.clone();
        balance["timestamp"] = call.body["timestamp"].clone();
        (call.key("balances", of), Some(balance))
    });
    Ok(Done { changes: changes.collect(), ..Done::default() })
}

fn invoice<'a>(store: &'a Store, call: &Call<'_>) -> Result<&'a Value, ErrorResponse> {
    let id = call.id("invoiceId");
    store.get(&call.key("invoices", id)).ok_or_else(|| ErrorResponse::not_found("invoice", id))
}

fn bad(problem: &str) -> ErrorResponse {
    ErrorResponse::bad_request(problem)
}

fn items(list: &Value) -> &[Value] {
    list.as_array().map(Vec::as_slice).unwrap_or_default()
}

impl Period {
    fn of(body: &Value) -> Result<Self, ErrorResponse> {
        let period = &body["period"];
        let period = Self { start: time(period, "start")?, end: time(period, "end")? };
        if period.start.millis() >= period.end.millis() {
            return Err(bad("`period.end` must be after `period.start`"));
        }
        Ok(period)
    }

    fn must_hold(&self, time: Moment, name: &str) -> Result<(), ErrorResponse> {
        if (self.start.millis()..=self.end.millis()).contains(&time.millis()) {
            return Ok(());
        }
        Err(bad(&format!("`{name}` must be within the period")))
    }
}

fn must_be_recent(time: Moment, now: Moment, name: &str) -> Result<(), ErrorResponse> {
    if now.millis() - time.millis() <= DAY {
        return Ok(());
    }
    Err(bad(&format!("`{name}` must not be more than 24 hours ago")))
}

fn time(body: &Value, name: &str) -> Result<Moment, ErrorResponse> {
    let text = body[name].as_str().unwrap_or_default();
    Moment::parse(text).map_err(|_| bad(&format!("`{name}` must be a date and time")))
}

/// `name` is that of the list.
fn check_items(
    store: &Store,
    call: &Call<'_>,
    items: &[Value],
    period: &Period,
    name: &str,
) -> Result<(), ErrorResponse> {
    let installation = installation(store, call.installation());
    for (index, item) in items.iter().enumerate() {
        let at = |member: &str| format!("{name}[{index}].{member}");
        for amount in ["price", "total"] {
            cents_of(&item[amount]).ok_or_else(|| not_an_amount(&at(amount)))?;
        }
        for edge in ["start", "end"] {
            if item[edge].is_string() {
                period.must_hold(time(item, edge)?, &at(edge))?;
            }
        }
        let owner = match item["resourceId"].as_str() {
            Some(id) => {
                let resource = store.get(&call.key("resources", id));
                resource.ok_or_else(|| bad(&format!("`{}` is not a resource", at("resourceId"))))?
            }
            None => &installation,
        };
        check_plan(owner, &installation, &item["billingPlanId"])
            .map_err(|problem| bad(&format!("`{}` {problem}", at("billingPlanId"))))?;
    }
    Ok(())
}

/// The plan must be a subscription that the resource has or had. Nothing is known of the plans of
/// resources that came without one.
fn check_plan(owner: &Value, installation: &Value, id: &Value) -> Result<(), &'static str> {
    let owners = [owner, installation];
    let known: Vec<&Value> =
        owners.iter().flat_map(|owner| items(&owner["billingPlanIds"])).collect();
    if !known.is_empty() && !known.contains(&id) {
        return Err("was not active for the resource");
    }
    let plans = owners.map(|owner| &owner["billingPlan"]);
    if plans.iter().any(|plan| plan["id"] == *id && plan["type"] == "prepayment") {
        return Err("must be a subscription");
    }
    Ok(())
}

/// The items without the discounts, in cents.
fn total(body: &Value) -> Result<i64, ErrorResponse> {
    let sum = |list: &str, amount: &str| {
        let amounts = items(&body[list]).iter().enumerate().map(|(index, item)| {
            let name = || format!("{list}[{index}].{amount}");
            cents_of(&item[amount]).ok_or_else(|| not_an_amount(&name()))
        });
        amounts.sum::<Result<i64, _>>()
    };
    Ok(sum("items", "total")? - sum("discounts", "amount")?)
}

fn cents(body: &Value, name: &str) -> Result<i64, ErrorResponse> {
    cents_of(&body[name]).ok_or_else(|| not_an_amount(name))
}

/// Reads an amount in USD with at most two decimals.
fn cents_of(amount: &Value) -> Option<i64> {
    let text = amount.as_str()?;
    let (whole, decimals) = text.split_once('.').unwrap_or((text, "0"));
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|c| c.is_ascii_digit());
    // Longer ones could not be added.
    if !is_number(whole) || !is_number(decimals) || whole.len() > 12 || decimals.len() > 2 {
        return None;
    }
    Some(whole.parse::<i64>().ok()? * 100 + format!("{decimals:0<2}").parse::<i64>().ok()?)
}

fn not_an_amount(name: &str) -> ErrorResponse {
    bad(&format!("`{name}` must be an amount with at most two decimals, such as \"12.50\""))
}

fn format_cents(cents: i64) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    format!("{sign}{}.{:02}", cents.abs() / 100, cents.abs() % 100)
}
