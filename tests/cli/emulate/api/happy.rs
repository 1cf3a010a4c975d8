//! Every endpoint's success.

use serde_json::{Value, json};

use super::{
    accepts, ask, delete_installation, documents, invoice, item, request, resource, usage, with,
    with_resource,
};

#[test]
fn responds_with_the_documented_status_and_body() {
    let plan = json!({"id": "pro", "type": "subscription", "name": "Pro"});
    let notification = json!({"level": "warn", "title": "Disk almost full"});
    let secrets = json!({"secrets": [{"name": "URL", "value": "new"}]});
    let flag = json!({"id": "flag_1", "slug": "dark", "origin": "https://example.com/dark"});
    let changed = json!({"slug": "darker", "origin": "https://example.com/dark"});
    let event = json!({"event": {"type": "resource.updated", "resourceId": "db_7"}});
    let shown = json!({
        "id": "db_7", "internalId": "store_db_7", "name": "orders", "productId": "postgres",
        "status": "ready", "billingPlanId": "pro",
    });
    let mut listed = shown.clone();
    listed["partnerId"] = listed["id"].take();
    listed.as_object_mut().unwrap().remove("id");
    let balance = json!({"currencyValueInCents": 500, "credit": "5 USD", "resourceId": "db_7"});
    let balances = json!({"timestamp": "2026-01-31T12:00:00.000Z", "balances": [balance]});
    let empty = "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a";
    let config = "/resources/db_7/experimentation/global-config";
    let items = "/resources/db_7/experimentation/items";
    let action = "/v1/deployments/dpl_1/integrations/icfg_1/resources/db_7/actions/branch";
    let null = Value::Null;
    let rows = [
        (
            "PATCH",
            "",
            json!({"billingPlan": plan, "notification": notification}),
            204,
            null.clone(),
        ),
        (
            "GET",
            "/account",
            null.clone(),
            200,
            json!({"url": "https://vercel.com", "contact": null}),
        ),
        ("GET", "/member/u1", null.clone(), 200, json!({"id": "u1", "role": "ADMIN"})),
        ("POST", "/events", event, 201, null.clone()),
        ("GET", "/resources", null.clone(), 200, json!({"resources": [listed]})),
        ("GET", "/resources/db_7", null.clone(), 200, shown),
        ("PUT", "/resources/db_8", resource(), 200, json!({"name": "orders"})),
        ("PATCH", "/resources/db_8", json!({"name": "b"}), 200, json!({"name": "b"})),
        ("DELETE", "/resources/db_8", null.clone(), 204, null.clone()),
        ("PUT", "/resources/db_7/secrets", secrets.clone(), 201, null.clone()),
        ("PUT", "/products/postgres/resources/db_7/secrets", secrets, 201, null.clone()),
        ("POST", "/billing", usage(), 201, null.clone()),
        ("POST", "/billing/balance", balances, 201, null.clone()),
        ("POST", items, json!({"items": [flag]}), 204, null.clone()),
        ("PATCH", &format!("{items}/flag_1"), changed, 204, null.clone()),
        ("DELETE", &format!("{items}/flag_1"), null.clone(), 204, null.clone()),
        (
            "GET",
            config,
            null.clone(),
            200,
            json!({"items": {}, "updatedAt": 0, "digest": empty, "purpose": "experimentation"}),
        ),
        ("PATCH", action, json!({"status": "succeeded"}), 200, null),
    ];
    let emulator = with_resource(&[]);
    for (method, path, body, status, expected) in rows {
        let answer = ask(&emulator, method, path, &body);
        assert_eq!(answer.status, status, "{method} {path}: {answer:?}");
        if expected.is_null() {
            assert_eq!(answer.body, "", "{method} {path}");
        } else {
            assert_eq!(answer.json(), expected, "{method} {path}");
        }
    }
}

#[test]
fn an_invoice_is_paid_and_refunded() {
    let emulator = with_resource(&[]);
    let answer = accepts(&emulator, "POST", "/billing/invoices", &invoice());
    let id = answer.json()["invoiceId"].as_str().unwrap().to_owned();
    assert_eq!(answer.json(), json!({"invoiceId": id}));
    let path = format!("/billing/invoices/{id}");
    let paid = accepts(&emulator, "GET", &path, &Value::Null).json();
    assert_eq!((&paid["state"], &paid["total"]), (&json!("paid"), &json!("10.00")));
    assert_eq!(paid["items"], json!([item()]));
    let refund = json!({"action": "refund", "reason": "an error", "total": "4.50"});
    let answer = accepts(&emulator, "POST", &format!("{path}/actions"), &refund);
    assert_eq!((answer.status, &*answer.body), (204, ""));
    let refunded = accepts(&emulator, "GET", &path, &Value::Null).json();
    assert_eq!(refunded["state"], "refunded");
    assert_eq!(refunded["refundTotal"], "4.50");
    assert_eq!(refunded["refundReason"], "an error");
}

#[test]
fn a_test_invoice_ends_as_it_asks_for() {
    for result in ["paid", "notpaid", "overdue"] {
        let emulator = with_resource(&[]);
        let body = with(invoice(), &json!({"test": {"result": result}}));
        let answer = accepts(&emulator, "POST", "/billing/invoices", &body).json();
        assert_eq!(answer["test"], true);
        let path = format!("/billing/invoices/{}", answer["invoiceId"].as_str().unwrap());
        let invoice = accepts(&emulator, "GET", &path, &Value::Null).json();
        assert_eq!((&invoice["state"], &invoice["test"]), (&json!(result), &json!(true)));
    }
}

