use std::time::Duration;

use super::*;
use crate::event::SampleData;
use crate::marketplace::partner_api::TokenKind;
use crate::time::Moment;
use serde_json::{Map, Value};

fn claims(kind: TokenKind) -> Map<String, Value> {
    let now = Moment::parse("2026-01-31T12:00:00Z").unwrap();
    let spec = TokenSpec { kind, ..TokenSpec::default() };
    spec.claims(&SampleData::new(1, 0), now, Duration::from_secs(3600))
}
