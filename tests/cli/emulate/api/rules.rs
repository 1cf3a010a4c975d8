//! Every rule's refusal.

use serde_json::{Value, json};

use super::{accepts, ask, invoice, item, usage, with, with_resource};

/// Asserts that these requests are refused with this status and code, and say this.
#[track_caller]
fn refuses(status: u16, code: &str, rows: &[(&str, &str, Value, &str)]) {
    let emulator = with_resource(&[]);
    accepts(&emulator, "POST", "/billing/invoices", &with(invoice(), &json!({"externalId": "1"})));
    for (method, path, body, message) in rows {
        let message = if code == "bad_request" {
            format!("Invalid request: {message}")
        } else {
            (*message).to_owned()
        };
        let error = format!("\"code\":\"{code}\",\"message\":{}", Value::from(message));
        ask(&emulator, method, path, body).is_error(status, &error);
    }
}

#[test]
fn refuses_bodies_that_are_not_as_documented() {
    let secrets = "/resources/db_7/secrets";
    let not_a_status = "`status` must be one of ready, pending, onboarding, suspended, resumed, \
                        uninstalled, error, not asleep";
    refuses(
        400,
        "bad_request",
        &[
            ("PATCH", "", json!({"status": "asleep"}), not_a_status),
            (
                "PATCH",
                "",
                json!({"notification": {"level": "warn"}}),
                "`notification.title` is missing",
            ),
            ("PATCH", "", json!([]), "`the body` must be an object, not an array"),
            (
                "PUT",
                "/resources/db_9",
                json!({"name": "a", "status": "ready"}),
                "`productId` is missing",
            ),
            (
                "PATCH",
                "/resources/db_7",
                json!({"secrets": 1}),
                "`secrets` must be an array, not a number",
            ),
            (
                "PATCH",
                "/resources/db_7",
                json!({"secrets": [{"name": "A"}]}),
                "`secrets[0].value` is missing",
            ),
            ("PUT", secrets, json!({}), "`secrets` is missing"),
            ("POST", "/billing", json!({}), "`timestamp` is missing"),
            (
                "POST",
                "/billing/balance",
                json!({"timestamp": "now", "balances": []}),
                "`timestamp` must be a date and time as in ISO 8601",
            ),
            ("POST", "/credentials/rotate", json!({}), "`client_secret` is missing"),
        ],
    );
}

#[test]
fn refuses_bills_that_break_the_rules() {
    let invoices = "/billing/invoices";
    let early = "2020-01-01T00:00:00.000Z";
    let old = json!({"start": early, "end": "2020-02-01T00:00:00.000Z"});
    let items = |members: Value| with(invoice(), &json!({"items": [with(item(), &members)]}));
    let an_amount = |name: &str| {
        format!("`{name}` must be an amount with at most two decimals, such as \"12.50\"")
    };
    refuses(
        400,
        "bad_request",
        &[
            (
                "POST",
                invoices,
                with(invoice(), &json!({"invoiceDate": early})),
                "`invoiceDate` must be within the period",
            ),
            (
                "POST",
                invoices,
                with(invoice(), &json!({"final": true})),
                "`final` is for an installation that is pending deletion",
            ),
            (
                "POST",
                invoices,
                with(invoice(), &json!({"period": {"start": early, "end": early}})),
                "`period.end` must be after `period.start`",
            ),
            (
                "POST",
                invoices,
                items(json!({"total": "0.49"})),
                "the total must be at least 0.50, not 0.49",
            ),
            ("POST", invoices, items(json!({"total": "1.234"})), &an_amount("items[0].total")),
            ("POST", invoices, items(json!({"price": "-1"})), &an_amount("items[0].price")),
            (
                "POST",
                invoices,
                items(json!({"start": early})),
                "`items[0].start` must be within the period",
            ),
            (
                "POST",
                invoices,
                items(json!({"resourceId": "db_9"})),
                "`items[0].resourceId` is not a resource",
            ),
            (
                "POST",
                invoices,
                items(json!({"billingPlanId": "free"})),
                "`items[0].billingPlanId` was not active for the resource",
            ),
            (
                "POST",
                "/billing",
                with(usage(), &json!({"eod": early})),
                "`eod` must be within the period",
            ),
            (
                "POST",
                "/billing",
                with(usage(), &json!({"eod": early, "period": old})),
                "`eod` must not be more than 24 hours ago",
            ),
            ("POST", "/billing/finalize", Value::Null, "the installation is not pending deletion"),
        ],
    );
}

