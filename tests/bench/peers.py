#!/usr/bin/env python3
"""Compares the release build with its peers, side by side on this machine.

Run by hand:  cargo build --release && python3 tests/bench/peers.py

Needs hyperfine, openssl, node and a C compiler; for deliveries oha (or wrk) and nginx. What is not
installed is left out, and said. Each comparison prints a ratio of medians: above 1, vercel-hooks is
faster.
"""

import json
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

BINARY = Path(__file__).resolve().parents[2] / "target" / "release" / "vercel-hooks"
SECRET = "xEbuzM1ZAJ46afITQlYqH605"
DELIVERIES = 20_000
ROUNDS = 7

ENVIRONMENT = {"PATH": os.environ["PATH"], "VERCEL_WEBHOOK_SECRET": SECRET}

# What any program costs that reads one file: the start of an empty Rust program, and a read.
EMPTY = "fn main() { std::fs::read(std::env::args().nth(1).unwrap()).unwrap(); }"

NODE_SIGN = """
const hmac = require('node:crypto').createHmac('sha1', process.env.VERCEL_WEBHOOK_SECRET);
require('node:fs').createReadStream(process.argv[1], { highWaterMark: 262144 })
  .on('data', (part) => hmac.update(part))
  .on('end', () => console.log(hmac.digest('hex')));
"""

NGINX = """
daemon off; error_log stderr crit; pid {folder}/nginx.pid; worker_processes 1;
events {{ worker_connections 1024; }}
http {{ access_log off; client_body_temp_path {folder}; keepalive_requests 1000000000;
  server {{ listen 127.0.0.1:{port}; location / {{ return 200; }} }} }}
"""


def say(name, ratio, more=""):
    print(f"{name:44} {ratio:6.2f}  {more}")


def missing(*programs):
    absent = [program for program in programs if not shutil.which(program)]
    if absent:
        print(f"left out, for want of {', '.join(absent)}")
    return bool(absent)


def medians(commands, runs, rounds=ROUNDS):
    """The medians of the times of these commands in seconds, by hyperfine, who takes turns."""
    times = [[] for _ in commands]
    with tempfile.NamedTemporaryFile() as report:
        for _ in range(rounds):
            subprocess.run(
                ["hyperfine", "-N", "--style", "none", "--warmup", "1", "--runs", str(runs)]
                + ["--export-json", report.name] + commands,
                check=True, env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            )
            for known, result in zip(times, json.load(open(report.name))["results"]):
                known += result["times"]
    return [statistics.median(known) for known in times]


def starting(folder):
    if missing("rustc"):
        return
    source, empty, body = folder / "empty.rs", folder / "empty", folder / "small.json"
    source.write_text(EMPTY)
    body.write_text('{"id":"uev_1"}')
    subprocess.run(["rustc", "-O", "-o", empty, source], check=True)
    base, version, sign = medians(
        [f"{empty} {body}", f"{BINARY} --version", f"{BINARY} sign {body} -q"], 100
    )
    say("an empty program and one read / --version", base / version, f"{version * 1000:.2f} ms")
    say("an empty program and one read / sign", base / sign, f"{sign * 1000:.2f} ms")


def signing(folder):
    body = folder / "gibibyte.bin"
    with open(body, "wb") as file:
        part = os.urandom(1 << 20)
        for _ in range(1 << 10):
            file.write(part)
    peers = [("openssl dgst -sha1 -hmac", f"openssl dgst -sha1 -hmac {SECRET} {body}", "openssl")]
    script = folder / "sign.cjs"
    script.write_text(NODE_SIGN.replace("process.argv[1]", "process.argv[2]"))
    peers.append(("Node's crypto", f"node {script} {body}", "node"))
    peers = [peer for peer in peers if not missing(peer[2])]
    times = medians([f"{BINARY} sign {body} -q"] + [command for _, command, _ in peers], 3)
    for (name, _, _), peer_time in zip(peers, times[1:]):
        say(f"{name} / sign, 1 GiB", peer_time / times[0])
    if not missing("openssl"):
        ours, bare = [], []
        for _ in range(ROUNDS):
            ours.append((1 << 30) / medians([f"{BINARY} sign {body} -q"], 1, rounds=1)[0])
            bare.append(bare_rate())
        ours, bare = statistics.median(ours), statistics.median(bare)
        say("rate of sign, 1 GiB / bare SHA-1", ours / bare, f"{ours / 1e9:.2f} GB/s")


