//! The cases that every report has.

use std::collections::BTreeSet;

use vercel_hooks::catalog::{EVENT_TYPES, Status};

const GENUINE: [&str; 18] = [
    "genuine.absent-fields",
    "genuine.burst",
    "genuine.chunked",
    "genuine.escapes",
    "genuine.extra-fields",
    "genuine.fresh-connection",
    "genuine.header-case",
    "genuine.keep-alive",
    "genuine.key-order",
    "genuine.large-body",
    "genuine.legacy-envelope",
    "genuine.non-ascii",
    "genuine.null-fields",
    "genuine.spaced",
    "genuine.twice",
    "genuine.unknown-type",
    "genuine.valid",
    "genuine.whitespace",
];

/// The forgeries.
pub const FORGED: [&str; 19] = [
    "forged.base64",
    "forged.changed-bit",
    "forged.empty",
    "forged.empty-secret",
    "forged.in-body",
    "forged.in-query",
    "forged.longer",
    "forged.malformed",
    "forged.missing",
    "forged.other-body",
    "forged.other-secret",
    "forged.plain-sha1",
    "forged.sha256",
    "forged.too-long",
    "forged.trailing",
    "forged.truncated",
    "forged.two-headers-valid-first",
    "forged.two-headers-valid-last",
    "forged.unset-secret",
];

const ROBUSTNESS: [&str; 13] = [
    "robustness.array",
    "robustness.content-type",
    "robustness.deep-nesting",
    "robustness.empty-body",
    "robustness.get",
    "robustness.invalid-utf8",
    "robustness.no-signature",
    "robustness.no-type",
    "robustness.not-json",
    "robustness.null",
    "robustness.put",
    "robustness.short-signature",
    "robustness.truncated-json",
];

/// Those that are no faults without `--strict`, besides the legacy types and robustness.
const SHOULDS: [&str; 8] = [
    "genuine.chunked",
    "genuine.large-body",
    "genuine.legacy-envelope",
    "genuine.unknown-type",
    "forged.longer",
    "forged.trailing",
    "forged.two-headers-valid-first",
    "forged.two-headers-valid-last",
];

/// All cases.
pub fn all() -> BTreeSet<String> {
    let rest = ROBUSTNESS.map(str::to_owned);
    genuine().into_iter().chain(forged()).chain(rest).collect()
}

/// The cases with genuine deliveries.
pub fn genuine() -> BTreeSet<String> {
    let types = types(Status::Current).chain(legacy_types());
    GENUINE.map(str::to_owned).into_iter().chain(types).collect()
}

/// The cases with forged deliveries.
pub fn forged() -> BTreeSet<String> {
    FORGED.map(str::to_owned).into()
}

/// The cases with the types of old.
pub fn legacy_types() -> impl Iterator<Item = String> {
    types(Status::Legacy)
}

/// `must` or `should`.
pub fn level(id: &str) -> &'static str {
    let is_should = id.starts_with("robustness.")
        || SHOULDS.contains(&id)
        || legacy_types().any(|legacy| legacy == id);
    if is_should { "should" } else { "must" }
}

fn types(standing: Status) -> impl Iterator<Item = String> {
    let of_standing = EVENT_TYPES.iter().filter(move |it| it.status == standing);
    of_standing.map(|it| format!("genuine.type.{}", it.name))
}
