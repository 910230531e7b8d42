"""The first thousand requests after a start: what they cost and how long they take while a program is cold."""

import statistics
import sys
import time

import loads
import peers

REQUESTS, CONNECTIONS = 1000, 8


def once(make, core, options):
    """Seconds from the start to an open port, CPU for each request, and the times in which half and 99 of 100 were answered."""
    begun = time.monotonic()
    proxy = make()
    ready = time.monotonic() - begun
    try:
        before = proxy.cpu_seconds()
        name = peers.host(options.hosts // 2)
        took = loads.counted(core, proxy.port, name, REQUESTS, CONNECTIONS, options.directory)
        return ready, (proxy.cpu_seconds() - before) / REQUESTS, statistics.median(took), took[REQUESTS * 99 // 100]
    finally:
        proxy.stop()


def measure(makers, core, options):
    """A table of alternating starts."""
    taken = {name: [] for name in makers}
    for number in range(options.rounds):
        for name, make in makers.items():
            taken[name].append(once(make, core, options))
        told = ", ".join(f"{name} p99 {all[-1][3] * 1e3:.1f} ms" for name, all in taken.items())
        print(f"    start {number + 1}: {told}", file=sys.stderr)
    print(f"\n| the first {REQUESTS:,} requests after a start, {CONNECTIONS} connections | CPU each | p50 | p99 | until the port opens |")
    print("|---|---:|---:|---:|---:|")
    for name, all in taken.items():
        ready, cpu, p50, p99 = (statistics.median(one[i] for one in all) for i in range(4))
        print(f"| {name} | {cpu * 1e6:.0f} µs | {p50 * 1e3:.2f} ms | {p99 * 1e3:.2f} ms | {ready:.2f} s |", flush=True)
