module completions {

  def "nu-complete vercel-hooks color" [] {
    [ "auto" "always" "never" ]
  }

  # Sign, verify, generate and send Vercel webhooks
  export extern vercel-hooks [
    --json                    # Print JSON: one value, or one per line where there are many
    --quiet(-q)               # Print data and errors, but no messages
    --color: string@"nu-complete vercel-hooks color" # When to use colour
    --no-input                # Never ask anything; fail and name the flag instead
    --help(-h)                # Print help (see more with '--help')
    --version(-V)             # Print version
  ]

  def "nu-complete vercel-hooks sign color" [] {
    [ "auto" "always" "never" ]
  }

  # Print the signature of a body
  export extern "vercel-hooks sign" [
    --header                  # Print a whole header: `x-vercel-signature: …`
    --secret-file: path       # Read the secret from a file; `-` is standard input
    --json                    # Print JSON: one value, or one per line where there are many
    --quiet(-q)               # Print data and errors, but no messages
    --color: string@"nu-complete vercel-hooks sign color" # When to use colour
    --no-input                # Never ask anything; fail and name the flag instead
    --help(-h)                # Print help (see more with '--help')
    file?: path               # The body, to the byte; `-` is standard input
  ]

  def "nu-complete vercel-hooks verify color" [] {
    [ "auto" "always" "never" ]
  }

  # Check a body against its signature, and say why they do not match
  export extern "vercel-hooks verify" [
    --signature: string       # The value of the x-vercel-signature header
    --request: path           # Check a whole request: raw HTTP, a HAR, a `curl` command, the output of `curl -v`, or a recording with one request per line; `-` is standard input
    --secret-file: path       # Read the secret from a file; `-` is standard input
    --json                    # Print JSON: one value, or one per line where there are many
    --quiet(-q)               # Print data and errors, but no messages
    --color: string@"nu-complete vercel-hooks verify color" # When to use colour
    --no-input                # Never ask anything; fail and name the flag instead
    --help(-h)                # Print help (see more with '--help')
    file?: path               # The body, to the byte; standard input without it, as with `-`
  ]

  def "nu-complete vercel-hooks events color" [] {
    [ "auto" "always" "never" ]
  }

  # Look up event types, their fields and scenarios
  export extern "vercel-hooks events" [
    --json                    # Print JSON: one value, or one per line where there are many
    --quiet(-q)               # Print data and errors, but no messages
    --color: string@"nu-complete vercel-hooks events color" # When to use colour
    --no-input                # Never ask anything; fail and name the flag instead
    --help(-h)                # Print help (see more with '--help')
  ]

  def "nu-complete vercel-hooks events list glob" [] {
    [ "deployment.canceled" "deployment.check-rerequested" "deployment.cleanup" "deployment.created" "deployment.error" "deployment.integration.action.cancel" "deployment.integration.action.cleanup" "deployment.integration.action.start" "deployment.promoted" "deployment.rollback" "deployment.ready" "deployment.succeeded" "domain.created" "domain.auto-renew-changed" "domain.auto-renew.changed" "domain.certificate-add" "domain.certificate.add" "domain.certificate-add-failed" "domain.certificate.add.failed" "domain.certificate-deleted" "domain.certificate.deleted" "domain.certificate-renew" "domain.certificate.renew" "domain.certificate-renew-failed" "domain.certificate.renew.failed" "domain.dns-records-changed" "domain.dns.records.changed" "domain.renewal" "domain.renewal-failed" "domain.renewal.failed" "domain.transfer-in-completed" "domain.transfer-in.completed" "domain.transfer-in-failed" "domain.transfer-in.failed" "domain.transfer-in-started" "domain.transfer-in.started" "project.domain.created" "project.domain.deleted" "project.domain.moved" "project.domain.unverified" "project.domain.updated" "project.domain.verified" "integration-configuration.permission-upgraded" "integration-configuration.removed" "integration-configuration.scope-change-confirmed" "integration-configuration.transferred" "integration-resource.project-connected" "integration-resource.project-disconnected" "marketplace.invoice.created" "marketplace.invoice.notpaid" "marketplace.invoice.paid" "marketplace.invoice.overdue" "marketplace.invoice.refunded" "marketplace.member.changed" "alerts.triggered" "project.created" "project.env-variable.created" "project.env-variable.updated" "project.env-variable.deleted" "project.removed" "project.renamed" "project.rolling-release.approved" "project.rolling-release.completed" "project.rolling-release.aborted" "project.rolling-release.started" "flag.created" "flag.updated" "flag.deleted" "flag.segment.created" "flag.segment.updated" "flag.segment.deleted" "deployment" "deployment-ready" "deployment-prepared" "deployment-canceled" "deployment-error" "deployment-check-rerequested" "deployment-checks-completed" "project-created" "project-removed" "integration-configuration-removed" "integration-configuration-permission-updated" "integration-configuration-scope-change-confirmed" "domain-created" "ai-gateway.auto-reload.limit-reached" "ai-gateway.balance-depleted" "botid.anomaly" "budget.reached" "comment.created" "comment.deleted" "comment.mentioned" "comment.reaction-added" "comment.reaction-removed" "comment.resolved" "comment.unresolved" "comment.updated" "deployment.blocked" "deployment.build-requested" "deployment.checkrun.cancel" "deployment.checkrun.start" "deployment.checks.failed" "deployment.checks.succeeded" "edge-config.created" "edge-config.deleted" "edge-config.items.updated" "firewall.attack" "firewall.custom-rule-anomaly" "firewall.system-rule-anomaly" "function.archival-required" "function.removal-required" "message.created" "message.deleted" "message.mentioned" "message.reaction-added" "message.reaction-removed" "message.updated" "observability.anomaly" "observability.anomaly-error" "observability.error-anomaly" "observability.usage-anomaly" "test-webhook" "thread.resolved" "thread.unresolved" "spend:threshold" "spend:cycle-end" "ai-gateway.*" "comment.*" "deployment.*" "deployment.checkrun.*" "deployment.checks.*" "deployment.integration.*" "deployment.integration.action.*" "domain.*" "edge-config.*" "firewall.*" "flag.*" "flag.segment.*" "function.*" "integration-configuration.*" "integration-resource.*" "marketplace.*" "marketplace.invoice.*" "message.*" "observability.*" "project.*" "project.domain.*" "project.env-variable.*" "project.rolling-release.*" "spend:*" "thread.*" ]
  }

  def "nu-complete vercel-hooks events list group" [] {
    [ "ai-gateway" "alerts" "botid" "budget" "comment" "deployment" "domain" "edge-config" "firewall" "flag" "function" "integration-configuration" "integration-resource" "marketplace" "message" "observability" "project" "spend" "test-webhook" "thread" ]
  }

  def "nu-complete vercel-hooks events list color" [] {
    [ "auto" "always" "never" ]
  }

