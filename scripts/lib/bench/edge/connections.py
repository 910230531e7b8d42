"""New TLS connections for so long, each with one request, on so many threads; prints how many there were.

python3 connections.py PORT HOST THREADS SECONDS full|resumed

Every connection is TLS 1.3; with "resumed" each one begins with the ticket of the one before, and it is checked that the
proxy took it, as it is checked with "full" that there was none.
"""

import socket
import ssl
import sys
import threading
import time


def context():
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    made.check_hostname = False
    made.verify_mode = ssl.CERT_NONE
    made.minimum_version = ssl.TLSVersion.TLSv1_3
    made.set_alpn_protocols(["http/1.1"])
    return made


class Client(threading.Thread):
    """One connection after the other."""

    def __init__(self, port, host, resumed, end):
        super().__init__()
        self.port, self.host, self.resumed, self.end = port, host, resumed, end
        self.request = f"GET /small HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode()
        self.context = context()
        self.count = 0
        self.failure = None

    def run(self):
        try:
            session = self.connect(None) if self.resumed else None
            while time.monotonic() < self.end:
                session = self.connect(session)
                self.count += 1
        except (OSError, ValueError) as e:
            self.failure = e

    def connect(self, session):
        """The ticket for the next one, where that is to be resumed: tickets come behind the handshake, before the answer."""
        with socket.create_connection(("127.0.0.1", self.port)) as plain:
            plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with self.context.wrap_socket(plain, server_hostname=self.host, session=session) as secure:
                if secure.version() != "TLSv1.3" or secure.session_reused != (session is not None):
                    raise ValueError(f"{secure.version()}, resumed: {secure.session_reused}")
                secure.sendall(self.request)
                answer = b""
                while more := secure.recv(16384):
                    answer += more
                if not answer.startswith(b"HTTP/1.1 200 "):
                    raise ValueError(f"answered {answer[:100]!r}")
                return secure.session if self.resumed else None


def main(port, host, threads, seconds, resumed):
    end = time.monotonic() + seconds
    clients = [Client(port, host, resumed, end) for _ in range(threads)]
    for one in clients:
        one.start()
    for one in clients:
        one.join()
    failed = [one.failure for one in clients if one.failure]
    if failed:
        raise SystemExit(f"{host}: {failed[0]}")
    print(sum(one.count for one in clients))


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], int(sys.argv[3]), float(sys.argv[4]), sys.argv[5] == "resumed")
