#!/usr/bin/python3
# A day in a tree of mailboxes: 1 % delivered, 5 % flagged, 0.5 % expunged; prints the bytes that were delivered and the renames.
# Usage: mail-day.py DIR COPY (the delivered messages go to the folder COPY too)
import os
import random
import shutil
import sys

root, copy = os.fsencode(sys.argv[1]), os.fsencode(sys.argv[2])
dice = random.Random("a day")
folders = [at for at, below, _ in os.walk(root) if b"cur" in below]
messages = [os.path.join(at, b"cur", name) for at in sorted(folders) for name in sorted(os.listdir(os.path.join(at, b"cur")))]
dice.shuffle(messages)
count = len(messages)
os.makedirs(copy)
total = 0
for number, model in enumerate(messages[: count // 100]):
    with open(model, "rb") as file:
        # Another message of the same kind: every line of base64 is turned around.
        content = b"\n".join(line[::-1] if len(line) > 60 else line for line in file.read().split(b"\n"))
    name = b"19%08d.M%dP1.host,S=%d" % (number, number, len(content))
    path = os.path.join(dice.choice(folders), b"new", name)
    with open(path, "wb") as file:
        file.write(content)
    os.chown(path, 5000, 5000) if os.getuid() == 0 else None
    shutil.copy2(path, os.path.join(copy, name))
    total += len(content)
flagged = 0
for path in messages[count // 100 : count // 100 * 6]:
    os.rename(path, path.split(b":2,")[0] + b":2,DFRS")
    flagged += 1
for path in messages[count // 100 * 6 : count // 100 * 6 + count // 200]:
    os.unlink(path)
print(f"DELIVERED={total}\nRENAMED={flagged}\nEXPUNGED={count // 200}")
