#!/usr/bin/env python3
"""Whether an onion service answers by way of a SOCKS port: tor_ask.py SOCKET HOST.onion PORT. Says yes or no."""
import socket
import struct
import sys

socks = socket.socket(socket.AF_UNIX)
socks.settimeout(60)
socks.connect(sys.argv[1])
host = sys.argv[2].encode()
socks.sendall(b"\x05\x01\x00")
assert socks.recv(2) == b"\x05\x00"
socks.sendall(b"\x05\x01\x00\x03" + bytes([len(host)]) + host + struct.pack(">H", int(sys.argv[3])))
try:
    answer = socks.recv(10)
except TimeoutError:
    answer = b""
print("yes" if answer[1:2] == b"\x00" else "no")
