"""The proxies under comparison, each with one worker pinned to one core, the same routes, headers and kind of access log."""

import base64
import json
import os
import shutil
import signal
import socket
import subprocess
import time

DOMAIN = "bench.test"
PATIENCE = 60


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def host(number):
    return f"t{number}.{DOMAIN}"


class Routes:
    """So many hosts with pages behind them, and one whose application takes uploads and messages."""

    busy = f"busy.{DOMAIN}"

    def __init__(self, count, pages, busy):
        self.count = count
        self.pages = pages
        self.busy_port = busy

    def all(self):
        for number in range(self.count):
            yield host(number), self.pages
        yield self.busy, self.busy_port


class Proxy:
    """A running proxy. Its CPU time is that of all its threads, to the nanosecond where the kernel tells."""

    def __init__(self, title, directory):
        self.title = title
        self.directory = os.path.join(directory, title.replace(" ", "-"))
        # Started a second time, it finds nothing of the first.
        shutil.rmtree(self.directory, ignore_errors=True)
        os.makedirs(self.directory)
        self.port = free_port()
        self.tls_port = 0
        self.process = None

    def file(self, name, text):
        path = os.path.join(self.directory, name)
        with open(path, "w", encoding="ascii") as out:
            out.write(text)
        return path

    def start(self, command, environment=None, stdin=subprocess.DEVNULL):
        with open(os.path.join(self.directory, "out.log"), "w", encoding="utf-8") as log:
            self.process = subprocess.Popen(
                command, stdin=stdin, stdout=log, stderr=log, env=environment, start_new_session=True
            )
        for port in (self.port, self.tls_port):
            if port:
                self.await_port(port)

    def await_port(self, port):
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                return
            except OSError:
                if self.process.poll() is not None or time.monotonic() > deadline:
                    with open(os.path.join(self.directory, "out.log"), encoding="utf-8") as log:
                        raise SystemExit(f"{self.title} did not start: {log.read()[-2000:]}") from None
                time.sleep(0.02)

    def processes(self):
        """The process and its children."""
        found, pending = [], [self.process.pid]
        while pending:
            pid = pending.pop()
            found.append(pid)
            for task in os.listdir(f"/proc/{pid}/task"):
                with open(f"/proc/{pid}/task/{task}/children", encoding="ascii") as children:
                    pending += [int(child) for child in children.read().split()]
        return found

    def cpu_seconds(self):
        total = 0
        for pid in self.processes():
            for task in os.listdir(f"/proc/{pid}/task"):
                try:
                    with open(f"/proc/{pid}/task/{task}/schedstat", encoding="ascii") as stat:
                        total += int(stat.read().split()[0])
                except FileNotFoundError:
                    pass
        return total / 1e9

    def memory_megabytes(self):
        """What it keeps for itself alone, and its share of the rest."""
        kilobytes = 0
        for pid in self.processes():
            with open(f"/proc/{pid}/smaps_rollup", encoding="ascii") as rollup:
                kilobytes += sum(int(line.split()[1]) for line in rollup if line.startswith("Pss:"))
        return kilobytes / 1024

    def jcmd(self):
        """The tool of its own JVM."""
        return os.path.join(os.path.dirname(os.readlink(f"/proc/{self.process.pid}/exe")), "jcmd")

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


class Certificate:
    """One for all hosts, made for this run; nobody checks it."""

    def __init__(self, directory):
        self.chain = os.path.join(directory, "bench.crt")
        self.key = os.path.join(directory, "bench.key")
        command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
        command += ["-keyout", self.key, "-out", self.chain, "-days", "2", "-subj", f"/CN={DOMAIN}"]
        command += ["-addext", f"subjectAltName=DNS:{DOMAIN},DNS:*.{DOMAIN}"]
        subprocess.run(command, check=True, capture_output=True)

    def both(self):
        """Chain and key, as HAProxy wants them."""
        with open(self.chain, encoding="ascii") as chain, open(self.key, encoding="ascii") as key:
            return chain.read() + key.read()


def pinned(core, *command):
    return ["taskset", "-c", str(core), *command]


