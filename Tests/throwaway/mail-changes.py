#!/usr/bin/python3
# Changes a tree of mailboxes as mail servers, clients and administrators do, COUNT times, always the same way for a SEED.
# Usage: mail-changes.py DIR SEED COUNT
import os
import random
import shutil
import sys
import time

root, seed, count = os.fsencode(sys.argv[1]), sys.argv[2], int(sys.argv[3])
dice = random.Random(seed)
owner = 5000 if os.getuid() == 0 else os.getuid()
number = int(time.time() * 1000) % 10**9


def maildirs():
    return sorted(at for at, folders, _ in os.walk(root) if b"cur" in folders and b"new" in folders)


def messages(part=(b"cur", b"new")):
    return [os.path.join(at, p, name) for at in maildirs() for p in part for name in sorted(os.listdir(os.path.join(at, p)))]


def identity(path):
    state = os.stat(path)
    return state.st_ino, state.st_mtime_ns, state.st_size


def old():
    """Messages that were there before: a new one may have the number of one that went."""
    found = [path for path in messages() if identity(path) in first and os.path.basename(path).split(b":2,")[0] not in squeezed]
    return found if len(found) > 1 else messages()


def unique():
    global number
    number += 1
    return b"%d.M%dP%d.%s" % (1700000000 + number % 10**6, number, dice.randrange(10**5), dice.choice([b"host", b"h\xf4te", "hôte".encode()]))


def write(path, content, mode=0o600):
    with open(path, "wb") as file:
        file.write(content)
    os.chmod(path, mode)
    os.chown(path, owner, owner)


def deliver():
    at = dice.choice(maildirs())
    name = unique()
    draft = os.path.join(at, b"tmp", name)
    write(draft, b"Subject: x\n\n" + dice.randbytes(dice.choice([0, 50, 3000, 40000])), dice.choice([0o600, 0o640]))
    if dice.random() < 0.5:
        moment = dice.randrange(10**18, 17 * 10**17)
        os.utime(draft, ns=(moment, moment))
    os.rename(draft, os.path.join(at, b"new", name))


def flag():
    path = dice.choice(messages())
    folder, name = os.path.split(path)
    base = name.split(b":2,")[0]
    new = os.path.join(os.path.dirname(folder), b"cur", base + b":2," + bytes(sorted(dice.sample(b"DFRSTab", dice.randrange(5)))))
    if not os.path.exists(new):
        os.rename(path, new)


def move():
    path = dice.choice(messages())
    os.rename(path, os.path.join(dice.choice(maildirs()), b"cur", unique() + b":2,S"))


def copy():
    path = dice.choice(messages())
    os.link(path, os.path.join(dice.choice(maildirs()), b"cur", unique() + b":2,"))


def expunge():
    os.unlink(dice.choice(messages()))


def squeeze():
    """As Dovecot's documentation compresses old mail: another file under the same name, with the same time."""
    path = dice.choice(messages())
    state = os.stat(path)
    folder, name = os.path.split(path)
    # A second time it could get the number that it had before, as no such job does.
    if name.split(b":2,")[0] in squeezed:
        return
    squeezed.add(name.split(b":2,")[0])
    draft = os.path.join(os.path.dirname(folder), b"tmp", unique())
    write(draft, dice.randbytes(dice.choice([state.st_size, 17])))
    os.utime(draft, ns=(state.st_mtime_ns, state.st_mtime_ns))
    os.rename(draft, path)


def swap():
    one, other = dice.sample(old(), 2)
    # What is under a taken name must not be replaced again: that could get the number of before.
    squeezed.update(os.path.basename(path).split(b":2,")[0] for path in (one, other))
    between = one + b".between"
    os.rename(one, between)
    os.rename(other, one)
    os.rename(between, other)


def take_name():
    """A message gets the name that another one had."""
    one, other = dice.sample(old(), 2)
    # What is under a taken name must not be replaced again: that could get the number of before.
    squeezed.update(os.path.basename(path).split(b":2,")[0] for path in (one, other))
    os.rename(one, other)


