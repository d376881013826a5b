#!/usr/bin/python3
# Runs a command on a terminal of its own and prints its screen at the end, or with --moments as it was when most lines of progress
# were on it, and when the first of them with a share was half way.
# Usage: terminal.py [--moments] COLUMNS COMMAND [ARGUMENT]...
import fcntl
import os
import pty
import re
import struct
import sys
import termios

CODES = re.compile(r"\x1b\[([0-9;]*)([A-Za-z])|(\r)|(\n)")


class Terminal:
    """As much of one as Garde draws with: returns, line feeds, cursor up, erase to the end of line and of screen."""

    def __init__(self):
        self.lines, self.row, self.column = [""], 0, 0

    def take(self, text):
        place = 0
        for code in CODES.finditer(text):
            self.write(text[place : code.start()])
            place = code.end()
            self.obey(code)
        self.write(text[place:])

    def write(self, text):
        line = self.lines[self.row].ljust(self.column)
        self.lines[self.row] = line[: self.column] + text + line[self.column + len(text) :]
        self.column += len(text)

    def obey(self, code):
        count, letter, back, feed = code.groups()
        if back:
            self.column = 0
        elif feed:
            self.row, self.column = self.row + 1, 0
            if self.row == len(self.lines):
                self.lines.append("")
        elif letter == "A":
            self.row = max(0, self.row - int(count or 1))
        elif letter in "JK":
            self.lines[self.row] = self.lines[self.row][: self.column]
            if letter == "J":
                del self.lines[self.row + 1 :]

    def text(self):
        return "\n".join(line.rstrip() for line in self.lines).strip("\n") + "\n"


def main(words):
    wants_moments = words[0] == "--moments"
    columns, *command = words[wants_moments:]
    process, end = pty.fork()
    if process == 0:
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 40, int(columns), 0, 0))
        os.execvp(command[0], command)
    terminal, busy, most, half, rest = Terminal(), "", 0, "", b""
    while True:
        try:
            read = os.read(end, 65536)
        except OSError:
            break
        if not read:
            break
        # A screen is whole where it was erased to its end; a letter may be cut in two.
        *whole, rest = re.split(rb"(?<=\x1b\[J)|(?<=\n)", rest + read)
        for part in whole:
            terminal.take(part.decode(errors="replace"))
            screen = terminal.text()
            # Of equals the latest has the most to tell.
            if (live := len(re.findall(r"[kMG]B +[0-9.]+ [kMG]B/s", screen))) >= max(most, 1):
                busy, most = screen, live
            if any(int(share) >= 50 for share in re.findall(r"/s +(\d+) ?%  ", screen)):
                half = half or screen
    terminal.take(rest.decode(errors="replace"))
    sys.stdout.write(f"{busy}\n…\n\n{half}" if wants_moments else terminal.text())
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


if len(sys.argv) < 3:
    sys.exit("usage: terminal.py [--moments] COLUMNS COMMAND [ARGUMENT]...")
sys.exit(main(sys.argv[1:]))
