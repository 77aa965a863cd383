"""How many requests a second a server answers, asked by `ab` or, where that is missing, by us."""

import os
import re
import shutil
import socket
import subprocess
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from time import perf_counter

AT_A_TIME = 4
SECONDS = 1
MOST_REQUESTS = 1_000_000
ANSWER_BYTES = 65_536
PATIENCE_SECONDS = 60

AB = shutil.which("ab")
CLIENT = "ab" if AB else "a client of our own (ab is Debian's package apache2-utils)"


@dataclass(frozen=True)
class Rate:
    """Requests a second, and how much of one core the client itself took."""

    requests: float
    client_share: float


def measure_rate(address: str, path: str, headers: Mapping[str, str]) -> Rate:
    """Ask for the page for a second, over a new connection each time, as sync workers have it."""
    ask = _ask_with_ab if AB else _ask_ourselves
    begun, cpu = perf_counter(), _cpu_seconds()
    requests = ask(address, path, headers)
    return Rate(requests, (_cpu_seconds() - cpu) / (perf_counter() - begun))


def _cpu_seconds() -> float:
    """What this process and the ended ones it started have used; servers still run."""
    took = os.times()
    return took.user + took.system + took.children_user + took.children_system


def _ask_with_ab(address: str, path: str, headers: Mapping[str, str]) -> float:
    bounds = [f"-t{SECONDS}", f"-n{MOST_REQUESTS}", f"-c{AT_A_TIME}"]
    told = [f"-H{name}: {value}" for name, value in headers.items()]
    command = [AB, "-q", "-l", *bounds, *told, f"http://{address}{path}"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if not re.search(r"Failed requests: +0\n", said) or "Non-2xx responses" in said:
        message = f"Not every request for {path} was answered:\n{said}"
        raise RuntimeError(message)
    return float(re.search(r"Requests per second: +([\d.]+)", said)[1])


def _ask_ourselves(address: str, path: str, headers: Mapping[str, str]) -> float:
    lines = [f"GET {path} HTTP/1.0", f"Host: {address}"]
    lines += [f"{name}: {value}" for name, value in headers.items()]
    request = "\r\n".join([*lines, "", ""]).encode()
    begun = perf_counter()
    with ThreadPoolExecutor(AT_A_TIME) as askers:
        asking = [
            askers.submit(_ask_until, begun + SECONDS, address, request) for _ in range(AT_A_TIME)
        ]
        return sum(asked.result() for asked in asking) / (perf_counter() - begun)


def _ask_until(end: float, address: str, request: bytes) -> int:
    answered = 0
    while perf_counter() < end:
        _ask(address, request)
        answered += 1
    return answered


def _ask(address: str, request: bytes) -> None:
    host, port = address.split(":")
    with socket.create_connection((host, int(port)), timeout=PATIENCE_SECONDS) as connection:
        connection.sendall(request)
        beginning = connection.recv(ANSWER_BYTES)
        while connection.recv(ANSWER_BYTES):
            pass
    if b" 200 " not in beginning[:16]:
        message = f"Not every request was answered: {beginning!r}"
        raise RuntimeError(message)