  # List event types
  export extern "vercel-hooks events list" [
    --group: string@"nu-complete vercel-hooks events list group" # Only those of a group: deployment, domain, flag, marketplace, project, …
    --legacy                  # Also legacy types, which new webhooks cannot listen for
    --undocumented            # Also types that the API accepts but nobody documents
    --json                    # Print JSON: one value, or one per line where there are many
    --quiet(-q)               # Print data and errors, but no messages
    --color: string@"nu-complete vercel-hooks events list color" # When to use colour
    --no-input                # Never ask anything; fail and name the flag instead
    --help(-h)                # Print help (see more with '--help')
    glob?: string@"nu-complete vercel-hooks events list glob" # Only those that match a glob: 'deployment*'
  ]

  def "nu-complete vercel-hooks events show event_type" [] {
    [ "deployment.canceled" "deployment.check-rerequested" "deployment.cleanup" "deployment.created" "deployment.error" "deployment.integration.action.cancel" "deployment.integration.action.cleanup" "deployment.integration.action.start" "deployment.promoted" "deployment.rollback" "deployment.ready" "deployment.succeeded" "domain.created" "domain.auto-renew-changed" "domain.auto-renew.changed" "domain.certificate-add" "domain.certificate.add" "domain.certificate-add-failed" "domain.certificate.add.failed" "domain.certificate-deleted" "domain.certificate.deleted" "domain.certificate-renew" "domain.certificate.renew" "domain.certificate-renew-failed" "domain.certificate.renew.failed" "domain.dns-records-changed" "domain.dns.records.changed" "domain.renewal" "domain.renewal-failed" "domain.renewal.failed" "domain.transfer-in-completed" "domain.transfer-in.completed" "domain.transfer-in-failed" "domain.transfer-in.failed" "domain.transfer-in-started" "domain.transfer-in.started" "project.domain.created" "project.domain.deleted" "project.domain.moved" "project.domain.unverified" "project.domain.updated" "project.domain.verified" "integration-configuration.permission-upgraded" "integration-configuration.removed" "integration-configuration.scope-change-confirmed" "integration-configuration.transferred" "integration-resource.project-connected" "integration-resource.project-disconnected" "marketplace.invoice.created" "marketplace.invoice.notpaid" "marketplace.invoice.paid" "marketplace.invoice.overdue" "marketplace.invoice.refunded" "marketplace.member.changed" "alerts.triggered" "project.created" "project.env-variable.created" "project.env-variable.updated" "project.env-variable.deleted" "project.removed" "project.renamed" "project.rolling-release.approved" "project.rolling-release.completed" "project.rolling-release.aborted" "project.rolling-release.started" "flag.created" "flag.updated" "flag.deleted" "flag.segment.created" "flag.segment.updated" "flag.segment.deleted" "deployment" "deployment-ready" "deployment-prepared" "deployment-canceled" "deployment-error" "deployment-check-rerequested" "deployment-checks-completed" "project-created" "project-removed" "integration-configuration-removed" "integration-configuration-permission-updated" "integration-configuration-scope-change-confirmed" "domain-created" "ai-gateway.auto-reload.limit-reached" "ai-gateway.balance-depleted" "botid.anomaly" "budget.reached" "comment.created" "comment.deleted" "comment.mentioned" "comment.reaction-added" "comment.reaction-removed" "comment.resolved" "comment.unresolved" "comment.updated" "deployment.blocked" "deployment.build-requested" "deployment.checkrun.cancel" "deployment.checkrun.start" "deployment.checks.failed" "deployment.checks.succeeded" "edge-config.created" "edge-config.deleted" "edge-config.items.updated" "firewall.attack" "firewall.custom-rule-anomaly" "firewall.system-rule-anomaly" "function.archival-required" "function.removal-required" "message.created" "message.deleted" "message.mentioned" "message.reaction-added" "message.reaction-removed" "message.updated" "observability.anomaly" "observability.anomaly-error" "observability.error-anomaly" "observability.usage-anomaly" "test-webhook" "thread.resolved" "thread.unresolved" "spend:threshold" "spend:cycle-end" ]
  }

  def "nu-complete vercel-hooks events show color" [] {
    [ "auto" "always" "never" ]
  }

  # Explain an event type: when it fires, its fields, an example
  export extern "vercel-hooks events show" [
    --json                    # Print JSON: one value, or one per line where there are many
    --quiet(-q)               # Print data and errors, but no messages
    --color: string@"nu-complete vercel-hooks events show color" # When to use colour
    --no-input                # Never ask anything; fail and name the flag instead
    --help(-h)                # Print help (see more with '--help')
    event_type: string@"nu-complete vercel-hooks events show event_type" # The event type, in either spelling where there are two
  ]

  def "nu-complete vercel-hooks events schema event_type" [] {
    [ "deployment.canceled" "deployment.check-rerequested" "deployment.cleanup" "deployment.created" "deployment.error" "deployment.integration.action.cancel" "deployment.integration.action.cleanup" "deployment.integration.action.start" "deployment.promoted" "deployment.rollback" "deployment.ready" "deployment.succeeded" "domain.created" "domain.auto-renew-changed" "domain.auto-renew.changed" "domain.certificate-add" "domain.certificate.add" "domain.certificate-add-failed" "domain.certificate.add.failed" "domain.certificate-deleted" "domain.certificate.deleted" "domain.certificate-renew" "domain.certificate.renew" "domain.certificate-renew-failed" "domain.certificate.renew.failed" "domain.dns-records-changed" "domain.dns.records.changed" "domain.renewal" "domain.renewal-failed" "domain.renewal.failed" "domain.transfer-in-completed" "domain.transfer-in.completed" "domain.transfer-in-failed" "domain.transfer-in.failed" "domain.transfer-in-started" "domain.transfer-in.started" "project.domain.created" "project.domain.deleted" "project.domain.moved" "project.domain.unverified" "project.domain.updated" "project.domain.verified" "integration-configuration.permission-upgraded" "integration-configuration.removed" "integration-configuration.scope-change-confirmed" "integration-configuration.transferred" "integration-resource.project-connected" "integration-resource.project-disconnected" "marketplace.invoice.created" "marketplace.invoice.notpaid" "marketplace.invoice.paid" "marketplace.invoice.overdue" "marketplace.invoice.refunded" "marketplace.member.changed" "alerts.triggered" "project.created" "project.env-variable.created" "project.env-variable.updated" "project.env-variable.deleted" "project.removed" "project.renamed" "project.rolling-release.approved" "project.rolling-release.completed" "project.rolling-release.aborted" "project.rolling-release.started" "flag.created" "flag.updated" "flag.deleted" "flag.segment.created" "flag.segment.updated" "flag.segment.deleted" "deployment" "deployment-ready" "deployment-prepared" "deployment-canceled" "deployment-error" "deployment-check-rerequested" "deployment-checks-completed" "project-created" "project-removed" "integration-configuration-removed" "integration-configuration-permission-updated" "integration-configuration-scope-change-confirmed" "domain-created" "ai-gateway.auto-reload.limit-reached" "ai-gateway.balance-depleted" "botid.anomaly" "budget.reached" "comment.created" "comment.deleted" "comment.mentioned" "comment.reaction-added" "comment.reaction-removed" "comment.resolved" "comment.unresolved" "comment.updated" "deployment.blocked" "deployment.build-requested" "deployment.checkrun.cancel" "deployment.checkrun.start" "deployment.checks.failed" "deployment.checks.succeeded" "edge-config.created" "edge-config.deleted" "edge-config.items.updated" "firewall.attack" "firewall.custom-rule-anomaly" "firewall.system-rule-anomaly" "function.archival-required" "function.removal-required" "message.created" "message.deleted" "message.mentioned" "message.reaction-added" "message.reaction-removed" "message.updated" "observability.anomaly" "observability.anomaly-error" "observability.error-anomaly" "observability.usage-anomaly" "test-webhook" "thread.resolved" "thread.unresolved" "spend:threshold" "spend:cycle-end" ]
  }

