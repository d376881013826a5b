# Delivers, flags, moves and expunges messages of the maildirs below DIR, as fast as it can, until its input ends.
# Usage: storm.py run DIR SEED LOG (prints "ready"; LOG tells at the end what lived throughout) | storm.py check LOG TAR

import hashlib
import json
import os
import random
import select
import sys
import tarfile
import time


def parts(root):
    for at, folders, _ in os.walk(root):
        if "cur" in folders and "new" in folders:
            yield at


def base(name):
    return name.split(":")[0]


def digest(content):
    return hashlib.sha256(content).hexdigest()


class Storm:
    def __init__(self, root, seed):
        self.dice = random.Random(seed)
        self.folders = list(parts(root))
        self.place, self.born, self.done = {}, 0, 0
        for folder in self.folders:
            for part in ("new", "cur"):
                for name in os.listdir(os.path.join(folder, part)):
                    self.place[base(name)] = (folder, part, name)
        self.names = list(self.place)
        self.first = {name: digest(open(os.path.join(*at), "rb").read()) for name, at in self.place.items()}

    def deliver(self):
        self.born += 1
        folder = self.dice.choice(self.folders)
        name = f"{int(time.time())}.M{self.born}P{os.getpid()}.storm"
        draft = os.path.join(folder, "tmp", name)
        with open(draft, "wb") as file:
            file.write(b"Subject: storm\n\n" + self.dice.randbytes(self.dice.randrange(200, 6000)))
        target = os.path.join(folder, "new", name)
        if self.dice.random() < 0.5:
            os.rename(draft, target)
        else:
            os.link(draft, target)
            os.unlink(draft)
        self.place[name] = (folder, "new", name)
        self.names.append(name)

    def step(self):
        chance = self.dice.random()
        if chance < 0.06:
            return self.deliver()
        name = self.dice.choice(self.names)
        if name not in self.place:
            return None
        folder, part, now = self.place[name]
        old = os.path.join(folder, part, now)
        if chance < 0.08:
            os.unlink(old)
            del self.place[name]
            return None
        target = self.dice.choice(self.folders) if chance < 0.4 and part == "cur" else folder
        flagged = name + ":2," + "".join(sorted(self.dice.sample("DFRSTabc", self.dice.randrange(5))))
        if os.path.join(target, "cur", flagged) != old:
            os.rename(old, os.path.join(target, "cur", flagged))
            self.place[name] = (target, "cur", flagged)
        return None

    def rage(self):
        print("ready", flush=True)
        while self.done % 50 or not select.select([0], [], [], 0)[0]:
            self.step()
            self.done += 1

    def log(self, path):
        alive = {name: content for name, content in self.first.items() if name in self.place}
        with open(path, "w") as file:
            json.dump({"alive": alive, "steps": self.done, "born": self.born}, file)


def check(log, archive):
    """Prints each message that lived throughout and is not in the archive exactly once with its content."""
    story = json.load(open(log))
    found = {}
    with tarfile.open(archive) as tar:
        for member in tar:
            way = member.name.split("/")
            if len(way) > 1 and way[-2] in ("new", "cur") and (member.isreg() or member.islnk()):
                content = digest(tar.extractfile(member).read())
                found.setdefault(base(way[-1]), []).append((member.name, content))
    for name, content in story["alive"].items():
        there = found.get(name, [])
        if [c for _, c in there] != [content]:
            print(name, "is in the archive as", [n for n, _ in there] or "nothing")
    print("ALIVE", len(story["alive"]), "STEPS", story["steps"], "BORN", story["born"])


if sys.argv[1] == "run":
    storm = Storm(sys.argv[2], sys.argv[3])
    storm.rage()
    storm.log(sys.argv[4])
else:
    check(sys.argv[2], sys.argv[3])
