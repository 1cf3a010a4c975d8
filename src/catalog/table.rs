//! Every event type, one line each.
//!
//! Names: <https://vercel.com/docs/webhooks/webhooks-api> (current and legacy) and the `events`
//! accepted by <https://vercel.com/docs/rest-api/webhooks/creates-a-webhook> (the second
//! spellings and the undocumented types). As of November 2026.

use super::event_type::{EventFiles, EventType};
use super::status::Status;

/// One [`EventType`]; its files have its name, or the one after `in`.
macro_rules! event_type {
    ($status:ident $name:literal) => {
        event_type!($status $name in $name)
    };
    ($status:ident $name:literal or $api_name:literal) => {
        EventType { api_name: Some($api_name), ..event_type!($status $name) }
    };
    ($status:ident $name:literal in $stem:literal) => {
        EventType {
            files: Some(EventFiles {
                template: include_str!(concat!("../../fixtures/events/", $stem, ".json")),
                description: include_str!(concat!("../../fixtures/catalog/", $stem, ".json")),
            }),
            ..event_type!($status $name unknown)
        }
    };
    ($status:ident $name:literal unknown) => {
        EventType { name: $name, api_name: None, status: Status::$status, files: None }
    };
}

/// The catalog, in the order of Vercel's documentation.
pub static EVENT_TYPES: &[EventType] = &[
    event_type!(Current "deployment.canceled"),
    event_type!(Current "deployment.check-rerequested"),
    event_type!(Current "deployment.cleanup"),
    event_type!(Current "deployment.created"),
    event_type!(Current "deployment.error"),
    event_type!(Current "deployment.integration.action.cancel"),
    event_type!(Current "deployment.integration.action.cleanup"),
    event_type!(Current "deployment.integration.action.start"),
    event_type!(Current "deployment.promoted"),
    event_type!(Current "deployment.rollback"),
    event_type!(Current "deployment.ready"),
    event_type!(Current "deployment.succeeded"),
    event_type!(Current "domain.created"),
    event_type!(Current "domain.auto-renew-changed" or "domain.auto-renew.changed"),
    event_type!(Current "domain.certificate-add" or "domain.certificate.add"),
    event_type!(Current "domain.certificate-add-failed" or "domain.certificate.add.failed"),
    event_type!(Current "domain.certificate-deleted" or "domain.certificate.deleted"),
    event_type!(Current "domain.certificate-renew" or "domain.certificate.renew"),
    event_type!(Current "domain.certificate-renew-failed" or "domain.certificate.renew.failed"),
    event_type!(Current "domain.dns-records-changed" or "domain.dns.records.changed"),
    event_type!(Current "domain.renewal"),
    event_type!(Current "domain.renewal-failed" or "domain.renewal.failed"),
    event_type!(Current "domain.transfer-in-completed" or "domain.transfer-in.completed"),
    event_type!(Current "domain.transfer-in-failed" or "domain.transfer-in.failed"),
    event_type!(Current "domain.transfer-in-started" or "domain.transfer-in.started"),
    event_type!(Current "project.domain.created"),
    event_type!(Current "project.domain.deleted"),
    event_type!(Current "project.domain.moved"),
    event_type!(Current "project.domain.unverified"),
    event_type!(Current "project.domain.updated"),
    event_type!(Current "project.domain.verified"),
    event_type!(Current "integration-configuration.permission-upgraded"),
    event_type!(Current "integration-configuration.removed"),
    event_type!(Current "integration-configuration.scope-change-confirmed"),
    event_type!(Current "integration-configuration.transferred"),
    event_type!(Current "integration-resource.project-connected"),
    event_type!(Current "integration-resource.project-disconnected"),
    event_type!(Current "marketplace.invoice.created"),
    event_type!(Current "marketplace.invoice.notpaid"),
    event_type!(Current "marketplace.invoice.paid"),
    event_type!(Current "marketplace.invoice.overdue"),
    event_type!(Current "marketplace.invoice.refunded"),
    event_type!(Current "marketplace.member.changed"),
    event_type!(Current "alerts.triggered"),
    event_type!(Current "project.created"),
    event_type!(Current "project.env-variable.created"),
    event_type!(Current "project.env-variable.updated"),
    event_type!(Current "project.env-variable.deleted"),
    event_type!(Current "project.removed"),
    event_type!(Current "project.renamed"),
    event_type!(Current "project.rolling-release.approved"),
    event_type!(Current "project.rolling-release.completed"),
    event_type!(Current "project.rolling-release.aborted"),
    event_type!(Current "project.rolling-release.started"),
    event_type!(Current "flag.created"),
    event_type!(Current "flag.updated"),
    event_type!(Current "flag.deleted"),
    event_type!(Current "flag.segment.created"),
    event_type!(Current "flag.segment.updated"),
    event_type!(Current "flag.segment.deleted"),
    event_type!(Legacy "deployment"),
    event_type!(Legacy "deployment-ready"),
    event_type!(Legacy "deployment-prepared"),
    event_type!(Legacy "deployment-canceled"),
    event_type!(Legacy "deployment-error"),
    event_type!(Legacy "deployment-check-rerequested"),
    event_type!(Legacy "deployment-checks-completed"),
    event_type!(Legacy "project-created"),
    event_type!(Legacy "project-removed"),
    event_type!(Legacy "integration-configuration-removed"),
    event_type!(Legacy "integration-configuration-permission-updated"),
    event_type!(Legacy "integration-configuration-scope-change-confirmed"),
    event_type!(Legacy "domain-created"),
    event_type!(Undocumented "ai-gateway.auto-reload.limit-reached" unknown),
    event_type!(Undocumented "ai-gateway.balance-depleted" unknown),
    event_type!(Undocumented "botid.anomaly" unknown),
    event_type!(Undocumented "budget.reached" unknown),
    event_type!(Undocumented "comment.created" unknown),
    event_type!(Undocumented "comment.deleted" unknown),
    event_type!(Undocumented "comment.mentioned" unknown),
    event_type!(Undocumented "comment.reaction-added" unknown),
    event_type!(Undocumented "comment.reaction-removed" unknown),
    event_type!(Undocumented "comment.resolved" unknown),
    event_type!(Undocumented "comment.unresolved" unknown),
    event_type!(Undocumented "comment.updated" unknown),
    event_type!(Undocumented "deployment.blocked" unknown),
    event_type!(Undocumented "deployment.build-requested" unknown),
    event_type!(Undocumented "deployment.checkrun.cancel" unknown),
    event_type!(Undocumented "deployment.checkrun.start"),
    event_type!(Undocumented "deployment.checks.failed" unknown),
    event_type!(Undocumented "deployment.checks.succeeded" unknown),
    event_type!(Undocumented "edge-config.created" unknown),
    event_type!(Undocumented "edge-config.deleted" unknown),
    event_type!(Undocumented "edge-config.items.updated" unknown),
    event_type!(Undocumented "firewall.attack" unknown),
    event_type!(Undocumented "firewall.custom-rule-anomaly" unknown),
    event_type!(Undocumented "firewall.system-rule-anomaly" unknown),
    event_type!(Undocumented "function.archival-required" unknown),
    event_type!(Undocumented "function.removal-required" unknown),
    event_type!(Undocumented "message.created" unknown),
    event_type!(Undocumented "message.deleted" unknown),
    event_type!(Undocumented "message.mentioned" unknown),
    event_type!(Undocumented "message.reaction-added" unknown),
    event_type!(Undocumented "message.reaction-removed" unknown),
    event_type!(Undocumented "message.updated" unknown),
    event_type!(Undocumented "observability.anomaly" unknown),
    event_type!(Undocumented "observability.anomaly-error" unknown),
    event_type!(Undocumented "observability.error-anomaly" unknown),
    event_type!(Undocumented "observability.usage-anomaly" unknown),
    event_type!(Undocumented "test-webhook" unknown),
    event_type!(Undocumented "thread.resolved" unknown),
    event_type!(Undocumented "thread.unresolved" unknown),
    event_type!(Flat "spend:threshold" in "spend-threshold"),
    event_type!(Flat "spend:cycle-end" in "spend-cycle-end"),
];