  def "nu-complete vercel-hooks events schema color" [] {
    [ "auto" "always" "never" ]
  }

  # Print the JSON Schema of an event type
  export extern "vercel-hooks events schema" [
    --json                    # Print JSON: one value, or one per line where there are many
    --quiet(-q)               # Print data and errors, but no messages
    --color: string@"nu-complete vercel-hooks events schema color" # When to use colour
    --no-input                # Never ask anything; fail and name the flag instead
    --help(-h)                # Print help (see more with '--help')
    event_type: string@"nu-complete vercel-hooks events schema event_type" # The event type, in either spelling where there are two
  ]

  def "nu-complete vercel-hooks events scenarios color" [] {
    [ "auto" "always" "never" ]
  }

  # List scenarios: ordered events that belong together
  export extern "vercel-hooks events scenarios" [
    --json                    # Print JSON: one value, or one per line where there are many
    --quiet(-q)               # Print data and errors, but no messages
    --color: string@"nu-complete vercel-hooks events scenarios color" # When to use colour
    --no-input                # Never ask anything; fail and name the flag instead
    --help(-h)                # Print help (see more with '--help')
  ]

  # Print this message or the help of the given subcommand(s)
  export extern "vercel-hooks events help" [
  ]

  # List event types
  export extern "vercel-hooks events help list" [
  ]

  # Explain an event type: when it fires, its fields, an example
  export extern "vercel-hooks events help show" [
  ]

  # Print the JSON Schema of an event type
  export extern "vercel-hooks events help schema" [
  ]

  # List scenarios: ordered events that belong together
  export extern "vercel-hooks events help scenarios" [
  ]

  # Print this message or the help of the given subcommand(s)
  export extern "vercel-hooks events help help" [
  ]

  def "nu-complete vercel-hooks generate types" [] {
    [ "deployment.canceled" "deployment.check-rerequested" "deployment.cleanup" "deployment.created" "deployment.error" "deployment.integration.action.cancel" "deployment.integration.action.cleanup" "deployment.integration.action.start" "deployment.promoted" "deployment.rollback" "deployment.ready" "deployment.succeeded" "domain.created" "domain.auto-renew-changed" "domain.auto-renew.changed" "domain.certificate-add" "domain.certificate.add" "domain.certificate-add-failed" "domain.certificate.add.failed" "domain.certificate-deleted" "domain.certificate.deleted" "domain.certificate-renew" "domain.certificate.renew" "domain.certificate-renew-failed" "domain.certificate.renew.failed" "domain.dns-records-changed" "domain.dns.records.changed" "domain.renewal" "domain.renewal-failed" "domain.renewal.failed" "domain.transfer-in-completed" "domain.transfer-in.completed" "domain.transfer-in-failed" "domain.transfer-in.failed" "domain.transfer-in-started" "domain.transfer-in.started" "project.domain.created" "project.domain.deleted" "project.domain.moved" "project.domain.unverified" "project.domain.updated" "project.domain.verified" "integration-configuration.permission-upgraded" "integration-configuration.removed" "integration-configuration.scope-change-confirmed" "integration-configuration.transferred" "integration-resource.project-connected" "integration-resource.project-disconnected" "marketplace.invoice.created" "marketplace.invoice.notpaid" "marketplace.invoice.paid" "marketplace.invoice.overdue" "marketplace.invoice.refunded" "marketplace.member.changed" "alerts.triggered" "project.created" "project.env-variable.created" "project.env-variable.updated" "project.env-variable.deleted" "project.removed" "project.renamed" "project.rolling-release.approved" "project.rolling-release.completed" "project.rolling-release.aborted" "project.rolling-release.started" "flag.created" "flag.updated" "flag.deleted" "flag.segment.created" "flag.segment.updated" "flag.segment.deleted" "deployment" "deployment-ready" "deployment-prepared" "deployment-canceled" "deployment-error" "deployment-check-rerequested" "deployment-checks-completed" "project-created" "project-removed" "integration-configuration-removed" "integration-configuration-permission-updated" "integration-configuration-scope-change-confirmed" "domain-created" "ai-gateway.auto-reload.limit-reached" "ai-gateway.balance-depleted" "botid.anomaly" "budget.reached" "comment.created" "comment.deleted" "comment.mentioned" "comment.reaction-added" "comment.reaction-removed" "comment.resolved" "comment.unresolved" "comment.updated" "deployment.blocked" "deployment.build-requested" "deployment.checkrun.cancel" "deployment.checkrun.start" "deployment.checks.failed" "deployment.checks.succeeded" "edge-config.created" "edge-config.deleted" "edge-config.items.updated" "firewall.attack" "firewall.custom-rule-anomaly" "firewall.system-rule-anomaly" "function.archival-required" "function.removal-required" "message.created" "message.deleted" "message.mentioned" "message.reaction-added" "message.reaction-removed" "message.updated" "observability.anomaly" "observability.anomaly-error" "observability.error-anomaly" "observability.usage-anomaly" "test-webhook" "thread.resolved" "thread.unresolved" "spend:threshold" "spend:cycle-end" "all" "ai-gateway.*" "comment.*" "deployment.*" "deployment.checkrun.*" "deployment.checks.*" "deployment.integration.*" "deployment.integration.action.*" "domain.*" "edge-config.*" "firewall.*" "flag.*" "flag.segment.*" "function.*" "integration-configuration.*" "integration-resource.*" "marketplace.*" "marketplace.invoice.*" "message.*" "observability.*" "project.*" "project.domain.*" "project.env-variable.*" "project.rolling-release.*" "spend:*" "thread.*" ]
  }

  def "nu-complete vercel-hooks generate scenario" [] {
    [ "deployment-succeeds" "deployment-fails" "deployment-rolled-back" "integration-lifecycle" "invoice-paid" "invoice-unpaid" "rolling-release" "flag-lifecycle" "domain-lifecycle" ]
  }

  def "nu-complete vercel-hooks generate color" [] {
    [ "auto" "always" "never" ]
  }

