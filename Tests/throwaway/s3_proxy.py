#!/usr/bin/python3
"""Passes requests on to an S3 server, and goes wrong when told to.

Usage: s3_proxy.py PORT SERVER_PORT

POST /__faults__ takes lines "FAULT COUNT METHOD PATTERN": the next COUNT requests of this method whose path and query
match the pattern go wrong. GET /__log__ gives a line for each request so far and empties the list.

503      answers 503 SlowDown                 expired  answers 400 ExpiredToken
cut      ends the connection half way          full     answers 507 InsufficientStorage
wrong    flips a bit of the body on its way    lost     answers 200 and keeps nothing
slow     waits for two minutes first              partless answers for the whole where a part is asked for
unknown  answers 501 NotImplemented
"""
import hashlib
import http.client
import http.server
import re
import sys
import threading
import time

PORT, SERVER = int(sys.argv[1]), int(sys.argv[2])
LOCK = threading.Lock()
RULES, LOG = [], []
REFUSALS = {"503": (503, "SlowDown"), "expired": (400, "ExpiredToken"), "full": (507, "InsufficientStorage"),
            "unknown": (501, "NotImplemented")}


def flipped(body):
    if not body:
        return body
    middle = len(body) // 2
    return body[:middle] + bytes([body[middle] ^ 1]) + body[middle + 1:]


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def fault(self):
        with LOCK:
            for rule in RULES:
                if rule[1] > 0 and rule[2] == self.command and re.search(rule[3], self.path):
                    rule[1] -= 1
                    return rule[0]
        return None

    def answer(self, status, body, headers=()):
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def control(self, body):
        with LOCK:
            if self.path == "/__faults__":
                words = [line.split(None, 3) for line in body.decode().splitlines() if line.strip()]
                RULES[:] = [[w[0], int(w[1]), w[2], w[3]] for w in words]
                return b""
            text = "".join(line + "\n" for line in LOG).encode()
            LOG.clear()
            return text

    def handle_any(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if self.path.startswith("/__"):
            return self.answer(200, self.control(body))
        fault = self.fault()
        with LOCK:
            LOG.append(f"{self.command} {self.path}" + (f" {fault}" if fault else ""))
        if fault == "slow":
            time.sleep(120)
        if fault in REFUSALS:
            status, code = REFUSALS[fault]
            text = f"<Error><Code>{code}</Code><Message>{code}</Message></Error>".encode()
            return self.answer(status, text, [("Content-Type", "application/xml")])
        if fault == "lost":
            return self.answer(200, b"", [("ETag", f'"{hashlib.md5(body).hexdigest()}"')])
        if fault == "cut" and self.command == "PUT":
            return self.hang_up()
        self.forward(fault, body)

    def forward(self, fault, body):
        # Digests that the client sends along would give the flipped bit away.
        left_out = {"content-md5", "x-amz-content-sha256", "connection"} if fault == "wrong" else {"connection"}
        headers = {k: v for k, v in self.headers.items() if k.lower() not in left_out and k.lower() != "expect"}
        if fault == "wrong" and self.command == "PUT":
            body = flipped(body)
        server = http.client.HTTPConnection("127.0.0.1", SERVER, timeout=60)
        path = re.sub("[?&]partNumber=[0-9]+", "", self.path) if fault == "partless" else self.path
        server.request(self.command, path, body, headers)
        response = server.getresponse()
        content = response.read()
        self.send_response(response.status)
        for name, value in response.getheaders():
            if name.lower() not in ("transfer-encoding", "content-length", "connection", "server", "date"):
                self.send_header(name, value)
        length = response.getheader("Content-Length") if self.command == "HEAD" else str(len(content))
        self.send_header("Content-Length", length or "0")
        self.end_headers()
        if fault == "cut":
            self.wfile.write(content[: len(content) // 2])
            return self.hang_up()
        if self.command != "HEAD":
            self.wfile.write(flipped(content) if fault == "wrong" else content)

    def hang_up(self):
        self.close_connection = True
        self.wfile.flush()
        self.connection.close()

    do_GET = do_PUT = do_POST = do_HEAD = do_DELETE = handle_any


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_):
        pass


Server(("127.0.0.1", PORT), Handler).serve_forever()
