#!/usr/bin/python3
# An IMAP client of Dovecot's over the maildir DIR: "look" prints what a client knows of each mailbox, "act" flags, moves, copies, expunges.
# Usage: imap-client.py DIR look|act
import imaplib
import os
import re
import shutil
import sys
import tempfile

home, word = sys.argv[1], sys.argv[2]
work = tempfile.mkdtemp()
os.chmod(work, 0o755)
with open(f"{work}/conf", "w") as file:
    file.write(
        f"base_dir = {work}\nstate_dir = {work}\nlog_path = {work}/log\nstats_writer_socket_path =\nmail_uid = 5000\nmail_gid = 5000\n"
        f"first_valid_uid = 1\nmail_location = maildir:{home}\n"
    )
os.environ.update(HOME=work, USER="user")
client = imaplib.IMAP4_stream(f"/usr/lib/dovecot/imap -c {work}/conf 2>/dev/null")


def done(answer):
    if answer[0] != "OK":
        sys.exit(f"{answer}")
    return answer[1]


try:
    boxes = sorted(re.search(rb'"\." "?(.*?)"?$', line)[1].decode() for line in done(client.list()) if b"Noselect" not in line)
    if word == "act":
        done(client.select("INBOX"))
        done(client.uid("store", "1:5", "+FLAGS", r"(\Flagged $Forwarded)"))
        done(client.uid("copy", "2", "Sent"))
        done(client.uid("move", "3", "Sent"))
        done(client.uid("store", "4", "+FLAGS", r"(\Deleted)"))
        done(client.expunge())
        done(client.append("Sent", r"(\Seen)", None, b"Subject: new\r\n\r\nnew\r\n"))
        done(client.create("Later"))
        done(client.uid("copy", "5", "Later"))
        # Only what a client may write to gets UIDs that last.
        for box in boxes:
            done(client.select(f'"{box}"'))
    else:
        for box in boxes:
            done(client.select(f'"{box}"', readonly=True))
            print(box, client.response("UIDVALIDITY"))
            for line in done(client.uid("fetch", "1:*", "(UID FLAGS INTERNALDATE RFC822.SIZE)")):
                print(box, line)
finally:
    client.logout()
    shutil.rmtree(work)
