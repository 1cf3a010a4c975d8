//! Fuzzes everything that reads foreign text.
//!
//! `cargo test` tries a few inputs of each target. By hand, try more of them and print how long
//! the slowest takes: `FUZZ=200000 cargo test fuzz:: -- --nocapture`.

use std::env;
use std::hint::black_box;
use std::io::Cursor;
use std::time::{Duration, Instant};

use http::header::COOKIE;
use http::{HeaderName, HeaderValue};

use crate::event::{
    Batch, EventSpec, FieldPath, FieldValue, Layout, Overrides, Reproduction, Scenario,
};
use crate::http::endpoint::{self, Endpoint};
use crate::http::redact::Redactor;
use crate::marketplace::issuer::{Decoded, Expected, KeySet};
use crate::marketplace::{ApiUrl, NotificationType, PendingNotification, Update};
use crate::recording::line::{self, LineReader};
use crate::recording::{self, SavedEvent, request};
use crate::settings::env_file;
use crate::signature::{Candidate, Evidence, Signature, explain};
use crate::time::{self, Moment};
use crate::{catalog, delivery, output};

/// How many small inputs each target gets in `cargo test`.
const FEW: usize = 20;

/// The size of large inputs in `cargo test`, of which every eighth is tried, and by hand.
const LARGE: [usize; 2] = [1024, 1024 * 1024];

const SECRET: &str = "a/b \"c\"+<é>\\n";

/// What parsers treat in a special way, to be inserted into inputs and repeated in them.
const TOKENS: &[&str] = &[
    "\0",
    "\t",
    "\n",
    "\r\n",
    "\r",
    " ",
    "!",
    "\"",
    "\"\"",
    "#",
    "##[",
    "$'",
    "$(",
    "%",
    "%2",
    "%25",
    "%5C",
    "&",
    "&#",
    "&#x2F;",
    "&amp;",
    "&quot;",
    "'",
    "'\\''",
    "''",
    "(",
    ")",
    "*",
    "**",
    "+",
    ",",
    ", ",
    "-",
    "--data ",
    "-H ",
    "-d '{",
    ".",
    "..",
    "/",
    "//",
    "0",
    "0: ",
    "1",
    "1e9",
    ":",
    ": ",
    "::",
    ";",
    "<",
    "< ",
    "=",
    "=> ",
    "> ",
    "?",
    "@",
    "[",
    "[0]",
    "[[",
    "\\",
    "\\\\",
    "\\\"",
    "\\\n",
    "\\u",
    "\\u00e9",
    "\\ud83d",
    "\\x22",
    "]",
    "^",
    "^\"",
    "_",
    "`",
    "a",
    "aaaaaaa",
    "curl ",
    "{",
    "{\"",
    "{\"a\":",
    "{\"a\":1}\n",
    "{{",
    "{{now}}",
    "|",
    "}",
    "}}",
    "~",
    "\u{1b}[",
    "\u{85}",
    "\u{202e}",
    "\u{feff}",
    "é",
    "\u{1f600}",
    "POST / HTTP/1.1\r\n",
    "a: b\r\n",
    "W10=",
    SECRET,
];

const CAPTURES: &[&str] = &[
    "POST /hook HTTP/1.1\r\nHost: a\r\nX-Vercel-Signature: ab\r\n b\r\nContent-Length: 2\r\n\r\n{}",
    "POST / HTTP/1.1\nx-vercel-signature: ab\ntransfer-encoding: chunked\n\n2;a=b\n{}\n0\n\n",
    "curl -X POST 'http://localhost' -H 'x-vercel-signature: ab' \\\n --data-raw $'{\"a\":\\'\\u00e9\\'}'",
    "curl \"http://localhost\" --header=\"x-vercel-signature: ab\" -d @- <<'E'\n{}\nE\n",
    "* Connected\n> POST / HTTP/1.1\n> X-Vercel-Signature: ab\n> \n} [2 bytes data]\n< HTTP/1.1 200\n",
    "=> Send header, 24 bytes (0x18)\n0000: POST / HTTP/1.1\n0010: x-vercel-signature: ab\n\
     => Send data, 2 bytes (0x2)\n0000: {}\n== Info: x\n",
    "=> Send data, 2 bytes (0x2)\n0000: 7b 7d                     {}\n",
    r#"{"headers":{"x-vercel-signature":"ab"},"body":"e30=","isBase64Encoded":true,"httpMethod":"POST"}"#,
    r#"{"log":{"entries":[{"request":{"method":"POST","url":"/","headers":[{"name":"x-vercel-signature","value":"ab"}],"postData":{"text":"{}"}}}]}}"#,
    r#"{"number":1,"method":"POST","path":"/","headers":[["x-vercel-signature","ab"]],"body":"{}"}"#,
];

