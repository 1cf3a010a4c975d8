#!/usr/bin/env python3
"""Draws .github/demo.svg: a real run of vercel-hooks, as a terminal of 80 columns shows it.

    UPDATE_DOCS=1 cargo test --test docs      # draws it if it is out of date

Needs Python 3 on a system with pseudo-terminals, and port 3000. The commands are run as they are
shown, against a receiver with one mistake: it accepts requests without a signature.
"""

import fcntl
import hashlib
import hmac
import os
import pathlib
import pty
import re
import shlex
import struct
import subprocess
import sys
import tempfile
import termios
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from xml.sax.saxutils import escape

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
BINARY = pathlib.Path(os.environ.get("VERCEL_HOOKS", ROOT / "target" / "debug" / "vercel-hooks"))
PICTURE = ROOT / ".github" / "demo.svg"

SECRET = "for-the-picture"
COLUMNS, ROWS = 80, 50

SEND = "vercel-hooks send deployment.ready --to demo"
CHECK = "vercel-hooks check localhost --suite forged --seed 1"

# Where the check's output is cut, and where it goes on: at the first line with each text, or at its
# last line. What is left out becomes a line of its own.
CUTS = [("forged.too-long", "forged.in-query"), ("vercel-hooks check", None)]

FONT = "ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono','Liberation Mono',monospace"
SIZE, WIDTH, HEIGHT = 14, 8.43, 20
MARGIN, BAR = 20, 36
COLORS = {
    "plain": "#e6edf3",
    "green": "#56d364",
    "red": "#ff7b72",
    "yellow": "#e3b341",
    "faint": "#9198a1",
    "prompt": "#79c0ff",
}


