"""Measures how fast the same two services come up: through Tenantry, by docker-compose, by bare docker commands.

The ways take turns, so that each round sees the same minute of the same machine. This one process takes all times: it
orders, then asks for the page every 5 ms until the first 200. Its own start is in none of them. Called by scripts/bench,
which starts gateway and agent. Figures go to standard output, progress to standard error.
"""

import argparse
import http.client
import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import time

POLL = 0.005
PATIENCE = 120
PORT = 8000
SILENT = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


class Failure(Exception):
    """Told to the user as it is."""


class Engine:
    """What is asked of the engine itself, over its socket."""

    class Connection(http.client.HTTPConnection):
        """HTTP over a socket of the file system."""

        def __init__(self, path):
            super().__init__("engine", timeout=PATIENCE)
            self.path = path

        def connect(self):
            self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            self.sock.settimeout(PATIENCE)
            self.sock.connect(self.path)

    def __init__(self, path):
        self.path = path
        self.environment = os.environ | {"DOCKER_HOST": "unix://" + path}
        self.environment.pop("DOCKER_CONTEXT", None)

    def open(self, path, **filters):
        connection = self.Connection(self.path)
        encoded = json.dumps(filters).replace(" ", "").replace('"', "%22")
        connection.request("GET", f"{path}?all=1&filters={encoded}")
        return connection, connection.getresponse()

    def get(self, path, **filters):
        connection, answer = self.open(path, **filters)
        try:
            return json.loads(answer.read())
        finally:
            connection.close()

    def next_start(self, *labels):
        """A function that waits until a container with these labels starts, and answers with its address.

        It listens from now on: asking the engine again and again would slow it down, and so would a published port.
        """
        connection, events = self.open("/events", type=["container"], event=["start"], label=list(labels))

        def wait():
            identity = json.loads(events.readline())["Actor"]["ID"]
            connection.close()
            networks = self.get(f"/containers/{identity}/json")["NetworkSettings"]["Networks"]
            return next(iter(networks.values()))["IPAddress"]

        return wait


def page_status(address, port, host):
    """The page's status at this moment; 0 where nobody answers."""
    connection = http.client.HTTPConnection(address, port, timeout=2)
    try:
        connection.request("GET", "/", headers={"Host": host})
        answer = connection.getresponse()
        answer.read()
        return answer.status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()


def await_page(address, port, host, check=lambda: None):
    deadline = time.monotonic() + PATIENCE
    while page_status(address, port, host) != 200:
        check()
        if time.monotonic() > deadline:
            raise Failure(f"{host} at {address}:{port} did not answer with 200 within {PATIENCE} s")
        time.sleep(POLL)


class Tenantry:
    """An order to the admin API; the page is asked for at the edge, by its host."""

    title = "tenantry"

    def __init__(self, options, engine):
        self.options = options
        self.engine = engine
        self.name = ""
        with open(options.token_file, encoding="ascii") as file:
            self.token = file.read().strip()

    def call(self, method, path, expected, body=None):
        connection = http.client.HTTPConnection(self.options.address, self.options.api_port, timeout=PATIENCE)
        headers = {"Authorization": "Bearer " + self.token, "Content-Type": "application/json"}
        try:
            connection.request(method, "/api/v1" + path, json.dumps(body) if body else None, headers)
            answer = connection.getresponse()
            text = answer.read()
        finally:
            connection.close()
        if answer.status != expected:
            raise Failure(f"{method} {path} was answered with {answer.status} (expected: {expected}): {text.decode()}")
        return json.loads(text)

    def prepare(self, number):
        self.name = f"{self.options.run}-{number}"

    def up(self):
        self.order()
        host = f"{self.name}.{self.options.domain}"
        await_page(self.options.address, self.options.edge_port, host, self.check)

    def order(self):
        body = {"name": self.name, "tenant": self.options.tenant, "template": self.options.template}
        self.call("POST", "/instances", 202, body)

    def check(self):
        """Throws where waiting is in vain."""

    def down(self):
        instance = self.call("GET", f"/instances/{self.name}", 200)["id"]
        self.call("DELETE", f"/instances/{self.name}", 202)
        deadline = time.monotonic() + PATIENCE
        while self.engine.get("/networks", label=[f"org.tenantry.instance={instance}"]):
            if time.monotonic() > deadline:
                raise Failure(f"{self.name} ({instance}) is not removed after {PATIENCE} s")
            time.sleep(0.05)


class CommandLine(Tenantry):
    """The same order by scripts/tenantry, whose own start counts here."""

    title = "tenantry, by its command line"

    def prepare(self, number):
        self.name = f"{self.options.run}-cli-{number}"
        self.process = None

    def order(self):
        command = [self.options.cli, "instance", "create", self.name]
        command += ["--tenant", self.options.tenant, "--template", self.options.template]
        self.process = subprocess.Popen(command, **SILENT)

    def check(self):
        if self.process.poll() not in (None, 0):
            raise Failure(f"{self.options.cli} ended with {self.process.returncode}")

    def down(self):
        if self.process:
            self.process.wait()
        super().down()


