"""Whether an edge with a million routes is as quick as one with ten thousand, and whether changes of routes are noticed."""

import os
import statistics
import subprocess
import sys

import loads
import memory
import peers

HERE = os.path.dirname(os.path.abspath(__file__))
FEW, MANY, CHANGES = 10_000, 1_000_000, 1000
HEAP = "-Xmx1g"


def edge(directory, core, count, pages, command):
    """The edge of the gateway that is measured elsewhere, by itself, since nothing but it needs so many routes."""
    proxy = peers.Proxy(f"{count:,} routes", directory)
    flags = [word for word in command[1:] if word.startswith("-") and not word.startswith("-Xmx") and word != "-cp"]
    jar = command[command.index("-cp") + 1]
    words = [str(proxy.port), os.path.join(proxy.directory, "access.log"), str(count), str(pages), peers.DOMAIN]
    main = os.path.join(HERE, "ManyRoutes.java")
    proxy.start(
        peers.pinned(core, command[0], HEAP, *flags, "-cp", jar, main, *words), environment=None, stdin=subprocess.PIPE
    )
    return proxy


def load(core, proxy, count, options):
    url = f"http://127.0.0.1:{proxy.port}/small"
    before = proxy.cpu_seconds()
    seen = loads.wrk(core, url, peers.host(0), options.seconds, script="hosts.lua", words=[str(count), peers.DOMAIN])
    return (proxy.cpu_seconds() - before) / seen.answers, seen


def changes(proxy, each):
    proxy.process.stdin.write(f"{each}\n".encode())
    proxy.process.stdin.flush()


def measure(options, pages, cores):
    """A table of alternating slices: few routes, many, many of which 1,000 change in each second."""
    few = edge(options.directory, cores[0], FEW, pages, options.command)
    many = edge(options.directory, cores[0], MANY, pages, options.command)
    try:
        warm = -max(1, options.warm // (2 * options.seconds))
        taken = [one_round(number, few, many, cores[1], options) for number in range(warm, options.rounds)]
        table(taken[-options.rounds :], few, many)
    finally:
        few.stop()
        many.stop()


def one_round(number, few, many, core, options):
    row = {"few": load(core, few, FEW, options), "many": load(core, many, MANY, options)}
    changes(many, CHANGES)
    row["changing"] = load(core, many, MANY, options)
    changes(many, 0)
    seen = ", ".join(f"{name} {one[0] * 1e6:.1f} µs, p99 {one[1].p99 * 1e3:.2f} ms" for name, one in row.items())
    print(f"    routes {number + 1 if number >= 0 else 'warm'}: {seen}", file=sys.stderr)
    return row


def table(taken, few, many):
    print("\n| routes, another host in each request, 64 connections | CPU each | answers/s | p50 | p99 | heap in use | ratio |")
    print("|---|---:|---:|---:|---:|---:|---:|")
    rows = [("few", f"{FEW:,}", few), ("many", f"{MANY:,}", many), ("changing", f"{MANY:,}, {CHANGES:,} changes a second", many)]
    for name, title, proxy in rows:
        all = [row[name] for row in taken]
        cpu = statistics.median(one[0] for one in all) * 1e6
        rate = statistics.median(one[1].answers / one[1].seconds for one in all)
        p50 = statistics.median(one[1].p50 for one in all) * 1e3
        p99 = statistics.median(one[1].p99 for one in all) * 1e3
        ratio = statistics.median(one[0] / first[0] for one, first in zip(all, [row["few"] for row in taken]))
        heap = memory.heap(proxy)[0] / 1e6
        print(f"| {title} | {cpu:.1f} µs | {rate:,.0f} | {p50:.2f} ms | {p99:.2f} ms | {heap:.0f} MB | {ratio:.2f} |", flush=True)
    print(f"\ngoal: {MANY:,} routes in {HEAP[4:]} of heap, a ratio of 1.00, and the same p99 with changes")
