"""Measures the edge beside nginx, HAProxy and Caddy: CPU per answer, answers per second, latency, memory.

Each proxy has one core and one worker; clients and the application have another core. They take turns in short slices, so
that each round sees the same minute of the same machine; a ratio is the median of the rounds' own ratios. Called by
scripts/bench. The table goes to standard output, progress to standard error.
"""

import argparse
import os
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time

import allocations
import changes
import loads
import many
import memory
import origin
import peers
import start
from scenarios import OTHER_CORE, PROXY_CORE, Slice, scenarios


def measure(scenario, proxy):
    before = proxy.cpu_seconds()
    seen = scenario.load(proxy)
    return Slice(proxy.cpu_seconds() - before, seen)


def rounds(scenario, proxies, options):
    """For each proxy, its slices."""
    taken = {proxy.title: [] for proxy in proxies}
    for number in range(options.rounds + 1):
        for turn in range(len(proxies)):
            proxy = proxies[(turn + number) % len(proxies)]
            one = measure(scenario, proxy)
            if number > 0:
                taken[proxy.title].append(one)
        told = ", ".join(f"{title} {scenario.figure(all[-1]) * 1e6:.1f}" for title, all in taken.items() if all)
        print(f"    {scenario.key} {number}: {told or 'warm'} (µs)", file=sys.stderr)
    return taken


def ratios(scenario, taken, title):
    """Each round's figure over the better one of the peers' that it is measured against."""
    found = []
    for number, one in enumerate(taken[title]):
        best = min(scenario.figure(taken[peer][number]) for peer in ("nginx", "haproxy") if peer in taken)
        found.append(scenario.figure(one) / best)
    return statistics.median(found)


def table(scenario, taken, proxies):
    print(f"\n| {scenario.title} | CPU each | answers/s | p50 | p99 | memory | ratio |")
    print("|---|---:|---:|---:|---:|---:|---:|")
    for proxy in proxies:
        all = taken[proxy.title]
        cpu = statistics.median(one.cpu_each for one in all) * 1e6
        rate = statistics.median(one.seen.answers / one.seen.seconds for one in all)
        p50 = statistics.median(one.seen.p50 for one in all) * 1e3
        p99 = statistics.median(one.seen.p99 for one in all) * 1e3
        ratio = ratios(scenario, taken, proxy.title)
        times = f"{p50:.2f} ms | {p99:.2f} ms" if p50 else "– | –"
        print(f"| {proxy.title} | {cpu:.1f} µs | {rate:,.0f} | {times} | {proxy.memory_megabytes():.0f} MB | {ratio:.2f} |")
    ours = ratios(scenario, taken, "tenantry") if "tenantry" in taken else float("nan")
    print(f"\ngoal: at most {scenario.goal:.2f} of the better of nginx and HAProxy; now {ours:.2f}", flush=True)


def make_pages(directory):
    os.makedirs(os.path.join(directory, "pages"))
    for name, size in (("10k", 10_000), ("1m", 1_000_000)):
        with open(os.path.join(directory, "pages", name), "wb") as out:
            out.write(os.urandom(size))


def start_origins(directory):
    """nginx for pages, and a process of ours for what streams. On the core that the proxies don't have."""
    pages, busy = peers.free_port(), peers.free_port()
    config = os.path.join(directory, "origin.conf")
    with open(config, "w", encoding="ascii") as out:
        out.write(origin.pages(directory, pages))
    server = os.path.join(os.path.dirname(os.path.abspath(__file__)), "origin.py")
    running = [
        subprocess.Popen(peers.pinned(OTHER_CORE, "nginx", "-c", config)),
        subprocess.Popen(peers.pinned(OTHER_CORE, "python3", server, str(busy))),
    ]
    return pages, busy, running


