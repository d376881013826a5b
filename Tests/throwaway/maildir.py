# Makes mailboxes in maildir format that look and compress like real ones; the same for the same arguments.
# Usage: maildir.py DIR COUNT [BYTES [SEED]]; prints MESSAGES, BYTES (of messages) and USERS.

import binascii
import errno
import math
import multiprocessing
import os
import random
import struct
import sys

ROOT = os.fsencode(os.path.abspath(sys.argv[1]))
COUNT = int(sys.argv[2])
BYTES = int(sys.argv[3]) if len(sys.argv) > 3 else COUNT * 6144
SEED = sys.argv[4] if len(sys.argv) > 4 else "1"

OWNER = 5000 if os.geteuid() == 0 else -1
USERS = [b"user", b"dr.lefevre", b"secretariat+urgences", b"accueil"][: 4 if COUNT >= 100 else 1]
# Folder, its share of a user's messages. The last is called "été", in the modified UTF-7 of IMAP.
FOLDERS = [(b"", 0.60), (b".Sent", 0.15), (b".Archives.2024", 0.18), (b".&AOk-t&AOk-", 0.07)]
FIRST, LAST = 1483228800, 1735689600  # 2017 to 2024
HOST = b"mail.domain.example"
FLAGS = [b"S", b"S", b"S", b"S", b"RS", b"RS", b"", b"FS", b"Sa", b"PS", b"FRSab", b"ST"]
SMALLEST = 900

FIRST_NAMES = "Anne Jean Zoé François Marie Loïc Nadia Pierre Inès Hugo Aïcha Paul Léa Karim".split()
LAST_NAMES = "Lefèvre Martin Dubois Nguyen Moreau Müller Garcia Bernard O'Connor Benali Petit Roux".split()
SUBJECTS = [
    "Compte rendu de consultation", "Résultats de biologie", "=?UTF-8?Q?Lettre_de_liaison_=C3=A0_la_sortie?=",
    "Re: Rendez-vous", "Ordonnance", "=?utf-8?B?SW1hZ2VyaWUgOiDDqWNob2dyYXBoaWU=?=", "Fwd: Avis", "RCP du jeudi",
]
STEMS = (
    "patient consultation traitement examen bilan douleur antécédent hospitalisation sortie courrier dossier tension "
    "glycémie radiographie scanner prescription posologie surveillance évolution favorable stable récidive intervention "
    "chirurgie anesthésie allergie pénicilline paracétamol vaccin rappel kinésithérapie cardiologie pneumologie urgence "
    "transfert service médecin infirmière famille domicile contrôle semaine mois rendez-vous clinique biologique normal"
).split()
LITTLE = "le la les un une de du des et à en avec pour sans dans par sur ce cette qui que est a été sera nous vous je".split()


def sentences(dice, number):
    """Sentences of French with common and rare words as a language has them."""
    rare = [dice.choice(STEMS)[:4] + "".join(dice.choices("aeiourstlnmcdp", k=dice.randrange(2, 7))) for _ in range(1000)]
    words = LITTLE * 40 + STEMS * 8 + rare
    made = []
    for _ in range(number):
        line, lines = "", []
        for word in dice.choices(words, k=dice.randrange(6, 28)):
            if len(line) + len(word) > 74:
                lines.append(line)
                line = ""
            line += (" " if line else "") + word
        lines.append(line + dice.choice([".", ".", ",", f" {dice.randrange(1000)} mg.", f" {dice.randrange(32)}/{dice.randrange(1, 13)}."]))
        made.append(("\n".join(lines).capitalize() + "\n").encode())
    return made


POOL = sentences(random.Random(SEED), 30000)
MEAN_SENTENCE = sum(map(len, POOL)) / len(POOL)


def prose(dice, size):
    """SIZE bytes of text that end with a line."""
    if size <= 0:
        return b""
    text = b"".join(dice.choices(POOL, k=int(size / MEAN_SENTENCE * 1.2) + 4))
    while len(text) < size:
        text += dice.choice(POOL)
    return text[: size - 1].decode(errors="ignore").encode() + b"\n"