NGINX = """
worker_processes 1; daemon off; pid {directory}/nginx.pid; error_log {directory}/error.log; worker_rlimit_nofile 20000;
events {{ worker_connections 19000; }}
http {{
  map_hash_max_size 65536; map_hash_bucket_size 128;
  {log}
  client_body_temp_path {directory}/t1; proxy_temp_path {directory}/t2; fastcgi_temp_path {directory}/t3;
  uwsgi_temp_path {directory}/t4; scgi_temp_path {directory}/t5;
  keepalive_requests 100000000; client_max_body_size 100m;
  upstream pages {{ server 127.0.0.1:{pages}; keepalive 256; keepalive_requests 100000000; }}
  upstream busy {{ server 127.0.0.1:{busy}; keepalive 256; keepalive_requests 100000000; }}
  map $host $application {{ include {directory}/hosts; }}
  map $http_upgrade $upgrade {{ default upgrade; '' ''; }}
  server {{
    listen 127.0.0.1:{port} backlog=4096;
    listen 127.0.0.1:{tls} ssl http2 backlog=4096;
    ssl_certificate {chain}; ssl_certificate_key {key}; ssl_protocols TLSv1.2 TLSv1.3; http2_max_concurrent_streams 128;
    location / {{
      if ($application = "") {{ return 421; }}
      proxy_pass http://$application; proxy_http_version 1.1;
      proxy_set_header Connection $upgrade; proxy_set_header Upgrade $http_upgrade; proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-For $remote_addr; proxy_set_header X-Forwarded-Proto $scheme;
      proxy_set_header X-Forwarded-Host $http_host;
      proxy_buffering off; proxy_request_buffering off; proxy_read_timeout 3600s;
    }}
  }}
}}
"""


def nginx(directory, core, routes, log, certificate):
    proxy = Proxy("nginx" if log else "nginx without log", directory)
    proxy.tls_port = free_port()
    names = {routes.pages: "pages", routes.busy_port: "busy"}
    proxy.file("hosts", "".join(f"{name} {names[port]};\n" for name, port in routes.all()))
    config = NGINX.format(
        directory=proxy.directory,
        port=proxy.port,
        pages=routes.pages,
        busy=routes.busy_port,
        tls=proxy.tls_port,
        chain=certificate.chain,
        key=certificate.key,
        log=f"access_log {proxy.directory}/access.log;" if log else "access_log off;",
    )
    proxy.start(pinned(core, "nginx", "-c", proxy.file("nginx.conf", config)))
    return proxy


HAPROXY = """
global
  nbthread 1
  maxconn 15500
  no strict-limits
  {log}
defaults
  mode http
  log global
  {format}
  option http-keep-alive
  option forwardfor
  http-reuse always
  timeout connect 5s
  timeout client 3600s
  timeout server 3600s
  timeout tunnel 3600s
frontend edge
  bind 127.0.0.1:{port} backlog 4096
  bind 127.0.0.1:{tls} ssl crt {pem} alpn h2,http/1.1 backlog 4096
  http-request set-header X-Forwarded-Proto https if {{ ssl_fc }}
  http-request set-header X-Forwarded-Proto http unless {{ ssl_fc }}
  http-request set-header X-Forwarded-Host %[req.hdr(host)]
  http-request set-var(txn.application) req.hdr(host),lower,map_str({directory}/hosts)
  http-request return status 421 unless {{ var(txn.application) -m found }}
  use_backend %[var(txn.application)]
backend pages
  server one 127.0.0.1:{pages} pool-max-conn 256
backend busy
  server one 127.0.0.1:{busy} pool-max-conn 256
"""


def haproxy(directory, core, routes, log, certificate):
    proxy = Proxy("haproxy" if log else "haproxy without log", directory)
    proxy.tls_port = free_port()
    names = {routes.pages: "pages", routes.busy_port: "busy"}
    proxy.file("hosts", "".join(f"{name} {names[port]}\n" for name, port in routes.all()))
    config = HAPROXY.format(
        directory=proxy.directory,
        port=proxy.port,
        pages=routes.pages,
        busy=routes.busy_port,
        tls=proxy.tls_port,
        pem=proxy.file("bench.pem", certificate.both()),
        log="log stdout format raw local0" if log else "",
        format="option httplog" if log else "",
    )
    proxy.start(pinned(core, "haproxy", "-db", "-f", proxy.file("haproxy.cfg", config)))
    return proxy


