"""WebSocket messages of 100 bytes, to and fro, on so many connections for so long; prints how many came back.

python3 messages.py PORT HOST CONNECTIONS SECONDS [tls]
"""

import selectors
import socket
import ssl
import sys
import time

HANDSHAKE = (
    "GET /ws HTTP/1.1\r\nHost: {host}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)
MESSAGE = b"\x82\xe4\x00\x00\x00\x00" + b"x" * 100
ECHO = 102


def opened(port, host):
    sock = socket.create_connection(("127.0.0.1", port))
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    sock.sendall(HANDSHAKE.format(host=host).encode())
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        more = sock.recv(1)
        if not more:
            raise SystemExit(f"the handshake was refused: {head!r}")
        head += more
    if b" 101 " not in head:
        raise SystemExit(f"the handshake was refused: {head!r}")
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