def encoded(dice, size):
    """SIZE bytes of base64 in lines of 76; six attachments in seven are compressed formats, the others tables."""
    raw = max(3, size * 76 // 77 * 3 // 4)
    if dice.randrange(7):
        content = dice.randbytes(raw)
    else:
        content = b"".join(b"%06d;%d.%02d;%s\r\n" % (i, i * 37 % 211, i * 7 % 100, dice.choice((b"mmol/L", b"g/L"))) for i in range(raw // 20 + 1))[:raw]
    text = binascii.b2a_base64(content, newline=False)
    return b"\n".join([text[i : i + 76] for i in range(0, len(text), 76)]) + b"\n"


def message(dice, number, user, moment, size):
    """A whole message of about SIZE bytes, received at MOMENT."""
    name, family = dice.choice(FIRST_NAMES), dice.choice(LAST_NAMES)
    token = dice.randbytes(12).hex()
    subject = dice.choice(SUBJECTS)
    month = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()[moment // 2629800 % 12]
    date = f"{moment // 86400 % 28 + 1} {month} {2017 + (moment - FIRST) // 31557600} {moment // 3600 % 24:02}:{moment // 60 % 60:02}:{moment % 60:02} +0100"
    signature = binascii.b2a_base64(dice.randbytes(96), newline=False).decode()
    boundary = f"=_{token}"
    attached = size >= 2000 and dice.randrange(20) > 0
    kind = f'multipart/mixed; boundary="{boundary}"' if attached else "text/plain; charset=utf-8"
    head = (
        f"Return-Path: <{name[0].lower()}.{number % 97}@other.example>\n"
        f"Delivered-To: {user.decode()}@domain.example\n"
        f"Received: from mx{number % 3}.other.example (mx{number % 3}.other.example [192.0.2.{number % 250}])\n"
        f"\tby {HOST.decode()} (Postfix) with ESMTPS id {token[:10].upper()}\n\tfor <{user.decode()}@domain.example>; {date}\n"
        f"DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/simple; d=other.example; s=mail;\n\tb={signature[:66]}\n\t {signature[66:]}\n"
        f"From: {name} {family} <{name[0].lower()}.{number % 97}@other.example>\n"
        f"To: <{user.decode()}@domain.example>\n"
        f"Subject: {subject} {number}\nDate: {date}\nMessage-ID: <{token}.{number}@other.example>\n"
        f"MIME-Version: 1.0\nContent-Type: {kind}\nContent-Transfer-Encoding: 8bit\n\n"
    ).encode()
    if not attached:
        return head + prose(dice, size - len(head))
    start = f"--{boundary}\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n".encode()
    middle = (
        f"--{boundary}\nContent-Type: application/pdf; name=\"document-{number}.pdf\"\nContent-Transfer-Encoding: base64\n"
        f"Content-Disposition: attachment; filename=\"document-{number}.pdf\"\n\n"
    ).encode()
    end = f"--{boundary}--\n".encode()
    body = encoded(dice, int(size * 0.64))
    return head + start + prose(dice, size - len(head) - len(start) - len(middle) - len(body) - len(end)) + middle + body + end


def sizes(dice):
    """COUNT sizes, many small and some big, BYTES in all."""
    weights = [math.exp(dice.gauss(0, 1)) for _ in range(COUNT)]
    scale, spare = BYTES / max(1e-9, sum(weights)), 0
    for _ in range(20):
        made = [max(SMALLEST, int(w * scale)) for w in weights]
        spare = BYTES - sum(made)
        scale *= 1 + spare / max(1, BYTES)
    return made


def layout():
    """Every message's place: [number, user, folder, cur or new, moment, size], and which are hard links to which."""
    dice = random.Random(SEED + " layout")
    big = sizes(dice)
    spread = [i for i, (_, share) in enumerate(FOLDERS) for _ in range(round(share * 100))]
    plan = []
    for number in range(COUNT):
        folder = FOLDERS[dice.choice(spread)][0] if COUNT >= 20 else FOLDERS[number % 4][0]
        where = b"new" if not folder and dice.randrange(12) == 0 else b"cur"
        moment = FIRST + (LAST - FIRST) * number // max(1, COUNT) + dice.randrange(600)
        plan.append([number, USERS[min(len(USERS) - 1, int(dice.expovariate(1.3)))], folder, where, moment, big[number]])
    links = {}
    if COUNT >= 20:
        # Copied by Dovecot from the inbox into the archive: another name of the same file.
        for number in range(19, COUNT, 100):
            links[number] = number - 1
            plan[number - 1][2], plan[number - 1][3] = b"", b"cur"
            plan[number][1], plan[number][2], plan[number][3] = plan[number - 1][1], b".Archives.2024", b"cur"
    return plan, links


def own(path):
    if OWNER >= 0:
        os.chown(path, OWNER, OWNER, follow_symlinks=False)


def place(user, folder, *more):
    return os.path.join(ROOT, b"domain.example", user, *([folder] if folder else []), *more)


def base_name(number, moment, nanoseconds, size, lines):
    return b"%d.M%06dP%d.%s,S=%d,W=%d" % (moment, nanoseconds // 1000, 1000 + number, HOST, size, size + lines)


def write(job):
    """Writes one message; returns its number, base name and size on disk as Dovecot counts it."""
    number, user, folder, where, moment, size = job
    dice = random.Random(f"{SEED} {number}")
    nanoseconds = dice.randrange(10**9)
    flags = dice.choice(FLAGS)
    content = message(dice, number, user, moment, size)
    lines = content.count(b"\n")
    name = base_name(number, moment, nanoseconds, len(content), lines)
    path = place(user, folder, where, name + (b":2," + flags if where == b"cur" else b""))
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with memoryview(content) as rest:
            done = 0
            while done < len(rest):
                done += os.write(handle, rest[done:])
        if OWNER >= 0:
            os.fchown(handle, OWNER, OWNER)
        os.fchmod(handle, 0o640 if number % 50 == 0 else 0o600)
        os.utime(handle, ns=(moment * 10**9 + nanoseconds,) * 2)
    finally:
        os.close(handle)
    return number, name, path, len(content)


def put(path, content, moment=LAST):
    with open(path, "wb") as file:
        file.write(content)
    os.chmod(path, 0o600)
    own(path)
    os.utime(path, ns=(moment * 10**9 + 123456789,) * 2)


def own_files(user, folder, names):
    """What Dovecot keeps beside the messages of a folder; NAMES are its base names, oldest first."""
    dice = random.Random(f"{SEED} {user!r} {folder!r}")
    validity = FIRST + 17 + len(folder)
    lines = [b"3 V%d N%d G%s" % (validity, len(names) + 1, dice.randbytes(16).hex().encode())]
    lines += [b"%d :%s" % (uid, name) for uid, name in enumerate(names, 1)]
    put(place(user, folder, b"dovecot-uidlist"), b"\n".join(lines) + b"\n")
    put(place(user, folder, b"dovecot-keywords"), b"0 $Forwarded\n1 Important\n")
    # Headers as Dovecot 2.3 writes them, then what a reader may throw away.
    log = struct.pack("<BBHIIIIIQB3xI", 1, 3, 40, validity, 1, 0, 0, LAST, 1, 1, 0)
    put(place(user, folder, b"dovecot.index.log"), log)
    cache = struct.pack("<BBBBIIIIIII", 1, 8, 1, 0, validity, LAST, 0, len(names), 0, 0, 0)
    put(place(user, folder, b"dovecot.index.cache"), cache + dice.randbytes(64 * len(names)))
    if folder:
        put(place(user, folder, b"maildirfolder"), b"")


def attribute(path, name, value):
    try:
        os.setxattr(path, name, value)
    except OSError as error:
        if error.errno not in (errno.EOPNOTSUPP, errno.EPERM, errno.EINVAL):
            raise


def access_list(owner, user, group, mask):
    """A POSIX access list as the kernel takes it: the user 65534 may read besides."""
    rows = [(1, owner, -1), (2, user, 65534), (4, group, -1), (16, mask, -1), (32, 0, -1)]
    return struct.pack("<I", 2) + b"".join(struct.pack("<HHi", *row) for row in rows)


def main():
    os.umask(0o077)
    plan, links = layout()
    for user in USERS:
        for folder, _ in FOLDERS:
            for part in (b"cur", b"new", b"tmp"):
                os.makedirs(place(user, folder, part), exist_ok=True)
    jobs = [job for job in plan if job[0] not in links]
    if COUNT > 500:
        with multiprocessing.get_context("fork").Pool(min(8, os.cpu_count() or 1)) as pool:
            written = pool.map(write, jobs, chunksize=min(200, COUNT // 16))
    else:
        written = [write(job) for job in jobs]
    names = {number: name for number, name, _, _ in written}
    paths = {number: path for number, _, path, _ in written}
    total = sum(size for _, _, _, size in written)
    for number, original in links.items():
        _, user, folder, where, moment, _ = plan[number]
        state = os.stat(paths[original])
        size_part = names[original].split(b",", 1)[1]
        names[number] = b"%d.M%06dP%d.%s,%s" % (moment, number % 10**6, 1000 + number, HOST, size_part)
        os.link(paths[original], place(user, folder, where, names[number] + b":2,S"))
        total += state.st_size
    for user in USERS:
        for folder, _ in FOLDERS:
            here = [names[job[0]] for job in plan if job[1] == user and job[2] == folder and job[3] == b"cur"]
            own_files(user, folder, here)
        put(place(user, b"", b"subscriptions"), b"V\t2\n\nSent\nArchives\t2024\n&AOk-t&AOk-\n")
        # A delivery that was broken off long ago.
        put(place(user, b"", b"tmp", b"1700000000.M1P1." + HOST), b"Return-Path: <>\n", FIRST)
    if written:
        first = paths[written[0][0]]
        attribute(first, "user.garde.note", "été".encode() + b"\x00\xff\n")
        attribute(first, "system.posix_acl_access", access_list(6, 4, 0, 4))
    attribute(place(USERS[0], b".Sent", b"new"), "system.posix_acl_default", access_list(7, 5, 0, 5))
    attribute(place(USERS[0], b".Sent"), "user.garde.folder", b"sent")
    for at, _, _ in os.walk(ROOT, topdown=False):
        own(at)
        os.utime(at, ns=(LAST * 10**9 + 987654321,) * 2)
    print(f"MESSAGES={len(names)}\nBYTES={total}\nUSERS={len(USERS)}")


main()