class Receiver(BaseHTTPRequestHandler):
    """Verifies a signature only if there is one: the mistake that the check finds."""

    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("content-length") or 0))
        signatures = self.headers.get_all("x-vercel-signature") or []
        expected = hmac.new(SECRET.encode(), body, hashlib.sha1).hexdigest()
        is_accepted = not signatures or signatures == [expected]
        self.send_response(200 if is_accepted else 403)
        self.send_header("content-length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


def run(command, folder):
    """The output of a command on a terminal."""
    control, terminal = pty.openpty()
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
    environment = {"PATH": f"{BINARY.parent}:/usr/bin:/bin", "TERM": "xterm-256color"}
    process = subprocess.Popen(
        shlex.split(command),
        cwd=folder,
        env=environment,
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        start_new_session=True,
    )
    os.close(terminal)
    written = b""
    try:
        while part := os.read(control, 65536):
            written += part
    except OSError:  # On Linux, the other side was closed.
        pass
    os.close(control)
    process.wait()
    return written.decode()


class Screen:
    """The lines of a terminal: each a list of characters with their style."""

    def __init__(self):
        self.lines, self.row, self.column = [[]], 0, 0
        self.reset()

    def reset(self):
        self.is_bold, self.color = False, "plain"

    def write(self, text):
        for token in re.findall(r"\x1b\[[0-9;?]*[A-Za-z]|[^\x1b]", text):
            if token == "\n":
                self.go_to(self.row + 1)
            elif token == "\r":
                self.column = 0
            elif token.startswith("\x1b"):
                self.control(token[2:-1], token[-1])
            else:
                self.put(token)

    def go_to(self, row):
        self.row = row
        while len(self.lines) <= row:
            self.lines.append([])

    def put(self, character):
        if self.column == COLUMNS:
            self.go_to(self.row + 1)
            self.column = 0
        line = self.lines[self.row]
        line.extend([(" ", False, "plain")] * (self.column + 1 - len(line)))
        line[self.column] = (character, self.is_bold, self.color)
        self.column += 1

    def control(self, numbers, letter):
        if letter == "m":
            for number in map(int, (numbers or "0").split(";")):
                self.style(number)
        elif letter == "K":
            line = self.lines[self.row]
            del line[0 if numbers == "2" else self.column :]
        elif letter == "A":
            self.row = max(0, self.row - int(numbers or 1))
        elif letter not in "hl":
            sys.exit(f"the screen does not know ESC [ {numbers} {letter}")

    def style(self, number):
        colors = {2: "faint", 31: "red", 32: "green", 33: "yellow", 39: "plain", 90: "faint"}
        if number == 0:
            self.reset()
        elif number == 1:
            self.is_bold = True
        elif number in colors:
            self.color = colors[number]
        else:
            sys.exit(f"the screen does not know ESC [ {number} m")


def text_of(line):
    return "".join(character for character, _, _ in line)


def typed(command):
    prompt = [("$", True, "prompt"), (" ", False, "plain")]
    return prompt + [(character, True, "plain") for character in command]


def shown(command, folder):
    screen = Screen()
    screen.write(run(command, folder))
    lines = screen.lines
    while lines and not text_of(lines[-1]).strip():
        lines.pop()
    return lines


def excerpt(lines):
    texts = [text_of(line) for line in lines]
    kept, at = [], 0
    for first, end in CUTS:
        start = next(i for i in range(at, len(lines)) if first in texts[i])
        kept += [*lines[at:start], [("…", False, "faint")]]
        at = next(i for i in range(start, len(lines)) if end in texts[i]) if end else len(lines) - 1
    return kept + lines[at:]


def runs(line):
    """Neighbors of one style: column, text, boldness, color. Wide gaps separate too."""
    found = []
    for column, (character, is_bold, color) in enumerate(line):
        style = (is_bold, color)
        if found and found[-1][2:] == style and found[-1][0] + len(found[-1][1]) == column:
            found[-1] = (found[-1][0], found[-1][1] + character, *style)
        else:
            found.append((column, character, *style))
    for column, text, is_bold, color in found:
        for part in re.finditer(r"\S+(?: \S+)*", text):
            yield column + part.start(), part[0], is_bold, color


def drawing(lines):
    width = COLUMNS * WIDTH + 2 * MARGIN
    height = BAR + len(lines) * HEIGHT + MARGIN
    transcript = "\n".join(text_of(line).rstrip() for line in lines)
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height}"'
        f' viewBox="0 0 {width:.0f} {height}" role="img" aria-labelledby="title transcript">',
        '<title id="title">vercel-hooks in a terminal: an event is sent to a receiver that takes'
        " it, and a check finds a receiver that takes events without a signature</title>",
        f'<desc id="transcript">\n{escape(transcript)}\n</desc>',
        f'<rect x="0.5" y="0.5" width="{width - 1:.0f}" height="{height - 1}" rx="9"'
        ' fill="#151b23" stroke="#4b535d"/>',
    ]
    for index, color in enumerate(["#ff5f57", "#febc2e", "#28c840"]):
        out.append(f'<circle cx="{MARGIN + 2 + index * 20}" cy="18" r="6" fill="{color}"/>')
    out.append(f'<g font-family="{FONT}" font-size="{SIZE}">')
    for number, line in enumerate(lines):
        y = BAR + number * HEIGHT + 15
        for column, text, is_bold, color in runs(line):
            # The length keeps columns in line whichever font there is.
            length = f' textLength="{len(text) * WIDTH:.1f}"' if len(text) > 1 else ""
            bold = ' font-weight="bold"' if is_bold else ""
            out.append(
                f'<text x="{MARGIN + column * WIDTH:.1f}" y="{y}"{length}{bold}'
                f' fill="{COLORS[color]}">{escape(text)}</text>'
            )
    return "\n".join([*out, "</g>", "</svg>", ""])


def main():
    if not BINARY.exists():
        sys.exit(f"{BINARY} not found: run cargo build")
    try:
        server = ThreadingHTTPServer(("127.0.0.1", 3000), Receiver)
    except OSError as error:
        sys.exit(f"cannot listen on port 3000, which the picture shows: {error}")
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with tempfile.TemporaryDirectory() as folder:
        secret_file = pathlib.Path(folder, ".env.local")
        secret_file.write_text(f"VERCEL_WEBHOOK_SECRET={SECRET}\n")
        lines = [typed(SEND), *shown(SEND, folder), []]
        lines += [typed(CHECK), *excerpt(shown(CHECK, folder))]
    server.shutdown()
    PICTURE.write_text(drawing(lines))


main()
