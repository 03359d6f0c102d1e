#!/usr/bin/env python3
"""Says of each packet that leaves this machine what it is, unless it goes to a Tor relay.

tor_capture.py FILE RELAY: a line a packet goes into FILE, on which nothing else may be written. Only what
the kernel itself needs to find its neighbours on the wire is passed over: ARP, and the like of IPv6.
"""
import pathlib
import socket
import struct
import sys

ETH_P_ALL, ETH_ARP, ETH_IPV4, ETH_IPV6 = 3, 0x0806, 0x0800, 0x86DD
TCP, UDP, ICMPV6 = 6, 17, 58
RELAY_PORTS = {5000, 5001, 5002, 5100, 5101, 7000, 7001, 7002}
NEIGHBOURS = {133, 135, 136, 143}  # router and neighbour solicitation, and groups that the kernel itself joins
KITH_GROUP = bytes.fromhex("ff12") + bytes(10) + bytes.fromhex("004b5448")


def ports_of(body):
    return struct.unpack(">HH", body[:4]) if len(body) >= 4 else (0, 0)


def ipv4_told(packet, relay):
    protocol, target = packet[9], socket.inet_ntoa(packet[16:20])
    body = packet[(packet[0] & 15) * 4:]
    if protocol == TCP and target == relay and ports_of(body)[1] in RELAY_PORTS:
        return None
    port = f" port {ports_of(body)[1]}" if protocol in (TCP, UDP) else ""
    return f"IPv4 protocol {protocol} to {target}{port}"


def ipv6_told(packet):
    # A report on groups stands behind a hop-by-hop header of 8 bytes.
    protocol, body = (packet[40], packet[48:]) if packet[6] == 0 else (packet[6], packet[40:])
    if protocol == ICMPV6 and body and body[0] in NEIGHBOURS and KITH_GROUP not in body:
        return None
    return f"IPv6 protocol {protocol} to {socket.inet_ntop(socket.AF_INET6, packet[24:40])}"


def told(kind, packet, relay):
    if kind == ETH_ARP:
        return None
    if kind == ETH_IPV4:
        return ipv4_told(packet, relay)
    if kind == ETH_IPV6:
        return ipv6_told(packet)
    return f"ethernet type {kind:#06x}"


def main():
    out, relay = pathlib.Path(sys.argv[1]), sys.argv[2]
    listener = socket.socket(socket.AF_PACKET, socket.SOCK_DGRAM, socket.htons(ETH_P_ALL))
    with out.open("w", buffering=1) as lines:
        print("capturing", flush=True)
        while True:
            packet, (interface, kind, direction, *_) = listener.recvfrom(65536)
            if interface == "lo" or direction != socket.PACKET_OUTGOING:
                continue
            if (line := told(kind, packet, relay)) is not None:
                lines.write(line + "\n")


if __name__ == "__main__":
    main()
