"""What connections that rest cost a proxy in memory: many are opened from a process of their own, held, and counted."""

import os
import re
import subprocess

import peers

HERE = os.path.dirname(os.path.abspath(__file__))
KINDS = {
    "idle": ("idle keep-alive connection", 15_000, 20),
    "idle-tls": ("idle keep-alive connection over TLS", 7_000, None),
    "pairs": ("idle WebSocket, a pair of connections", 7_000, 30),
}


def live_bytes(proxy):
    """
    Of a JVM what its heap holds after a collection, and whatever is resident outside of the heap (buffers, code, threads):
    the free part of a heap is no connection's. Of the others what is resident.
    """
    if proxy.title != "tenantry":
        return proxy.memory_megabytes() * 1024 * 1024
    used, lowest, highest = heap(proxy)
    return used + resident_outside(proxy.process.pid, lowest, highest)


def heap(proxy):
    """How many bytes a heap holds after a collection, and from where to where it is."""
    jcmd, pid = proxy.jcmd(), str(proxy.process.pid)
    for _ in range(2):
        subprocess.run([jcmd, pid, "GC.run"], check=True, capture_output=True)
    told = subprocess.run([jcmd, pid, "GC.heap_info"], check=True, capture_output=True, text=True).stdout
    spaces = re.findall(r"(?:DefNew|Tenured) +total \d+K, used (\d+)K \[0x(\w+), 0x(\w+), 0x(\w+)\)", told)
    used = sum(int(space[0]) for space in spaces) * 1024
    return used, min(int(space[1], 16) for space in spaces), max(int(space[3], 16) for space in spaces)


def resident_outside(pid, lowest, highest):
    total, counted = 0, False
    with open(f"/proc/{pid}/smaps", encoding="utf-8") as maps:
        for line in maps:
            mapping = re.match(r"([0-9a-f]+)-([0-9a-f]+) ", line)
            if mapping:
                counted = not lowest <= int(mapping.group(1), 16) < highest
            elif counted and line.startswith("Rss:"):
                total += int(line.split()[1]) * 1024
    return total


class Held:
    """So many connections, as long as this is open."""

    def __init__(self, core, proxy, kind, host, count):
        port = proxy.tls_port if kind == "idle-tls" else proxy.port
        shape = "websocket" if kind == "pairs" else kind
        command = ["python3", os.path.join(HERE, "hold.py"), str(port), host, str(count), shape]
        self.process = subprocess.Popen(
            peers.pinned(core, *command), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def __enter__(self):
        self.hears("held")
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.hears("kept")
        self.process.wait()

    def hears(self, word):
        said = self.process.stdout.readline().strip()
        if said != word:
            self.process.kill()
            raise SystemExit(f"holding connections: {said!r} (expected: {word})")


def each(proxy, kind, core, options):
    """Bytes for each connection or pair: what came with the last nine of ten, since the first ones find room that was there."""
    host = peers.Routes.busy if kind == "pairs" else peers.host(options.hosts // 2)
    count = int(KINDS[kind][1] * options.held)
    with Held(core, proxy, kind, host, count // 10):
        before = live_bytes(proxy)
        with Held(core, proxy, kind, host, count - count // 10):
            return (live_bytes(proxy) - before) / (count - count // 10)


def measure(kind, makers, core, options):
    """Each proxy by itself, freshly started: memory that was used once would be used again."""
    title, count, goal = KINDS[kind]
    print(f"\n| memory for each {title}, {int(count * options.held):,} held | KB |")
    print("|---|---:|")
    for make in makers:
        proxy = make()
        try:
            if proxy.tls_port or kind != "idle-tls":
                print(f"| {proxy.title} | {each(proxy, kind, core, options) / 1000:.1f} |", flush=True)
        finally:
            proxy.stop()
    if goal:
        print(f"\ngoal: at most {goal} KB")
