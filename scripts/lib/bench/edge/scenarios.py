"""What is measured in slices that alternate."""

from dataclasses import dataclass

import loads
import peers

PROXY_CORE, OTHER_CORE = 0, 1


@dataclass
class Slice:
    """One proxy's figures in one round."""

    cpu: float
    seen: loads.Seen

    @property
    def cpu_each(self):
        return self.cpu / max(1, self.seen.answers)


@dataclass
class Scenario:
    """What is measured, by which figure it is judged, and what that may be at most of the better of nginx's and HAProxy's."""

    key: str
    title: str
    goal: float
    load: object
    figure: object = staticmethod(lambda one: one.cpu_each)
    secure: bool = False


def scenarios(options):
    def page(path, connections=64):
        def load(proxy):
            url = f"http://127.0.0.1:{proxy.port}{path}"
            return loads.wrk(OTHER_CORE, url, peers.host(options.hosts // 2), options.seconds, connections)

        return load

    def upload(proxy):
        url = f"http://127.0.0.1:{proxy.port}/upload"
        return loads.wrk(OTHER_CORE, url, peers.Routes.busy, options.seconds, 16, "upload.lua")

    def messages(proxy):
        return loads.messages(OTHER_CORE, proxy.port, peers.Routes.busy, options.seconds)

    def paced(proxy):
        name = peers.host(options.hosts // 2)
        return loads.paced(OTHER_CORE, proxy.port, name, options.seconds, options.rate, options.directory)

    def secure(protocol):
        def load(proxy):
            name = peers.host(options.hosts // 2)
            return loads.secure(OTHER_CORE, proxy.tls_port, name, options.seconds, options.directory, protocol)

        return load

    def connections(kind):
        def load(proxy):
            name = peers.host(options.hosts // 2)
            return loads.connections(OTHER_CORE, proxy.tls_port, name, options.seconds, kind)

        return load

    return [
        Scenario("small", "100-byte answer, keep-alive, 64 connections", 0.80, page("/small")),
        Scenario("10k", "10 KB answer", 0.90, page("/10k")),
        Scenario("1m", "1 MB answer", 1.00, page("/1m", 16)),
        Scenario("upload", "upload of 10 MB", 1.00, upload),
        Scenario("websocket", "WebSocket messages of 100 bytes", 0.90, messages),
        Scenario("tls", "100-byte answer over TLS, keep-alive, 64 connections", 0.80, secure("http/1.1"), secure=True),
        Scenario("h2", "100-byte answer over HTTP/2 and TLS, 100 streams", 0.95, secure("h2"), secure=True),
        Scenario("handshake", "new TLS connection with one answer", 1.00, connections("full"), secure=True),
        Scenario("resumed", "resumed TLS connection with one answer", 1.00, connections("resumed"), secure=True),
        Scenario("paced", "p99 at half of nginx's peak", 1.00, paced, lambda one: one.seen.p99),
    ]