def caddy(directory, core, routes, log):
    """One process of one thread. All hosts have one application each here, too, by a map."""
    proxy = Proxy("caddy", directory)
    handlers = [
        {
            "match": [{"host": [Routes.busy]}],
            "handle": [forwards(routes.busy_port)],
        },
        {"match": [{"host": [host(number) for number in range(routes.count)]}], "handle": [forwards(routes.pages)]},
    ]
    server = {"listen": [f"127.0.0.1:{proxy.port}"], "automatic_https": {"disable": True}, "routes": handlers}
    if log:
        server["logs"] = {}
    config = {
        "admin": {"disabled": True},
        "logging": {"logs": {"default": {"writer": {"output": "file", "filename": f"{proxy.directory}/access.log"}}}},
        "apps": {"http": {"servers": {"edge": server}}},
    }
    environment = os.environ | {"GOMAXPROCS": "1", "HOME": proxy.directory}
    proxy.start(pinned(core, "caddy", "run", "--config", proxy.file("caddy.json", json.dumps(config))), environment)
    return proxy


def forwards(port):
    return {
        "handler": "reverse_proxy",
        "upstreams": [{"dial": f"127.0.0.1:{port}"}],
        "flush_interval": -1,
        "transport": {"protocol": "http", "keep_alive": {"max_idle_conns_per_host": 256}},
    }


def unlimited():
    """One tenant and one client get all of the edge here: what its limits cost is measured, that they refuse is not wanted."""
    names = ["CONNECTIONS", "ADDRESS_CONNECTIONS", "ADDRESS_RATE"]
    names += [f"{who}_{what}" for who in ("TENANT", "CLIENT") for what in ("CONNECTIONS", "REQUESTS", "RATE", "BURST")]
    return {f"TENANTRY_LIMITS_{name}": "1000000" for name in names}


def tenantry(directory, core, routes, command, certificate, transport="epoll"):
    """The gateway itself, on one event loop; its routes are those of a snapshot, as after a start while the store is away."""
    proxy = Proxy("tenantry", directory)
    proxy.tls_port = free_port()
    certificates = os.path.join(proxy.directory, "certificates")
    os.makedirs(certificates, mode=0o700)
    shutil.copy(certificate.chain, certificates)
    shutil.copy(certificate.key, certificates)
    os.chmod(os.path.join(certificates, "bench.key"), 0o600)
    own = os.path.join(proxy.directory, "gateway")
    os.makedirs(own, mode=0o700)
    with open(os.path.join(own, "routes.json"), "w", encoding="ascii") as out:
        json.dump({"format": 1, "routes": [row(*one) for one in enumerate(routes.all())]}, out)
    settings = {
        "TENANTRY_HOME": proxy.directory,
        "TENANTRY_EDGE_PORT": str(proxy.port),
        "TENANTRY_EDGE_TLS_PORT": str(proxy.tls_port),
        "TENANTRY_EDGE_LOOPS": "1",
        "TENANTRY_EDGE_TRANSPORT": transport,
        "TENANTRY_API_PORT": "0",
        "TENANTRY_AGENTS_PORT": "0",
        "TENANTRY_DOMAIN": DOMAIN,
        "TENANTRY_CLUSTER_KEY": base64.b64encode(os.urandom(32)).decode(),
        "TENANTRY_STORE_URL": f"jdbc:postgresql://127.0.0.1:{free_port()}/none",
    }
    proxy.start(pinned(core, *command, "--home", proxy.directory), os.environ | settings | unlimited())
    return proxy


def row(number, route):
    name, port = route
    instance = "i-" + letters(number)
    endpoint = {
        "node": "n-benchbenchbe",
        "term": {"incarnation": 1, "number": 1},
        "instance": instance,
        "replica": {"service": "web", "number": 1},
        "address": "127.0.0.1",
        "port": port,
        "device": "lo",
    }
    return {"host": name, "instance": instance, "tenant": "t-" + letters(number), "endpoints": [endpoint]}


def letters(number):
    """Twelve characters of the alphabet that ids are made of."""
    text = ""
    for _ in range(12):
        text = "abcdefghijklmnopqrstuvwxyz234567"[number % 32] + text
        number //= 32
    return text