const EVENTS: &[&str] = &[
    "{\"number\":1,\"method\":\"POST\",\"path\":\"/\",\"headers\":[[\"a\",\"b\"]],\"body\":\"{}\"}\n\
     {\"type\":\"a\",\"id\":\"b\"}\n",
    "{\"number\":2,\"headers\":[],\"bodyBase64\":\"/wA=\",\"time\":\"2025-01-01T00:00:00Z\"}\r\n{",
];

const BODIES: &[&str] = &[
    r#"{"type":"deployment.ready","id":"evt_1","createdAt":1700000000000,"payload":{"a":[1,2.50,"é\/"]}}"#,
    "\"{\\\"id\\\":\\\"a\\\\u00e9\\\"}\"",
    "{\n  \"id\": \"a\",\n  \"b\": [\n    {}\n  ]\n}\n",
    "id=a&payload=%7B%22a%22%3A1%7D",
    "&lt;{\"id\":&quot;a&quot;}",
];

const TEMPLATES: &[&str] = &[
    r#"{"type":"x","id":"{{event.id}}","createdAt":"{{now}}","payload":{"a":"{{event.id}} {{now}}","b":[1,null]}}"#,
    r#"{"type":"deployment.ready","payload":{"user":{"id":"{{user.id}}"}}}"#,
];

const SCENARIOS: &[&str] = &[
    r#"{"about":"","events":[{"type":"flag.created","set":{"payload.a":1}},{"type":"flag.deleted","after":"1h"}]}"#,
];

const LINES: &[&str] = &[
    "{\"installationId\":\"icfg_1\",\"event\":{\"type\":\"resource.updated\",\"resourceId\":\"r\"}}\n\
     {\"event\":{\"type\":\"installation.updated\",\"billingPlanId\":\"b\"}}",
    "{\"event\":{\"type\":\"resource.updated\",\"resourceId\":\"r\",\"productId\":\"p\"}}\n     }}",
];

const ENV_FILES: &[&str] = &[
    "# a\nexport VERCEL_WEBHOOK_SECRET = \"a\\nb $X ${Y}\" # c\nB='x'\r\nC=`y\nz`\nD: e\n",
    "VERCEL_WEBHOOK_SECRET=a b#c\r\nVERCEL_WEBHOOK_SECRET='open",
];

const WORDS: &[&str] = &[
    "http://u:p@localhost:3000/a/%2e%2e/b?c=d#e",
    "[::1]:3000/x",
    "example.com",
    ":3000",
    "x-name: value",
    "payload.a[0].b\\.c",
    "payload.a=[1,{\"b\":2}]",
    "payload.a:=1.5e3",
    "2025-01-01T00:00:00.000Z",
    "Sun, 06 Nov 1994 08:49:37 GMT",
    "1h30m",
    "5xx",
    "deployment.*",
    "sha1=5e2b7a9fbd0d2b5e8e3a4a7ef3d3b0b0f6f2f1a0",
    "resource.updated",
];

const RESPONSES: &[&str] = &[
    "a\\/b \\u0022c\\u0022+&lt;é&gt;\\\\n",
    "<p>a%2Fb&#32;&quot;c&quot;&#43;&lt;&eacute;</p>",
    "{\"a\":\"{\\\"b\\\":\\\"\\\\\\\"\\\"}\",\"s3cret-cookie\":1}",
];

macro_rules! targets {
    ($($name:ident: $examples:expr, $read:expr;)*) => {
        $(#[test]
        fn $name() {
            fuzz(stringify!($name), $examples, $read);
        })*
    };
}