#[test]
fn refuses_what_was_already_billed_or_refunded() {
    let emulator = with_resource(&[]);
    let first = with(invoice(), &json!({"externalId": "1"}));
    let id = accepts(&emulator, "POST", "/billing/invoices", &first).json()["invoiceId"].clone();
    let actions = format!("/billing/invoices/{}/actions", id.as_str().unwrap());
    let refund = |total: &str| json!({"action": "refund", "reason": "an error", "total": total});
    let conflict = |message: &str| format!(r#""code":"conflict","message":"{message}""#);
    let too_much = r#""code":"bad_request","message":"Invalid request: `total` must not be more than the total of the invoice""#;
    ask(&emulator, "POST", &actions, &refund("10.01")).is_error(400, too_much);
    accepts(&emulator, "POST", &actions, &refund("10.00"));
    ask(&emulator, "POST", &actions, &refund("10.00"))
        .is_error(409, &conflict("The invoice is refunded"));
    ask(&emulator, "POST", "/billing/invoices", &with(invoice(), &json!({"externalId": "1"})))
        .is_error(409, &conflict("An invoice with this externalId exists"));
    let again = with(first.clone(), &json!({"externalId": "2"}));
    ask(&emulator, "POST", "/billing/invoices", &again)
        .is_error(409, &conflict("The resource has an invoice for this plan and period"));
    // Test invoices are apart.
    accepts(&emulator, "POST", "/billing/invoices", &with(first, &json!({"test": {}})));
}

#[test]
fn refuses_prepaid_plans_in_bills() {
    let emulator = with_resource(&[]);
    let plan = json!({"billingPlan": {"id": "credits", "type": "prepayment", "name": "Credits"}});
    accepts(&emulator, "PATCH", "/resources/db_7", &plan);
    let item = with(item(), &json!({"billingPlanId": "credits"}));
    let error = r#""code":"bad_request","message":"Invalid request: `items[0].billingPlanId` must be a subscription""#;
    ask(&emulator, "POST", "/billing/invoices", &with(invoice(), &json!({"items": [item]})))
        .is_error(400, error);
    // The plan that the resource had before can still be billed.
    accepts(&emulator, "POST", "/billing/invoices", &invoice());
}

#[test]
fn finds_nothing_of_what_is_unknown() {
    let found = |what: &str, id: &str| format!("Could not find the {what}: {id}");
    let resource = found("resource", "db_9");
    let item = found("item", "x");
    let secrets = json!({"secrets": []});
    let flag = json!({"slug": "a", "origin": "b"});
    let refund = json!({"action": "refund", "reason": "an error", "total": "1"});
    let items = "/resources/db_7/experimentation/items/x";
    refuses(
        404,
        "not_found",
        &[
            ("GET", "/resources/db_9", Value::Null, &resource),
            ("PATCH", "/resources/db_9", json!({}), &resource),
            ("DELETE", "/resources/db_9", Value::Null, &resource),
            ("PUT", "/resources/db_9/secrets", secrets.clone(), &resource),
            ("PUT", "/products/p/resources/db_9/secrets", secrets, &resource),
            ("GET", "/billing/invoices/mi_9", Value::Null, &found("invoice", "mi_9")),
            ("POST", "/billing/invoices/mi_9/actions", refund, &found("invoice", "mi_9")),
            ("GET", "/resources/db_9/experimentation/global-config", Value::Null, &resource),
            ("PATCH", items, flag, &item),
            ("DELETE", items, Value::Null, &item),
        ],
    );
}

#[test]
fn names_every_method_of_a_path() {
    refuses(
        405,
        "method_unknown",
        &[
            ("POST", "", Value::Null, "This endpoint only responds to PATCH"),
            (
                "POST",
                "/resources/db_7",
                Value::Null,
                "This endpoint only responds to GET, PUT, PATCH, DELETE",
            ),
        ],
    );
}
