"""What clients do to a proxy for one slice, and what they saw of it."""

import os
import re
import statistics
import subprocess
from dataclasses import dataclass

HERE = os.path.dirname(os.path.abspath(__file__))
UNITS = {"us": 1e-6, "ms": 1e-3, "s": 1.0, "m": 60.0}


@dataclass
class Seen:
    """Answers that came whole in so many seconds; the times in which half and 99 of 100 did, where they are known."""

    answers: int
    seconds: float
    p50: float = 0
    p99: float = 0


def run(core, command):
    done = subprocess.run(["taskset", "-c", str(core), *command], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(command)} failed: {done.stdout}{done.stderr}")
    return done.stdout


def wrk(core, url, name, seconds, connections=64, script=None, words=()):
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s", "--latency", "-H", f"Host: {name}"]
    if script:
        command += ["-s", os.path.join(HERE, script)]
    told = run(core, command + [url, "--", *words])
    failed = re.search(r"Non-2xx or 3xx responses: (\d+)", told) or re.search(r"Socket errors: .*", told)
    if failed:
        raise SystemExit(f"{url}: {failed.group(0)}")
    answers, taken, unit = re.search(r"(\d+) requests in ([\d.]+)(us|ms|s|m),", told).groups()
    return Seen(int(answers), float(taken) * UNITS[unit], latency(told, 50), latency(told, 99))


def latency(told, percent):
    number, unit = re.search(rf"^\s*{percent}%\s+([\d.]+)(us|ms|s|m)\s*$", told, re.MULTILINE).groups()
    return float(number) * UNITS[unit]


def secure(core, port, name, seconds, directory, protocol):
    """Over TLS: 64 connections of HTTP/1.1, or one of HTTP/2 with 100 streams. In rounds of so many requests, since a run by time cannot say how many came whole."""
    count, taken, p99 = 0, 0.0, []
    while taken < seconds:
        log = os.path.join(directory, "secure.log")
        if os.path.exists(log):
            os.remove(log)
        shape = ["--h1", "-c64", "-m1"] if protocol == "http/1.1" else ["-c1", "-m100"]
        command = ["h2load", "-t1", *shape, "-n10000", f"--log-file={log}"]
        command += [f"--connect-to=127.0.0.1:{port}", f"https://{name}/small"]
        told = run(core, command)
        done = re.search(r"(\d+) succeeded, (\d+) failed, (\d+) errored", told)
        if int(done.group(2)) + int(done.group(3)) > 0 or "2xx, 0 3xx, 0 4xx, 0 5xx" not in told:
            raise SystemExit(f"{name} over {protocol}: {told}")
        number, unit = re.search(r"finished in ([\d.]+)(us|ms|s|m),", told).groups()
        count += int(done.group(1))
        taken += float(number) * UNITS[unit]
        with open(log, encoding="ascii") as lines:
            p99 += [int(line.split("\t")[2]) / 1e6 for line in lines]
    p99.sort()
    return Seen(count, taken, statistics.median(p99), p99[int(len(p99) * 0.99)])


def paced(core, port, name, seconds, rate, directory, connections=64):
    """At a fixed rate: what a closed loop would hide by waiting, this shows."""
    each = max(1, round(rate / connections))
    took = counted(core, port, name, each * connections * seconds, connections, directory, f"--rps={each}")
    return Seen(len(took), seconds, statistics.median(took), took[int(len(took) * 0.99)])


def counted(core, port, name, count, connections, directory, *more):
    """The times of so many small answers, the shortest first. A Host given as a field would be a second one."""
    log = os.path.join(directory, "counted.log")
    if os.path.exists(log):
        os.remove(log)
    command = ["h2load", "--h1", "-t1", f"-c{connections}", f"-n{count}", *more, f"--log-file={log}"]
    run(core, command + [f"--connect-to=127.0.0.1:{port}", f"http://{name}/small"])
    with open(log, encoding="ascii") as lines:
        seen = [line.split("\t") for line in lines]
    refused = [one for one in seen if one[1] != "200"]
    if refused or len(seen) != count:
        raise SystemExit(f"{name}: {len(seen)} answers (expected: {count}), {len(refused)} of them not 200")
    return sorted(int(one[2]) / 1e6 for one in seen)


def messages(core, port, name, seconds, connections=64):
    command = ["python3", os.path.join(HERE, "messages.py"), str(port), name, str(connections), str(seconds)]
    return Seen(int(run(core, command)), seconds)


def connections(core, port, name, seconds, kind, threads=8):
    """New TLS connections with one request each."""
    command = ["python3", os.path.join(HERE, "connections.py"), str(port), name, str(threads), str(seconds), kind]
    return Seen(int(run(core, command)), seconds)