#[test]
fn an_invoice_can_be_validated_only() {
    let emulator = with_resource(&[]);
    let validate = json!({"test": {"validate": true}, "items": []});
    let answer = accepts(&emulator, "POST", "/billing/invoices", &with(invoice(), &validate));
    let error = "Invalid request: the total must be at least 0.50, not 0.00";
    assert_eq!(answer.json(), json!({"test": true, "validationErrors": [error]}));
    let has_invoice = |key: &String| key.contains("/invoices/");
    assert!(!documents(&emulator).as_object().unwrap().keys().any(has_invoice));
}

#[test]
fn secrets_are_replaced_or_added() {
    let emulator = with_resource(&[]);
    let secret = |name: &str, value: &str| json!({"name": name, "value": value});
    let secrets = |emulator: &_| {
        documents(emulator)["installations/icfg_1/resources/db_7"]["secrets"].clone()
    };
    let path = "/resources/db_7/secrets";
    let more = json!({"secrets": [secret("B", "2")], "partial": true});
    accepts(&emulator, "PUT", path, &more);
    assert_eq!(secrets(&emulator), json!([secret("URL", "s3cret"), secret("B", "2")]));
    let changed = json!({"secrets": {"secrets": [secret("URL", "1")], "partial": true}});
    accepts(&emulator, "PATCH", "/resources/db_7", &changed);
    assert_eq!(secrets(&emulator), json!([secret("B", "2"), secret("URL", "1")]));
    accepts(&emulator, "PATCH", "/resources/db_7", &json!({"secrets": [secret("C", "3")]}));
    assert_eq!(secrets(&emulator), json!([secret("C", "3")]));
    accepts(&emulator, "PUT", path, &json!({"secrets": []}));
    assert_eq!(secrets(&emulator), json!([]));
}

#[test]
fn null_clears_a_notification() {
    let emulator = with_resource(&[]);
    let notification = json!({"notification": {"level": "info", "title": "Hello"}});
    for (path, key) in
        [("", "installations/icfg_1"), ("/resources/db_7", "installations/icfg_1/resources/db_7")]
    {
        accepts(&emulator, "PATCH", path, &notification);
        assert_eq!(documents(&emulator)[key]["notification"], notification["notification"]);
        accepts(&emulator, "PATCH", path, &json!({"notification": null}));
        assert_eq!(documents(&emulator)[key].get("notification"), None);
    }
}

#[test]
fn a_configuration_changes_only_from_what_is_known() {
    let emulator = with_resource(&[]);
    let path = "/resources/db_7/experimentation/edge-config";
    let data = json!({"data": {"dark": true}});
    let first = accepts(&emulator, "PUT", path, &data);
    assert_eq!(first.json()["items"], data["data"]);
    let etag = first.header("etag").unwrap();
    let get = request("GET", path, &Value::Null).with("if-none-match", etag);
    assert_eq!(emulator.answer(&get).status, 304);
    let change = request("PUT", path, &json!({"data": {}})).with("if-match", etag);
    assert_eq!(emulator.answer(&change).status, 200);
    let error = r#""code":"precondition_failed","message":"The configuration has another ETag""#;
    emulator.answer(&change).is_error(412, error);
}

#[test]
fn another_access_token_works_next_to_the_old_one() {
    let emulator = with_resource(&[]);
    let rotate = json!({"client_secret": "any", "client_id": "oac_1"});
    let issued = accepts(&emulator, "POST", "/credentials/rotate", &rotate).json();
    let token = issued["access_token"].as_str().unwrap();
    let new = token;
    let expected = json!({
        "access_token": token, "token_type": "oauth2-token", "scope": "", "expires_in": 315_360_000,
    });
    assert_eq!(issued, expected);
    assert!(!documents(&emulator).to_string().contains(token));
    for (token, status) in [(token, 200), ("token", 200), ("another", 403)] {
        let get = request("GET", "/resources", &Value::Null);
        let get = get.with("authorization", &format!("Bearer {token}"));
        assert_eq!(emulator.answer(&get).status, status, "{token}");
    }
    let revoke = |token: &str| {
        let body = json!({"client_secret": "any", "token": token});
        let request = request("POST", "/credentials/revoke", &body);
        emulator.answer(&request.with("authorization", &format!("Bearer {new}")))
    };
    for already in [false, true] {
        let expected = json!({"revoked": true, "already_revoked": already});
        assert_eq!(revoke("token").json(), expected);
    }
    let get = request("GET", "/resources", &Value::Null);
    assert_eq!(emulator.answer(&get).status, 403);
    let error = r#""code":"conflict","message":"The last credential cannot be revoked""#;
    revoke(new).is_error(409, error);
}

#[test]
fn the_last_invoice_comes_before_the_end() {
    let emulator = with_resource(&[]);
    delete_installation(&emulator);
    let last = with(invoice(), &json!({"final": true}));
    accepts(&emulator, "POST", "/billing/invoices", &last);
    assert_eq!(accepts(&emulator, "POST", "/billing/finalize", &Value::Null).status, 204);
    let error = r#""code":"forbidden","message":"Not authorized","invalidToken":true"#;
    ask(&emulator, "GET", "/resources", &Value::Null).is_error(403, error);
}
