//! The built-in files.

use serde_json::{Value, json};

use super::super::endpoint::Response;
use super::super::validate::{KEYWORDS, prefixes};
use super::super::{Need, PartnerEndpoint};
use crate::catalog::Source;
use crate::event::{EventContext, Layout, SampleData, Segments};
use crate::time::Moment;

#[test]
fn every_sample_validates_against_its_own_schema() {
    let data = SampleData::new(1, 0);
    let time = Moment::parse("2026-01-31T12:00:00Z").unwrap();
    let context = EventContext { data: &data, event_id: "", time };
    for endpoint in PartnerEndpoint::all() {
        for (name, value) in endpoint.query_pairs(&context) {
            assert!(!value.contains("{{"), "{}: {name}={value}", endpoint.name);
        }
        for segment in endpoint.path_segments(&data) {
            assert!(!segment.contains('{'), "{}: {segment}", endpoint.name);
        }
        let Some(sample) = endpoint.sample() else { continue };
        let body = Segments::new(&sample, Layout::Compact).fill(&context);
        let body: Value = serde_json::from_str(&body).unwrap();
        let schema = endpoint.schema(None).unwrap();
        let validator = jsonschema::draft202012::options().should_validate_formats(true);
        let validator = validator.build(&schema).unwrap();
        let errors: Vec<String> = validator.iter_errors(&body).map(|e| e.to_string()).collect();
        assert!(errors.is_empty(), "{}: {errors:?}", endpoint.name);
        assert_eq!(endpoint.check_request(&body), [], "{}", endpoint.name);
        assert!(!endpoint.check_request(&json!([])).is_empty(), "{}", endpoint.name);
    }
}

#[test]
fn every_schema_is_valid_and_needs_no_other() {
    for endpoint in PartnerEndpoint::all() {
        let statuses = endpoint.responses.iter().map(|response| Some(response.status));
        for status in statuses.chain([None]) {
            let Ok(schema) = endpoint.schema(status) else { continue };
            assert!(jsonschema::draft202012::meta::is_valid(&schema), "{schema:#}");
            jsonschema::draft202012::new(&schema).unwrap();
        }
    }
}

#[test]
fn every_endpoint_has_a_success_and_its_statuses_once() {
    for endpoint in PartnerEndpoint::all() {
        let statuses: Vec<u16> =
            endpoint.responses.iter().map(|response| response.status).collect();
        let mut distinct = statuses.clone();
        distinct.dedup();
        assert_eq!(distinct, statuses, "{}", endpoint.name);
        assert!(endpoint.responses.iter().any(Response::is_success), "{}", endpoint.name);
        for response in &endpoint.responses {
            assert!(!response.about().is_empty(), "{} {}", endpoint.name, response.status);
        }
        assert!(!endpoint.auth.is_empty(), "{}", endpoint.name);
        let is_documented = endpoint.source == Source::Documented;
        assert_eq!(is_documented, endpoint.need != Need::Undocumented, "{}", endpoint.name);
    }
}

/// Every keyword of a schema, but not the names of its members.
fn keywords<'a>(schema: &'a Value, found: &mut Vec<&'a str>) {
    let Value::Object(members) = schema else { return };
    for (keyword, value) in members {
        found.push(keyword);
        match (keyword.as_str(), value) {
            ("properties" | "$defs", Value::Object(members)) => {
                members.values().for_each(|member| keywords(member, found));
            }
            ("allOf" | "anyOf", Value::Array(parts)) => {
                for part in parts {
                    keywords(part, found);
                }
            }
            ("items" | "additionalProperties", _) => keywords(value, found),
            ("pattern", _) => {
                let pattern = value.as_str().unwrap();
                let prefixes: Vec<&str> = prefixes(pattern).collect();
                assert_eq!(pattern, format!("^({})", prefixes.join("|")));
            }
            _ => {}
        }
    }
}

#[test]
fn schemas_use_no_keyword_that_is_not_validated() {
    const DESCRIBING: [&str; 8] = [
        "$comment",
        "$defs",
        "$schema",
        "default",
        "deprecated",
        "description",
        "title",
        "x-source",
    ];
    for endpoint in PartnerEndpoint::all() {
        let statuses = endpoint.responses.iter().map(|response| Some(response.status));
        for schema in statuses.chain([None]).filter_map(|status| endpoint.schema(status).ok()) {
            let mut found = Vec::new();
            keywords(&schema, &mut found);
            for keyword in found {
                let is_known = KEYWORDS.contains(&keyword) || DESCRIBING.contains(&keyword);
                assert!(is_known, "{}: {keyword}", endpoint.name);
            }
        }
    }
}