  # Print sample events
  export extern "vercel-hooks generate" [
    --set: string             # Set a field to text (PATH=TEXT) or to JSON (PATH:=JSON); `[0]` is an item of a list, `\.` a dot within a name
    --unset: string           # Remove a field
    --payload: path           # Use this JSON as the payload
    --template: path          # Use this JSON as the template; the README lists the placeholders
    --scenario: string@"nu-complete vercel-hooks generate scenario" # The events of a scenario in order: a name or a file
    --seed: string            # Make the same ids and choices on every run
    --now: string             # The time of the events: 2026-01-31, 2026-01-31T12:00:00Z or milliseconds
    --count: string           # How many rounds; every round has a team, a project, … of its own
    --pretty                  # Indent, as on a terminal
    --compact                 # One event per line, as in a pipe
    --output(-o): path        # Write to a file, or one file per event into a folder (existing, or ending in `/`); `-` is standard output
    --json                    # Print JSON: one value, or one per line where there are many
    --quiet(-q)               # Print data and errors, but no messages
    --color: string@"nu-complete vercel-hooks generate color" # When to use colour
    --no-input                # Never ask anything; fail and name the flag instead
    --help(-h)                # Print help (see more with '--help')
    ...types: string@"nu-complete vercel-hooks generate types" # Event types, globs ('deployment.*') or `all` documented types
  ]

  def "nu-complete vercel-hooks send types" [] {
    [ "deployment.canceled" "deployment.check-rerequested" "deployment.cleanup" "deployment.created" "deployment.error" "deployment.integration.action.cancel" "deployment.integration.action.cleanup" "deployment.integration.action.start" "deployment.promoted" "deployment.rollback" "deployment.ready" "deployment.succeeded" "domain.created" "domain.auto-renew-changed" "domain.auto-renew.changed" "domain.certificate-add" "domain.certificate.add" "domain.certificate-add-failed" "domain.certificate.add.failed" "domain.certificate-deleted" "domain.certificate.deleted" "domain.certificate-renew" "domain.certificate.renew" "domain.certificate-renew-failed" "domain.certificate.renew.failed" "domain.dns-records-changed" "domain.dns.records.changed" "domain.renewal" "domain.renewal-failed" "domain.renewal.failed" "domain.transfer-in-completed" "domain.transfer-in.completed" "domain.transfer-in-failed" "domain.transfer-in.failed" "domain.transfer-in-started" "domain.transfer-in.started" "project.domain.created" "project.domain.deleted" "project.domain.moved" "project.domain.unverified" "project.domain.updated" "project.domain.verified" "integration-configuration.permission-upgraded" "integration-configuration.removed" "integration-configuration.scope-change-confirmed" "integration-configuration.transferred" "integration-resource.project-connected" "integration-resource.project-disconnected" "marketplace.invoice.created" "marketplace.invoice.notpaid" "marketplace.invoice.paid" "marketplace.invoice.overdue" "marketplace.invoice.refunded" "marketplace.member.changed" "alerts.triggered" "project.created" "project.env-variable.created" "project.env-variable.updated" "project.env-variable.deleted" "project.removed" "project.renamed" "project.rolling-release.approved" "project.rolling-release.completed" "project.rolling-release.aborted" "project.rolling-release.started" "flag.created" "flag.updated" "flag.deleted" "flag.segment.created" "flag.segment.updated" "flag.segment.deleted" "deployment" "deployment-ready" "deployment-prepared" "deployment-canceled" "deployment-error" "deployment-check-rerequested" "deployment-checks-completed" "project-created" "project-removed" "integration-configuration-removed" "integration-configuration-permission-updated" "integration-configuration-scope-change-confirmed" "domain-created" "ai-gateway.auto-reload.limit-reached" "ai-gateway.balance-depleted" "botid.anomaly" "budget.reached" "comment.created" "comment.deleted" "comment.mentioned" "comment.reaction-added" "comment.reaction-removed" "comment.resolved" "comment.unresolved" "comment.updated" "deployment.blocked" "deployment.build-requested" "deployment.checkrun.cancel" "deployment.checkrun.start" "deployment.checks.failed" "deployment.checks.succeeded" "edge-config.created" "edge-config.deleted" "edge-config.items.updated" "firewall.attack" "firewall.custom-rule-anomaly" "firewall.system-rule-anomaly" "function.archival-required" "function.removal-required" "message.created" "message.deleted" "message.mentioned" "message.reaction-added" "message.reaction-removed" "message.updated" "observability.anomaly" "observability.anomaly-error" "observability.error-anomaly" "observability.usage-anomaly" "test-webhook" "thread.resolved" "thread.unresolved" "spend:threshold" "spend:cycle-end" "all" "ai-gateway.*" "comment.*" "deployment.*" "deployment.checkrun.*" "deployment.checks.*" "deployment.integration.*" "deployment.integration.action.*" "domain.*" "edge-config.*" "firewall.*" "flag.*" "flag.segment.*" "function.*" "integration-configuration.*" "integration-resource.*" "marketplace.*" "marketplace.invoice.*" "message.*" "observability.*" "project.*" "project.domain.*" "project.env-variable.*" "project.rolling-release.*" "spend:*" "thread.*" ]
  }

  def "nu-complete vercel-hooks send scenario" [] {
    [ "deployment-succeeds" "deployment-fails" "deployment-rolled-back" "integration-lifecycle" "invoice-paid" "invoice-unpaid" "rolling-release" "flag-lifecycle" "domain-lifecycle" ]
  }

  def "nu-complete vercel-hooks send to" [] {
    [ "localhost" "demo" ]
  }

  def "nu-complete vercel-hooks send tamper" [] {
    [ "missing" "wrong-secret" "wrong-body" "sha256" "truncated" "empty-secret" ]
  }

  def "nu-complete vercel-hooks send color" [] {
    [ "auto" "always" "never" ]
  }

  # Sign events and deliver them to an endpoint
  export extern "vercel-hooks send" [
    --set: string             # Set a field to text (PATH=TEXT) or to JSON (PATH:=JSON); `[0]` is an item of a list, `\.` a dot within a name
    --unset: string           # Remove a field
    --payload: path           # Use this JSON as the payload
    --template: path          # Use this JSON as the template; the README lists the placeholders
    --scenario: string@"nu-complete vercel-hooks send scenario" # The events of a scenario in order: a name or a file
    --seed: string            # Make the same ids and choices on every run
    --now: string             # The time of the events: 2026-01-31, 2026-01-31T12:00:00Z or milliseconds
    --file: path              # Send a body exactly as it is; `-` is standard input
    --to(-t): string@"nu-complete vercel-hooks send to" # localhost (port 3000), :PORT, host:port/path, a URL, or demo
    --path: string            # Deliver to this path: /api/webhooks
    --header(-H): string      # Add a header
    --timeout: string         # Give up on an answer after this time
    --retries: string         # Try again this often, unless the answer is the expected one
    --retry-wait: string      # Wait this long before the first retry, and twice as long before each further one
    --expect: string          # The answers that count as success: statuses or classes (200,202 or 4xx)
    --wait-ready: string      # Wait until the endpoint accepts connections, 30s at most unless TIME is given
    --yes(-y)                 # Deliver to another machine without asking
    --tamper: string@"nu-complete vercel-hooks send tamper" # Send what must be refused; --expect 4xx makes the refusal a success
    --repeat: string          # How many rounds of the events
    --count: string           # How many rounds of the events
    --concurrency: string     # How many deliveries at once; 1 keeps them in order
    --interval: string        # The time from one delivery to the next
    --dry-run(-n)             # Print the request instead of sending it
    --curl                    # Print a curl command that sends the same bytes, without the secret
    --verbose(-v)             # Show what the endpoint answers even when all is well
    --secret-file: path       # Read the secret from a file; `-` is standard input
    --json                    # Print JSON: one value, or one per line where there are many
    --quiet(-q)               # Print data and errors, but no messages
    --color: string@"nu-complete vercel-hooks send color" # When to use colour
    --no-input                # Never ask anything; fail and name the flag instead
    --help(-h)                # Print help (see more with '--help')
    ...types: string@"nu-complete vercel-hooks send types" # Event types, globs ('deployment.*') or `all` documented types
  ]

