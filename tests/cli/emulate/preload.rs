//! The script that Node loads first.

use std::process::Command;

use super::super::support::vercel_hooks;

/// Asks for URLs in every way, and prints what comes of it.
const CLIENT: &str = r"
import { execFileSync } from 'node:child_process';
import http from 'node:http';
import * as https from 'node:https';
import { get } from 'node:https';
import { createRequire } from 'node:module';

const required = createRequire(import.meta.url)('https');
const KEYS = 'https://marketplace.vercel.com/.well-known/jwks';
const API = 'https://api.vercel.com/v1/installations/icfg_1/events';
const OLD_API = 'https://vercel.com/api/v1/installations/icfg_1/events';
const body = JSON.stringify({ event: { type: 'resource.updated', resourceId: 'db_7' } });
const headers = { authorization: 'Bearer t', 'content-type': 'application/json' };
const post = { method: 'POST', headers };

function done(send, ...args) {
  return new Promise((resolve, reject) => {
    const request = send(...args, (response) => response.resume().on('end', () => resolve(response)));
    request.on('error', reject);
    if (send === https.request || send === required.request) request.end(body);
  }).then((response) => ({ status: response.statusCode }));
}

const nowhere = { lookup: (host, options, done) => done(new Error('left alone')) };
const server = http.createServer((request, response) => response.writeHead(299).end());
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
const local = `http://127.0.0.1:${server.address().port}/api/`;

const ways = {
  fetch: () => fetch(KEYS),
  'fetch with a URL': () => fetch(new URL(KEYS), { redirect: 'manual' }),
  'fetch with options': () => fetch(API, { ...post, body }),
  'fetch with a request': () => fetch(new Request(OLD_API, { ...post, body })),
  'fetch with both': () => fetch(new Request(API, { headers, method: 'PUT' }), { method: 'POST', body }),
  'fetch of a stream': () => fetch(API, { ...post, body: new Blob([body]).stream(), duplex: 'half' }),
  'https.get': () => done(https.get, KEYS),
  'https.get by name': () => done(get, new URL(KEYS), { agent: new https.Agent() }),
  'https.get with options': () => done(required.get, { host: 'marketplace.vercel.com', path: '/.well-known/jwks' }),
  'https.request': () => done(https.request, OLD_API, post),
  'required https.request': () => done(required.request, { ...post, hostname: 'api.vercel.com', port: 443, path: new URL(API).pathname }),
  'a child process': () => JSON.parse(execFileSync(process.execPath, ['-p', `fetch('${KEYS}').then(({ status }) => console.log(JSON.stringify({ status }))); ''`])),
  'another server': () => fetch(local),
  'vercel.com': () => done(https.get, 'https://vercel.com/home', nowhere),
  'another port': () => done(https.get, 'https://api.vercel.com:8443/', nowhere),
  'another host': () => done(https.get, { host: 'api.vercel.com.example', ...nowhere }),
  'no URL': () => fetch('nonsense'),
};
for (const [way, ask] of Object.entries(ways)) {
  const result = await Promise.resolve().then(ask).catch((error) => error);
  console.log(`${way}: ${result.status ?? result.message}`);
}
server.close();
";

const PRINTED: &str = "\
fetch: 200
fetch with a URL: 200
fetch with options: 201
fetch with a request: 201
fetch with both: 201
fetch of a stream: 201
https.get: 200
https.get by name: 200
https.get with options: 200
https.request: 201
required https.request: 201
a child process: 200
another server: 299
vercel.com: left alone
another port: left alone
another host: left alone
no URL: Failed to parse URL from nonsense
";

#[test]
fn sends_requests_for_vercel_to_the_emulator_and_leaves_others_alone() {
    if Command::new("node").arg("--version").output().is_err() {
        // Nothing to test without Node.
        return;
    }
    vercel_hooks(["emulate", "--port", "0", "-q", "--", "node", "client.mjs"])
        .with_programs()
        .file("client.mjs", CLIENT)
        .gives(0, PRINTED, "");
}
