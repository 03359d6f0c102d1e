"""A gateway that speaks NAT-PMP (RFC 6886), honestly or not: fake_gateway.py ADDRESS HOW

honest: lets in · private: stands behind another · refuses · noise: answers nonsense · silent · nobody: says that its
address is 127.0.0.1 · other: grants another port than was asked for · full. Each thing that it was asked is a line.
"""
import socket
import struct
import sys

address, how = sys.argv[1:3]
here = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
here.bind((address, 5351))
print("ready", flush=True)
while True:
    asked, who = here.recvfrom(64)
    print(f"{len(asked)} bytes {asked.hex()}", flush=True)
    if how == "silent" or len(asked) < 2:
        continue
    if how == "noise":
        here.sendto(b"\x00\x81" + b"\xff" * 30, who)
        continue
    code = {"refuses": 2, "full": 4}.get(how, 0)
    if asked[1] == 0:
        outside = {"private": "192.168.7.7", "nobody": "127.0.0.1"}.get(how, "203.0.113.9")
        here.sendto(struct.pack(">BBHI", 0, 128, code if how == "refuses" else 0, 1) + socket.inet_aton(outside), who)
    elif asked[1] == 2 and len(asked) == 12:
        inside, port, seconds = struct.unpack(">4xHHI", asked)
        granted = inside + 1 if how == "other" else inside
        here.sendto(struct.pack(">BBHIHHI", 0, 130, code, 1, granted, 40404 if seconds else 0, seconds), who)
