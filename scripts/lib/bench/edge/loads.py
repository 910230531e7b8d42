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


def wrk(core, url, name, seconds, connections=64, script=None):
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s", "--latency", "-H", f"Host: {name}"]
    if script:
        command += ["-s", os.path.join(HERE, script)]
    told = run(core, command + [url])
    failed = re.search(r"Non-2xx or 3xx responses: (\d+)", told) or re.search(r"Socket errors: .*", told)
    if failed:
        raise SystemExit(f"{url}: {failed.group(0)}")
    answers, taken, unit = re.search(r"(\d+) requests in ([\d.]+)(us|ms|s|m),", told).groups()
    return Seen(int(answers), float(taken) * UNITS[unit], latency(told, 50), latency(told, 99))


def latency(told, percent):
    number, unit = re.search(rf"^\s*{percent}%\s+([\d.]+)(us|ms|s|m)\s*$", told, re.MULTILINE).groups()
    return float(number) * UNITS[unit]


def paced(core, url, name, seconds, rate, directory, connections=64):
    """At a fixed rate: what a closed loop would hide by waiting, this shows."""
    log = os.path.join(directory, "paced.log")
    if os.path.exists(log):
        os.remove(log)
    each = max(1, round(rate / connections))
    count = each * connections * seconds
    command = ["h2load", "--h1", "-t1", f"-c{connections}", f"-n{count}", f"--rps={each}", f"--log-file={log}"]
    run(core, command + ["-H", f"Host: {name}", url])
    with open(log, encoding="ascii") as lines:
        took = sorted(int(line.split("\t")[2]) / 1e6 for line in lines)
    return Seen(len(took), seconds, statistics.median(took), took[int(len(took) * 0.99)])


def messages(core, port, name, seconds, connections=64):
    command = ["python3", os.path.join(HERE, "messages.py"), str(port), name, str(connections), str(seconds)]
    return Seen(int(run(core, command)), seconds)
