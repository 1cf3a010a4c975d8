//! Reuse of connections.

use super::super::server::{Reply, Server};
use super::super::support::with_secret;
use super::table;

/// More than the system takes in before anybody reads it.
const LARGE: usize = 32 * 1024 * 1024;

#[test]
fn deliveries_in_order_share_a_connection() {
    let server = Server::willing();
    with_secret(["send", "flag.created", "--to", &server.at(""), "--repeat", "5", "-q"]).ends(0);
    assert!(server.received().iter().all(|request| request.connection == 0));
}

#[test]
fn does_not_reuse_a_connection_whose_request_was_not_read() {
    let refusal = b"HTTP/1.1 413 Too Large\r\ncontent-length: 0\r\n\r\n";
    let server = Server::impatient(Reply::Deaf(refusal.to_vec()));
    let args = ["send", "--file", "body", "--to", &server.at(""), "--repeat", "2", "-q"];
    with_secret(args).file("body", vec![b' '; LARGE]).gives(1, table(&[("body", "413"); 2]), "");
    assert_eq!(server.received()[1].connection, 1);
}