  def "nu-complete vercel-hooks listen forward_to" [] {
    [ "localhost" ]
  }

  def "nu-complete vercel-hooks listen events" [] {
    [ "deployment.canceled" "deployment.check-rerequested" "deployment.cleanup" "deployment.created" "deployment.error" "deployment.integration.action.cancel" "deployment.integration.action.cleanup" "deployment.integration.action.start" "deployment.promoted" "deployment.rollback" "deployment.ready" "deployment.succeeded" "domain.created" "domain.auto-renew-changed" "domain.auto-renew.changed" "domain.certificate-add" "domain.certificate.add" "domain.certificate-add-failed" "domain.certificate.add.failed" "domain.certificate-deleted" "domain.certificate.deleted" "domain.certificate-renew" "domain.certificate.renew" "domain.certificate-renew-failed" "domain.certificate.renew.failed" "domain.dns-records-changed" "domain.dns.records.changed" "domain.renewal" "domain.renewal-failed" "domain.renewal.failed" "domain.transfer-in-completed" "domain.transfer-in.completed" "domain.transfer-in-failed" "domain.transfer-in.failed" "domain.transfer-in-started" "domain.transfer-in.started" "project.domain.created" "project.domain.deleted" "project.domain.moved" "project.domain.unverified" "project.domain.updated" "project.domain.verified" "integration-configuration.permission-upgraded" "integration-configuration.removed" "integration-configuration.scope-change-confirmed" "integration-configuration.transferred" "integration-resource.project-connected" "integration-resource.project-disconnected" "marketplace.invoice.created" "marketplace.invoice.notpaid" "marketplace.invoice.paid" "marketplace.invoice.overdue" "marketplace.invoice.refunded" "marketplace.member.changed" "alerts.triggered" "project.created" "project.env-variable.created" "project.env-variable.updated" "project.env-variable.deleted" "project.removed" "project.renamed" "project.rolling-release.approved" "project.rolling-release.completed" "project.rolling-release.aborted" "project.rolling-release.started" "flag.created" "flag.updated" "flag.deleted" "flag.segment.created" "flag.segment.updated" "flag.segment.deleted" "deployment" "deployment-ready" "deployment-prepared" "deployment-canceled" "deployment-error" "deployment-check-rerequested" "deployment-checks-completed" "project-created" "project-removed" "integration-configuration-removed" "integration-configuration-permission-updated" "integration-configuration-scope-change-confirmed" "domain-created" "ai-gateway.auto-reload.limit-reached" "ai-gateway.balance-depleted" "botid.anomaly" "budget.reached" "comment.created" "comment.deleted" "comment.mentioned" "comment.reaction-added" "comment.reaction-removed" "comment.resolved" "comment.unresolved" "comment.updated" "deployment.blocked" "deployment.build-requested" "deployment.checkrun.cancel" "deployment.checkrun.start" "deployment.checks.failed" "deployment.checks.succeeded" "edge-config.created" "edge-config.deleted" "edge-config.items.updated" "firewall.attack" "firewall.custom-rule-anomaly" "firewall.system-rule-anomaly" "function.archival-required" "function.removal-required" "message.created" "message.deleted" "message.mentioned" "message.reaction-added" "message.reaction-removed" "message.updated" "observability.anomaly" "observability.anomaly-error" "observability.error-anomaly" "observability.usage-anomaly" "test-webhook" "thread.resolved" "thread.unresolved" "spend:threshold" "spend:cycle-end" "ai-gateway.*" "comment.*" "deployment.*" "deployment.checkrun.*" "deployment.checks.*" "deployment.integration.*" "deployment.integration.action.*" "domain.*" "edge-config.*" "firewall.*" "flag.*" "flag.segment.*" "function.*" "integration-configuration.*" "integration-resource.*" "marketplace.*" "marketplace.invoice.*" "message.*" "observability.*" "project.*" "project.domain.*" "project.env-variable.*" "project.rolling-release.*" "spend:*" "thread.*" ]
  }

  def "nu-complete vercel-hooks listen color" [] {
    [ "auto" "always" "never" ]
  }

  # Receive webhooks: verify, show, record and pass them on
  export extern "vercel-hooks listen" [
    --port(-p): string        # Port to listen on; 0 for any free one
    --path: string            # Accept events only at this path, such as /api/webhooks
    --respond: string         # Response status
    --body: string            # Response body
    --delay: string           # Wait at least this long before each response
    --fail-first: string      # Answer the first N requests with 500
    --reject-invalid          # Answer requests with an invalid signature with 403
    --max-body: string        # Answer larger bodies with 413
    --forward-to: string@"nu-complete vercel-hooks listen forward_to" # Forward each request to this server, and return its response
    --yes(-y)                 # Forward to another machine without asking
    --count: string           # Exit with 0 after N events
    --timeout: string         # Exit after this time: with 1 if --count was not reached, else with 0
    --events: string@"nu-complete vercel-hooks listen events" # Show and count only matching event types; all are answered and recorded
    --expect-valid            # Exit with 1 if a signature was invalid
    --record: path            # Append each request to a file before acknowledging it, for replay
    --verbose(-v)             # Show headers and the indented body
    --secret-file: path       # Read the secret from a file; `-` is standard input
    --json                    # Print JSON: one value, or one per line where there are many
    --quiet(-q)               # Print data and errors, but no messages
    --color: string@"nu-complete vercel-hooks listen color" # When to use colour
    --no-input                # Never ask anything; fail and name the flag instead
    --help(-h)                # Print help (see more with '--help')
  ]

