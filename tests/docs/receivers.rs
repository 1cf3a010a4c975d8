//! The receiver for Next.js passes every check.

use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};

use super::*;

/// What Next.js does around a route.
const HARNESS: &str = "
import { createServer } from 'node:http';
import { POST } from './route.mjs';

const server = createServer(async (request, response) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  if (request.method !== 'POST') return response.writeHead(405).end();
  const { headers } = request;
  const nextRequest = new Request('http://a/', { method: 'POST', headers, body: Buffer.concat(chunks) });
  response.writeHead((await POST(nextRequest)).status).end();
});
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
";

pub struct KillOnDrop(pub Child);

impl Drop for KillOnDrop {
    fn drop(&mut self) {
        // It may have exited.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn the_route_of_next_js_passes_every_check() {
    let folder = tempfile::tempdir().unwrap();
    let page = Page::read("docs/verify.md");
    let route = page.blocks("js")[0];
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
    // Nothing to test without Node.
    let Ok(server) = server else { return };
    let mut server = KillOnDrop(server);
    let mut port = String::new();
    // Stays open, since the route goes on printing.
    let mut printed = BufReader::new(server.0.stdout.take().unwrap());
    printed.read_line(&mut port).unwrap();
    let run = Command::new(env!("CARGO_BIN_EXE_vercel-hooks"))
        .args(["check", &format!(":{}", port.trim()), "--strict", "--quiet"])
        .current_dir(folder.path())
        .env_clear()
        .envs([secret])
        .output()
        .unwrap();
    let stdout = String::from_utf8_lossy(&run.stdout);
    assert!(run.status.success(), "{stdout}{}", String::from_utf8_lossy(&run.stderr));
}