targets! {
    captured_requests: CAPTURES, read_requests;
    saved_events: EVENTS, |bytes| drop(recording::read("f", &mut Cursor::new(bytes), |_, _| ()));
    saved_event: EVENTS, |bytes| drop(SavedEvent::parse("f", bytes));
    notifications: LINES, read_notifications;
    bodies_of_notifications: LINES, |bytes| drop(Update::from_body(bytes));
    env_files: ENV_FILES, |bytes| with_text(bytes, |text| {
        drop(env_file::value_in(text, "VERCEL_WEBHOOK_SECRET"));
    });
    endpoints: WORDS, |bytes| with_text(bytes, read_endpoint);
    headers: WORDS, |bytes| with_text(bytes, |text| drop(delivery::parse_header(text)));
    paths: WORDS, |bytes| with_text(bytes, |text| drop(text.parse::<FieldPath>()));
    overrides: WORDS, |bytes| with_text(bytes, override_field);
    words: WORDS, |bytes| with_text(bytes, read_word);
    globs: WORDS, |bytes| with_text(bytes, |text| {
        drop(catalog::parse_glob(text).map(|glob| glob.matches("deployment.ready")));
        drop(catalog::select(&[text.to_owned()]));
    });
    templates: TEMPLATES, fill_template;
    scenarios: SCENARIOS, |bytes| drop(Scenario::parse("f", bytes).and_then(|read| read.specs()));
    explanations: BODIES, explain_body;
    signatures: BODIES, |bytes| with_text(bytes, explain_signature);
    tokens: TOKEN_EXAMPLES, |bytes| with_text(bytes, explain_token);
    redaction: RESPONSES, redact;
    sanitizing: RESPONSES, sanitize;
}

fn with_text(bytes: &[u8], read: fn(&str)) {
    read(&String::from_utf8_lossy(bytes));
}

fn read_requests(bytes: &[u8]) {
    drop(request::read(bytes));
    if let Ok(None) = request::read_text(&mut Cursor::new(bytes)) {
        let mut lines = LineReader::new(bytes);
        while let Ok(Some(line)) = lines.read_next() {
            drop(request::read_line(line));
        }
    }
}

/// A token without a signature, and parts of one.
const TOKEN_EXAMPLES: &[&str] = &[
    "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJodHRwczovL21hcmtldHBsYWNlLnZlcmNlbC5jb20iLCJleHAiOjF9.AAAA",
    "eyJhbGciOiJub25lIn0.e30.",
    "a.b",
];

fn explain_token(text: &str) {
    let keys = serde_json::json!({ "keys": [{ "kty": "RSA", "n": "AQAB", "e": "AQAB" }] });
    let keys = KeySet::from_json(&keys).unwrap();
    let expected = Expected {
        keys: &keys,
        keys_from: String::new(),
        now: Moment::now(),
        integration: None,
        endpoint: None,
    };
    drop(Decoded::new(text, &expected));
}

fn read_notifications(bytes: &[u8]) {
    for line in line::lines(bytes) {
        let text = line.text.trim_ascii();
        if let Err(bad) = PendingNotification::parse_line(line.number, text, Some("icfg_1")) {
            black_box(line.is_cut(&bad));
        }
    }
}

fn read_endpoint(text: &str) {
    endpoint::masked(text);
    drop(ApiUrl::parse(text));
    drop(delivery::parse_path(text));
    if let Ok(endpoint) = Endpoint::parse(text) {
        assert!(Endpoint::parse(&endpoint.to_string()).is_ok(), "{endpoint}");
    }
}

fn override_field(text: &str) {
    let mut template = EventSpec::from_template("f", TEMPLATES[0].as_bytes(), None).unwrap();
    let unset = text.parse().into_iter().collect();
    let set = text.parse::<FieldValue>().into_iter().collect();
    for (set, unset) in [(set, Vec::new()), (Vec::new(), unset)] {
        let overrides = Overrides::new(set, unset);
        drop(overrides.and_then(|overrides| overrides.apply(&mut template.template)));
    }
}

fn read_word(text: &str) {
    drop(Moment::parse(text));
    drop(time::parse_duration(text));
    drop(time::parse_timeout(text));
    time::time_until_http_date(text, Moment::now());
    drop(text.parse::<delivery::StatusPattern>());
    drop(text.parse::<Signature>());
    drop(NotificationType::parse(text));
}

fn fill_template(bytes: &[u8]) {
    let Ok(spec) = EventSpec::from_template("f", bytes, None) else { return };
    let overrides = Overrides::new(Vec::new(), Vec::new()).unwrap();
    let reproduction = Reproduction { seed: Some(1), now: None };
    let batch = Batch::new(vec![spec], &overrides, Layout::Compact, 1, reproduction);
    drop(batch.map(|(batch, _)| batch.event(0)));
}

fn explain_body(bytes: &[u8]) {
    let secrets = [Candidate { name: "S", secret: SECRET.as_bytes() }];
    // No change to a body leads to this.
    let signature = "00112233445566778899aabbccddeeff00112233";
    let finding =
        explain(&Evidence { body: bytes, signature, secrets: &secrets, ..Evidence::default() });
    assert!(!finding.is_proven, "{finding}");
}