  def "nu-complete vercel-hooks replay types" [] {
    [ "deployment.canceled" "deployment.check-rerequested" "deployment.cleanup" "deployment.created" "deployment.error" "deployment.integration.action.cancel" "deployment.integration.action.cleanup" "deployment.integration.action.start" "deployment.promoted" "deployment.rollback" "deployment.ready" "deployment.succeeded" "domain.created" "domain.auto-renew-changed" "domain.auto-renew.changed" "domain.certificate-add" "domain.certificate.add" "domain.certificate-add-failed" "domain.certificate.add.failed" "domain.certificate-deleted" "domain.certificate.deleted" "domain.certificate-renew" "domain.certificate.renew" "domain.certificate-renew-failed" "domain.certificate.renew.failed" "domain.dns-records-changed" "domain.dns.records.changed" "domain.renewal" "domain.renewal-failed" "domain.renewal.failed" "domain.transfer-in-completed" "domain.transfer-in.completed" "domain.transfer-in-failed" "domain.transfer-in.failed" "domain.transfer-in-started" "domain.transfer-in.started" "project.domain.created" "project.domain.deleted" "project.domain.moved" "project.domain.unverified" "project.domain.updated" "project.domain.verified" "integration-configuration.permission-upgraded" "integration-configuration.removed" "integration-configuration.scope-change-confirmed" "integration-configuration.transferred" "integration-resource.project-connected" "integration-resource.project-disconnected" "marketplace.invoice.created" "marketplace.invoice.notpaid" "marketplace.invoice.paid" "marketplace.invoice.overdue" "marketplace.invoice.refunded" "marketplace.member.changed" "alerts.triggered" "project.created" "project.env-variable.created" "project.env-variable.updated" "project.env-variable.deleted" "project.removed" "project.renamed" "project.rolling-release.approved" "project.rolling-release.completed" "project.rolling-release.aborted" "project.rolling-release.started" "flag.created" "flag.updated" "flag.deleted" "flag.segment.created" "flag.segment.updated" "flag.segment.deleted" "deployment" "deployment-ready" "deployment-prepared" "deployment-canceled" "deployment-error" "deployment-check-rerequested" "deployment-checks-completed" "project-created" "project-removed" "integration-configuration-removed" "integration-configuration-permission-updated" "integration-configuration-scope-change-confirmed" "domain-created" "ai-gateway.auto-reload.limit-reached" "ai-gateway.balance-depleted" "botid.anomaly" "budget.reached" "comment.created" "comment.deleted" "comment.mentioned" "comment.reaction-added" "comment.reaction-removed" "comment.resolved" "comment.unresolved" "comment.updated" "deployment.blocked" "deployment.build-requested" "deployment.checkrun.cancel" "deployment.checkrun.start" "deployment.checks.failed" "deployment.checks.succeeded" "edge-config.created" "edge-config.deleted" "edge-config.items.updated" "firewall.attack" "firewall.custom-rule-anomaly" "firewall.system-rule-anomaly" "function.archival-required" "function.removal-required" "message.created" "message.deleted" "message.mentioned" "message.reaction-added" "message.reaction-removed" "message.updated" "observability.anomaly" "observability.anomaly-error" "observability.error-anomaly" "observability.usage-anomaly" "test-webhook" "thread.resolved" "thread.unresolved" "spend:threshold" "spend:cycle-end" "ai-gateway.*" "comment.*" "deployment.*" "deployment.checkrun.*" "deployment.checks.*" "deployment.integration.*" "deployment.integration.action.*" "domain.*" "edge-config.*" "firewall.*" "flag.*" "flag.segment.*" "function.*" "integration-configuration.*" "integration-resource.*" "marketplace.*" "marketplace.invoice.*" "message.*" "observability.*" "project.*" "project.domain.*" "project.env-variable.*" "project.rolling-release.*" "spend:*" "thread.*" ]
  }

  def "nu-complete vercel-hooks replay to" [] {
    [ "localhost" "demo" ]
  }

  def "nu-complete vercel-hooks replay color" [] {
    [ "auto" "always" "never" ]
  }

  # Deliver recorded events again
  export extern "vercel-hooks replay" [
    --type: string@"nu-complete vercel-hooks replay types" # Only events whose type fits a glob: 'deployment.*'
    --id: string              # Only the event of this id, or of one shortened to its ends: XZKW9…l318E
    --since: string           # Only what was recorded then or later: 2026-01-31T12:00:00Z or milliseconds
    --until: string           # Only what was recorded then or earlier
    --failed                  # Only what was recorded as not taken, and not as taken later on
    --resign                  # Sign everything afresh, with the current secret
    --to(-t): string@"nu-complete vercel-hooks replay to" # localhost (port 3000), :PORT, host:port/path, a URL, or demo
    --path: string            # Deliver to this path: /api/webhooks
    --header(-H): string      # Add a header
    --timeout: string         # Give up on an answer after this time
    --retries: string         # Try again this often, unless the answer is the expected one
    --retry-wait: string      # Wait this long before the first retry, and twice as long before each further one
    --expect: string          # The answers that count as success: statuses or classes (200,202 or 4xx)
    --wait-ready: string      # Wait until the endpoint accepts connections, 30s at most unless TIME is given
    --yes(-y)                 # Deliver to another machine without asking
    --speed: string           # What becomes of the recorded gaps: max drops them, 1 keeps them, 10 makes them a tenth
    --concurrency: string     # How many deliveries at once; 1 keeps them in order
    --interval: string        # The time from one delivery to the next
    --dry-run(-n)             # Print the request instead of sending it
    --curl                    # Print a curl command that sends the same bytes, without the secret
    --verbose(-v)             # Show what the endpoint answers even when all is well
    --secret-file: path       # Read the secret from a file; `-` is standard input
    --json                    # Print JSON: one value, or one per line where there are many
    --quiet(-q)               # Print data and errors, but no messages
    --color: string@"nu-complete vercel-hooks replay color" # When to use colour
    --no-input                # Never ask anything; fail and name the flag instead
    --help(-h)                # Print help (see more with '--help')
    ...files: path            # Files of recorded requests or of events, one a line; `-` is standard input
  ]

  def "nu-complete vercel-hooks check endpoint" [] {
    [ "localhost" "demo" ]
  }

  def "nu-complete vercel-hooks check suite" [] {
    [ "genuine" "forged" "robustness" ]
  }

  def "nu-complete vercel-hooks check only" [] {
    [ "genuine.valid" "genuine.null-fields" "genuine.absent-fields" "genuine.extra-fields" "genuine.unknown-type" "genuine.legacy-envelope" "genuine.large-body" "genuine.non-ascii" "genuine.escapes" "genuine.whitespace" "genuine.spaced" "genuine.key-order" "genuine.header-case" "genuine.chunked" "genuine.keep-alive" "genuine.fresh-connection" "genuine.burst" "genuine.twice" "forged.missing" "forged.empty" "forged.malformed" "forged.too-long" "forged.other-body" "forged.changed-bit" "forged.other-secret" "forged.empty-secret" "forged.unset-secret" "forged.sha256" "forged.plain-sha1" "forged.base64" "forged.truncated" "forged.longer" "forged.trailing" "forged.two-headers-valid-first" "forged.two-headers-valid-last" "forged.in-query" "forged.in-body" "robustness.not-json" "robustness.truncated-json" "robustness.invalid-utf8" "robustness.empty-body" "robustness.array" "robustness.null" "robustness.no-type" "robustness.deep-nesting" "robustness.get" "robustness.put" "robustness.content-type" "robustness.short-signature" "robustness.no-signature" "genuine.*" "forged.*" "robustness.*" "genuine.type.*" ]
  }