def peak_of_nginx(proxy, options):
    url = f"http://127.0.0.1:{proxy.port}/small"
    seen = loads.wrk(OTHER_CORE, url, peers.host(options.hosts // 2), options.seconds)
    return seen.answers / seen.seconds


def makers(options, routes):
    """How each proxy is started that takes part."""
    certificate = peers.Certificate(options.directory)
    known = {
        "tenantry": lambda: peers.tenantry(
            options.directory, PROXY_CORE, routes, options.command, certificate, options.transport
        ),
        "nginx": lambda: peers.nginx(options.directory, PROXY_CORE, routes, True, certificate),
        "haproxy": lambda: peers.haproxy(options.directory, PROXY_CORE, routes, True, certificate),
        "nginx-nolog": lambda: peers.nginx(options.directory, PROXY_CORE, routes, False, certificate),
        "haproxy-nolog": lambda: peers.haproxy(options.directory, PROXY_CORE, routes, False, certificate),
        "caddy": lambda: peers.caddy(options.directory, PROXY_CORE, routes, True),
    }
    return {name: known[name] for name in options.proxies.split(",")}


def read_options():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=int, default=3, help="of each slice")
    parser.add_argument("--hosts", type=int, default=10_000)
    parser.add_argument("--scenarios", default="")
    parser.add_argument("--proxies", default="tenantry,nginx,haproxy,nginx-nolog,haproxy-nolog,caddy")
    parser.add_argument("--warm", type=int, default=20, help="seconds of load before the first round")
    parser.add_argument("--transport", default="epoll", help="of the gateway: epoll, or auto")
    parser.add_argument("--held", type=float, default=1.0, help="the part of 15,000 connections that is held")
    parser.add_argument("--share", type=float, default=0.5, help="of its peak that one host is asked for while routes change")
    parser.add_argument("command", nargs="+", help="how to start the gateway")
    return parser.parse_args()


def warm(proxies, chosen, options):
    """A program that compiles itself while it runs does so before it is measured; the others may do with it what they like."""
    ours = [proxy for proxy in proxies if proxy.title == "tenantry"]
    end = time.monotonic() + options.warm
    while ours and time.monotonic() < end:
        for scenario in chosen:
            scenario.load(ours[0])


def in_slices(chosen, proxies, options):
    options.rate = 0.5 * peak_of_nginx(next(one for one in proxies if one.title == "nginx"), options)
    warm(proxies, chosen, options)
    for scenario in chosen:
        able = [proxy for proxy in proxies if proxy.tls_port or not scenario.secure]
        table(scenario, rounds(scenario, able, options), able)


def alone(wanted, made, pages, options):
    """What wants proxies that have just been started, one at a time."""
    for kind in memory.KINDS:
        if wanted(kind):
            memory.measure(kind, made.values(), OTHER_CORE, options)
    if wanted("routes"):
        many.measure(options, pages, (PROXY_CORE, OTHER_CORE))
    if wanted("changes"):
        changes.measure(options, pages, (PROXY_CORE, OTHER_CORE))
    if wanted("allocations") and "tenantry" in made:
        allocations.measure(made["tenantry"], OTHER_CORE, options)
    if wanted("start"):
        start.measure(made, OTHER_CORE, options)


def main():
    # Whoever ends this ends what it has started, too.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    options = read_options()
    options.directory = tempfile.mkdtemp(prefix="tenantry-bench-edge-")
    os.chmod(options.directory, 0o755)
    running, proxies = [], []
    names = options.scenarios.split(",") if options.scenarios else []
    chosen = [one for one in scenarios(options) if not names or one.key in names]
    try:
        make_pages(options.directory)
        pages, busy, running = start_origins(options.directory)
        made = makers(options, peers.Routes(options.hosts, pages, busy))
        if chosen:
            proxies = [make() for make in made.values()]
            in_slices(chosen, proxies, options)
            stop(proxies)
        alone(lambda name: not names or name in names, made, pages, options)
    finally:
        stop(proxies)
        for process in running:
            process.terminate()
            process.wait()
        shutil.rmtree(options.directory, ignore_errors=True)


def stop(proxies):
    while proxies:
        proxies.pop().stop()


if __name__ == "__main__":
    main()
