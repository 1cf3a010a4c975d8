//! The whole API for partners: what each endpoint responds, and what stays.

mod follow_ups;
mod happy;
mod rules;
mod state;
mod triggers;

use serde_json::{Value, json};

use super::super::client::Answer;
use super::{Emulator, Request, emulate};

/// The installation of most requests.
const INSTALLATION: &str = "/v1/installations/icfg_1";

/// A request to a path below [`INSTALLATION`], with a JSON body unless it is null.
fn request(method: &str, path: &str, body: &Value) -> Request {
    let target =
        if path.starts_with("/v1/") { path.to_owned() } else { INSTALLATION.to_owned() + path };
    let request = Request::bare(method, &target).with("authorization", "Bearer token");
    if body.is_null() {
        return request;
    }
    request.with("content-type", "application/json").body(body.to_string())
}

/// The answer to such a request.
#[track_caller]
fn ask(emulator: &Emulator, method: &str, path: &str, body: &Value) -> Answer {
    emulator.answer(&request(method, path, body))
}

/// Asserts that such a request is accepted.
#[track_caller]
fn accepts(emulator: &Emulator, method: &str, path: &str, body: &Value) -> Answer {
    let answer = ask(emulator, method, path, body);
    assert!((200..300).contains(&answer.status), "{method} {path}: {answer:?}");
    answer
}

/// An emulator with the resource `db_7`.
fn with_resource(args: &[&str]) -> Emulator {
    let emulator = emulate(args);
    accepts(&emulator, "PUT", "/resources/db_7", &resource());
    emulator
}

fn resource() -> Value {
    json!({
        "productId": "postgres", "name": "orders", "status": "ready",
        "billingPlan": {"id": "pro", "type": "subscription", "name": "Pro"},
        "secrets": [{"name": "URL", "value": "s3cret"}],
    })
}

/// A month that ends now, and a date in it.
fn period() -> (Value, String) {
    let now = jiff::Timestamp::now();
    let ago = |days: i64| (now - jiff::SignedDuration::from_hours(24 * days)).to_string();
    (json!({"start": ago(30), "end": now.to_string()}), ago(0))
}

fn item() -> Value {
    json!({
        "billingPlanId": "pro", "resourceId": "db_7", "name": "Pro", "price": "10.00",
        "quantity": 1, "units": "month", "total": "10.00",
    })
}

fn invoice() -> Value {
    let (period, date) = period();
    json!({"invoiceDate": date, "period": period, "items": [item()]})
}

fn usage() -> Value {
    let (period, end_of_day) = period();
    let metric = json!({
        "name": "rows", "type": "total", "units": "rows", "dayValue": 1, "periodValue": 30,
    });
    json!({
        "timestamp": end_of_day, "eod": end_of_day, "period": period, "billing": [item()],
        "usage": [metric],
    })
}

/// A value with these members as well.
fn with(mut value: Value, members: &Value) -> Value {
    for (name, member) in members.as_object().unwrap() {
        value[name] = member.clone();
    }
    value
}

/// All documents of the emulator.
#[track_caller]
fn documents(emulator: &Emulator) -> Value {
    emulator.answer(&Request::bare("GET", "/_emulate/state")).json()
}

/// Sets a document in the state.
#[track_caller]
fn set(emulator: &Emulator, key: &str, document: &Value) {
    let documents = with(documents(emulator), &json!({ key: document }));
    let request = Request::bare("PUT", "/_emulate/state").body(documents.to_string());
    assert_eq!(emulator.answer(&request).status, 204);
}

/// Marks the installation as deleted, so that it waits for its last invoice.
fn delete_installation(emulator: &Emulator) {
    let deleted = json!({"id": "icfg_1", "deletedAt": "2026-01-31T12:00:00.000Z"});
    set(emulator, "installations/icfg_1", &deleted);
}