  def "nu-complete vercel-hooks check skip" [] {
    [ "genuine.valid" "genuine.null-fields" "genuine.absent-fields" "genuine.extra-fields" "genuine.unknown-type" "genuine.legacy-envelope" "genuine.large-body" "genuine.non-ascii" "genuine.escapes" "genuine.whitespace" "genuine.spaced" "genuine.key-order" "genuine.header-case" "genuine.chunked" "genuine.keep-alive" "genuine.fresh-connection" "genuine.burst" "genuine.twice" "forged.missing" "forged.empty" "forged.malformed" "forged.too-long" "forged.other-body" "forged.changed-bit" "forged.other-secret" "forged.empty-secret" "forged.unset-secret" "forged.sha256" "forged.plain-sha1" "forged.base64" "forged.truncated" "forged.longer" "forged.trailing" "forged.two-headers-valid-first" "forged.two-headers-valid-last" "forged.in-query" "forged.in-body" "robustness.not-json" "robustness.truncated-json" "robustness.invalid-utf8" "robustness.empty-body" "robustness.array" "robustness.null" "robustness.no-type" "robustness.deep-nesting" "robustness.get" "robustness.put" "robustness.content-type" "robustness.short-signature" "robustness.no-signature" "genuine.*" "forged.*" "robustness.*" "genuine.type.*" ]
  }

  def "nu-complete vercel-hooks check events" [] {
    [ "deployment.canceled" "deployment.check-rerequested" "deployment.cleanup" "deployment.created" "deployment.error" "deployment.integration.action.cancel" "deployment.integration.action.cleanup" "deployment.integration.action.start" "deployment.promoted" "deployment.rollback" "deployment.ready" "deployment.succeeded" "domain.created" "domain.auto-renew-changed" "domain.auto-renew.changed" "domain.certificate-add" "domain.certificate.add" "domain.certificate-add-failed" "domain.certificate.add.failed" "domain.certificate-deleted" "domain.certificate.deleted" "domain.certificate-renew" "domain.certificate.renew" "domain.certificate-renew-failed" "domain.certificate.renew.failed" "domain.dns-records-changed" "domain.dns.records.changed" "domain.renewal" "domain.renewal-failed" "domain.renewal.failed" "domain.transfer-in-completed" "domain.transfer-in.completed" "domain.transfer-in-failed" "domain.transfer-in.failed" "domain.transfer-in-started" "domain.transfer-in.started" "project.domain.created" "project.domain.deleted" "project.domain.moved" "project.domain.unverified" "project.domain.updated" "project.domain.verified" "integration-configuration.permission-upgraded" "integration-configuration.removed" "integration-configuration.scope-change-confirmed" "integration-configuration.transferred" "integration-resource.project-connected" "integration-resource.project-disconnected" "marketplace.invoice.created" "marketplace.invoice.notpaid" "marketplace.invoice.paid" "marketplace.invoice.overdue" "marketplace.invoice.refunded" "marketplace.member.changed" "alerts.triggered" "project.created" "project.env-variable.created" "project.env-variable.updated" "project.env-variable.deleted" "project.removed" "project.renamed" "project.rolling-release.approved" "project.rolling-release.completed" "project.rolling-release.aborted" "project.rolling-release.started" "flag.created" "flag.updated" "flag.deleted" "flag.segment.created" "flag.segment.updated" "flag.segment.deleted" "deployment" "deployment-ready" "deployment-prepared" "deployment-canceled" "deployment-error" "deployment-check-rerequested" "deployment-checks-completed" "project-created" "project-removed" "integration-configuration-removed" "integration-configuration-permission-updated" "integration-configuration-scope-change-confirmed" "domain-created" "ai-gateway.auto-reload.limit-reached" "ai-gateway.balance-depleted" "botid.anomaly" "budget.reached" "comment.created" "comment.deleted" "comment.mentioned" "comment.reaction-added" "comment.reaction-removed" "comment.resolved" "comment.unresolved" "comment.updated" "deployment.blocked" "deployment.build-requested" "deployment.checkrun.cancel" "deployment.checkrun.start" "deployment.checks.failed" "deployment.checks.succeeded" "edge-config.created" "edge-config.deleted" "edge-config.items.updated" "firewall.attack" "firewall.custom-rule-anomaly" "firewall.system-rule-anomaly" "function.archival-required" "function.removal-required" "message.created" "message.deleted" "message.mentioned" "message.reaction-added" "message.reaction-removed" "message.updated" "observability.anomaly" "observability.anomaly-error" "observability.error-anomaly" "observability.usage-anomaly" "test-webhook" "thread.resolved" "thread.unresolved" "spend:threshold" "spend:cycle-end" "all" "ai-gateway.*" "comment.*" "deployment.*" "deployment.checkrun.*" "deployment.checks.*" "deployment.integration.*" "deployment.integration.action.*" "domain.*" "edge-config.*" "firewall.*" "flag.*" "flag.segment.*" "function.*" "integration-configuration.*" "integration-resource.*" "marketplace.*" "marketplace.invoice.*" "message.*" "observability.*" "project.*" "project.domain.*" "project.env-variable.*" "project.rolling-release.*" "spend:*" "thread.*" ]
  }

  def "nu-complete vercel-hooks check to" [] {
    [ "localhost" "demo" ]
  }

  def "nu-complete vercel-hooks check color" [] {
    [ "auto" "always" "never" ]
  }

  # Test that an endpoint treats webhooks as it must
  export extern "vercel-hooks check" [
    --list(-l)                # List the cases instead of running them
    --suite: string@"nu-complete vercel-hooks check suite" # Only the cases of a suite
    --only: string@"nu-complete vercel-hooks check only" # Only these cases: a name or a glob ('forged.*')
    --skip: string@"nu-complete vercel-hooks check skip" # All but these cases: a name or a glob
    --events: string@"nu-complete vercel-hooks check events" # The event types that the endpoint is for: types, globs or `all`
    --strict                  # Let every failure count, not only those of level `must`
    --expect-rejection: string # What a refusal of a forged event has to be: statuses or classes (401,403); any but 2xx unless given
    --timeout: string         # Give up on an answer after this time; Vercel does after 30s
    --to(-t): string@"nu-complete vercel-hooks check to" # The endpoint, named as for `send`
    --path: string            # Check this path: /api/webhooks
    --header(-H): string      # Add a header to every request
    --concurrency: string     # How many cases at once
    --seed: string            # Make the same requests on every run
    --now: string             # The time of the events; with --seed, 2026-01-31T12:00:00Z unless given
    --wait-ready: string      # Wait until the endpoint accepts connections, 30s at most unless TIME is given
    --yes(-y)                 # Check an endpoint on another machine without asking
    --junit: path             # Write a JUnit report
    --markdown: path          # Write a report in Markdown; added to what is there if it is $GITHUB_STEP_SUMMARY
    --secret-file: path       # Read the secret from a file; `-` is standard input
    --json                    # Print JSON: one value, or one per line where there are many
    --quiet(-q)               # Print data and errors, but no messages
    --color: string@"nu-complete vercel-hooks check color" # When to use colour
    --no-input                # Never ask anything; fail and name the flag instead
    --help(-h)                # Print help (see more with '--help')
    endpoint?: string@"nu-complete vercel-hooks check endpoint" # localhost (port 3000), :PORT, host:port/path, a URL, or demo
  ]

  def "nu-complete vercel-hooks notify notification" [] {
    [ "resource.updated" "installation.updated" ]
  }

  def "nu-complete vercel-hooks notify api_url" [] {
    [ "demo" ]
  }

  def "nu-complete vercel-hooks notify color" [] {
    [ "auto" "always" "never" ]
  }

