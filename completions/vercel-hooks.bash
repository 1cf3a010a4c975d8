_vercel__hooks() {
    local i cur prev opts cmd
    COMPREPLY=()
    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
        cur="$2"
    else
        cur="${COMP_WORDS[COMP_CWORD]}"
    fi
    prev="$3"
    cmd=""
    opts=""

    for i in "${COMP_WORDS[@]:0:COMP_CWORD}"
    do
        case "${cmd},${i}" in
            ",$1")
                cmd="vercel__hooks"
                ;;
            vercel__hooks,check)
                cmd="vercel__hooks__subcmd__check"
                ;;
            vercel__hooks,completions)
                cmd="vercel__hooks__subcmd__completions"
                ;;
            vercel__hooks,config)
                cmd="vercel__hooks__subcmd__config"
                ;;
            vercel__hooks,emulate)
                cmd="vercel__hooks__subcmd__emulate"
                ;;
            vercel__hooks,events)
                cmd="vercel__hooks__subcmd__events"
                ;;
            vercel__hooks,generate)
                cmd="vercel__hooks__subcmd__generate"
                ;;
            vercel__hooks,help)
                cmd="vercel__hooks__subcmd__help"
                ;;
            vercel__hooks,listen)
                cmd="vercel__hooks__subcmd__listen"
                ;;
            vercel__hooks,man)
                cmd="vercel__hooks__subcmd__man"
                ;;
            vercel__hooks,notify)
                cmd="vercel__hooks__subcmd__notify"
                ;;
            vercel__hooks,replay)
                cmd="vercel__hooks__subcmd__replay"
                ;;
            vercel__hooks,send)
                cmd="vercel__hooks__subcmd__send"
                ;;
            vercel__hooks,sign)
                cmd="vercel__hooks__subcmd__sign"
                ;;
            vercel__hooks,verify)
                cmd="vercel__hooks__subcmd__verify"
                ;;
            vercel__hooks__subcmd__events,help)
                cmd="vercel__hooks__subcmd__events__subcmd__help"
                ;;
            vercel__hooks__subcmd__events,list)
                cmd="vercel__hooks__subcmd__events__subcmd__list"
                ;;
            vercel__hooks__subcmd__events,scenarios)
                cmd="vercel__hooks__subcmd__events__subcmd__scenarios"
                ;;
            vercel__hooks__subcmd__events,schema)
                cmd="vercel__hooks__subcmd__events__subcmd__schema"
                ;;
            vercel__hooks__subcmd__events,show)
                cmd="vercel__hooks__subcmd__events__subcmd__show"
                ;;
            vercel__hooks__subcmd__events__subcmd__help,help)
                cmd="vercel__hooks__subcmd__events__subcmd__help__subcmd__help"
                ;;
            vercel__hooks__subcmd__events__subcmd__help,list)
                cmd="vercel__hooks__subcmd__events__subcmd__help__subcmd__list"
                ;;
            vercel__hooks__subcmd__events__subcmd__help,scenarios)
                cmd="vercel__hooks__subcmd__events__subcmd__help__subcmd__scenarios"
                ;;
            vercel__hooks__subcmd__events__subcmd__help,schema)
                cmd="vercel__hooks__subcmd__events__subcmd__help__subcmd__schema"
                ;;
            vercel__hooks__subcmd__events__subcmd__help,show)
                cmd="vercel__hooks__subcmd__events__subcmd__help__subcmd__show"
                ;;
            vercel__hooks__subcmd__help,check)
                cmd="vercel__hooks__subcmd__help__subcmd__check"
                ;;
            vercel__hooks__subcmd__help,completions)
                cmd="vercel__hooks__subcmd__help__subcmd__completions"
                ;;
            vercel__hooks__subcmd__help,config)
                cmd="vercel__hooks__subcmd__help__subcmd__config"
                ;;
            vercel__hooks__subcmd__help,emulate)
                cmd="vercel__hooks__subcmd__help__subcmd__emulate"
                ;;
            vercel__hooks__subcmd__help,events)
                cmd="vercel__hooks__subcmd__help__subcmd__events"
                ;;
            vercel__hooks__subcmd__help,generate)
                cmd="vercel__hooks__subcmd__help__subcmd__generate"
                ;;
            vercel__hooks__subcmd__help,help)
                cmd="vercel__hooks__subcmd__help__subcmd__help"
                ;;
            vercel__hooks__subcmd__help,listen)
                cmd="vercel__hooks__subcmd__help__subcmd__listen"
                ;;
            vercel__hooks__subcmd__help,man)
                cmd="vercel__hooks__subcmd__help__subcmd__man"
                ;;
            vercel__hooks__subcmd__help,notify)
                cmd="vercel__hooks__subcmd__help__subcmd__notify"
                ;;
            vercel__hooks__subcmd__help,replay)
                cmd="vercel__hooks__subcmd__help__subcmd__replay"
                ;;
            vercel__hooks__subcmd__help,send)
                cmd="vercel__hooks__subcmd__help__subcmd__send"
                ;;
            vercel__hooks__subcmd__help,sign)
                cmd="vercel__hooks__subcmd__help__subcmd__sign"
                ;;
            vercel__hooks__subcmd__help,verify)
                cmd="vercel__hooks__subcmd__help__subcmd__verify"
                ;;
            vercel__hooks__subcmd__help__subcmd__events,list)
                cmd="vercel__hooks__subcmd__help__subcmd__events__subcmd__list"
                ;;
            vercel__hooks__subcmd__help__subcmd__events,scenarios)
                cmd="vercel__hooks__subcmd__help__subcmd__events__subcmd__scenarios"
                ;;
            vercel__hooks__subcmd__help__subcmd__events,schema)
                cmd="vercel__hooks__subcmd__help__subcmd__events__subcmd__schema"
                ;;
            vercel__hooks__subcmd__help__subcmd__events,show)
                cmd="vercel__hooks__subcmd__help__subcmd__events__subcmd__show"
                ;;
            *)
                ;;
        esac
    done

    case "${cmd}" in
        vercel__hooks)
            opts="-q -h -V --json --quiet --color --no-input --help --version sign verify events generate send listen replay check notify emulate config completions man help"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 1 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        vercel__hooks__subcmd__check)
            opts="-l -t -H -y -q -h --list --suite --only --skip --events --strict --expect-rejection --timeout --to --path --header --concurrency --seed --now --wait-ready --yes --junit --markdown --secret-file --json --quiet --color --no-input --help localhost demo"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --suite)
                    COMPREPLY=($(compgen -W "genuine forged robustness" -- "${cur}"))
                    return 0
                    ;;
                --only)
                    COMPREPLY=($(compgen -W "genuine.valid genuine.null-fields genuine.absent-fields genuine.extra-fields genuine.unknown-type genuine.legacy-envelope genuine.large-body genuine.non-ascii genuine.escapes genuine.whitespace genuine.spaced genuine.key-order genuine.header-case genuine.chunked genuine.keep-alive genuine.fresh-connection genuine.burst genuine.twice forged.missing forged.empty forged.malformed forged.too-long forged.other-body forged.changed-bit forged.other-secret forged.empty-secret forged.unset-secret forged.sha256 forged.plain-sha1 forged.base64 forged.truncated forged.longer forged.trailing forged.two-headers-valid-first forged.two-headers-valid-last forged.in-query forged.in-body robustness.not-json robustness.truncated-json robustness.invalid-utf8 robustness.empty-body robustness.array robustness.null robustness.no-type robustness.deep-nesting robustness.get robustness.put robustness.content-type robustness.short-signature robustness.no-signature" -- "${cur}"))
                    return 0
                    ;;
                --skip)
                    COMPREPLY=($(compgen -W "genuine.valid genuine.null-fields genuine.absent-fields genuine.extra-fields genuine.unknown-type genuine.legacy-envelope genuine.large-body genuine.non-ascii genuine.escapes genuine.whitespace genuine.spaced genuine.key-order genuine.header-case genuine.chunked genuine.keep-alive genuine.fresh-connection genuine.burst genuine.twice forged.missing forged.empty forged.malformed forged.too-long forged.other-body forged.changed-bit forged.other-secret forged.empty-secret forged.unset-secret forged.sha256 forged.plain-sha1 forged.base64 forged.truncated forged.longer forged.trailing forged.two-headers-valid-first forged.two-headers-valid-last forged.in-query forged.in-body robustness.not-json robustness.truncated-json robustness.invalid-utf8 robustness.empty-body robustness.array robustness.null robustness.no-type robustness.deep-nesting robustness.get robustness.put robustness.content-type robustness.short-signature robustness.no-signature" -- "${cur}"))
                    return 0
                    ;;
                --events)
                    COMPREPLY=($(compgen -W "deployment.canceled deployment.check-rerequested deployment.cleanup deployment.created deployment.error deployment.integration.action.cancel deployment.integration.action.cleanup deployment.integration.action.start deployment.promoted deployment.rollback deployment.ready deployment.succeeded domain.created domain.auto-renew-changed domain.auto-renew.changed domain.certificate-add domain.certificate.add domain.certificate-add-failed domain.certificate.add.failed domain.certificate-deleted domain.certificate.deleted domain.certificate-renew domain.certificate.renew domain.certificate-renew-failed domain.certificate.renew.failed domain.dns-records-changed domain.dns.records.changed domain.renewal domain.renewal-failed domain.renewal.failed domain.transfer-in-completed domain.transfer-in.completed domain.transfer-in-failed domain.transfer-in.failed domain.transfer-in-started domain.transfer-in.started project.domain.created project.domain.deleted project.domain.moved project.domain.unverified project.domain.updated project.domain.verified integration-configuration.permission-upgraded integration-configuration.removed integration-configuration.scope-change-confirmed integration-configuration.transferred integration-resource.project-connected integration-resource.project-disconnected marketplace.invoice.created marketplace.invoice.notpaid marketplace.invoice.paid marketplace.invoice.overdue marketplace.invoice.refunded marketplace.member.changed alerts.triggered project.created project.env-variable.created project.env-variable.updated project.env-variable.deleted project.removed project.renamed project.rolling-release.approved project.rolling-release.completed project.rolling-release.aborted project.rolling-release.started flag.created flag.updated flag.deleted flag.segment.created flag.segment.updated flag.segment.deleted deployment deployment-ready deployment-prepared deployment-canceled deployment-error deployment-check-rerequested deployment-checks-completed project-created project-removed integration-configuration-removed integration-configuration-permission-updated integration-configuration-scope-change-confirmed domain-created ai-gateway.auto-reload.limit-reached ai-gateway.balance-depleted botid.anomaly budget.reached comment.created comment.deleted comment.mentioned comment.reaction-added comment.reaction-removed comment.resolved comment.unresolved comment.updated deployment.blocked deployment.build-requested deployment.checkrun.cancel deployment.checkrun.start deployment.checks.failed deployment.checks.succeeded edge-config.created edge-config.deleted edge-config.items.updated firewall.attack firewall.custom-rule-anomaly firewall.system-rule-anomaly function.archival-required function.removal-required message.created message.deleted message.mentioned message.reaction-added message.reaction-removed message.updated observability.anomaly observability.anomaly-error observability.error-anomaly observability.usage-anomaly test-webhook thread.resolved thread.unresolved spend:threshold spend:cycle-end all" -- "${cur}"))
                    return 0
                    ;;
                --expect-rejection)
                    COMPREPLY=("${cur}")
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o nospace
                    fi
                    return 0
                    ;;
                --timeout)
                    COMPREPLY=("${cur}")
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o nospace
                    fi
                    return 0
                    ;;
                --to)
                    COMPREPLY=($(compgen -W "localhost demo" -- "${cur}"))
                    return 0
                    ;;
                -t)
                    COMPREPLY=($(compgen -W "localhost demo" -- "${cur}"))
                    return 0
                    ;;
                --path)
                    COMPREPLY=("${cur}")
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o nospace
                    fi
                    return 0
                    ;;
                --header)
                    COMPREPLY=("${cur}")
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o nospace
                    fi
                    return 0
                    ;;
                -H)
                    COMPREPLY=("${cur}")
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o nospace
                    fi
                    return 0
                    ;;
                --concurrency)
                    COMPREPLY=("${cur}")
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o nospace
                    fi
                    return 0
                    ;;
                --seed)
                    COMPREPLY=("${cur}")
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o nospace
                    fi
                    return 0
                    ;;
                --now)
                    COMPREPLY=("${cur}")
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o nospace
                    fi
                    return 0
                    ;;
                --wait-ready)
                    COMPREPLY=("${cur}")
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o nospace
                    fi
                    return 0
                    ;;
                --junit)
                    local oldifs
                    if [ -n "${IFS+x}" ]; then
                        oldifs="$IFS"
                    fi
                    IFS=$'\n'
                    COMPREPLY=($(compgen -f "${cur}"))
                    if [ -n "${oldifs+x}" ]; then
                        IFS="$oldifs"
                    fi
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o filenames
                    fi
                    return 0
                    ;;
                --markdown)
                    local oldifs
                    if [ -n "${IFS+x}" ]; then
                        oldifs="$IFS"
                    fi
                    IFS=$'\n'
                    COMPREPLY=($(compgen -f "${cur}"))
                    if [ -n "${oldifs+x}" ]; then
                        IFS="$oldifs"
                    fi
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o filenames
                    fi
                    return 0
                    ;;
                --secret-file)
                    local oldifs
                    if [ -n "${IFS+x}" ]; then
                        oldifs="$IFS"
                    fi
                    IFS=$'\n'
                    COMPREPLY=($(compgen -f "${cur}"))
                    if [ -n "${oldifs+x}" ]; then
                        IFS="$oldifs"
                    fi
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o filenames
                    fi
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        vercel__hooks__subcmd__completions)
            opts="-q -h --json --quiet --color --no-input --help bash zsh fish powershell elvish nushell"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        vercel__hooks__subcmd__config)
            opts="-q -h --json --quiet --color --no-input --help"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        vercel__hooks__subcmd__emulate)
            opts="-p -y -q -h --port --token-file --installation --fail --retry-after --latency --count --timeout --deliver --deliver-header --yes --record --json --quiet --color --no-input --help"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --port)
                    COMPREPLY=("${cur}")
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o nospace
                    fi
                    return 0
                    ;;
                -p)
                    COMPREPLY=("${cur}")
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o nospace
                    fi
                    return 0
                    ;;
                --token-file)
                    local oldifs
                    if [ -n "${IFS+x}" ]; then
                        oldifs="$IFS"
                    fi
                    IFS=$'\n'
                    COMPREPLY=($(compgen -f "${cur}"))
                    if [ -n "${oldifs+x}" ]; then
                        IFS="$oldifs"
                    fi
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o filenames
                    fi
                    return 0
                    ;;
                --installation)
                    COMPREPLY=("${cur}")
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o nospace
                    fi
                    return 0
                    ;;
                --fail)
                    COMPREPLY=("${cur}")
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o nospace
                    fi
                    return 0
                    ;;
                --retry-after)
                    COMPREPLY=("${cur}")
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o nospace
                    fi
                    return 0
                    ;;
                --latency)
                    COMPREPLY=("${cur}")
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o nospace
                    fi
                    return 0
                    ;;
                --count)
                    COMPREPLY=("${cur}")
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o nospace
                    fi
                    return 0
                    ;;
                --timeout)
                    COMPREPLY=("${cur}")
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o nospace
                    fi
                    return 0
                    ;;
                --deliver)
                    COMPREPLY=($(compgen -W "localhost" -- "${cur}"))
                    return 0
                    ;;
                --deliver-header)
                    COMPREPLY=("${cur}")
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o nospace
                    fi
                    return 0
                    ;;
                --record)
                    local oldifs
                    if [ -n "${IFS+x}" ]; then
                        oldifs="$IFS"
                    fi
                    IFS=$'\n'
                    COMPREPLY=($(compgen -f "${cur}"))
                    if [ -n "${oldifs+x}" ]; then
                        IFS="$oldifs"
                    fi
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o filenames
                    fi
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        vercel__hooks__subcmd__events)
            opts="-q -h --json --quiet --color --no-input --help list show schema scenarios help"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        vercel__hooks__subcmd__events__subcmd__help)
            opts="list show schema scenarios help"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        vercel__hooks__subcmd__events__subcmd__help__subcmd__help)
            opts=""
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 4 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        vercel__hooks__subcmd__events__subcmd__help__subcmd__list)
            opts=""
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 4 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        vercel__hooks__subcmd__events__subcmd__help__subcmd__scenarios)
            opts=""
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 4 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        vercel__hooks__subcmd__events__subcmd__help__subcmd__schema)
            opts=""
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 4 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        vercel__hooks__subcmd__events__subcmd__help__subcmd__show)
            opts=""
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 4 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        vercel__hooks__subcmd__events__subcmd__list)
            opts="-q -h --group --legacy --undocumented --json --quiet --color --no-input --help deployment.canceled deployment.check-rerequested deployment.cleanup deployment.created deployment.error deployment.integration.action.cancel deployment.integration.action.cleanup deployment.integration.action.start deployment.promoted deployment.rollback deployment.ready deployment.succeeded domain.created domain.auto-renew-changed domain.auto-renew.changed domain.certificate-add domain.certificate.add domain.certificate-add-failed domain.certificate.add.failed domain.certificate-deleted domain.certificate.deleted domain.certificate-renew domain.certificate.renew domain.certificate-renew-failed domain.certificate.renew.failed domain.dns-records-changed domain.dns.records.changed domain.renewal domain.renewal-failed domain.renewal.failed domain.transfer-in-completed domain.transfer-in.completed domain.transfer-in-failed domain.transfer-in.failed domain.transfer-in-started domain.transfer-in.started project.domain.created project.domain.deleted project.domain.moved project.domain.unverified project.domain.updated project.domain.verified integration-configuration.permission-upgraded integration-configuration.removed integration-configuration.scope-change-confirmed integration-configuration.transferred integration-resource.project-connected integration-resource.project-disconnected marketplace.invoice.created marketplace.invoice.notpaid marketplace.invoice.paid marketplace.invoice.overdue marketplace.invoice.refunded marketplace.member.changed alerts.triggered project.created project.env-variable.created project.env-variable.updated project.env-variable.deleted project.removed project.renamed project.rolling-release.approved project.rolling-release.completed project.rolling-release.aborted project.rolling-release.started flag.created flag.updated flag.deleted flag.segment.created flag.segment.updated flag.segment.deleted deployment deployment-ready deployment-prepared deployment-canceled deployment-error deployment-check-rerequested deployment-checks-completed project-created project-removed integration-configuration-removed integration-configuration-permission-updated integration-configuration-scope-change-confirmed domain-created ai-gateway.auto-reload.limit-reached ai-gateway.balance-depleted botid.anomaly budget.reached comment.created comment.deleted comment.mentioned comment.reaction-added comment.reaction-removed comment.resolved comment.unresolved comment.updated deployment.blocked deployment.build-requested deployment.checkrun.cancel deployment.checkrun.start deployment.checks.failed deployment.checks.succeeded edge-config.created edge-config.deleted edge-config.items.updated firewall.attack firewall.custom-rule-anomaly firewall.system-rule-anomaly function.archival-required function.removal-required message.created message.deleted message.mentioned message.reaction-added message.reaction-removed message.updated observability.anomaly observability.anomaly-error observability.error-anomaly observability.usage-anomaly test-webhook thread.resolved thread.unresolved spend:threshold spend:cycle-end"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --group)
                    COMPREPLY=($(compgen -W "ai-gateway alerts botid budget comment deployment domain edge-config firewall flag function integration-configuration integration-resource marketplace message observability project spend test-webhook thread" -- "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        vercel__hooks__subcmd__events__subcmd__scenarios)
            opts="-q -h --json --quiet --color --no-input --help"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        vercel__hooks__subcmd__events__subcmd__schema)
            opts="-q -h --json --quiet --color --no-input --help deployment.canceled deployment.check-rerequested deployment.cleanup deployment.created deployment.error deployment.integration.action.cancel deployment.integration.action.cleanup deployment.integration.action.start deployment.promoted deployment.rollback deployment.ready deployment.succeeded domain.created domain.auto-renew-changed domain.auto-renew.changed domain.certificate-add domain.certificate.add domain.certificate-add-failed domain.certificate.add.failed domain.certificate-deleted domain.certificate.deleted domain.certificate-renew domain.certificate.renew domain.certificate-renew-failed domain.certificate.renew.failed domain.dns-records-changed domain.dns.records.changed domain.renewal domain.renewal-failed domain.renewal.failed domain.transfer-in-completed domain.transfer-in.completed domain.transfer-in-failed domain.transfer-in.failed domain.transfer-in-started domain.transfer-in.started project.domain.created project.domain.deleted project.domain.moved project.domain.unverified project.domain.updated project.domain.verified integration-configuration.permission-upgraded integration-configuration.removed integration-configuration.scope-change-confirmed integration-configuration.transferred integration-resource.project-connected integration-resource.project-disconnected marketplace.invoice.created marketplace.invoice.notpaid marketplace.invoice.paid marketplace.invoice.overdue marketplace.invoice.refunded marketplace.member.changed alerts.triggered project.created project.env-variable.created project.env-variable.updated project.env-variable.deleted project.removed project.renamed project.rolling-release.approved project.rolling-release.completed project.rolling-release.aborted project.rolling-release.started flag.created flag.updated flag.deleted flag.segment.created flag.segment.updated flag.segment.deleted deployment deployment-ready deployment-prepared deployment-canceled deployment-error deployment-check-rerequested deployment-checks-completed project-created project-removed integration-configuration-removed integration-configuration-permission-updated integration-configuration-scope-change-confirmed domain-created ai-gateway.auto-reload.limit-reached ai-gateway.balance-depleted botid.anomaly budget.reached comment.created comment.deleted comment.mentioned comment.reaction-added comment.reaction-removed comment.resolved comment.unresolved comment.updated deployment.blocked deployment.build-requested deployment.checkrun.cancel deployment.checkrun.start deployment.checks.failed deployment.checks.succeeded edge-config.created edge-config.deleted edge-config.items.updated firewall.attack firewall.custom-rule-anomaly firewall.system-rule-anomaly function.archival-required function.removal-required message.created message.deleted message.mentioned message.reaction-added message.reaction-removed message.updated observability.anomaly observability.anomaly-error observability.error-anomaly observability.usage-anomaly test-webhook thread.resolved thread.unresolved spend:threshold spend:cycle-end"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        vercel__hooks__subcmd__events__subcmd__show)
            opts="-q -h --json --quiet --color --no-input --help deployment.canceled deployment.check-rerequested deployment.cleanup deployment.created deployment.error deployment.integration.action.cancel deployment.integration.action.cleanup deployment.integration.action.start deployment.promoted deployment.rollback deployment.ready deployment.succeeded domain.created domain.auto-renew-changed domain.auto-renew.changed domain.certificate-add domain.certificate.add domain.certificate-add-failed domain.certificate.add.failed domain.certificate-deleted domain.certificate.deleted domain.certificate-renew domain.certificate.renew domain.certificate-renew-failed domain.certificate.renew.failed domain.dns-records-changed domain.dns.records.changed domain.renewal domain.renewal-failed domain.renewal.failed domain.transfer-in-completed domain.transfer-in.completed domain.transfer-in-failed domain.transfer-in.failed domain.transfer-in-started domain.transfer-in.started project.domain.created project.domain.deleted project.domain.moved project.domain.unverified project.domain.updated project.domain.verified integration-configuration.permission-upgraded integration-configuration.removed integration-configuration.scope-change-confirmed integration-configuration.transferred integration-resource.project-connected integration-resource.project-disconnected marketplace.invoice.created marketplace.invoice.notpaid marketplace.invoice.paid marketplace.invoice.overdue marketplace.invoice.refunded marketplace.member.changed alerts.triggered project.created project.env-variable.created project.env-variable.updated project.env-variable.deleted project.removed project.renamed project.rolling-release.approved project.rolling-release.completed project.rolling-release.aborted project.rolling-release.started flag.created flag.updated flag.deleted flag.segment.created flag.segment.updated flag.segment.deleted deployment deployment-ready deployment-prepared deployment-canceled deployment-error deployment-check-rerequested deployment-checks-completed project-created project-removed integration-configuration-removed integration-configuration-permission-updated integration-configuration-scope-change-confirmed domain-created ai-gateway.auto-reload.limit-reached ai-gateway.balance-depleted botid.anomaly budget.reached comment.created comment.deleted comment.mentioned comment.reaction-added comment.reaction-removed comment.resolved comment.unresolved comment.updated deployment.blocked deployment.build-requested deployment.checkrun.cancel deployment.checkrun.start deployment.checks.failed deployment.checks.succeeded edge-config.created edge-config.deleted edge-config.items.updated firewall.attack firewall.custom-rule-anomaly firewall.system-rule-anomaly function.archival-required function.removal-required message.created message.deleted message.mentioned message.reaction-added message.reaction-removed message.updated observability.anomaly observability.anomaly-error observability.error-anomaly observability.usage-anomaly test-webhook thread.resolved thread.unresolved spend:threshold spend:cycle-end"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        vercel__hooks__subcmd__generate)
            opts="-o -q -h --set --unset --payload --template --scenario --seed --now --count --pretty --compact --output --json --quiet --color --no-input --help deployment.canceled deployment.check-rerequested deployment.cleanup deployment.created deployment.error deployment.integration.action.cancel deployment.integration.action.cleanup deployment.integration.action.start deployment.promoted deployment.rollback deployment.ready deployment.succeeded domain.created domain.auto-renew-changed domain.auto-renew.changed domain.certificate-add domain.certificate.add domain.certificate-add-failed domain.certificate.add.failed domain.certificate-deleted domain.certificate.deleted domain.certificate-renew domain.certificate.renew domain.certificate-renew-failed domain.certificate.renew.failed domain.dns-records-changed domain.dns.records.changed domain.renewal domain.renewal-failed domain.renewal.failed domain.transfer-in-completed domain.transfer-in.completed domain.transfer-in-failed domain.transfer-in.failed domain.transfer-in-started domain.transfer-in.started project.domain.created project.domain.deleted project.domain.moved project.domain.unverified project.domain.updated project.domain.verified integration-configuration.permission-upgraded integration-configuration.removed integration-configuration.scope-change-confirmed integration-configuration.transferred integration-resource.project-connected integration-resource.project-disconnected marketplace.invoice.created marketplace.invoice.notpaid marketplace.invoice.paid marketplace.invoice.overdue marketplace.invoice.refunded marketplace.member.changed alerts.triggered project.created project.env-variable.created project.env-variable.updated project.env-variable.deleted project.removed project.renamed project.rolling-release.approved project.rolling-release.completed project.rolling-release.aborted project.rolling-release.started flag.created flag.updated flag.deleted flag.segment.created flag.segment.updated flag.segment.deleted deployment deployment-ready deployment-prepared deployment-canceled deployment-error deployment-check-rerequested deployment-checks-completed project-created project-removed integration-configuration-removed integration-configuration-permission-updated integration-configuration-scope-change-confirmed domain-created ai-gateway.auto-reload.limit-reached ai-gateway.balance-depleted botid.anomaly budget.reached comment.created comment.deleted comment.mentioned comment.reaction-added comment.reaction-removed comment.resolved comment.unresolved comment.updated deployment.blocked deployment.build-requested deployment.checkrun.cancel deployment.checkrun.start deployment.checks.failed deployment.checks.succeeded edge-config.created edge-config.deleted edge-config.items.updated firewall.attack firewall.custom-rule-anomaly firewall.system-rule-anomaly function.archival-required function.removal-required message.created message.deleted message.mentioned message.reaction-added message.reaction-removed message.updated observability.anomaly observability.anomaly-error observability.error-anomaly observability.usage-anomaly test-webhook thread.resolved thread.unresolved spend:threshold spend:cycle-end all"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --set)
                    COMPREPLY=("${cur}")
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o nospace
                    fi
                    return 0
                    ;;
                --unset)
                    COMPREPLY=("${cur}")
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o nospace
                    fi
                    return 0
                    ;;
                --payload)
                    local oldifs
                    if [ -n "${IFS+x}" ]; then
                        oldifs="$IFS"
                    fi
                    IFS=$'\n'
                    COMPREPLY=($(compgen -f "${cur}"))
                    if [ -n "${oldifs+x}" ]; then
                        IFS="$oldifs"
                    fi
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o filenames
                    fi
                    return 0
                    ;;
                --template)
                    local oldifs
                    if [ -n "${IFS+x}" ]; then
                        oldifs="$IFS"
                    fi
                    IFS=$'\n'
                    COMPREPLY=($(compgen -f "${cur}"))
                    if [ -n "${oldifs+x}" ]; then
                        IFS="$oldifs"
                    fi
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o filenames
                    fi
                    return 0
                    ;;
                --scenario)
                    COMPREPLY=($(compgen -W "deployment-succeeds deployment-fails deployment-rolled-back integration-lifecycle invoice-paid invoice-unpaid rolling-release flag-lifecycle domain-lifecycle" -- "${cur}"))
                    return 0
                    ;;
                --seed)
                    COMPREPLY=("${cur}")
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o nospace
                    fi
                    return 0
                    ;;
                --now)
                    COMPREPLY=("${cur}")
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o nospace
                    fi
                    return 0
                    ;;
                --count)
                    COMPREPLY=("${cur}")
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o nospace
                    fi
                    return 0
                    ;;
                --output)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                -o)
                    COMPREPLY=($(compgen -f "${cur}"))
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        vercel__hooks__subcmd__help)
            opts="sign verify events generate send listen replay check notify emulate config completions man help"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        vercel__hooks__subcmd__help__subcmd__check)
            opts=""
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        vercel__hooks__subcmd__help__subcmd__completions)
            opts=""
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        vercel__hooks__subcmd__help__subcmd__config)
            opts=""
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        vercel__hooks__subcmd__help__subcmd__emulate)
            opts=""
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        vercel__hooks__subcmd__help__subcmd__events)
            opts="list show schema scenarios"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        vercel__hooks__subcmd__help__subcmd__events__subcmd__list)
            opts=""
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 4 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        vercel__hooks__subcmd__help__subcmd__events__subcmd__scenarios)
            opts=""
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 4 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        vercel__hooks__subcmd__help__subcmd__events__subcmd__schema)
            opts=""
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 4 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        vercel__hooks__subcmd__help__subcmd__events__subcmd__show)
            opts=""
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 4 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        vercel__hooks__subcmd__help__subcmd__generate)
            opts=""
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        vercel__hooks__subcmd__help__subcmd__help)
            opts=""
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        vercel__hooks__subcmd__help__subcmd__listen)
            opts=""
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        vercel__hooks__subcmd__help__subcmd__man)
            opts=""
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        vercel__hooks__subcmd__help__subcmd__notify)
            opts=""
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        vercel__hooks__subcmd__help__subcmd__replay)
            opts=""
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        vercel__hooks__subcmd__help__subcmd__send)
            opts=""
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        vercel__hooks__subcmd__help__subcmd__sign)
            opts=""
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        vercel__hooks__subcmd__help__subcmd__verify)
            opts=""
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 3 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        vercel__hooks__subcmd__listen)
            opts="-p -y -v -q -h --port --path --respond --body --delay --fail-first --reject-invalid --max-body --forward-to --yes --count --timeout --events --expect-valid --record --verbose --secret-file --json --quiet --color --no-input --help"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --port)
                    COMPREPLY=("${cur}")
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o nospace
                    fi
                    return 0
                    ;;
                -p)
                    COMPREPLY=("${cur}")
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o nospace
                    fi
                    return 0
                    ;;
                --path)
                    COMPREPLY=("${cur}")
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o nospace
                    fi
                    return 0
                    ;;
                --respond)
                    COMPREPLY=("${cur}")
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o nospace
                    fi
                    return 0
                    ;;
                --body)
                    COMPREPLY=("${cur}")
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o nospace
                    fi
                    return 0
                    ;;
                --delay)
                    COMPREPLY=("${cur}")
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o nospace
                    fi
                    return 0
                    ;;
                --fail-first)
                    COMPREPLY=("${cur}")
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o nospace
                    fi
                    return 0
                    ;;
                --max-body)
                    COMPREPLY=("${cur}")
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o nospace
                    fi
                    return 0
                    ;;
                --forward-to)
                    COMPREPLY=($(compgen -W "localhost" -- "${cur}"))
                    return 0
                    ;;
                --count)
                    COMPREPLY=("${cur}")
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o nospace
                    fi
                    return 0
                    ;;
                --timeout)
                    COMPREPLY=("${cur}")
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o nospace
                    fi
                    return 0
                    ;;
                --events)
                    COMPREPLY=($(compgen -W "deployment.canceled deployment.check-rerequested deployment.cleanup deployment.created deployment.error deployment.integration.action.cancel deployment.integration.action.cleanup deployment.integration.action.start deployment.promoted deployment.rollback deployment.ready deployment.succeeded domain.created domain.auto-renew-changed domain.auto-renew.changed domain.certificate-add domain.certificate.add domain.certificate-add-failed domain.certificate.add.failed domain.certificate-deleted domain.certificate.deleted domain.certificate-renew domain.certificate.renew domain.certificate-renew-failed domain.certificate.renew.failed domain.dns-records-changed domain.dns.records.changed domain.renewal domain.renewal-failed domain.renewal.failed domain.transfer-in-completed domain.transfer-in.completed domain.transfer-in-failed domain.transfer-in.failed domain.transfer-in-started domain.transfer-in.started project.domain.created project.domain.deleted project.domain.moved project.domain.unverified project.domain.updated project.domain.verified integration-configuration.permission-upgraded integration-configuration.removed integration-configuration.scope-change-confirmed integration-configuration.transferred integration-resource.project-connected integration-resource.project-disconnected marketplace.invoice.created marketplace.invoice.notpaid marketplace.invoice.paid marketplace.invoice.overdue marketplace.invoice.refunded marketplace.member.changed alerts.triggered project.created project.env-variable.created project.env-variable.updated project.env-variable.deleted project.removed project.renamed project.rolling-release.approved project.rolling-release.completed project.rolling-release.aborted project.rolling-release.started flag.created flag.updated flag.deleted flag.segment.created flag.segment.updated flag.segment.deleted deployment deployment-ready deployment-prepared deployment-canceled deployment-error deployment-check-rerequested deployment-checks-completed project-created project-removed integration-configuration-removed integration-configuration-permission-updated integration-configuration-scope-change-confirmed domain-created ai-gateway.auto-reload.limit-reached ai-gateway.balance-depleted botid.anomaly budget.reached comment.created comment.deleted comment.mentioned comment.reaction-added comment.reaction-removed comment.resolved comment.unresolved comment.updated deployment.blocked deployment.build-requested deployment.checkrun.cancel deployment.checkrun.start deployment.checks.failed deployment.checks.succeeded edge-config.created edge-config.deleted edge-config.items.updated firewall.attack firewall.custom-rule-anomaly firewall.system-rule-anomaly function.archival-required function.removal-required message.created message.deleted message.mentioned message.reaction-added message.reaction-removed message.updated observability.anomaly observability.anomaly-error observability.error-anomaly observability.usage-anomaly test-webhook thread.resolved thread.unresolved spend:threshold spend:cycle-end" -- "${cur}"))
                    return 0
                    ;;
                --record)
                    local oldifs
                    if [ -n "${IFS+x}" ]; then
                        oldifs="$IFS"
                    fi
                    IFS=$'\n'
                    COMPREPLY=($(compgen -f "${cur}"))
                    if [ -n "${oldifs+x}" ]; then
                        IFS="$oldifs"
                    fi
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o filenames
                    fi
                    return 0
                    ;;
                --secret-file)
                    local oldifs
                    if [ -n "${IFS+x}" ]; then
                        oldifs="$IFS"
                    fi
                    IFS=$'\n'
                    COMPREPLY=($(compgen -f "${cur}"))
                    if [ -n "${oldifs+x}" ]; then
                        IFS="$oldifs"
                    fi
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o filenames
                    fi
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        vercel__hooks__subcmd__man)
            opts="-o -q -h --output --json --quiet --color --no-input --help sign verify events generate send listen replay check notify emulate config completions man"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --output)
                    COMPREPLY=()
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o plusdirs
                    fi
                    return 0
                    ;;
                -o)
                    COMPREPLY=()
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o plusdirs
                    fi
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        vercel__hooks__subcmd__notify)
            opts="-n -q -h --installation --resource --product --billing-plan --from --failed --concurrency --token-file --api-url --timeout --max-wait --retry-wait --dry-run --curl --json --quiet --color --no-input --help resource.updated installation.updated"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --installation)
                    COMPREPLY=("${cur}")
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o nospace
                    fi
                    return 0
                    ;;
                --resource)
                    COMPREPLY=("${cur}")
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o nospace
                    fi
                    return 0
                    ;;
                --product)
                    COMPREPLY=("${cur}")
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o nospace
                    fi
                    return 0
                    ;;
                --billing-plan)
                    COMPREPLY=("${cur}")
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o nospace
                    fi
                    return 0
                    ;;
                --from)
                    local oldifs
                    if [ -n "${IFS+x}" ]; then
                        oldifs="$IFS"
                    fi
                    IFS=$'\n'
                    COMPREPLY=($(compgen -f "${cur}"))
                    if [ -n "${oldifs+x}" ]; then
                        IFS="$oldifs"
                    fi
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o filenames
                    fi
                    return 0
                    ;;
                --failed)
                    local oldifs
                    if [ -n "${IFS+x}" ]; then
                        oldifs="$IFS"
                    fi
                    IFS=$'\n'
                    COMPREPLY=($(compgen -f "${cur}"))
                    if [ -n "${oldifs+x}" ]; then
                        IFS="$oldifs"
                    fi
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o filenames
                    fi
                    return 0
                    ;;
                --concurrency)
                    COMPREPLY=("${cur}")
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o nospace
                    fi
                    return 0
                    ;;
                --token-file)
                    local oldifs
                    if [ -n "${IFS+x}" ]; then
                        oldifs="$IFS"
                    fi
                    IFS=$'\n'
                    COMPREPLY=($(compgen -f "${cur}"))
                    if [ -n "${oldifs+x}" ]; then
                        IFS="$oldifs"
                    fi
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o filenames
                    fi
                    return 0
                    ;;
                --api-url)
                    COMPREPLY=($(compgen -W "demo" -- "${cur}"))
                    return 0
                    ;;
                --timeout)
                    COMPREPLY=("${cur}")
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o nospace
                    fi
                    return 0
                    ;;
                --max-wait)
                    COMPREPLY=("${cur}")
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o nospace
                    fi
                    return 0
                    ;;
                --retry-wait)
                    COMPREPLY=("${cur}")
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o nospace
                    fi
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        vercel__hooks__subcmd__replay)
            opts="-t -H -y -n -v -q -h --type --id --since --until --failed --resign --to --path --header --timeout --retries --retry-wait --expect --wait-ready --yes --concurrency --interval --dry-run --curl --verbose --secret-file --speed --json --quiet --color --no-input --help"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --type)
                    COMPREPLY=($(compgen -W "deployment.canceled deployment.check-rerequested deployment.cleanup deployment.created deployment.error deployment.integration.action.cancel deployment.integration.action.cleanup deployment.integration.action.start deployment.promoted deployment.rollback deployment.ready deployment.succeeded domain.created domain.auto-renew-changed domain.auto-renew.changed domain.certificate-add domain.certificate.add domain.certificate-add-failed domain.certificate.add.failed domain.certificate-deleted domain.certificate.deleted domain.certificate-renew domain.certificate.renew domain.certificate-renew-failed domain.certificate.renew.failed domain.dns-records-changed domain.dns.records.changed domain.renewal domain.renewal-failed domain.renewal.failed domain.transfer-in-completed domain.transfer-in.completed domain.transfer-in-failed domain.transfer-in.failed domain.transfer-in-started domain.transfer-in.started project.domain.created project.domain.deleted project.domain.moved project.domain.unverified project.domain.updated project.domain.verified integration-configuration.permission-upgraded integration-configuration.removed integration-configuration.scope-change-confirmed integration-configuration.transferred integration-resource.project-connected integration-resource.project-disconnected marketplace.invoice.created marketplace.invoice.notpaid marketplace.invoice.paid marketplace.invoice.overdue marketplace.invoice.refunded marketplace.member.changed alerts.triggered project.created project.env-variable.created project.env-variable.updated project.env-variable.deleted project.removed project.renamed project.rolling-release.approved project.rolling-release.completed project.rolling-release.aborted project.rolling-release.started flag.created flag.updated flag.deleted flag.segment.created flag.segment.updated flag.segment.deleted deployment deployment-ready deployment-prepared deployment-canceled deployment-error deployment-check-rerequested deployment-checks-completed project-created project-removed integration-configuration-removed integration-configuration-permission-updated integration-configuration-scope-change-confirmed domain-created ai-gateway.auto-reload.limit-reached ai-gateway.balance-depleted botid.anomaly budget.reached comment.created comment.deleted comment.mentioned comment.reaction-added comment.reaction-removed comment.resolved comment.unresolved comment.updated deployment.blocked deployment.build-requested deployment.checkrun.cancel deployment.checkrun.start deployment.checks.failed deployment.checks.succeeded edge-config.created edge-config.deleted edge-config.items.updated firewall.attack firewall.custom-rule-anomaly firewall.system-rule-anomaly function.archival-required function.removal-required message.created message.deleted message.mentioned message.reaction-added message.reaction-removed message.updated observability.anomaly observability.anomaly-error observability.error-anomaly observability.usage-anomaly test-webhook thread.resolved thread.unresolved spend:threshold spend:cycle-end" -- "${cur}"))
                    return 0
                    ;;
                --id)
                    COMPREPLY=("${cur}")
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o nospace
                    fi
                    return 0
                    ;;
                --since)
                    COMPREPLY=("${cur}")
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o nospace
                    fi
                    return 0
                    ;;
                --until)
                    COMPREPLY=("${cur}")
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o nospace
                    fi
                    return 0
                    ;;
                --to)
                    COMPREPLY=($(compgen -W "localhost demo" -- "${cur}"))
                    return 0
                    ;;
                -t)
                    COMPREPLY=($(compgen -W "localhost demo" -- "${cur}"))
                    return 0
                    ;;
                --path)
                    COMPREPLY=("${cur}")
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o nospace
                    fi
                    return 0
                    ;;
                --header)
                    COMPREPLY=("${cur}")
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o nospace
                    fi
                    return 0
                    ;;
                -H)
                    COMPREPLY=("${cur}")
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o nospace
                    fi
                    return 0
                    ;;
                --timeout)
                    COMPREPLY=("${cur}")
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o nospace
                    fi
                    return 0
                    ;;
                --retries)
                    COMPREPLY=("${cur}")
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o nospace
                    fi
                    return 0
                    ;;
                --retry-wait)
                    COMPREPLY=("${cur}")
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o nospace
                    fi
                    return 0
                    ;;
                --expect)
                    COMPREPLY=("${cur}")
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o nospace
                    fi
                    return 0
                    ;;
                --wait-ready)
                    COMPREPLY=("${cur}")
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o nospace
                    fi
                    return 0
                    ;;
                --concurrency)
                    COMPREPLY=("${cur}")
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o nospace
                    fi
                    return 0
                    ;;
                --interval)
                    COMPREPLY=("${cur}")
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o nospace
                    fi
                    return 0
                    ;;
                --secret-file)
                    local oldifs
                    if [ -n "${IFS+x}" ]; then
                        oldifs="$IFS"
                    fi
                    IFS=$'\n'
                    COMPREPLY=($(compgen -f "${cur}"))
                    if [ -n "${oldifs+x}" ]; then
                        IFS="$oldifs"
                    fi
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o filenames
                    fi
                    return 0
                    ;;
                --speed)
                    COMPREPLY=("${cur}")
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o nospace
                    fi
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        vercel__hooks__subcmd__send)
            opts="-t -H -y -n -v -q -h --set --unset --payload --template --scenario --seed --now --file --to --path --header --timeout --retries --retry-wait --expect --wait-ready --yes --concurrency --interval --dry-run --curl --verbose --secret-file --tamper --count --repeat --json --quiet --color --no-input --help deployment.canceled deployment.check-rerequested deployment.cleanup deployment.created deployment.error deployment.integration.action.cancel deployment.integration.action.cleanup deployment.integration.action.start deployment.promoted deployment.rollback deployment.ready deployment.succeeded domain.created domain.auto-renew-changed domain.auto-renew.changed domain.certificate-add domain.certificate.add domain.certificate-add-failed domain.certificate.add.failed domain.certificate-deleted domain.certificate.deleted domain.certificate-renew domain.certificate.renew domain.certificate-renew-failed domain.certificate.renew.failed domain.dns-records-changed domain.dns.records.changed domain.renewal domain.renewal-failed domain.renewal.failed domain.transfer-in-completed domain.transfer-in.completed domain.transfer-in-failed domain.transfer-in.failed domain.transfer-in-started domain.transfer-in.started project.domain.created project.domain.deleted project.domain.moved project.domain.unverified project.domain.updated project.domain.verified integration-configuration.permission-upgraded integration-configuration.removed integration-configuration.scope-change-confirmed integration-configuration.transferred integration-resource.project-connected integration-resource.project-disconnected marketplace.invoice.created marketplace.invoice.notpaid marketplace.invoice.paid marketplace.invoice.overdue marketplace.invoice.refunded marketplace.member.changed alerts.triggered project.created project.env-variable.created project.env-variable.updated project.env-variable.deleted project.removed project.renamed project.rolling-release.approved project.rolling-release.completed project.rolling-release.aborted project.rolling-release.started flag.created flag.updated flag.deleted flag.segment.created flag.segment.updated flag.segment.deleted deployment deployment-ready deployment-prepared deployment-canceled deployment-error deployment-check-rerequested deployment-checks-completed project-created project-removed integration-configuration-removed integration-configuration-permission-updated integration-configuration-scope-change-confirmed domain-created ai-gateway.auto-reload.limit-reached ai-gateway.balance-depleted botid.anomaly budget.reached comment.created comment.deleted comment.mentioned comment.reaction-added comment.reaction-removed comment.resolved comment.unresolved comment.updated deployment.blocked deployment.build-requested deployment.checkrun.cancel deployment.checkrun.start deployment.checks.failed deployment.checks.succeeded edge-config.created edge-config.deleted edge-config.items.updated firewall.attack firewall.custom-rule-anomaly firewall.system-rule-anomaly function.archival-required function.removal-required message.created message.deleted message.mentioned message.reaction-added message.reaction-removed message.updated observability.anomaly observability.anomaly-error observability.error-anomaly observability.usage-anomaly test-webhook thread.resolved thread.unresolved spend:threshold spend:cycle-end all"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --set)
                    COMPREPLY=("${cur}")
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o nospace
                    fi
                    return 0
                    ;;
                --unset)
                    COMPREPLY=("${cur}")
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o nospace
                    fi
                    return 0
                    ;;
                --payload)
                    local oldifs
                    if [ -n "${IFS+x}" ]; then
                        oldifs="$IFS"
                    fi
                    IFS=$'\n'
                    COMPREPLY=($(compgen -f "${cur}"))
                    if [ -n "${oldifs+x}" ]; then
                        IFS="$oldifs"
                    fi
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o filenames
                    fi
                    return 0
                    ;;
                --template)
                    local oldifs
                    if [ -n "${IFS+x}" ]; then
                        oldifs="$IFS"
                    fi
                    IFS=$'\n'
                    COMPREPLY=($(compgen -f "${cur}"))
                    if [ -n "${oldifs+x}" ]; then
                        IFS="$oldifs"
                    fi
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o filenames
                    fi
                    return 0
                    ;;
                --scenario)
                    COMPREPLY=($(compgen -W "deployment-succeeds deployment-fails deployment-rolled-back integration-lifecycle invoice-paid invoice-unpaid rolling-release flag-lifecycle domain-lifecycle" -- "${cur}"))
                    return 0
                    ;;
                --seed)
                    COMPREPLY=("${cur}")
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o nospace
                    fi
                    return 0
                    ;;
                --now)
                    COMPREPLY=("${cur}")
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o nospace
                    fi
                    return 0
                    ;;
                --file)
                    local oldifs
                    if [ -n "${IFS+x}" ]; then
                        oldifs="$IFS"
                    fi
                    IFS=$'\n'
                    COMPREPLY=($(compgen -f "${cur}"))
                    if [ -n "${oldifs+x}" ]; then
                        IFS="$oldifs"
                    fi
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o filenames
                    fi
                    return 0
                    ;;
                --to)
                    COMPREPLY=($(compgen -W "localhost demo" -- "${cur}"))
                    return 0
                    ;;
                -t)
                    COMPREPLY=($(compgen -W "localhost demo" -- "${cur}"))
                    return 0
                    ;;
                --path)
                    COMPREPLY=("${cur}")
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o nospace
                    fi
                    return 0
                    ;;
                --header)
                    COMPREPLY=("${cur}")
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o nospace
                    fi
                    return 0
                    ;;
                -H)
                    COMPREPLY=("${cur}")
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o nospace
                    fi
                    return 0
                    ;;
                --timeout)
                    COMPREPLY=("${cur}")
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o nospace
                    fi
                    return 0
                    ;;
                --retries)
                    COMPREPLY=("${cur}")
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o nospace
                    fi
                    return 0
                    ;;
                --retry-wait)
                    COMPREPLY=("${cur}")
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o nospace
                    fi
                    return 0
                    ;;
                --expect)
                    COMPREPLY=("${cur}")
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o nospace
                    fi
                    return 0
                    ;;
                --wait-ready)
                    COMPREPLY=("${cur}")
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o nospace
                    fi
                    return 0
                    ;;
                --concurrency)
                    COMPREPLY=("${cur}")
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o nospace
                    fi
                    return 0
                    ;;
                --interval)
                    COMPREPLY=("${cur}")
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o nospace
                    fi
                    return 0
                    ;;
                --secret-file)
                    local oldifs
                    if [ -n "${IFS+x}" ]; then
                        oldifs="$IFS"
                    fi
                    IFS=$'\n'
                    COMPREPLY=($(compgen -f "${cur}"))
                    if [ -n "${oldifs+x}" ]; then
                        IFS="$oldifs"
                    fi
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o filenames
                    fi
                    return 0
                    ;;
                --tamper)
                    COMPREPLY=($(compgen -W "missing wrong-secret wrong-body sha256 truncated empty-secret" -- "${cur}"))
                    return 0
                    ;;
                --repeat)
                    COMPREPLY=("${cur}")
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o nospace
                    fi
                    return 0
                    ;;
                --count)
                    COMPREPLY=("${cur}")
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o nospace
                    fi
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        vercel__hooks__subcmd__sign)
            opts="-q -h --header --secret-file --json --quiet --color --no-input --help"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --secret-file)
                    local oldifs
                    if [ -n "${IFS+x}" ]; then
                        oldifs="$IFS"
                    fi
                    IFS=$'\n'
                    COMPREPLY=($(compgen -f "${cur}"))
                    if [ -n "${oldifs+x}" ]; then
                        IFS="$oldifs"
                    fi
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o filenames
                    fi
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
        vercel__hooks__subcmd__verify)
            opts="-q -h --signature --request --secret-file --json --quiet --color --no-input --help"
            if [[ ${cur} == -* || ${COMP_CWORD} -eq 2 ]] ; then
                COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
                return 0
            fi
            case "${prev}" in
                --signature)
                    COMPREPLY=("${cur}")
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o nospace
                    fi
                    return 0
                    ;;
                --request)
                    local oldifs
                    if [ -n "${IFS+x}" ]; then
                        oldifs="$IFS"
                    fi
                    IFS=$'\n'
                    COMPREPLY=($(compgen -f "${cur}"))
                    if [ -n "${oldifs+x}" ]; then
                        IFS="$oldifs"
                    fi
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o filenames
                    fi
                    return 0
                    ;;
                --secret-file)
                    local oldifs
                    if [ -n "${IFS+x}" ]; then
                        oldifs="$IFS"
                    fi
                    IFS=$'\n'
                    COMPREPLY=($(compgen -f "${cur}"))
                    if [ -n "${oldifs+x}" ]; then
                        IFS="$oldifs"
                    fi
                    if [[ "${BASH_VERSINFO[0]}" -ge 4 ]]; then
                        compopt -o filenames
                    fi
                    return 0
                    ;;
                --color)
                    COMPREPLY=($(compgen -W "auto always never" -- "${cur}"))
                    return 0
                    ;;
                *)
                    COMPREPLY=()
                    ;;
            esac
            COMPREPLY=( $(compgen -W "${opts}" -- "${cur}") )
            return 0
            ;;
    esac
}

