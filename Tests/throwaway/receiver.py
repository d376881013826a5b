"""Takes web hooks, pings and letters; see receiver."""
import asyncio, http.server, os, re, sys, threading, time

from aiosmtpd.smtp import SMTP

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
        status = re.search(r"/([345]\d\d)(/|$)", self.path)
        self.send_response(int(status[1]) if status else 200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

    do_GET = do_POST = take

    def log_message(self, *_):
        pass


class Letters:
    async def handle_DATA(self, server, session, envelope):
        head = f"{envelope.mail_from}\n{','.join(envelope.rcpt_tos)}\n".encode()
        keep("letter", "letter", head + envelope.original_content)
        return "250 taken"


web = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Web)
web.daemon_threads = True
loop = asyncio.new_event_loop()
mail = loop.run_until_complete(loop.create_server(lambda: SMTP(Letters(), loop=loop), "127.0.0.1", 0))
threading.Thread(target=loop.run_forever, daemon=True).start()
smtp_port = mail.sockets[0].getsockname()[1]
with open(f"{folder}/ports.new", "w") as ports:
    ports.write(f"HTTP_PORT={web.server_address[1]}\nSMTP_PORT={smtp_port}\n")
os.rename(f"{folder}/ports.new", f"{folder}/ports")
web.serve_forever()
