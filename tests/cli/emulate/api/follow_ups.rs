//! What Vercel does after a request: reading back, and webhooks.

use serde_json::{Value, json};
use vercel_hooks::signature::SigningKey;

use super::super::super::server::{ClosedPort, Reply, Server};
use super::super::{command, told};
use super::{
    Emulator, Request, accepts, delete_installation, documents, invoice, resource, with,
    with_resource,
};

const SECRET: &str = "the-client-secret";

/// An emulator that sends webhooks there.
fn sending_to(endpoint: &str, args: &[&str]) -> Emulator {
    let flags = ["--webhooks", endpoint, "--secret-file", "secret"];
    let emulator = command(&flags).args(args).file("secret", SECRET).listens();
    accepts(&emulator, "PUT", "/resources/db_7", &resource());
    emulator
}

/// The types of the webhooks that came, in order.
fn types(server: &Server) -> Vec<String> {
    server.events().iter().map(|event| event["type"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn an_invoice_has_webhooks_with_its_ids() {
    let server = Server::willing();
    let emulator = sending_to(&server.at("/hook"), &[]);
    let body = with(invoice(), &json!({"externalId": "ours-1"}));
    let id = accepts(&emulator, "POST", "/billing/invoices", &body).json()["invoiceId"].clone();
    server.wait_for(2);
    let key = SigningKey::new(SECRET.as_bytes());
    for request in server.received() {
        assert_eq!((&*request.method, &*request.target), ("POST", "/hook"));
        assert_eq!(request.signature(), Some(&*key.sign(&request.body).to_string()));
        let payload = &request.json()["payload"];
        assert_eq!(payload["invoiceId"], id);
        assert_eq!(payload["externalInvoiceId"], "ours-1");
        assert_eq!(payload["invoiceTotal"], "10.00");
        assert_eq!(payload["installationId"], "icfg_1");
    }
    assert_eq!(types(&server), ["marketplace.invoice.created", "marketplace.invoice.paid"]);
    let path = format!("/billing/invoices/{}/actions", id.as_str().unwrap());
    let refund = json!({"action": "refund", "reason": "an error", "total": "10.00"});
    accepts(&emulator, "POST", &path, &refund);
    server.wait_for(3);
    assert_eq!(types(&server)[2], "marketplace.invoice.refunded");
    let ids: Vec<Value> = server.events().iter().map(|event| event["id"].clone()).collect();
    assert!(ids[0] != ids[1] && ids[1] != ids[2] && ids[0] != ids[2], "{ids:?}");
}

#[test]
fn a_test_invoice_has_the_webhook_that_it_asks_for() {
    for (result, event_type) in
        [("notpaid", "marketplace.invoice.notpaid"), ("overdue", "marketplace.invoice.overdue")]
    {
        let server = Server::willing();
        let emulator = sending_to(&server.at("/hook"), &[]);
        let body = with(invoice(), &json!({"test": {"result": result}}));
        accepts(&emulator, "POST", "/billing/invoices", &body);
        server.wait_for(2);
        assert_eq!(types(&server), ["marketplace.invoice.created", event_type]);
    }
}

#[test]
fn the_end_of_an_installation_has_a_webhook() {
    let server = Server::willing();
    let emulator = sending_to(&server.at("/hook"), &[]);
    delete_installation(&emulator);
    accepts(&emulator, "POST", "/billing/finalize", &Value::Null);
    server.wait_for(1);
    let event = &server.events()[0];
    assert_eq!(event["type"], "integration-configuration.removed");
    assert_eq!(event["payload"]["configuration"]["id"], "icfg_1");
}

#[cfg(unix)]
#[test]
fn a_webhook_that_is_not_accepted_fails_the_run() {
    let refusing = Server::always(Reply::status(500));
    let closed = ClosedPort::new().endpoint();
    for (endpoint, result) in [
        (refusing.at("/hook"), "500 Internal…"),
        (format!("{closed}/hook"), "no response: refused"),
    ] {
        let mut emulator = sending_to(&endpoint, &["--timeout", "10s", "--count", "1"]);
        accepts(&emulator, "POST", "/billing/invoices", &invoice());
        emulator.wait_until_it_prints("invoice.paid");
        accepts(&emulator, "POST", "/events", &json!({"event": {"type": "installation.updated"}}));
        emulator.wait_until_it_says("rejected");
        let row = |event_type: &str| {
            format!("  | sent marketplace.invoice.{event_type} to http://{endpoint}: {result}\n")
        };
        let stdout = format!("TIME [..]\n[..]\n[..]\n{}{}[..]\n", row("created"), row("paid"));
        let notes = told("✗ 2 webhooks not accepted\n", "3 accepted, 0 rejected");
        emulator.gives(1, stdout, format!("secret: [..]\n{notes}"));
    }
}

#[test]
fn webhooks_need_one_secret() {
    let hint = "hint: use --secret-file PATH, or set INTEGRATION_CLIENT_SECRET\n";
    let error = format!("error: no secret to sign webhooks with\n{hint}");
    command(&["--webhooks", "localhost:3000/hook"]).gives(2, "", error);
}

#[test]
fn what_was_read_back_is_kept() {
    let read =
        r#"{"id":"db_7","productId":"postgres","name":"n","metadata":{},"status":"suspended"}"#;
    let server = Server::always(Reply::with_body(200, read));
    let emulator = with_resource(&["--partner", &server.at(""), "--count", "1"]);
    let event = json!({"event": {"type": "resource.updated", "resourceId": "db_7"}});
    let state = |emulator: &Emulator| {
        documents(emulator)["installations/icfg_1/resources/db_7"]["status"].clone()
    };
    assert_eq!(state(&emulator), "ready");
    accepts(&emulator, "POST", "/events", &event);
    let row = "valid, status suspended, new name, metadata, status\n";
    emulator.gives(0, format!("...\n[..]: {row}"), told("", "2 accepted, 0 rejected"));
}

#[test]
fn an_installation_is_read_back_as_well() {
    let read = r#"{"notification":{"level":"info","title":"Hello"}}"#;
    let server = Server::always(Reply::with_body(200, read));
    let emulator = command(&["--partner", &server.at(""), "--count", "1"]).listens();
    let event = json!({"event": {"type": "installation.updated"}});
    accepts(&emulator, "POST", "/events", &event);
    let row = format!("  read back {}: valid\n", server.url("/v1/installations/icfg_1"));
    emulator.gives(0, format!("...\n{row}"), told("", "1 accepted, 0 rejected"));
    assert_eq!(server.only().target, "/v1/installations/icfg_1");
}

#[test]
fn the_log_has_both_directions_in_order() {
    let server = Server::willing();
    let emulator = sending_to(&server.at("/hook"), &["--json"]);
    accepts(&emulator, "POST", "/billing/invoices", &invoice());
    emulator.wait_until_it_prints("invoice.paid");
    let log = emulator.answer(&Request::bare("GET", "/_emulate/log")).json();
    let rows: Vec<_> = log
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| {
            let text = |name: &str| entry[name].as_str().unwrap();
            assert_eq!(text("installationId"), "icfg_1");
            assert_eq!(entry["ok"], true);
            (entry["number"].as_u64().unwrap(), text("direction"), text("what"))
        })
        .collect();
    let expected = [
        (1, "partner-to-vercel", "import-resource"),
        (2, "partner-to-vercel", "submit-invoice"),
        (2, "webhook", "marketplace.invoice.created"),
        (2, "webhook", "marketplace.invoice.paid"),
    ];
    assert_eq!(rows, expected);
    let lines = emulator.printed();
    assert!(
        lines.contains(r#"{"webhookOf":2,"type":"marketplace.invoice.created","id":""#),
        "{lines}"
    );
    assert_eq!(emulator.answer(&Request::bare("DELETE", "/_emulate/log")).status, 204);
    assert_eq!(emulator.answer(&Request::bare("GET", "/_emulate/log")).json(), json!([]));
}
