//! Events of a round are about the same things.

use super::*;

/// Fields that mean the same thing in whichever event they stand.
const SHARED: [&str; 11] = [
    ".payload.team.id",
    ".payload.user.id",
    ".payload.project.id",
    ".payload.project.name",
    ".payload.deployment.id",
    ".payload.deployment.url",
    ".payload.deployment.inspectorUrl",
    ".payload.configuration.id",
    ".payload.links.deployment",
    ".payload.installationId",
    ".payload.invoiceId",
];

#[test]
fn events_of_a_round_share_sample_data_and_rounds_do_not() {
    let rounds = events(&["all", "--count", "2"]);
    let (first, second) = rounds.split_at(count_documented());
    let values = |round: &[Value], path: &str| -> BTreeSet<String> {
        round.iter().filter_map(|event| texts_of(event).remove(path)).collect()
    };
    for path in SHARED {
        let (one, other) = (values(first, path), values(second, path));
        // Renaming a project is about two names.
        let expected = if path == ".payload.project.name" { 1..=2 } else { 1..=1 };
        assert!(expected.contains(&one.len()), "{path}: {one:?}");
        assert!(one.is_disjoint(&other), "{path}: {one:?} {other:?}");
    }
    let ids: BTreeSet<String> = rounds.iter().map(|event| event["id"].to_string()).collect();
    assert_eq!(ids.len(), 2 * count_documented(), "every event has an id of its own");
}

#[test]
fn recurring_values_of_an_event_are_equal() {
    let event = events(&["deployment.ready"]).remove(0);
    let payload = &event["payload"];
    let text = |pointer: &str| payload.pointer(pointer).unwrap().as_str().unwrap();
    let bare_id = text("/deployment/id").strip_prefix("dpl_").unwrap();
    assert!(text("/deployment/inspectorUrl").ends_with(&format!("/{bare_id}")));
    assert!(text("/links/deployment").ends_with(&format!("/{bare_id}")));
    let name = text("/deployment/name");
    assert!(text("/deployment/url").starts_with(&format!("{name}-")));
    assert!(text("/deployment/url").ends_with(".vercel.app"));
    assert!(text("/links/project").ends_with(&format!("/{name}")));
    assert_eq!(text("/url"), text("/deployment/url"));
    assert_eq!(text("/name"), name);
}

#[test]
fn deployments_name_the_installation_and_the_resource_of_the_round() {
    let names = ["integration-resource.project-connected", "deployment.*"];
    let round = events(&names);
    let (connected, deployments) = round.split_first().unwrap();
    let connected = &connected["payload"];
    let published: Vec<&Value> = deployments
        .iter()
        .map(|event| &event["payload"])
        .filter(|payload| payload.get("installationIds").is_some())
        .collect();
    assert!(!published.is_empty());
    for payload in published {
        assert_eq!(payload["installationIds"], json!([connected["installationId"]]));
        assert_eq!(
            payload["integrations"],
            json!([{
                "installationId": connected["installationId"],
                "resources": [{ "externalResourceId": connected["resourceId"] }]
            }])
        );
    }
}

#[test]
fn a_type_named_twice_gives_two_events_with_the_same_sample_data() {
    let pair = events(&["flag.created", "flag.created"]);
    assert_eq!(pair.len(), 2);
    assert_ne!(pair[0]["id"], pair[1]["id"]);
    assert_eq!(pair[0]["payload"], pair[1]["payload"]);
}
