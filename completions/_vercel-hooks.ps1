
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'vercel-hooks' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'vercel-hooks'
        for ($i = 1; $i -lt $commandElements.Count; $i++) {
            $element = $commandElements[$i]
            if ($element -isnot [StringConstantExpressionAst] -or
                $element.StringConstantType -ne [StringConstantType]::BareWord -or
                $element.Value.StartsWith('-') -or
                $element.Value -eq $wordToComplete) {
                break
        }
        $element.Value
    }) -join ';'

    $completions = @(switch ($command) {
        'vercel-hooks' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: one value, or one per line where there are many')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print data and errors, but no messages')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print data and errors, but no messages')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything; fail and name the flag instead')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('sign', 'sign', [CompletionResultType]::ParameterValue, 'Print the signature of a body')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Check a body against its signature, and say why they do not match')
            [CompletionResult]::new('events', 'events', [CompletionResultType]::ParameterValue, 'Look up event types, their fields and scenarios')
            [CompletionResult]::new('generate', 'generate', [CompletionResultType]::ParameterValue, 'Print sample events')
            [CompletionResult]::new('send', 'send', [CompletionResultType]::ParameterValue, 'Sign events and deliver them to an endpoint')
            [CompletionResult]::new('listen', 'listen', [CompletionResultType]::ParameterValue, 'Receive webhooks: verify, show, record and pass them on')
            [CompletionResult]::new('replay', 'replay', [CompletionResultType]::ParameterValue, 'Deliver recorded events again')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Test that an endpoint treats webhooks as it must')
            [CompletionResult]::new('notify', 'notify', [CompletionResultType]::ParameterValue, 'Notify Vercel that a resource or an installation changed')
            [CompletionResult]::new('emulate', 'emulate', [CompletionResultType]::ParameterValue, 'Run a local emulator of Vercel''s API')
            [CompletionResult]::new('config', 'config', [CompletionResultType]::ParameterValue, 'Show every setting and where it comes from')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print the completion script of a shell')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Print the manual page of a command')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'vercel-hooks;sign' {
            [CompletionResult]::new('--secret-file', '--secret-file', [CompletionResultType]::ParameterName, 'Read the secret from a file; `-` is standard input')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--header', '--header', [CompletionResultType]::ParameterName, 'Print a whole header: `x-vercel-signature: …`')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: one value, or one per line where there are many')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print data and errors, but no messages')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print data and errors, but no messages')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything; fail and name the flag instead')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vercel-hooks;verify' {
            [CompletionResult]::new('--signature', '--signature', [CompletionResultType]::ParameterName, 'The value of the x-vercel-signature header')
            [CompletionResult]::new('--request', '--request', [CompletionResultType]::ParameterName, 'Check a whole request: raw HTTP, a HAR, a `curl` command, the output of `curl -v`, or a recording with one request per line; `-` is standard input')
            [CompletionResult]::new('--secret-file', '--secret-file', [CompletionResultType]::ParameterName, 'Read the secret from a file; `-` is standard input')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: one value, or one per line where there are many')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print data and errors, but no messages')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print data and errors, but no messages')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything; fail and name the flag instead')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vercel-hooks;events' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: one value, or one per line where there are many')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print data and errors, but no messages')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print data and errors, but no messages')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything; fail and name the flag instead')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List event types')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Explain an event type: when it fires, its fields, an example')
            [CompletionResult]::new('schema', 'schema', [CompletionResultType]::ParameterValue, 'Print the JSON Schema of an event type')
            [CompletionResult]::new('scenarios', 'scenarios', [CompletionResultType]::ParameterValue, 'List scenarios: ordered events that belong together')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'vercel-hooks;events;list' {
            [CompletionResult]::new('--group', '--group', [CompletionResultType]::ParameterName, 'Only those of a group: deployment, domain, flag, marketplace, project, …')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--legacy', '--legacy', [CompletionResultType]::ParameterName, 'Also legacy types, which new webhooks cannot listen for')
            [CompletionResult]::new('--undocumented', '--undocumented', [CompletionResultType]::ParameterName, 'Also types that the API accepts but nobody documents')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: one value, or one per line where there are many')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print data and errors, but no messages')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print data and errors, but no messages')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything; fail and name the flag instead')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vercel-hooks;events;show' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: one value, or one per line where there are many')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print data and errors, but no messages')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print data and errors, but no messages')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything; fail and name the flag instead')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vercel-hooks;events;schema' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: one value, or one per line where there are many')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print data and errors, but no messages')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print data and errors, but no messages')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything; fail and name the flag instead')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vercel-hooks;events;scenarios' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: one value, or one per line where there are many')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print data and errors, but no messages')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print data and errors, but no messages')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything; fail and name the flag instead')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vercel-hooks;events;help' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List event types')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Explain an event type: when it fires, its fields, an example')
            [CompletionResult]::new('schema', 'schema', [CompletionResultType]::ParameterValue, 'Print the JSON Schema of an event type')
            [CompletionResult]::new('scenarios', 'scenarios', [CompletionResultType]::ParameterValue, 'List scenarios: ordered events that belong together')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'vercel-hooks;events;help;list' {
            break
        }
        'vercel-hooks;events;help;show' {
            break
        }
        'vercel-hooks;events;help;schema' {
            break
        }
        'vercel-hooks;events;help;scenarios' {
            break
        }
        'vercel-hooks;events;help;help' {
            break
        }
        'vercel-hooks;generate' {
            [CompletionResult]::new('--set', '--set', [CompletionResultType]::ParameterName, 'Set a field to text (PATH=TEXT) or to JSON (PATH:=JSON); `[0]` is an item of a list, `\.` a dot within a name')
            [CompletionResult]::new('--unset', '--unset', [CompletionResultType]::ParameterName, 'Remove a field')
            [CompletionResult]::new('--payload', '--payload', [CompletionResultType]::ParameterName, 'Use this JSON as the payload')
            [CompletionResult]::new('--template', '--template', [CompletionResultType]::ParameterName, 'Use this JSON as the template; the README lists the placeholders')
            [CompletionResult]::new('--scenario', '--scenario', [CompletionResultType]::ParameterName, 'The events of a scenario in order: a name or a file')
            [CompletionResult]::new('--seed', '--seed', [CompletionResultType]::ParameterName, 'Make the same ids and choices on every run')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'The time of the events: 2026-01-31, 2026-01-31T12:00:00Z or milliseconds')
            [CompletionResult]::new('--count', '--count', [CompletionResultType]::ParameterName, 'How many rounds; every round has a team, a project, … of its own')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write to a file, or one file per event into a folder (existing, or ending in `/`); `-` is standard output')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write to a file, or one file per event into a folder (existing, or ending in `/`); `-` is standard output')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--pretty', '--pretty', [CompletionResultType]::ParameterName, 'Indent, as on a terminal')
            [CompletionResult]::new('--compact', '--compact', [CompletionResultType]::ParameterName, 'One event per line, as in a pipe')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: one value, or one per line where there are many')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print data and errors, but no messages')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print data and errors, but no messages')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything; fail and name the flag instead')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vercel-hooks;send' {
            [CompletionResult]::new('--set', '--set', [CompletionResultType]::ParameterName, 'Set a field to text (PATH=TEXT) or to JSON (PATH:=JSON); `[0]` is an item of a list, `\.` a dot within a name')
            [CompletionResult]::new('--unset', '--unset', [CompletionResultType]::ParameterName, 'Remove a field')
            [CompletionResult]::new('--payload', '--payload', [CompletionResultType]::ParameterName, 'Use this JSON as the payload')
            [CompletionResult]::new('--template', '--template', [CompletionResultType]::ParameterName, 'Use this JSON as the template; the README lists the placeholders')
            [CompletionResult]::new('--scenario', '--scenario', [CompletionResultType]::ParameterName, 'The events of a scenario in order: a name or a file')
            [CompletionResult]::new('--seed', '--seed', [CompletionResultType]::ParameterName, 'Make the same ids and choices on every run')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'The time of the events: 2026-01-31, 2026-01-31T12:00:00Z or milliseconds')
            [CompletionResult]::new('--file', '--file', [CompletionResultType]::ParameterName, 'Send a body exactly as it is; `-` is standard input')
            [CompletionResult]::new('-t', '-t', [CompletionResultType]::ParameterName, 'localhost (port 3000), :PORT, host:port/path, a URL, or demo')
            [CompletionResult]::new('--to', '--to', [CompletionResultType]::ParameterName, 'localhost (port 3000), :PORT, host:port/path, a URL, or demo')
            [CompletionResult]::new('--path', '--path', [CompletionResultType]::ParameterName, 'Deliver to this path: /api/webhooks')
            [CompletionResult]::new('-H', '-H ', [CompletionResultType]::ParameterName, 'Add a header')
            [CompletionResult]::new('--header', '--header', [CompletionResultType]::ParameterName, 'Add a header')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up on an answer after this time')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Try again this often, unless the answer is the expected one')
            [CompletionResult]::new('--retry-wait', '--retry-wait', [CompletionResultType]::ParameterName, 'Wait this long before the first retry, and twice as long before each further one')
            [CompletionResult]::new('--expect', '--expect', [CompletionResultType]::ParameterName, 'The answers that count as success: statuses or classes (200,202 or 4xx)')
            [CompletionResult]::new('--wait-ready', '--wait-ready', [CompletionResultType]::ParameterName, 'Wait until the endpoint accepts connections, 30s at most unless TIME is given')
            [CompletionResult]::new('--tamper', '--tamper', [CompletionResultType]::ParameterName, 'Send what must be refused; --expect 4xx makes the refusal a success')
            [CompletionResult]::new('--repeat', '--repeat', [CompletionResultType]::ParameterName, 'How many rounds of the events')
            [CompletionResult]::new('--count', '--count', [CompletionResultType]::ParameterName, 'How many rounds of the events')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'How many deliveries at once; 1 keeps them in order')
            [CompletionResult]::new('--interval', '--interval', [CompletionResultType]::ParameterName, 'The time from one delivery to the next')
            [CompletionResult]::new('--secret-file', '--secret-file', [CompletionResultType]::ParameterName, 'Read the secret from a file; `-` is standard input')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Deliver to another machine without asking')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Deliver to another machine without asking')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Print the request instead of sending it')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the request instead of sending it')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print a curl command that sends the same bytes, without the secret')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show what the endpoint answers even when all is well')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show what the endpoint answers even when all is well')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: one value, or one per line where there are many')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print data and errors, but no messages')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print data and errors, but no messages')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything; fail and name the flag instead')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vercel-hooks;listen' {
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Port to listen on; 0 for any free one')
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'Port to listen on; 0 for any free one')
            [CompletionResult]::new('--path', '--path', [CompletionResultType]::ParameterName, 'Accept events only at this path, such as /api/webhooks')
            [CompletionResult]::new('--respond', '--respond', [CompletionResultType]::ParameterName, 'Response status')
            [CompletionResult]::new('--body', '--body', [CompletionResultType]::ParameterName, 'Response body')
            [CompletionResult]::new('--delay', '--delay', [CompletionResultType]::ParameterName, 'Wait at least this long before each response')
            [CompletionResult]::new('--fail-first', '--fail-first', [CompletionResultType]::ParameterName, 'Answer the first N requests with 500')
            [CompletionResult]::new('--max-body', '--max-body', [CompletionResultType]::ParameterName, 'Answer larger bodies with 413')
            [CompletionResult]::new('--forward-to', '--forward-to', [CompletionResultType]::ParameterName, 'Forward each request to this server, and return its response')
            [CompletionResult]::new('--count', '--count', [CompletionResultType]::ParameterName, 'Exit with 0 after N events')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Exit after this time: with 1 if --count was not reached, else with 0')
            [CompletionResult]::new('--events', '--events', [CompletionResultType]::ParameterName, 'Show and count only matching event types; all are answered and recorded')
            [CompletionResult]::new('--record', '--record', [CompletionResultType]::ParameterName, 'Append each request to a file before acknowledging it, for replay')
            [CompletionResult]::new('--secret-file', '--secret-file', [CompletionResultType]::ParameterName, 'Read the secret from a file; `-` is standard input')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--reject-invalid', '--reject-invalid', [CompletionResultType]::ParameterName, 'Answer requests with an invalid signature with 403')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Forward to another machine without asking')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Forward to another machine without asking')
            [CompletionResult]::new('--expect-valid', '--expect-valid', [CompletionResultType]::ParameterName, 'Exit with 1 if a signature was invalid')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show headers and the indented body')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show headers and the indented body')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: one value, or one per line where there are many')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print data and errors, but no messages')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print data and errors, but no messages')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything; fail and name the flag instead')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vercel-hooks;replay' {
            [CompletionResult]::new('--type', '--type', [CompletionResultType]::ParameterName, 'Only events whose type fits a glob: ''deployment.*''')
            [CompletionResult]::new('--id', '--id', [CompletionResultType]::ParameterName, 'Only the event of this id, or of one shortened to its ends: XZKW9…l318E')
            [CompletionResult]::new('--since', '--since', [CompletionResultType]::ParameterName, 'Only what was recorded then or later: 2026-01-31T12:00:00Z or milliseconds')
            [CompletionResult]::new('--until', '--until', [CompletionResultType]::ParameterName, 'Only what was recorded then or earlier')
            [CompletionResult]::new('-t', '-t', [CompletionResultType]::ParameterName, 'localhost (port 3000), :PORT, host:port/path, a URL, or demo')
            [CompletionResult]::new('--to', '--to', [CompletionResultType]::ParameterName, 'localhost (port 3000), :PORT, host:port/path, a URL, or demo')
            [CompletionResult]::new('--path', '--path', [CompletionResultType]::ParameterName, 'Deliver to this path: /api/webhooks')
            [CompletionResult]::new('-H', '-H ', [CompletionResultType]::ParameterName, 'Add a header')
            [CompletionResult]::new('--header', '--header', [CompletionResultType]::ParameterName, 'Add a header')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up on an answer after this time')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Try again this often, unless the answer is the expected one')
            [CompletionResult]::new('--retry-wait', '--retry-wait', [CompletionResultType]::ParameterName, 'Wait this long before the first retry, and twice as long before each further one')
            [CompletionResult]::new('--expect', '--expect', [CompletionResultType]::ParameterName, 'The answers that count as success: statuses or classes (200,202 or 4xx)')
            [CompletionResult]::new('--wait-ready', '--wait-ready', [CompletionResultType]::ParameterName, 'Wait until the endpoint accepts connections, 30s at most unless TIME is given')
            [CompletionResult]::new('--speed', '--speed', [CompletionResultType]::ParameterName, 'What becomes of the recorded gaps: max drops them, 1 keeps them, 10 makes them a tenth')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'How many deliveries at once; 1 keeps them in order')
            [CompletionResult]::new('--interval', '--interval', [CompletionResultType]::ParameterName, 'The time from one delivery to the next')
            [CompletionResult]::new('--secret-file', '--secret-file', [CompletionResultType]::ParameterName, 'Read the secret from a file; `-` is standard input')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--failed', '--failed', [CompletionResultType]::ParameterName, 'Only what was recorded as not taken, and not as taken later on')
            [CompletionResult]::new('--resign', '--resign', [CompletionResultType]::ParameterName, 'Sign everything afresh, with the current secret')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Deliver to another machine without asking')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Deliver to another machine without asking')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Print the request instead of sending it')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the request instead of sending it')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print a curl command that sends the same bytes, without the secret')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Show what the endpoint answers even when all is well')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Show what the endpoint answers even when all is well')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: one value, or one per line where there are many')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print data and errors, but no messages')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print data and errors, but no messages')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything; fail and name the flag instead')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vercel-hooks;check' {
            [CompletionResult]::new('--suite', '--suite', [CompletionResultType]::ParameterName, 'Only the cases of a suite')
            [CompletionResult]::new('--only', '--only', [CompletionResultType]::ParameterName, 'Only these cases: a name or a glob (''forged.*'')')
            [CompletionResult]::new('--skip', '--skip', [CompletionResultType]::ParameterName, 'All but these cases: a name or a glob')
            [CompletionResult]::new('--events', '--events', [CompletionResultType]::ParameterName, 'The event types that the endpoint is for: types, globs or `all`')
            [CompletionResult]::new('--expect-rejection', '--expect-rejection', [CompletionResultType]::ParameterName, 'What a refusal of a forged event has to be: statuses or classes (401,403); any but 2xx unless given')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Give up on an answer after this time; Vercel does after 30s')
            [CompletionResult]::new('-t', '-t', [CompletionResultType]::ParameterName, 'The endpoint, named as for `send`')
            [CompletionResult]::new('--to', '--to', [CompletionResultType]::ParameterName, 'The endpoint, named as for `send`')
            [CompletionResult]::new('--path', '--path', [CompletionResultType]::ParameterName, 'Check this path: /api/webhooks')
            [CompletionResult]::new('-H', '-H ', [CompletionResultType]::ParameterName, 'Add a header to every request')
            [CompletionResult]::new('--header', '--header', [CompletionResultType]::ParameterName, 'Add a header to every request')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'How many cases at once')
            [CompletionResult]::new('--seed', '--seed', [CompletionResultType]::ParameterName, 'Make the same requests on every run')
            [CompletionResult]::new('--now', '--now', [CompletionResultType]::ParameterName, 'The time of the events; with --seed, 2026-01-31T12:00:00Z unless given')
            [CompletionResult]::new('--wait-ready', '--wait-ready', [CompletionResultType]::ParameterName, 'Wait until the endpoint accepts connections, 30s at most unless TIME is given')
            [CompletionResult]::new('--junit', '--junit', [CompletionResultType]::ParameterName, 'Write a JUnit report')
            [CompletionResult]::new('--markdown', '--markdown', [CompletionResultType]::ParameterName, 'Write a report in Markdown; added to what is there if it is $GITHUB_STEP_SUMMARY')
            [CompletionResult]::new('--secret-file', '--secret-file', [CompletionResultType]::ParameterName, 'Read the secret from a file; `-` is standard input')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('-l', '-l', [CompletionResultType]::ParameterName, 'List the cases instead of running them')
            [CompletionResult]::new('--list', '--list', [CompletionResultType]::ParameterName, 'List the cases instead of running them')
            [CompletionResult]::new('--strict', '--strict', [CompletionResultType]::ParameterName, 'Let every failure count, not only those of level `must`')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Check an endpoint on another machine without asking')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Check an endpoint on another machine without asking')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: one value, or one per line where there are many')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print data and errors, but no messages')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print data and errors, but no messages')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything; fail and name the flag instead')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vercel-hooks;notify' {
            [CompletionResult]::new('--installation', '--installation', [CompletionResultType]::ParameterName, 'The installation: icfg_… [$VERCEL_INSTALLATION_ID]')
            [CompletionResult]::new('--resource', '--resource', [CompletionResultType]::ParameterName, 'resource.updated: the resource, by your id [$VERCEL_RESOURCE_ID]')
            [CompletionResult]::new('--product', '--product', [CompletionResultType]::ParameterName, 'resource.updated: your product, by slug or id [$VERCEL_PRODUCT_ID]')
            [CompletionResult]::new('--billing-plan', '--billing-plan', [CompletionResultType]::ParameterName, 'installation.updated: the new billing plan [$VERCEL_BILLING_PLAN_ID]')
            [CompletionResult]::new('--from', '--from', [CompletionResultType]::ParameterName, 'Send one notification per line of a file; `-` is standard input')
            [CompletionResult]::new('--failed', '--failed', [CompletionResultType]::ParameterName, 'Keep the failed lines in a file, for another --from')
            [CompletionResult]::new('--concurrency', '--concurrency', [CompletionResultType]::ParameterName, 'Send this many requests at once')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'Read the installation''s access token from a file; `-` is standard input')
            [CompletionResult]::new('--api-url', '--api-url', [CompletionResultType]::ParameterName, 'URL of the API, or `demo` for a local emulator of it [$VERCEL_API_URL]')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Wait this long for each response')
            [CompletionResult]::new('--max-wait', '--max-wait', [CompletionResultType]::ParameterName, 'Wait this long between attempts in total; 0s disables retries')
            [CompletionResult]::new('--retry-wait', '--retry-wait', [CompletionResultType]::ParameterName, 'Wait this long before the first retry, and twice as long before each next one')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Print the request instead of sending it; needs no token')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the request instead of sending it; needs no token')
            [CompletionResult]::new('--curl', '--curl', [CompletionResultType]::ParameterName, 'Print a curl command instead, which reads $VERCEL_INSTALLATION_TOKEN')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: one value, or one per line where there are many')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print data and errors, but no messages')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print data and errors, but no messages')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything; fail and name the flag instead')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vercel-hooks;emulate' {
            [CompletionResult]::new('-p', '-p', [CompletionResultType]::ParameterName, 'Port to listen on; 0 picks a free one')
            [CompletionResult]::new('--port', '--port', [CompletionResultType]::ParameterName, 'Port to listen on; 0 picks a free one')
            [CompletionResult]::new('--token-file', '--token-file', [CompletionResultType]::ParameterName, 'Accept only the token in this file; repeatable')
            [CompletionResult]::new('--installation', '--installation', [CompletionResultType]::ParameterName, 'Accept only this installation; repeatable')
            [CompletionResult]::new('--fail', '--fail', [CompletionResultType]::ParameterName, 'Fail with a status, all requests or the first N: 500, 429:2, disabled:1')
            [CompletionResult]::new('--retry-after', '--retry-after', [CompletionResultType]::ParameterName, 'Send Retry-After with 429 and 503')
            [CompletionResult]::new('--latency', '--latency', [CompletionResultType]::ParameterName, 'Delay every response')
            [CompletionResult]::new('--count', '--count', [CompletionResultType]::ParameterName, 'Exit with 0 after this many accepted notifications')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Exit after this time, with 1 if --count was not reached and 0 otherwise')
            [CompletionResult]::new('--deliver', '--deliver', [CompletionResultType]::ParameterName, 'After resource.updated, read the resource from your server, as Vercel does')
            [CompletionResult]::new('--deliver-header', '--deliver-header', [CompletionResultType]::ParameterName, 'Add a header to these requests, such as a token for tests')
            [CompletionResult]::new('--record', '--record', [CompletionResultType]::ParameterName, 'Append every request to a file, as a JSON line, before responding')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('-y', '-y', [CompletionResultType]::ParameterName, 'Read from another machine without confirmation')
            [CompletionResult]::new('--yes', '--yes', [CompletionResultType]::ParameterName, 'Read from another machine without confirmation')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: one value, or one per line where there are many')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print data and errors, but no messages')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print data and errors, but no messages')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything; fail and name the flag instead')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vercel-hooks;config' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: one value, or one per line where there are many')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print data and errors, but no messages')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print data and errors, but no messages')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything; fail and name the flag instead')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vercel-hooks;completions' {
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: one value, or one per line where there are many')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print data and errors, but no messages')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print data and errors, but no messages')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything; fail and name the flag instead')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vercel-hooks;man' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write the pages of all commands into a folder')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write the pages of all commands into a folder')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--json', '--json', [CompletionResultType]::ParameterName, 'Print JSON: one value, or one per line where there are many')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print data and errors, but no messages')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print data and errors, but no messages')
            [CompletionResult]::new('--no-input', '--no-input', [CompletionResultType]::ParameterName, 'Never ask anything; fail and name the flag instead')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'vercel-hooks;help' {
            [CompletionResult]::new('sign', 'sign', [CompletionResultType]::ParameterValue, 'Print the signature of a body')
            [CompletionResult]::new('verify', 'verify', [CompletionResultType]::ParameterValue, 'Check a body against its signature, and say why they do not match')
            [CompletionResult]::new('events', 'events', [CompletionResultType]::ParameterValue, 'Look up event types, their fields and scenarios')
            [CompletionResult]::new('generate', 'generate', [CompletionResultType]::ParameterValue, 'Print sample events')
            [CompletionResult]::new('send', 'send', [CompletionResultType]::ParameterValue, 'Sign events and deliver them to an endpoint')
            [CompletionResult]::new('listen', 'listen', [CompletionResultType]::ParameterValue, 'Receive webhooks: verify, show, record and pass them on')
            [CompletionResult]::new('replay', 'replay', [CompletionResultType]::ParameterValue, 'Deliver recorded events again')
            [CompletionResult]::new('check', 'check', [CompletionResultType]::ParameterValue, 'Test that an endpoint treats webhooks as it must')
            [CompletionResult]::new('notify', 'notify', [CompletionResultType]::ParameterValue, 'Notify Vercel that a resource or an installation changed')
            [CompletionResult]::new('emulate', 'emulate', [CompletionResultType]::ParameterValue, 'Run a local emulator of Vercel''s API')
            [CompletionResult]::new('config', 'config', [CompletionResultType]::ParameterValue, 'Show every setting and where it comes from')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print the completion script of a shell')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Print the manual page of a command')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'vercel-hooks;help;sign' {
            break
        }
        'vercel-hooks;help;verify' {
            break
        }
        'vercel-hooks;help;events' {
            [CompletionResult]::new('list', 'list', [CompletionResultType]::ParameterValue, 'List event types')
            [CompletionResult]::new('show', 'show', [CompletionResultType]::ParameterValue, 'Explain an event type: when it fires, its fields, an example')
            [CompletionResult]::new('schema', 'schema', [CompletionResultType]::ParameterValue, 'Print the JSON Schema of an event type')
            [CompletionResult]::new('scenarios', 'scenarios', [CompletionResultType]::ParameterValue, 'List scenarios: ordered events that belong together')
            break
        }
        'vercel-hooks;help;events;list' {
            break
        }
        'vercel-hooks;help;events;show' {
            break
        }
        'vercel-hooks;help;events;schema' {
            break
        }
        'vercel-hooks;help;events;scenarios' {
            break
        }
        'vercel-hooks;help;generate' {
            break
        }
        'vercel-hooks;help;send' {
            break
        }
        'vercel-hooks;help;listen' {
            break
        }
        'vercel-hooks;help;replay' {
            break
        }
        'vercel-hooks;help;check' {
            break
        }
        'vercel-hooks;help;notify' {
            break
        }
        'vercel-hooks;help;emulate' {
            break
        }
        'vercel-hooks;help;config' {
            break
        }
        'vercel-hooks;help;completions' {
            break
        }
        'vercel-hooks;help;man' {
            break
        }
        'vercel-hooks;help;help' {
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