def bare_rate():
    """What the processor does of SHA-1 in bytes per second, as openssl measures it."""
    run = subprocess.run(
        ["openssl", "speed", "-seconds", "1", "-bytes", "262144", "-evp", "sha1"],
        check=True, capture_output=True, text=True,
    )
    return float(re.findall(r"([\d.]+)k\s*$", run.stdout)[-1]) * 1000


def delivering(folder):
    if missing("nginx"):
        return
    oha = shutil.which("oha")
    if not oha and missing("wrk"):
        return
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    config = folder / "nginx.conf"
    config.write_text(NGINX.format(folder=folder, port=port))
    nginx = subprocess.Popen(["nginx", "-c", config], stderr=subprocess.DEVNULL)
    try:
        while socket.socket().connect_ex(("127.0.0.1", port)) != 0:
            time.sleep(0.05)
        body = folder / "event.json"
        with open(body, "wb") as file:
            subprocess.run([BINARY, "generate", "deployment.ready", "--compact"],
                           check=True, env=ENVIRONMENT, stdout=file)
        url = f"http://127.0.0.1:{port}/"
        for connections in [1, 16, 64]:
            ours, theirs = [], []
            for _ in range(ROUNDS):
                ours.append(our_rate(url, connections))
                theirs.append(oha_rate(oha, url, body, connections) if oha
                              else wrk_rate(url, body, connections, folder))
            peer = "oha" if oha else "wrk"
            ratio = statistics.median(ours) / statistics.median(theirs)
            say(f"rate of send / {peer}, {connections} connections", ratio,
                f"{statistics.median(ours):.0f} deliveries per second")
    finally:
        nginx.terminate()
        nginx.wait()


def our_rate(url, connections):
    run = subprocess.run(
        [BINARY, "send", "deployment.ready", "--to", url, "--repeat", str(DELIVERIES),
         "--concurrency", str(connections)],
        check=True, env=ENVIRONMENT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
    )
    return float(re.search(r"\((\d+) per second\)", run.stderr).group(1))


def oha_rate(oha, url, body, connections):
    run = subprocess.run(
        [oha, "-n", str(DELIVERIES), "-c", str(connections), "-m", "POST", "--no-tui",
         "-H", "content-type: application/json", "-D", body, url],
        check=True, capture_output=True, text=True,
    )
    return float(re.search(r"Requests/sec:\s+([\d.]+)", run.stdout).group(1))


def wrk_rate(url, body, connections, folder):
    script = folder / "post.lua"
    script.write_text(
        'wrk.method = "POST"\nwrk.headers["content-type"] = "application/json"\n'
        f'wrk.body = io.open("{body}"):read("*a")\n'
    )
    run = subprocess.run(
        ["wrk", "-t", str(min(2, connections)), "-c", str(connections), "-d", "2s",
         "-s", script, url],
        check=True, capture_output=True, text=True,
    )
    return float(re.search(r"Requests/sec:\s+([\d.]+)", run.stdout).group(1))


def main():
    if not BINARY.exists():
        sys.exit("there is no release build: cargo build --release")
    if missing("hyperfine"):
        sys.exit(1)
    print(f"{BINARY.name}: {BINARY.stat().st_size / (1 << 20):.2f} MiB, {os.cpu_count()} cores")
    with tempfile.TemporaryDirectory() as folder:
        for compare in (starting, signing, delivering):
            compare(Path(folder))


if __name__ == "__main__":
    main()