  # Notify Vercel that a resource or an installation changed
  export extern "vercel-hooks notify" [
    --installation: string    # The installation: icfg_… [$VERCEL_INSTALLATION_ID]
    --resource: string        # resource.updated: the resource, by your id [$VERCEL_RESOURCE_ID]
    --product: string         # resource.updated: your product, by slug or id [$VERCEL_PRODUCT_ID]
    --billing-plan: string    # installation.updated: the new billing plan [$VERCEL_BILLING_PLAN_ID]
    --from: path              # Send one notification per line of a file; `-` is standard input
    --failed: path            # Keep the failed lines in a file, for another --from
    --concurrency: string     # Send this many requests at once
    --token-file: path        # Read the installation's access token from a file; `-` is standard input
    --api-url: string@"nu-complete vercel-hooks notify api_url" # URL of the API, or `demo` for a local emulator of it [$VERCEL_API_URL]
    --timeout: string         # Wait this long for each response
    --max-wait: string        # Wait this long between attempts in total; 0s disables retries
    --retry-wait: string      # Wait this long before the first retry, and twice as long before each next one
    --dry-run(-n)             # Print the request instead of sending it; needs no token
    --curl                    # Print a curl command instead, which reads $VERCEL_INSTALLATION_TOKEN
    --json                    # Print JSON: one value, or one per line where there are many
    --quiet(-q)               # Print data and errors, but no messages
    --color: string@"nu-complete vercel-hooks notify color" # When to use colour
    --no-input                # Never ask anything; fail and name the flag instead
    --help(-h)                # Print help (see more with '--help')
    notification?: string@"nu-complete vercel-hooks notify notification" # resource.updated or installation.updated
  ]

  def "nu-complete vercel-hooks emulate deliver" [] {
    [ "localhost" ]
  }

  def "nu-complete vercel-hooks emulate color" [] {
    [ "auto" "always" "never" ]
  }

  # Run a local emulator of Vercel's API
  export extern "vercel-hooks emulate" [
    --port(-p): string        # Port to listen on; 0 picks a free one
    --token-file: path        # Accept only the token in this file; repeatable
    --installation: string    # Accept only this installation; repeatable
    --fail: string            # Fail with a status, all requests or the first N: 500, 429:2, disabled:1
    --retry-after: string     # Send Retry-After with 429 and 503
    --latency: string         # Delay every response
    --count: string           # Exit with 0 after this many accepted notifications
    --timeout: string         # Exit after this time, with 1 if --count was not reached and 0 otherwise
    --deliver: string@"nu-complete vercel-hooks emulate deliver" # After resource.updated, read the resource from your server, as Vercel does
    --deliver-header: string  # Add a header to these requests, such as a token for tests
    --yes(-y)                 # Read from another machine without confirmation
    --record: path            # Append every request to a file, as a JSON line, before responding
    --json                    # Print JSON: one value, or one per line where there are many
    --quiet(-q)               # Print data and errors, but no messages
    --color: string@"nu-complete vercel-hooks emulate color" # When to use colour
    --no-input                # Never ask anything; fail and name the flag instead
    --help(-h)                # Print help (see more with '--help')
  ]

  def "nu-complete vercel-hooks config color" [] {
    [ "auto" "always" "never" ]
  }

  # Show every setting and where it comes from
  export extern "vercel-hooks config" [
    --json                    # Print JSON: one value, or one per line where there are many
    --quiet(-q)               # Print data and errors, but no messages
    --color: string@"nu-complete vercel-hooks config color" # When to use colour
    --no-input                # Never ask anything; fail and name the flag instead
    --help(-h)                # Print help (see more with '--help')
  ]

  def "nu-complete vercel-hooks completions shell" [] {
    [ "bash" "zsh" "fish" "powershell" "elvish" "nushell" ]
  }

  def "nu-complete vercel-hooks completions color" [] {
    [ "auto" "always" "never" ]
  }

  # Print the completion script of a shell
  export extern "vercel-hooks completions" [
    --json                    # Print JSON: one value, or one per line where there are many
    --quiet(-q)               # Print data and errors, but no messages
    --color: string@"nu-complete vercel-hooks completions color" # When to use colour
    --no-input                # Never ask anything; fail and name the flag instead
    --help(-h)                # Print help (see more with '--help')
    shell: string@"nu-complete vercel-hooks completions shell" # The shell
  ]

  def "nu-complete vercel-hooks man words" [] {
    [ "sign" "verify" "events" "generate" "send" "listen" "replay" "check" "notify" "emulate" "config" "completions" "man" ]
  }

  def "nu-complete vercel-hooks man below" [] {
    [ "list" "show" "schema" "scenarios" ]
  }

  def "nu-complete vercel-hooks man color" [] {
    [ "auto" "always" "never" ]
  }

  # Print the manual page of a command
  export extern "vercel-hooks man" [
    --output(-o): directory   # Write the pages of all commands into a folder
    --json                    # Print JSON: one value, or one per line where there are many
    --quiet(-q)               # Print data and errors, but no messages
    --color: string@"nu-complete vercel-hooks man color" # When to use colour
    --no-input                # Never ask anything; fail and name the flag instead
    --help(-h)                # Print help (see more with '--help')
    words?: string@"nu-complete vercel-hooks man words" # The command: `send`, `events list`, or its page (`vercel-hooks-send`); the program itself without it
    below?: string@"nu-complete vercel-hooks man below" # A command below it
  ]

  # Print this message or the help of the given subcommand(s)
  export extern "vercel-hooks help" [
  ]

  # Print the signature of a body
  export extern "vercel-hooks help sign" [
  ]

  # Check a body against its signature, and say why they do not match
  export extern "vercel-hooks help verify" [
  ]

  # Look up event types, their fields and scenarios
  export extern "vercel-hooks help events" [
  ]

  # List event types
  export extern "vercel-hooks help events list" [
  ]

  # Explain an event type: when it fires, its fields, an example
  export extern "vercel-hooks help events show" [
  ]

  # Print the JSON Schema of an event type
  export extern "vercel-hooks help events schema" [
  ]

  # List scenarios: ordered events that belong together
  export extern "vercel-hooks help events scenarios" [
  ]

  # Print sample events
  export extern "vercel-hooks help generate" [
  ]

  # Sign events and deliver them to an endpoint
  export extern "vercel-hooks help send" [
  ]

  # Receive webhooks: verify, show, record and pass them on
  export extern "vercel-hooks help listen" [
  ]

  # Deliver recorded events again
  export extern "vercel-hooks help replay" [
  ]

  # Test that an endpoint treats webhooks as it must
  export extern "vercel-hooks help check" [
  ]

  # Notify Vercel that a resource or an installation changed
  export extern "vercel-hooks help notify" [
  ]

  # Run a local emulator of Vercel's API
  export extern "vercel-hooks help emulate" [
  ]

  # Show every setting and where it comes from
  export extern "vercel-hooks help config" [
  ]

  # Print the completion script of a shell
  export extern "vercel-hooks help completions" [
  ]

  # Print the manual page of a command
  export extern "vercel-hooks help man" [
  ]

  # Print this message or the help of the given subcommand(s)
  export extern "vercel-hooks help help" [
  ]

}

export use completions *