class Compose:
    """docker-compose up -d with the very file that the template has; its own start counts, as it does for its users."""

    title = "docker-compose"

    def __init__(self, options, engine):
        self.options = options
        self.engine = engine
        self.environment = engine.environment | variables(options.run)
        self.command = []
        self.started = None

    def prepare(self, number):
        project = f"{self.options.run}-{number}"
        self.command = ["docker-compose", "-p", project, "-f", self.options.compose_file]
        self.started = self.engine.next_start(
            f"com.docker.compose.project={project}", "com.docker.compose.service=web"
        )

    def up(self):
        process = subprocess.Popen([*self.command, "up", "-d"], env=self.environment, **SILENT)
        await_page(self.started(), PORT, "web")
        self.ended = process.wait

    def down(self):
        if self.ended() != 0:
            raise Failure(f"docker-compose ended with {self.ended()}")
        subprocess.run([*self.command, "down", "-t", "0"], env=self.environment, check=True, **SILENT)

    ended = staticmethod(lambda: 0)


class Docker:
    """docker network create and two docker run, one after the other, as a shell script would do it."""

    title = "docker network create, run, run"

    def __init__(self, options, engine):
        self.options = options
        self.engine = engine
        self.name = ""
        self.started = None

    def docker(self, *words):
        subprocess.run(["docker", *words], env=self.engine.environment, check=True, **SILENT)

    def prepare(self, number):
        self.name = f"{self.options.run}-bare-{number}"
        self.started = self.engine.next_start(f"org.tenantry.bench={self.name}-web")

    def run(self, service, **environment):
        words = [word for key, value in environment.items() for word in ("-e", f"{key}={value}")]
        words += ["--network", self.name, "--network-alias", service, "--memory", "32m", "--cpus", "0.5"]
        words += ["--label", f"org.tenantry.bench={self.name}-{service}", "--name", f"{self.name}-{service}"]
        self.docker("run", "-d", "--restart", "unless-stopped", *words, self.options.image)

    def up(self):
        self.docker("network", "create", self.name)
        self.run("companion", PORT=9000)
        self.run("web", **variables(self.options.run))
        await_page(self.started(), PORT, "web")

    def down(self):
        self.docker("rm", "-f", f"{self.name}-web", f"{self.name}-companion")
        self.docker("network", "rm", self.name)


def variables(run):
    """What Tenantry tells an instance of itself, for those who are not Tenantry."""
    names = ("HOST", "TENANT", "TENANT_TITLE", "INSTANCE_ID", "TEMPLATE")
    return {f"TENANTRY_{name}": run for name in names}


def measure(way, number):
    """Seconds from the order to the first 200. Whatever happens, what was made is removed."""
    way.prepare(number)
    begun = time.monotonic()
    try:
        way.up()
        return time.monotonic() - begun
    finally:
        way.down()


def percentile(values, share):
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(share * (len(ordered) - 1)))]


def table(ways, times, cold):
    """Figures in seconds, as Markdown."""
    peers = times[Compose]
    print(f"\n| {'order to the first 200':31} | median | p10 | p90 | first | to docker-compose |")
    print(f"|{'-' * 33}|---:|---:|---:|---:|---:|")
    for way in ways:
        mine = times[way]
        ratio = statistics.median(one / peer for one, peer in zip(mine, peers))
        cells = (statistics.median(mine), percentile(mine, 0.1), percentile(mine, 0.9), cold[way])
        print(f"| {way.title:31} | " + " | ".join(f"{cell:.2f} s" for cell in cells) + f" | {ratio:.2f} |")
    ratio = statistics.median(one / peer for one, peer in zip(times[Tenantry], peers))
    print(f"\nMedian of the ratios of {len(peers)} rounds: {ratio:.2f} (goal: at most 0.70). \"first\" is the round")
    print("before these: the first instance since gateway and agent started.")


def rounds(options):
    engine = Engine(options.engine)
    ways = {kind: kind(options, engine) for kind in (Tenantry, Compose, Docker, CommandLine)}
    times = {kind: [] for kind in ways}
    cold = {}
    for number in range(options.rounds + 1):
        # Each goes first in its turn, so that none always finds the machine as the same other left it.
        order = list(ways.items())
        order = order[number % len(order) :] + order[: number % len(order)]
        taken = {kind: measure(way, number) for kind, way in order}
        told = ", ".join(f"{kind.title} {taken[kind]:.2f} s" for kind in ways)
        print(f"    {'first' if number == 0 else number}: {told}", file=sys.stderr, flush=True)
        if number == 0:
            cold = taken
        else:
            for kind, seconds in taken.items():
                times[kind].append(seconds)
    table(ways, times, cold)


def options():
    parser = argparse.ArgumentParser()
    for name in ("address", "domain", "token-file", "tenant", "template", "compose-file", "image", "engine", "cli", "run"):
        parser.add_argument(f"--{name}", required=True)
    for name in ("edge-port", "api-port", "rounds"):
        parser.add_argument(f"--{name}", required=True, type=int)
    return parser.parse_args()


if __name__ == "__main__":
    # An end from outside is an exception, too: what was made is removed on the way out.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        rounds(options())
    except Failure as failure:
        sys.exit(f"failed: {failure}")
