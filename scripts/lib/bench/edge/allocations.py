"""How many bytes the edge's event loop allocates for each request that it relays, as the flight recorder of its JVM counts them."""

import json
import os
import subprocess
import sys

import loads
import peers

FEW, MANY = 20_000, 100_000
STATISTICS, SAMPLE = "jdk.ThreadAllocationStatistics", "jdk.ObjectAllocationSample"
SHOWN = 12


class Recorder:
    """The flight recorder of the JVM that a proxy is."""

    def __init__(self, proxy, directory):
        self.proxy = proxy
        self.tools = os.path.dirname(proxy.jcmd())
        self.file = os.path.join(directory, "allocations.jfr")

    def tool(self, name, *words):
        command = [os.path.join(self.tools, name), *words]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    def record(self, event, setting, during):
        """Writes a file of one kind of event, whatever happens meanwhile."""
        pid = str(self.proxy.process.pid)
        words = [f"+{event}#enabled=true", f"+{event}#{setting}"]
        self.tool("jcmd", pid, "JFR.start", "name=bench", "settings=none", *words)
        during()
        self.tool("jcmd", pid, "JFR.stop", "name=bench", f"filename={self.file}")

    def allocated(self):
        """Bytes that the event loop has allocated since its start."""
        self.record(STATISTICS, "period=everyChunk", lambda: None)
        told = json.loads(self.tool("jfr", "print", "--json", "--events", STATISTICS, self.file))
        values = [one["values"] for one in told["recording"]["events"]]
        return max(one["allocated"] for one in values if (one["thread"]["javaName"] or "").startswith("edge-"))

    def sites(self, during):
        """Where objects are made, those that take most first."""
        self.record(SAMPLE, "throttle=2000/s", during)
        told = self.tool("jfr", "view", "--width", "150", "--truncate", "beginning", "allocation-by-site", self.file)
        return "\n".join(told.strip().splitlines()[: SHOWN + 4])


def kinds(proxy, core, options):
    """What is asked, each with a load of so many; the load tells how many they were."""
    name = peers.host(options.hosts // 2)

    def requests(scheme, port, *shape):
        def load(count):
            command = ["h2load", "-t1", *shape, f"-n{count}", f"--connect-to=127.0.0.1:{port}"]
            told = loads.run(core, [*command, f"{scheme}://{name}/small"])
            if f"{count} 2xx, 0 3xx, 0 4xx, 0 5xx" not in told:
                raise SystemExit(f"{name}: {told}")
            return count

        return load

    def messages(count):
        return loads.messages(core, proxy.port, peers.Routes.busy, options.seconds * count / FEW).answers

    return {
        "request over HTTP/1.1, keep-alive": requests("http", proxy.port, "--h1", "-c64", "-m1"),
        "the same over TLS": requests("https", proxy.tls_port, "--h1", "-c64", "-m1"),
        "the same over HTTP/2 and TLS, 100 streams": requests("https", proxy.tls_port, "-c1", "-m100"),
        "WebSocket message of 100 bytes, to and fro": messages,
    }


def each(recorder, load):
    """What a longer load allocates more than a shorter one: what connections cost to open is in both."""
    load(MANY)
    seen = [recorder.allocated()]
    counts = []
    for count in (FEW, MANY):
        counts.append(load(count))
        seen.append(recorder.allocated())
    return (seen[2] - seen[1] - (seen[1] - seen[0])) / (counts[1] - counts[0])


def measure(make, core, options):
    """A table of what is allocated, and where most is."""
    proxy = make()
    try:
        recorder = Recorder(proxy, options.directory)
        all = kinds(proxy, core, options)
        rows, sites = {}, {}
        for title, load in all.items():
            rows[title] = each(recorder, load)
            sites[title] = recorder.sites(lambda load=load: load(MANY))
            print(f"    allocations: {title} {rows[title]:.1f} bytes", file=sys.stderr)
    finally:
        proxy.stop()
    print("\n| allocated by the event loop for each | bytes |")
    print("|---|---:|")
    for title, bytes_each in rows.items():
        print(f"| {title} | {bytes_each:.1f} |")
    for title, text in sites.items():
        print(f"\n{title}: all threads, objects by their place\n{text}")
