
use builtin;
use str;

set edit:completion:arg-completer[vercel-hooks] = {|@words|
    fn spaces {|n|
        builtin:repeat $n ' ' | str:join ''
    }
    fn cand {|text desc|
        edit:complex-candidate $text &display=$text' '(spaces (- 14 (wcswidth $text)))$desc
    }
    var command = 'vercel-hooks'
    var completions = [
        &'vercel-hooks'= {
            cand --color 'When to use colour'
            cand --json 'Print JSON: one value, or one per line where there are many'
            cand -q 'Print data and errors, but no messages'
            cand --quiet 'Print data and errors, but no messages'
            cand --no-input 'Never ask anything; fail and name the flag instead'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand sign 'Print the signature of a body'
            cand verify 'Check a body against its signature, and say why they do not match'
            cand events 'Look up event types, their fields and scenarios'
            cand generate 'Print sample events'
            cand send 'Sign events and deliver them to an endpoint'
            cand listen 'Receive webhooks: verify, show, record and pass them on'
            cand replay 'Deliver recorded events again'
            cand check 'Test that an endpoint treats webhooks as it must'
            cand notify 'Notify Vercel that a resource or an installation changed'
            cand emulate 'Run a local emulator of Vercel''s API'
            cand config 'Show every setting and where it comes from'
            cand completions 'Print the completion script of a shell'
            cand man 'Print the manual page of a command'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'vercel-hooks;sign'= {
            cand --secret-file 'Read the secret from a file; `-` is standard input'
            cand --color 'When to use colour'
            cand --header 'Print a whole header: `x-vercel-signature: …`'
            cand --json 'Print JSON: one value, or one per line where there are many'
            cand -q 'Print data and errors, but no messages'
            cand --quiet 'Print data and errors, but no messages'
            cand --no-input 'Never ask anything; fail and name the flag instead'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'vercel-hooks;verify'= {
            cand --signature 'The value of the x-vercel-signature header'
            cand --request 'Check a whole request: raw HTTP, a HAR, a `curl` command, the output of `curl -v`, or a recording with one request per line; `-` is standard input'
            cand --secret-file 'Read the secret from a file; `-` is standard input'
            cand --color 'When to use colour'
            cand --json 'Print JSON: one value, or one per line where there are many'
            cand -q 'Print data and errors, but no messages'
            cand --quiet 'Print data and errors, but no messages'
            cand --no-input 'Never ask anything; fail and name the flag instead'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'vercel-hooks;events'= {
            cand --color 'When to use colour'
            cand --json 'Print JSON: one value, or one per line where there are many'
            cand -q 'Print data and errors, but no messages'
            cand --quiet 'Print data and errors, but no messages'
            cand --no-input 'Never ask anything; fail and name the flag instead'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand list 'List event types'
            cand show 'Explain an event type: when it fires, its fields, an example'
            cand schema 'Print the JSON Schema of an event type'
            cand scenarios 'List scenarios: ordered events that belong together'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'vercel-hooks;events;list'= {
            cand --group 'Only those of a group: deployment, domain, flag, marketplace, project, …'
            cand --color 'When to use colour'
            cand --legacy 'Also legacy types, which new webhooks cannot listen for'
            cand --undocumented 'Also types that the API accepts but nobody documents'
            cand --json 'Print JSON: one value, or one per line where there are many'
            cand -q 'Print data and errors, but no messages'
            cand --quiet 'Print data and errors, but no messages'
            cand --no-input 'Never ask anything; fail and name the flag instead'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'vercel-hooks;events;show'= {
            cand --color 'When to use colour'
            cand --json 'Print JSON: one value, or one per line where there are many'
            cand -q 'Print data and errors, but no messages'
            cand --quiet 'Print data and errors, but no messages'
            cand --no-input 'Never ask anything; fail and name the flag instead'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'vercel-hooks;events;schema'= {
            cand --color 'When to use colour'
            cand --json 'Print JSON: one value, or one per line where there are many'
            cand -q 'Print data and errors, but no messages'
            cand --quiet 'Print data and errors, but no messages'
            cand --no-input 'Never ask anything; fail and name the flag instead'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'vercel-hooks;events;scenarios'= {
            cand --color 'When to use colour'
            cand --json 'Print JSON: one value, or one per line where there are many'
            cand -q 'Print data and errors, but no messages'
            cand --quiet 'Print data and errors, but no messages'
            cand --no-input 'Never ask anything; fail and name the flag instead'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'vercel-hooks;events;help'= {
            cand list 'List event types'
            cand show 'Explain an event type: when it fires, its fields, an example'
            cand schema 'Print the JSON Schema of an event type'
            cand scenarios 'List scenarios: ordered events that belong together'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'vercel-hooks;events;help;list'= {
        }
        &'vercel-hooks;events;help;show'= {
        }
        &'vercel-hooks;events;help;schema'= {
        }
        &'vercel-hooks;events;help;scenarios'= {
        }
        &'vercel-hooks;events;help;help'= {
        }
        &'vercel-hooks;generate'= {
            cand --set 'Set a field to text (PATH=TEXT) or to JSON (PATH:=JSON); `[0]` is an item of a list, `\.` a dot within a name'
            cand --unset 'Remove a field'
            cand --payload 'Use this JSON as the payload'
            cand --template 'Use this JSON as the template; the README lists the placeholders'
            cand --scenario 'The events of a scenario in order: a name or a file'
            cand --seed 'Make the same ids and choices on every run'
            cand --now 'The time of the events: 2026-01-31, 2026-01-31T12:00:00Z or milliseconds'
            cand --count 'How many rounds; every round has a team, a project, … of its own'
            cand -o 'Write to a file, or one file per event into a folder (existing, or ending in `/`); `-` is standard output'
            cand --output 'Write to a file, or one file per event into a folder (existing, or ending in `/`); `-` is standard output'
            cand --color 'When to use colour'
            cand --pretty 'Indent, as on a terminal'
            cand --compact 'One event per line, as in a pipe'
            cand --json 'Print JSON: one value, or one per line where there are many'
            cand -q 'Print data and errors, but no messages'
            cand --quiet 'Print data and errors, but no messages'
            cand --no-input 'Never ask anything; fail and name the flag instead'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'vercel-hooks;send'= {
            cand --set 'Set a field to text (PATH=TEXT) or to JSON (PATH:=JSON); `[0]` is an item of a list, `\.` a dot within a name'
            cand --unset 'Remove a field'
            cand --payload 'Use this JSON as the payload'
            cand --template 'Use this JSON as the template; the README lists the placeholders'
            cand --scenario 'The events of a scenario in order: a name or a file'
            cand --seed 'Make the same ids and choices on every run'
            cand --now 'The time of the events: 2026-01-31, 2026-01-31T12:00:00Z or milliseconds'
            cand --file 'Send a body exactly as it is; `-` is standard input'
            cand -t 'localhost (port 3000), :PORT, host:port/path, a URL, or demo'
            cand --to 'localhost (port 3000), :PORT, host:port/path, a URL, or demo'
            cand --path 'Deliver to this path: /api/webhooks'
            cand -H 'Add a header'
            cand --header 'Add a header'
            cand --timeout 'Give up on an answer after this time'
            cand --retries 'Try again this often, unless the answer is the expected one'
            cand --retry-wait 'Wait this long before the first retry, and twice as long before each further one'
            cand --expect 'The answers that count as success: statuses or classes (200,202 or 4xx)'
            cand --wait-ready 'Wait until the endpoint accepts connections, 30s at most unless TIME is given'
            cand --tamper 'Send what must be refused; --expect 4xx makes the refusal a success'
            cand --repeat 'How many rounds of the events'
            cand --count 'How many rounds of the events'
            cand --concurrency 'How many deliveries at once; 1 keeps them in order'
            cand --interval 'The time from one delivery to the next'
            cand --secret-file 'Read the secret from a file; `-` is standard input'
            cand --color 'When to use colour'
            cand -y 'Deliver to another machine without asking'
            cand --yes 'Deliver to another machine without asking'
            cand -n 'Print the request instead of sending it'
            cand --dry-run 'Print the request instead of sending it'
            cand --curl 'Print a curl command that sends the same bytes, without the secret'
            cand -v 'Show what the endpoint answers even when all is well'
            cand --verbose 'Show what the endpoint answers even when all is well'
            cand --json 'Print JSON: one value, or one per line where there are many'
            cand -q 'Print data and errors, but no messages'
            cand --quiet 'Print data and errors, but no messages'
            cand --no-input 'Never ask anything; fail and name the flag instead'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'vercel-hooks;listen'= {
            cand -p 'Port to listen on; 0 for any free one'
            cand --port 'Port to listen on; 0 for any free one'
            cand --path 'Accept events only at this path, such as /api/webhooks'
            cand --respond 'Response status'
            cand --body 'Response body'
            cand --delay 'Wait at least this long before each response'
            cand --fail-first 'Answer the first N requests with 500'
            cand --max-body 'Answer larger bodies with 413'
            cand --forward-to 'Forward each request to this server, and return its response'
            cand --count 'Exit with 0 after N events'
            cand --timeout 'Exit after this time: with 1 if --count was not reached, else with 0'
            cand --events 'Show and count only matching event types; all are answered and recorded'
            cand --record 'Append each request to a file before acknowledging it, for replay'
            cand --secret-file 'Read the secret from a file; `-` is standard input'
            cand --color 'When to use colour'
            cand --reject-invalid 'Answer requests with an invalid signature with 403'
            cand -y 'Forward to another machine without asking'
            cand --yes 'Forward to another machine without asking'
            cand --expect-valid 'Exit with 1 if a signature was invalid'
            cand -v 'Show headers and the indented body'
            cand --verbose 'Show headers and the indented body'
            cand --json 'Print JSON: one value, or one per line where there are many'
            cand -q 'Print data and errors, but no messages'
            cand --quiet 'Print data and errors, but no messages'
            cand --no-input 'Never ask anything; fail and name the flag instead'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'vercel-hooks;replay'= {
            cand --type 'Only events whose type fits a glob: ''deployment.*'''
            cand --id 'Only the event of this id, or of one shortened to its ends: XZKW9…l318E'
            cand --since 'Only what was recorded then or later: 2026-01-31T12:00:00Z or milliseconds'
            cand --until 'Only what was recorded then or earlier'
            cand -t 'localhost (port 3000), :PORT, host:port/path, a URL, or demo'
            cand --to 'localhost (port 3000), :PORT, host:port/path, a URL, or demo'
            cand --path 'Deliver to this path: /api/webhooks'
            cand -H 'Add a header'
            cand --header 'Add a header'
            cand --timeout 'Give up on an answer after this time'
            cand --retries 'Try again this often, unless the answer is the expected one'
            cand --retry-wait 'Wait this long before the first retry, and twice as long before each further one'
            cand --expect 'The answers that count as success: statuses or classes (200,202 or 4xx)'
            cand --wait-ready 'Wait until the endpoint accepts connections, 30s at most unless TIME is given'
            cand --speed 'What becomes of the recorded gaps: max drops them, 1 keeps them, 10 makes them a tenth'
            cand --concurrency 'How many deliveries at once; 1 keeps them in order'
            cand --interval 'The time from one delivery to the next'
            cand --secret-file 'Read the secret from a file; `-` is standard input'
            cand --color 'When to use colour'
            cand --failed 'Only what was recorded as not taken, and not as taken later on'
            cand --resign 'Sign everything afresh, with the current secret'
            cand -y 'Deliver to another machine without asking'
            cand --yes 'Deliver to another machine without asking'
            cand -n 'Print the request instead of sending it'
            cand --dry-run 'Print the request instead of sending it'
            cand --curl 'Print a curl command that sends the same bytes, without the secret'
            cand -v 'Show what the endpoint answers even when all is well'
            cand --verbose 'Show what the endpoint answers even when all is well'
            cand --json 'Print JSON: one value, or one per line where there are many'
            cand -q 'Print data and errors, but no messages'
            cand --quiet 'Print data and errors, but no messages'
            cand --no-input 'Never ask anything; fail and name the flag instead'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'vercel-hooks;check'= {
            cand --suite 'Only the cases of a suite'
            cand --only 'Only these cases: a name or a glob (''forged.*'')'
            cand --skip 'All but these cases: a name or a glob'
            cand --events 'The event types that the endpoint is for: types, globs or `all`'
            cand --expect-rejection 'What a refusal of a forged event has to be: statuses or classes (401,403); any but 2xx unless given'
            cand --timeout 'Give up on an answer after this time; Vercel does after 30s'
            cand -t 'The endpoint, named as for `send`'
            cand --to 'The endpoint, named as for `send`'
            cand --path 'Check this path: /api/webhooks'
            cand -H 'Add a header to every request'
            cand --header 'Add a header to every request'
            cand --concurrency 'How many cases at once'
            cand --seed 'Make the same requests on every run'
            cand --now 'The time of the events; with --seed, 2026-01-31T12:00:00Z unless given'
            cand --wait-ready 'Wait until the endpoint accepts connections, 30s at most unless TIME is given'
            cand --junit 'Write a JUnit report'
            cand --markdown 'Write a report in Markdown; added to what is there if it is $GITHUB_STEP_SUMMARY'
            cand --secret-file 'Read the secret from a file; `-` is standard input'
            cand --color 'When to use colour'
            cand -l 'List the cases instead of running them'
            cand --list 'List the cases instead of running them'
            cand --strict 'Let every failure count, not only those of level `must`'
            cand -y 'Check an endpoint on another machine without asking'
            cand --yes 'Check an endpoint on another machine without asking'
            cand --json 'Print JSON: one value, or one per line where there are many'
            cand -q 'Print data and errors, but no messages'
            cand --quiet 'Print data and errors, but no messages'
            cand --no-input 'Never ask anything; fail and name the flag instead'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'vercel-hooks;notify'= {
            cand --installation 'The installation: icfg_… [$VERCEL_INSTALLATION_ID]'
            cand --resource 'resource.updated: the resource, by your id [$VERCEL_RESOURCE_ID]'
            cand --product 'resource.updated: your product, by slug or id [$VERCEL_PRODUCT_ID]'
            cand --billing-plan 'installation.updated: the new billing plan [$VERCEL_BILLING_PLAN_ID]'
            cand --from 'Send one notification per line of a file; `-` is standard input'
            cand --failed 'Keep the failed lines in a file, for another --from'
            cand --concurrency 'Send this many requests at once'
            cand --token-file 'Read the installation''s access token from a file; `-` is standard input'
            cand --api-url 'URL of the API, or `demo` for a local emulator of it [$VERCEL_API_URL]'
            cand --timeout 'Wait this long for each response'
            cand --max-wait 'Wait this long between attempts in total; 0s disables retries'
            cand --retry-wait 'Wait this long before the first retry, and twice as long before each next one'
            cand --color 'When to use colour'
            cand -n 'Print the request instead of sending it; needs no token'
            cand --dry-run 'Print the request instead of sending it; needs no token'
            cand --curl 'Print a curl command instead, which reads $VERCEL_INSTALLATION_TOKEN'
            cand --json 'Print JSON: one value, or one per line where there are many'
            cand -q 'Print data and errors, but no messages'
            cand --quiet 'Print data and errors, but no messages'
            cand --no-input 'Never ask anything; fail and name the flag instead'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'vercel-hooks;emulate'= {
            cand -p 'Port to listen on; 0 picks a free one'
            cand --port 'Port to listen on; 0 picks a free one'
            cand --token-file 'Accept only the token in this file; repeatable'
            cand --installation 'Accept only this installation; repeatable'
            cand --fail 'Fail with a status, all requests or the first N: 500, 429:2, disabled:1'
            cand --retry-after 'Send Retry-After with 429 and 503'
            cand --latency 'Delay every response'
            cand --count 'Exit with 0 after this many accepted notifications'
            cand --timeout 'Exit after this time, with 1 if --count was not reached and 0 otherwise'
            cand --deliver 'After resource.updated, read the resource from your server, as Vercel does'
            cand --deliver-header 'Add a header to these requests, such as a token for tests'
            cand --record 'Append every request to a file, as a JSON line, before responding'
            cand --color 'When to use colour'
            cand -y 'Read from another machine without confirmation'
            cand --yes 'Read from another machine without confirmation'
            cand --json 'Print JSON: one value, or one per line where there are many'
            cand -q 'Print data and errors, but no messages'
            cand --quiet 'Print data and errors, but no messages'
            cand --no-input 'Never ask anything; fail and name the flag instead'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'vercel-hooks;config'= {
            cand --color 'When to use colour'
            cand --json 'Print JSON: one value, or one per line where there are many'
            cand -q 'Print data and errors, but no messages'
            cand --quiet 'Print data and errors, but no messages'
            cand --no-input 'Never ask anything; fail and name the flag instead'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'vercel-hooks;completions'= {
            cand --color 'When to use colour'
            cand --json 'Print JSON: one value, or one per line where there are many'
            cand -q 'Print data and errors, but no messages'
            cand --quiet 'Print data and errors, but no messages'
            cand --no-input 'Never ask anything; fail and name the flag instead'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'vercel-hooks;man'= {
            cand -o 'Write the pages of all commands into a folder'
            cand --output 'Write the pages of all commands into a folder'
            cand --color 'When to use colour'
            cand --json 'Print JSON: one value, or one per line where there are many'
            cand -q 'Print data and errors, but no messages'
            cand --quiet 'Print data and errors, but no messages'
            cand --no-input 'Never ask anything; fail and name the flag instead'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'vercel-hooks;help'= {
            cand sign 'Print the signature of a body'
            cand verify 'Check a body against its signature, and say why they do not match'
            cand events 'Look up event types, their fields and scenarios'
            cand generate 'Print sample events'
            cand send 'Sign events and deliver them to an endpoint'
            cand listen 'Receive webhooks: verify, show, record and pass them on'
            cand replay 'Deliver recorded events again'
            cand check 'Test that an endpoint treats webhooks as it must'
            cand notify 'Notify Vercel that a resource or an installation changed'
            cand emulate 'Run a local emulator of Vercel''s API'
            cand config 'Show every setting and where it comes from'
            cand completions 'Print the completion script of a shell'
            cand man 'Print the manual page of a command'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'vercel-hooks;help;sign'= {
        }
        &'vercel-hooks;help;verify'= {
        }
        &'vercel-hooks;help;events'= {
            cand list 'List event types'
            cand show 'Explain an event type: when it fires, its fields, an example'
            cand schema 'Print the JSON Schema of an event type'
            cand scenarios 'List scenarios: ordered events that belong together'
        }
        &'vercel-hooks;help;events;list'= {
        }
        &'vercel-hooks;help;events;show'= {
        }
        &'vercel-hooks;help;events;schema'= {
        }
        &'vercel-hooks;help;events;scenarios'= {
        }
        &'vercel-hooks;help;generate'= {
        }
        &'vercel-hooks;help;send'= {
        }
        &'vercel-hooks;help;listen'= {
        }
        &'vercel-hooks;help;replay'= {
        }
        &'vercel-hooks;help;check'= {
        }
        &'vercel-hooks;help;notify'= {
        }
        &'vercel-hooks;help;emulate'= {
        }
        &'vercel-hooks;help;config'= {
        }
        &'vercel-hooks;help;completions'= {
        }
        &'vercel-hooks;help;man'= {
        }
        &'vercel-hooks;help;help'= {
        }
    ]
    for word $words[1..-1] {
        if (has-key $completions $command';'$word) {
            set command = $command';'$word
        }
    }
    $completions[$command]
    if (not (or (eq $command 'vercel-hooks') (str:has-prefix $words[-1] '-'))) {
        edit:complete-filename $words[-1]
    }
}
