//! The request as the server receives it.

use super::super::server::{Received, Reply, Server};
use super::{TOKEN, accepting, notes, notify, notify_at, notify_resource, table};

/// The only request of a notification with these arguments.
#[track_caller]
fn request_of(args: &[&str]) -> Received {
    let server = accepting();
    notify(&server, args).ends(0);
    server.only()
}

#[test]
fn sends_one_request_as_vercel_documents_it() {
    let server = accepting();
    notify_resource(&server, &[]).gives(
        0,
        "\
NOTIFICATION      INSTALLATION  RESOURCE  STATUS               TIME  ATTEMPTS
resource.updated  icfg_1        db_7      201 Created    [..]         1
",
        notes(""),
    );
    let request = server.only();
    assert_eq!(request.method, "POST");
    assert_eq!(request.target, "/v1/installations/icfg_1/events");
    let body = r#"{"event":{"type":"resource.updated","resourceId":"db_7"}}"#;
    assert_eq!(request.body, body.as_bytes());
    let mut headers = request.headers;
    headers.sort();
    let expected = [
        ("accept", "*/*"),
        ("authorization", &format!("Bearer {TOKEN}")),
        ("content-length", &body.len().to_string()),
        ("content-type", "application/json"),
        ("host", &server.at("")),
        ("user-agent", concat!("vercel-hooks/", env!("CARGO_PKG_VERSION"))),
    ]
    .map(|(name, value)| (name.to_owned(), value.to_owned()));
    assert_eq!(headers, expected);
}

#[test]
fn each_type_has_its_own_body() {
    let installation = ["--installation", "icfg_1"];
    for (args, body) in [
        (
            &["resource.updated", "--resource", "db_7", "--product", "postgres"][..],
            r#"{"type":"resource.updated","resourceId":"db_7","productId":"postgres"}"#,
        ),
        (
            &["resource.updated", "--resource", "é \"\\/\n☃"],
            r#"{"type":"resource.updated","resourceId":"é \"\\/\n☃"}"#,
        ),
        (&["installation.updated"], r#"{"type":"installation.updated"}"#),
        (
            &["installation.updated", "--billing-plan", "pro"],
            r#"{"type":"installation.updated","billingPlanId":"pro"}"#,
        ),
    ] {
        let request = request_of(&[args, &installation].concat());
        assert_eq!(String::from_utf8(request.body).unwrap(), format!(r#"{{"event":{body}}}"#));
        assert_eq!(request.target, "/v1/installations/icfg_1/events");
    }
}

#[test]
fn an_installation_update_has_no_resource_in_its_row() {
    notify(&accepting(), &["installation.updated", "--installation", "icfg_1"]).gives(
        0,
        "NOTIFICATION [..]\ninstallation.updated  icfg_1        -         201 Created [..] 1\n",
        notes(""),
    );
}

#[test]
fn an_id_stays_one_segment_of_the_path() {
    for (id, segment) in [
        ("a/b c?d#é%", "a%2Fb%20c%3Fd%23%C3%A9%25"),
        ("../../v2/user", "..%2F..%2Fv2%2Fuser"),
        ("...", "..."),
        ("%2e%2e", "%252e%252e"),
        ("a\\b", "a%5Cb"),
        ("a\r\nb", "a%0D%0Ab"),
        ("@:;", "%40%3A%3B"),
    ] {
        let request = request_of(&["installation.updated", "--installation", id]);
        assert_eq!(request.target, format!("/v1/installations/{segment}/events"), "{id}");
    }
}

#[test]
fn keeps_the_path_of_the_api_url() {
    let server = accepting();
    for (index, (base, path)) in
        [("/base", "/base"), ("/base/", "/base"), ("/a/b%20c/?x=y#z", "/a/b%20c")]
            .into_iter()
            .enumerate()
    {
        notify_at(&server.url(base), &["installation.updated", "--installation", "i"]).ends(0);
        let request = &server.received()[index];
        assert_eq!(request.target, format!("{path}/v1/installations/i/events"), "{base}");
    }
}

#[test]
fn does_not_send_the_token_to_a_redirect() {
    for status in [301, 302, 303, 307, 308] {
        let elsewhere = accepting();
        let there = elsewhere.url("/v1/installations/icfg_1/events");
        let server = Server::always(Reply::redirect(status, &there));
        notify_resource(&server, &[]).gives(
            1,
            table(&[("db_7", &status.to_string(), 1)]),
            notes("hint: the API URL redirects, [..]--api-url\n"),
        );
        server.only();
        elsewhere.was_never_asked();
    }
}

#[test]
fn does_not_follow_redirects_to_the_same_server() {
    let server = Server::always(Reply::redirect(308, "/elsewhere"));
    notify_resource(&server, &["-q"]).ends(1);
    server.only();
}

#[test]
fn notifications_share_connections() {
    let server = accepting();
    let lines = super::lines(["a", "b", "c", "d"]);
    super::notify_lines(&server, &["--concurrency", "1", "-q"], lines).ends(0);
    let received = server.received();
    assert_eq!(received.len(), 4);
    assert!(received.iter().all(|request| request.connection == 0));
}
