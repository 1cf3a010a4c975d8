//! The receivers that the README shows do what it says of them.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use super::*;

/// What Next.js does around a route.
const HARNESS: &str = "
import { createServer } from 'node:http';
import { POST } from './route.mjs';

const server = createServer(async (request, response) => {
  const parts = [];
  for await (const part of request) parts.push(part);
  if (request.method !== 'POST') return response.writeHead(405).end();
  const { headers } = request;
  const asked = new Request('http://a/', { method: 'POST', headers, body: Buffer.concat(parts) });
  response.writeHead((await POST(asked)).status).end();
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
";

struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // One that has ended cannot be ended.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn the_route_of_next_js_passes_every_check() {
    let folder = tempfile::tempdir().unwrap();
    let route = README.split("```js\n").nth(2).unwrap().split("```").next().unwrap();
    assert!(route.contains("export async function POST"), "{route}");
    fs::write(folder.path().join("route.mjs"), route).unwrap();
    fs::write(folder.path().join("server.mjs"), HARNESS).unwrap();
    let secret = ("VERCEL_WEBHOOK_SECRET", "for-tests-only");
    let server = Command::new("node")
        .arg("server.mjs")
        .current_dir(folder.path())
        .envs([secret])
        .stdout(Stdio::piped())
        .spawn();
    // Where there is no Node, nothing can be said.
    let Ok(server) = server else { return };
    let mut server = Running(server);
    let mut port = String::new();
    // The route goes on printing there.
    let mut printed = BufReader::new(server.0.stdout.take().unwrap());
    printed.read_line(&mut port).unwrap();
    let run = Command::new(env!("CARGO_BIN_EXE_vercel-hooks"))
        .args(["check", &format!(":{}", port.trim()), "--strict", "--quiet"])
        .current_dir(folder.path())
        .env_clear()
        .envs([secret])
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&run.stdout);
    assert!(run.status.success(), "{said}{}", String::from_utf8_lossy(&run.stderr));
}
