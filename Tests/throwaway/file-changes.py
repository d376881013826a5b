#!/usr/bin/python3
# Changes trees of any files as applications and administrators do, COUNT times, always the same way for a SEED.
# Usage: file-changes.py SEED COUNT DIR...
import os
import random
import shutil
import sys

seed, count, roots = sys.argv[1], int(sys.argv[2]), [os.fsencode(name) for name in sys.argv[3:]]
dice = random.Random(seed)
NAMES = [b"photo %d.jpg", b"a\nb%d", "été%d".encode(), b"h\xf4te%d", b"-rf%d", b"*%d", b"cur%d", b"x=%d"]
number = int(dice.random() * 10**6)


def folders():
    return [at for root in roots for at, _, _ in os.walk(root)]


def files():
    return [os.path.join(at, n) for root in roots for at, _, names in os.walk(root) for n in names]


def plain():
    return [p for p in files() if os.path.isfile(p) and not os.path.islink(p)]


def unused(at):
    global number
    while True:
        number += 1
        path = os.path.join(at, dice.choice(NAMES) % number)
        if not os.path.lexists(path):
            return path


def write(path, mode=0o644):
    with open(path, "wb") as file:
        file.write(dice.randbytes(dice.choice([0, 10, 5000, 200000])))
    os.chmod(path, mode)


def create():
    write(unused(dice.choice(folders())), dice.choice([0o600, 0o644, 0o755]))


def edit():
    """In place; now and then with its size and time put back, as some tools do."""
    path = dice.choice(plain())
    state = os.stat(path)
    if state.st_size and dice.random() < 0.3:
        with open(path, "r+b") as file:
            file.write(dice.randbytes(min(10, state.st_size)))
        os.utime(path, ns=(state.st_atime_ns, state.st_mtime_ns))
    else:
        with open(path, "ab") as file:
            file.write(b"more")


def replace():
    """As an editor writes: another file takes the name, now and then with the old time."""
    path = dice.choice(plain())
    state = os.stat(path)
    draft = unused(os.path.dirname(path))
    write(draft)
    if dice.random() < 0.5:
        os.utime(draft, ns=(state.st_mtime_ns, state.st_mtime_ns))
    os.rename(draft, path)


def rename():
    os.rename(dice.choice(plain()), unused(dice.choice(folders())))


def swap():
    one, other = dice.choice(plain()), dice.choice(plain())
    between = unused(os.path.dirname(one))
    if one != other:
        os.rename(one, between), os.rename(other, one), os.rename(between, other)


def move_folder():
    inner = [at for at in folders() if at not in roots]
    if not inner:
        return make()
    at = dice.choice(inner)
    to = dice.choice([f for f in folders() if not (f + b"/").startswith(at + b"/")])
    if os.stat(to).st_dev == os.stat(at).st_dev:
        os.rename(at, unused(to))


def make():
    at = unused(dice.choice(folders()))
    os.mkdir(at)
    write(os.path.join(at, b"inside"))


def link():
    os.link(dice.choice(plain()), unused(dice.choice(folders())))


def symlink():
    os.symlink(dice.choice([b"nowhere", b"../x", b"/etc/hostname"]), unused(dice.choice(folders())))


def hole():
    with open(unused(dice.choice(folders())), "wb") as file:
        file.seek(1 << 20)
        file.write(b"end")


def rights():
    os.chmod(dice.choice(plain()), dice.choice([0o600, 0o640, 0o444]))
    os.chmod(dice.choice(folders()), dice.choice([0o700, 0o755, 0o750]))


def attribute():
    os.setxattr(dice.choice(plain()), b"user.garde.n", dice.randbytes(4))


def remove():
    os.unlink(dice.choice(files()))


def remove_folder():
    inner = [at for at in folders() if at not in roots]
    if inner:
        shutil.rmtree(dice.choice(inner))


STEPS = [create] * 6 + [edit, replace, rename] * 3 + [remove] * 3 + [swap, move_folder, make, link, symlink, hole, rights, attribute, remove_folder]
for root in roots:
    os.makedirs(root, exist_ok=True)
for step in range(count):
    (dice.choice(STEPS) if len(plain()) > 4 else create)()