fn explain_signature(text: &str) {
    let secrets = [Candidate { name: "S", secret: SECRET.as_bytes() }];
    let body = BODIES[0].as_bytes();
    let finding =
        explain(&Evidence { body, signature: text, secrets: &secrets, ..Evidence::default() });
    assert!(!finding.is_proven, "{finding}");
}

fn redact(bytes: &[u8]) {
    let cookie =
        (COOKIE, HeaderValue::from_static(r"s=s3cret-cookie; b=\\\\\\\\\\\\\\\\; p=%5C%5C"));
    let key = (HeaderName::from_static("x-key"), HeaderValue::from_static("aaaaaaa"));
    let headers = [&cookie, &key].map(|(name, value)| (name, value));
    let redactor = Redactor::new([SECRET.as_bytes()], headers);
    for is_cut in [false, true] {
        let redacted = redactor.redact(bytes, is_cut);
        let shown = redacted.as_deref().unwrap_or(bytes);
        for value in [SECRET.as_bytes(), b"s3cret-cookie", b"aaaaaaa"] {
            assert!(!shown.windows(value.len()).any(|part| part == value));
        }
    }
}

fn sanitize(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let shown = output::visible_line(&text);
    assert!(!shown.contains(char::is_control) && !shown.contains("##["), "{shown}");
    output::excerpt(bytes, 1000);
    let json = output::json_bytes(&text);
    assert_eq!(serde_json::from_slice::<String>(&json).unwrap(), text);
}

/// A generator of numbers that are the same in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, bound: usize) -> usize {
        // xorshift64
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % bound.max(1)
    }

    fn pick<'a>(&mut self, choices: &[&'a str]) -> &'a [u8] {
        choices[self.below(choices.len())].as_bytes()
    }

    /// An example with a few changes.
    fn small(&mut self, examples: &[&str]) -> Vec<u8> {
        let mut input = self.pick(examples).to_vec();
        for _ in 0..=self.below(6) {
            let start = self.below(input.len() + 1);
            let end = start + self.below(8.min(input.len() - start) + 1);
            let part = match self.below(8) {
                0 => vec![u8::try_from(self.below(256)).unwrap()],
                1 => Vec::new(),
                2 => input[start..end].repeat(2),
                3 => self.pick(examples).to_vec(),
                4 => self.pick(TOKENS).repeat(self.below(20)),
                _ => self.pick(TOKENS).to_vec(),
            };
            match self.below(20) {
                0 => input.truncate(start),
                _ => drop(input.splice(start..end, part)),
            }
        }
        input
    }

    /// An example in which a token, and now and then another, is repeated.
    fn large(&mut self, examples: &[&str], token: &str, size: usize) -> Vec<u8> {
        let example = self.pick(examples);
        let at = self.below(example.len() + 1);
        let other = if self.below(2) == 0 { self.pick(TOKENS) } else { b"" };
        let repeated = [token.as_bytes(), other].concat();
        let count = size.saturating_sub(example.len()) / repeated.len();
        [&example[..at], &repeated.repeat(count), &example[at..]].concat()
    }
}

fn fuzz(name: &str, examples: &[&str], read: fn(&[u8])) {
    let by_hand = env::var("FUZZ").ok().map(|count| count.parse().unwrap());
    let (count, step) = by_hand.map_or((FEW, 8), |count| (count, 1));
    let mut numbers = Numbers(0x9e37_79b9_7f4a_7c15);
    let started = Instant::now();
    let mut slowest = (Duration::ZERO, Vec::new());
    let mut run = |input: Vec<u8>| {
        let started = Instant::now();
        read(&input);
        slowest = (started.elapsed(), input).max(std::mem::take(&mut slowest));
    };
    for example in examples {
        run(example.as_bytes().to_vec());
    }
    for _ in 0..count {
        run(numbers.small(examples));
    }
    let size = LARGE[usize::from(by_hand.is_some())];
    for token in TOKENS.iter().step_by(step) {
        run(numbers.large(examples, token, size));
    }
    if by_hand.is_some() {
        let count = examples.len() + count + TOKENS.len();
        let (time, input) = slowest;
        report(name, count, started.elapsed(), time, &input);
    }
}

#[expect(clippy::print_stderr, reason = "it is asked for")]
fn report(name: &str, count: usize, took: Duration, slowest: Duration, input: &[u8]) {
    let start = input[..input.len().min(200)].escape_ascii();
    eprintln!(
        "{name}: {count} inputs in {took:.1?}, slowest {slowest:.2?} ({} bytes: {start})",
        input.len()
    );
}
