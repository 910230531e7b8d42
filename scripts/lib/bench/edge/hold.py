"""Connections that rest: opens so many, says "held", keeps them until its input ends.

python3 hold.py PORT HOST COUNT idle|idle-tls|websocket

Idle ones have had one request, and may carry another one; WebSockets have sent one message, which came back.
"""

import socket
import ssl
import sys

import connections
import messages

SOURCES = 8


def connected(port, number):
    sock = socket.create_connection(("127.0.0.1", port), source_address=(f"127.0.0.{2 + number % SOURCES}", 0))
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return sock


def whole(sock, length):
    came = b""
    while len(came) < length:
        more = sock.recv(length - len(came))
        if not more:
            raise SystemExit("a connection was closed")
        came += more
    return came


def idle(sock, host):
    sock.sendall(f"GET /small HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
    head = messages.head(sock)
    if b" 200 " not in head:
        raise SystemExit(f"answered {head!r}")
    whole(sock, 100)
    return sock


def secured(sock, host, context):
    return context.wrap_socket(sock, server_hostname=host)


def websocket(sock, host):
    messages.upgrade(sock, host)
    sock.sendall(messages.MESSAGE)
    whole(sock, messages.ECHO)
    return sock


def main(port, host, count, kind):
    context = connections.context()
    held = []
    for number in range(count):
        sock = connected(port, number)
        if kind == "idle-tls":
            sock = secured(sock, host, context)
        held.append(websocket(sock, host) if kind == "websocket" else idle(sock, host))
    print("held", flush=True)
    sys.stdin.read()
    for sock in held:
        sock.setblocking(False)
        try:
            if not sock.recv(1):
                raise SystemExit("a connection was closed meanwhile")
        except (BlockingIOError, ssl.SSLWantReadError):
            pass
    print("kept", flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], int(sys.argv[3]), sys.argv[4])