def make_folder():
    at = os.path.join(dice.choice(maildirs()), b"." + dice.choice([b"Box", b"B\xe9", b"new line\n", b"b\\101ck", b"a b"]) + b"%d" % dice.randrange(99))
    if not os.path.exists(at):
        for part in (b"", b"cur", b"new", b"tmp"):
            os.mkdir(os.path.join(at, part), 0o700)
            os.chown(os.path.join(at, part), owner, owner)
        write(os.path.join(at, b"maildirfolder"), b"")


def own_folders():
    return [at for at in maildirs() if os.path.basename(at).startswith(b".")]


def rename_folder():
    if own_folders():
        at = dice.choice(own_folders())
        new = at + b"-%d" % dice.randrange(99)
        if not os.path.exists(new):
            os.rename(at, new)


def remove_folder():
    if len(own_folders()) > 3:
        shutil.rmtree(dice.choice(own_folders()))


def replace_folder():
    """Gone and made anew under the same name."""
    if own_folders():
        at = dice.choice(own_folders())
        shutil.rmtree(at)
        for part in (b"", b"cur", b"new", b"tmp"):
            os.mkdir(os.path.join(at, part), 0o750)


def metadata():
    at = dice.choice(maildirs())
    kind = dice.randrange(6)
    if kind == 0:
        with open(os.path.join(at, b"dovecot-uidlist"), "ab") as file:
            file.write(b"%d :x\n" % dice.randrange(10**6))
    elif kind == 1:
        write(os.path.join(at, b"subscriptions.new"), dice.randbytes(20))
        os.rename(os.path.join(at, b"subscriptions.new"), os.path.join(at, b"subscriptions"))
    elif kind == 2:
        path = os.path.join(at, b"link")
        if os.path.islink(path):
            os.unlink(path)
        os.symlink(dice.choice([b"nowhere", b"cur", dice.randbytes(3).hex().encode()]), path)
    elif kind == 3:
        path = os.path.join(at, b"note")
        if os.path.exists(path):
            os.chmod(path, dice.choice([0o600, 0o644]))
            os.utime(path, ns=(10**18, 10**18))
        else:
            write(path, b"note")
    elif kind == 4:
        path = os.path.join(at, b"note")
        if os.path.exists(path):
            os.unlink(path)
    else:
        for name in (b"one", b"two"):
            if os.path.exists(os.path.join(at, name)):
                os.unlink(os.path.join(at, name))
        write(os.path.join(at, b"one"), dice.randbytes(9))
        os.link(os.path.join(at, b"one"), os.path.join(at, b"two"))


def folder_attributes():
    at = os.path.join(dice.choice(maildirs()), dice.choice([b"", b"cur", b"new", b"tmp"]))
    dice.choice([
        lambda: os.chmod(at, dice.choice([0o700, 0o750, 0o2770])),
        lambda: os.chown(at, owner, dice.choice([owner, owner + 1])) if os.getuid() == 0 else None,
        lambda: os.utime(at, ns=(123456789, 123456789)),
    ])()


def renamed_with_mode():
    """Under a name that is new: the mode of one that keeps its name is not looked at before the next base."""
    path = dice.choice(messages((b"cur",)))
    if os.stat(path).st_nlink == 1:
        os.chmod(path, dice.choice([0o600, 0o640]))
        os.rename(path, os.path.join(os.path.dirname(path), unique() + b":2,S"))


squeezed = set()
first = {identity(path) for path in messages()}
usual = [deliver, flag, flag, flag, move, copy, expunge, squeeze, metadata]
rare = [swap, take_name, make_folder, rename_folder, remove_folder, replace_folder, folder_attributes, renamed_with_mode]
for _ in range(count):
    if len(messages((b"cur",))) < 20:
        deliver(), flag()
        continue
    dice.choice(usual if dice.random() < 0.8 else rare)()