_vercel__hooks__whole_words() {
    local line="${COMP_LINE:0:COMP_POINT}" cur="$2" prev="$3" word kept=()

    # Bash ends words at `:` and `=`, but `spend:threshold`, `:3000` and `--color=never` are read
    # whole here.
    word="${line##*[[:space:]]}"
    if [[ "${word}" == *[:=]* && "${word}" != *[\"\'\\]* ]]; then
        if [[ "${word}" == --*=* ]]; then
            prev="${word%%=*}"
            cur="${word#*=}"
        else
            cur="${word}"
            line="${line%"${word}"}"
            line="${line%"${line##*[![:space:]]}"}"
            prev="${line##*[[:space:]]}"
        fi
    fi

    _vercel__hooks "$1" "${cur}" "${prev}"

    # Behind a command, `man` takes only what is below it.
    if [[ "${COMP_WORDS[1]}" == man && "${COMP_CWORD}" -gt 2 && "${cur}${prev}" != *-* ]]; then
        case "${COMP_WORDS[*]:2:COMP_CWORD-2}" in
            events) COMPREPLY=($(compgen -W "list show schema scenarios" -- "${cur}")) ;;
            *) COMPREPLY=() ;;
        esac
    fi

    # Flags are offered once a `-` is typed: else they would hide the names of files.
    if [[ "${cur}" != -* ]]; then
        for word in "${COMPREPLY[@]}"; do
            [[ "${word}" == -* ]] || kept+=("${word}")
        done
        COMPREPLY=("${kept[@]}")
    fi

    # Only what is behind the last `:` is replaced.
    if [[ "${cur}" == *:* && "${COMP_WORDBREAKS}" == *:* ]]; then
        COMPREPLY=("${COMPREPLY[@]#"${cur%"${cur##*:}"}"}")
    fi
}

if [[ "${BASH_VERSINFO[0]}" -eq 4 && "${BASH_VERSINFO[1]}" -ge 4 || "${BASH_VERSINFO[0]}" -gt 4 ]]; then
    complete -F _vercel__hooks__whole_words -o nosort -o bashdefault -o default vercel-hooks
else
    complete -F _vercel__hooks__whole_words -o bashdefault -o default vercel-hooks
fi
