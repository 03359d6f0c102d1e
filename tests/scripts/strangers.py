"""What strangers cost two people who talk: strangers.py SOCKET-OF-ONE SOCKET-OF-OTHER PORT-OF-ONE

One says something in the garden through the door of their home, the other's is asked until it is there: the median of
many times, in calm, then while a thousand strangers a second connect to the first; half of them say nothing, half
nonsense. One JSON document: {"calm_ms", "amid_ms", "strangers_a_second", "sessions_most"}.
"""
import json
import os
import random
import socket
import statistics
import struct
import subprocess
import sys
import threading
import time

ROUNDS = 60
A_SECOND = 1000
STAY_SECONDS = 0.5


class Door:
    def __init__(self, path):
        self.stream = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.stream.connect(path)
        self.lines = self.stream.makefile("r", encoding="utf-8")

    def ask(self, **request):
        self.stream.sendall(json.dumps(request).encode() + b"\n")
        for line in self.lines:
            said = json.loads(line)
            if "answer" in said:
                return said["answer"]
            if "fault" in said:
                sys.exit(f"{request}: {said}")
        sys.exit("the door closed")


def seconds_until_heard(one, other, text):
    begun = time.perf_counter()
    one.ask(command="say", circle="garden", text=text)
    while True:
        last = other.ask(command="read", circle="garden", last=1)
        if last and last[-1]["text"] == text:
            return time.perf_counter() - begun
        if time.perf_counter() - begun > 20:
            sys.exit(f"not heard: {text}")
        time.sleep(0.001)


def median_ms(one, other, name, between=lambda: None):
    times = []
    for i in range(ROUNDS):
        times.append(seconds_until_heard(one, other, f"{name} {i}"))
        between()
        time.sleep(0.05)
    return statistics.median(times) * 1000


def strangers(port):
    begun = time.monotonic()
    here, came, dice = [], 0, random.Random(1)
    while True:
        now = time.monotonic()
        while came < (now - begun) * A_SECOND:
            stream = socket.socket()
            stream.setblocking(False)
            stream.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            stream.connect_ex(("127.0.0.1", port))
            here.append((now, stream, came % 2 == 1))
            came += 1
        late = []
        for one in here:
            if now - one[0] < STAY_SECONDS / 2:
                break
            late.append(one)
        for when, stream, talks in late:
            if talks:
                try:
                    stream.send(dice.randbytes(256))
                except OSError:
                    pass
            stream.close()
        here = here[len(late):]
        print(came, now - begun, flush=True)
        time.sleep(0.002)


def main():
    one, other = Door(sys.argv[1]), Door(sys.argv[2])
    median_ms(one, other, "warm")
    calm = median_ms(one, other, "calm")
    crowd = subprocess.Popen([sys.executable, __file__, "crowd", sys.argv[3]], stdout=subprocess.PIPE, text=True)
    rate = []

    def count():
        for line in crowd.stdout:
            came, seconds = line.split()
            rate[:] = [float(came) / max(float(seconds), 0.001)]

    threading.Thread(target=count, daemon=True).start()
    time.sleep(1)
    sessions = []
    amid = median_ms(one, other, "amid", lambda: sessions.append(one.ask(command="status")["node"]["sessions"]))
    crowd.kill()
    crowd.wait()
    print(json.dumps({"calm_ms": round(calm, 2), "amid_ms": round(amid, 2), "strangers_a_second": round(rate[0]),
                      "sessions_most": max(sessions), "processors": os.cpu_count()}))


if sys.argv[1] == "crowd":
    strangers(int(sys.argv[2]))
else:
    main()
