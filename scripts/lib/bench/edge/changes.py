"""Whether visitors of one host notice that routes of others change a thousand times a second, at a rate that loads the edge."""

import statistics
import sys

import loads
import many
import peers


def measure(options, pages, cores):
    """A table of alternating slices, with changes and without; the rate is half of what the edge can do where nothing changes."""
    proxy = many.edge(options.directory, cores[0], many.FEW, pages, options.command)
    try:
        rate = options.share * peak(proxy, cores[1], options)
        taken = [one_round(number, proxy, cores[1], rate, options) for number in range(options.rounds + 1)]
        table(taken[1:], rate)
    finally:
        proxy.stop()


def peak(proxy, core, options):
    """After it is warm, changes included."""
    url = f"http://127.0.0.1:{proxy.port}/small"
    for each in (0, many.CHANGES, 0):
        many.changes(proxy, each)
        seen = loads.wrk(core, url, peers.host(0), max(options.seconds, options.warm // 3))
    return seen.answers / seen.seconds


def slice_of(proxy, core, rate, each, options):
    """CPU for each answer and what the visitors saw. The CPU is that of the whole process, and the changes are made in it."""
    many.changes(proxy, each)
    before = proxy.cpu_seconds()
    seen = loads.paced(core, proxy.port, peers.host(0), options.seconds, rate, options.directory)
    cpu = (proxy.cpu_seconds() - before) / seen.answers
    many.changes(proxy, 0)
    return cpu, seen.p50, seen.p99


def one_round(number, proxy, core, rate, options):
    order = (0, many.CHANGES) if number % 2 else (many.CHANGES, 0)
    row = {each: slice_of(proxy, core, rate, each, options) for each in order}
    told = ", ".join(f"{each} changes/s: p99 {row[each][2] * 1e3:.2f} ms" for each in sorted(row))
    print(f"    changes {number or 'warm'}: {told}", file=sys.stderr)
    return row


def table(taken, rate):
    print(f"\n| one host at {rate:,.0f} answers/s, 64 connections, {many.FEW:,} routes | CPU each | p50 | p99 | ratio of p99 |")
    print("|---|---:|---:|---:|---:|")
    for each, title in ((0, "nothing changes"), (many.CHANGES, f"{many.CHANGES:,} routes of others change a second")):
        cpu, p50, p99 = (statistics.median(row[each][i] for row in taken) for i in range(3))
        ratio = statistics.median(row[each][2] / row[0][2] for row in taken)
        print(f"| {title} | {cpu * 1e6:.1f} µs | {p50 * 1e3:.2f} ms | {p99 * 1e3:.2f} ms | {ratio:.2f} |", flush=True)
    print("\ngoal: the same p99")
