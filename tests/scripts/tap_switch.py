"""A network switch in user space between network namespaces: frames come late, some later than others,
and some never; by a seed, for kernels without netem.

usage: tap_switch.py SEED DELAY_MS JITTER_MS LOSS_PERCENT NAMESPACE…

In each namespace there is an eth0 then, up, without an address but IPv6's own; "ready" says so.
"""
import ctypes
import fcntl
import heapq
import os
import random
import select
import socket
import struct
import sys
import time

TUNSETIFF = 0x400454CA
IFF_TAP, IFF_NO_PI = 0x0002, 0x1000
SIOCGIFFLAGS, SIOCSIFFLAGS = 0x8913, 0x8914
IFF_UP = 0x1
CLONE_NEWNET = 0x40000000
FRAME_BYTES_MAX = 2048
IN_THE_AIR_MAX = 4096  # frames; what comes beyond is lost, as in a switch

libc = ctypes.CDLL(None, use_errno=True)


def enter(path):
    with open(path) as namespace:
        if libc.setns(namespace.fileno(), CLONE_NEWNET) != 0:
            raise OSError(ctypes.get_errno(), f"setns {path}")


def port_in(name):
    enter(f"/run/netns/{name}")
    tap = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(tap, TUNSETIFF, struct.pack("16sH14x", b"eth0", IFF_TAP | IFF_NO_PI))
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        flags = struct.unpack("16sh14x", fcntl.ioctl(asking, SIOCGIFFLAGS, struct.pack("16sh14x", b"eth0", 0)))[1]
        fcntl.ioctl(asking, SIOCSIFFLAGS, struct.pack("16sh14x", b"eth0", flags | IFF_UP))
    return tap


def main():
    seed, delay, jitter, loss = (float(number) for number in sys.argv[1:5])
    dice = random.Random(seed)
    ports = [port_in(name) for name in sys.argv[5:]]
    print("ready", flush=True)
    learned = {}  # who sits behind which port
    air = []  # (when, number, port, frame)
    number = 0
    poll = select.poll()
    for port in ports:
        poll.register(port, select.POLLIN)
    while True:
        wait = None if not air else max(0.0, (air[0][0] - time.monotonic()) * 1000)
        for port, _ in poll.poll(wait):
            try:
                frame = os.read(port, FRAME_BYTES_MAX)
            except BlockingIOError:
                continue
            learned[frame[6:12]] = port
            to = learned.get(frame[0:6])
            for other in [to] if to is not None else ports:
                if other == port or dice.random() * 100 < loss or len(air) >= IN_THE_AIR_MAX:
                    continue
                when = time.monotonic() + (delay + dice.uniform(-jitter, jitter)) / 1000
                number += 1
                heapq.heappush(air, (when, number, other, frame))
        while air and air[0][0] <= time.monotonic():
            _, _, port, frame = heapq.heappop(air)
            try:
                os.write(port, frame)
            except (BlockingIOError, OSError):
                pass  # its line is down


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        pass
