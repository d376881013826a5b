"""Takes web hooks, pings and letters; see receiver."""
import asyncio, http.server, os, re, ssl, subprocess, sys, threading, time

from aiosmtpd.smtp import SMTP, AuthResult

folder = sys.argv[1]
lock = threading.Lock()
count = {"call": 0, "letter": 0}


def keep(kind, name, content, line=None):
    with lock:
        count[kind] += 1
        number = count[kind]
        with open(f"{folder}/{name}.{number}.new", "wb") as file:
            file.write(content)
        os.rename(f"{folder}/{name}.{number}.new", f"{folder}/{name}.{number}")
        if line:
            with open(f"{folder}/calls", "a") as calls:
                calls.write(f"{number} {line}\n")


class Web(http.server.BaseHTTPRequestHandler):
    def take(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        keep("call", "body", body, f"{self.command} {self.path}")
        if "hang" in self.path:
            time.sleep(3600)
        if "slow" in self.path:
            time.sleep(8)
        if "shut" in self.path:
            self.close_connection = True
            return
        status = re.search(r"/([345]\d\d)(/|$)", self.path)
        place = {"moved": (308, f"/kuma{self.path}"), "walled": (302, "/login")}.get(self.path.split("/")[1])
        self.send_response(place[0] if place else int(status[1]) if status else 200)
        if place:
            self.send_header("Location", place[1])
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    do_GET = do_POST = do_PUT = take

    def log_message(self, *_):
        pass


class Letters:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("gone@"):
            return "550 5.1.1 no such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        head = f"{envelope.mail_from}\n{','.join(envelope.rcpt_tos)}\n".encode()
        keep("letter", "letter", head + envelope.original_content)
        return "250 taken"


def login(server, session, envelope, mechanism, given):
    with lock, open(f"{folder}/logins", "a") as logins:
        logins.write(f"{given.login.decode()}:{given.password.decode()}\n")
    return AuthResult(success=True)


def encryption():
    key, certificate = f"{folder}/key", f"{folder}/certificate"
    request = ["openssl", "req", "-x509", "-newkey", "ed25519", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"]
    names = ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate]
    subprocess.run(request + names, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context


def listen(tls=None, **options):
    make = lambda: SMTP(Letters(), loop=loop, **options)
    return loop.run_until_complete(loop.create_server(make, "127.0.0.1", 0, ssl=tls)).sockets[0].getsockname()[1]


web = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Web)
web.daemon_threads = True
loop = asyncio.new_event_loop()
tls = encryption()
wanted = {"authenticator": login, "auth_required": True}
ports_of = {
    "HTTP_PORT": web.server_address[1],
    "SMTP_PORT": listen(),
    "SMTPS_PORT": listen(tls, auth_require_tls=False, **wanted),
    "STARTTLS_PORT": listen(tls_context=tls, require_starttls=True, **wanted),
}
threading.Thread(target=loop.run_forever, daemon=True).start()
with open(f"{folder}/ports.new", "w") as ports:
    ports.write("".join(f"{name}={port}\n" for name, port in ports_of.items()))
os.rename(f"{folder}/ports.new", f"{folder}/ports")
web.serve_forever()
