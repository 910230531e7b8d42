"""WebSocket messages of 100 bytes, to and fro, on so many connections for so long; prints how many came back.

python3 messages.py PORT HOST CONNECTIONS SECONDS
"""

import selectors
import socket
import sys
import time

HANDSHAKE = (
    "GET /ws HTTP/1.1\r\nHost: {host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)
MESSAGE = b"\x82\xe4\x00\x00\x00\x00" + b"x" * 100
ECHO = 102


def head(sock):
    """The head of an answer, and no byte more."""
    came = b""
    while not came.endswith(b"\r\n\r\n"):
        more = sock.recv(1)
        if not more:
            raise SystemExit(f"closed after {came!r}")
        came += more
    return came


def upgrade(sock, host):
    sock.sendall(HANDSHAKE.format(host=host).encode())
    came = head(sock)
    if b" 101 " not in came:
        raise SystemExit(f"the handshake was refused: {came!r}")


def opened(port, host):
    sock = socket.create_connection(("127.0.0.1", port))
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    upgrade(sock, host)
    return sock


def main(port, host, connections, seconds):
    poll = selectors.DefaultSelector()
    for _ in range(connections):
        sock = opened(port, host)
        poll.register(sock, selectors.EVENT_READ, sock)
        sock.sendall(MESSAGE)
    count, end = 0, time.monotonic() + seconds
    while time.monotonic() < end:
        for key, _ in poll.select(0.1):
            came = key.data.recv(65536)
            if not came:
                raise SystemExit("a connection was closed")
            count += len(came) // ECHO
            key.data.send(MESSAGE)
    print(count)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], int(sys.argv[3]), float(sys.argv[4]))
