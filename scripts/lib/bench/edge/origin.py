"""The application behind every proxy: nginx for pages, and one process here for uploads and for WebSocket echoes.

python3 origin.py PORT   answers each upload when its body has come whole, and echoes whatever follows a WebSocket handshake.
"""

import base64
import hashlib
import selectors
import socket
import sys

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
SALT = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
BUFFER = bytearray(1 << 18)

PAGES = """
worker_processes 1; daemon off; pid {directory}/origin.pid; error_log {directory}/origin.err; events {{ worker_connections 8192; }}
http {{
  access_log off; sendfile on; tcp_nopush off; tcp_nodelay on; keepalive_requests 100000000; keepalive_timeout 3600s;
  open_file_cache max=100; client_body_temp_path {directory}/o1; proxy_temp_path {directory}/o2;
  fastcgi_temp_path {directory}/o3; uwsgi_temp_path {directory}/o4; scgi_temp_path {directory}/o5;
  server {{
    listen 127.0.0.1:{port} backlog=4096; root {directory}/pages; default_type application/octet-stream;
    location = /small {{ return 200 "{small}"; }}
  }}
}}
"""


def pages(directory, port):
    return PAGES.format(directory=directory, port=port, small="x" * 100)


class Peer:
    """One connection: a head, then a body that is counted, or echoes."""

    def __init__(self, sock):
        self.sock = sock
        self.head = b""
        self.left = 0
        self.echoing = False

    def readable(self):
        count = self.sock.recv_into(BUFFER)
        if count == 0:
            return False
        if self.echoing:
            self.sock.sendall(self.answers(count))
        elif self.left:
            self.took(count)
        else:
            self.begin(bytes(BUFFER[:count]))
        return True

    def answers(self, count):
        """The frame that came, without its mask's bit and key; what it carries is of no interest here."""
        frames = count // 106
        return (b"\x82\x64" + b"y" * 100) * max(1, frames)

    def begin(self, more):
        self.head += more
        end = self.head.find(b"\r\n\r\n")
        if end < 0:
            return
        head, body, self.head = self.head[:end].lower(), self.head[end + 4 :], b""
        if b"upgrade: websocket" in head:
            self.upgrade(end, more)
        else:
            self.left = int(head.split(b"content-length:")[1].split(b"\r\n")[0])
            self.took(len(body))

    def upgrade(self, end, more):
        line = [one for one in more.split(b"\r\n") if one.lower().startswith(b"sec-websocket-key:")][0]
        accept = base64.b64encode(hashlib.sha1(line.split(b":")[1].strip() + SALT).digest())
        self.sock.sendall(
            b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
            + accept
            + b"\r\n\r\n"
        )
        self.echoing = True

    def took(self, count):
        self.left -= count
        if self.left == 0:
            self.sock.sendall(ANSWER)


def serve(port):
    poll = selectors.DefaultSelector()
    listener = socket.create_server(("127.0.0.1", port), backlog=4096)
    poll.register(listener, selectors.EVENT_READ, None)
    while True:
        for key, _ in poll.select():
            if key.data is None:
                sock, _ = listener.accept()
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                poll.register(sock, selectors.EVENT_READ, Peer(sock))
                continue
            try:
                going = key.data.readable()
            except OSError:
                going = False
            if not going:
                poll.unregister(key.fileobj)
                key.fileobj.close()


if __name__ == "__main__":
    serve(int(sys.argv[1]))
