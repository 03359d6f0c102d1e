"""Signed records, certificates, fork proofs and frontiers of the kith protocol (docs/protocol.md §1.4, §2, §7).

Section marks refer to that page. Unknown keys, and keys that are no unsigned integers, are passed over.
"""

from dataclasses import dataclass

from kith_cbor import cbor, is_bytes, is_flag, is_id, is_list, is_uint, refuse_unless, take_record
from kith_crypto import D, H, verify

HEADER = 85             # bytes of an entry's header from `version` on, without `previous` (§7)


def padme(n):
    """§3.6"""
    if n < 2:
        return n
    e = n.bit_length() - 1
    unit = 1 << (e - e.bit_length())
    return (n + unit - 1) // unit * unit


def is_body_size(n):
    return 32 <= n <= 65536 and padme(n) == n


def link_of(previous, header):
    """§3.2; header is what follows `previous` there."""
    return H("kith/1 link", b"\1" + previous + header)


# -- §13.1: beacons -------------------------------------------------------------------------------------------------------

def beacon(raw):
    """Nonce, hour and slots of (tag, masked port)."""
    refuse_unless(len(raw) in (21 + 32 * 6, 21 + 160 * 6), "beacon: size")
    refuse_unless(raw[0] == 1, "beacon: version")
    slots = [(raw[at:at + 4], int.from_bytes(raw[at + 4:at + 6], "big")) for at in range(21, len(raw), 6)]
    return raw[1:17], int.from_bytes(raw[17:21], "big"), slots


def beacon_port(raw, pair, device):
    """Where `device` says that it is, to those who share `pair` with it; None: it did not send this."""
    nonce, hour, slots = beacon(raw)
    mark = H("kith/1 beacon", nonce + hour.to_bytes(4, "big") + device, D(pair, "kithpair", 4, 32))
    ports = [port for tag, port in slots if tag == mark[:4]]
    return ports[0] ^ int.from_bytes(mark[4:6], "big") if ports else None


# -- §14.2: who may come over Tor ------------------------------------------------------------------------------------------

def onion_caller(pair, service):
    """The X25519 secret by which whoever shares `pair` with the service's owner comes to it."""
    return H("kith/1 onion", service, D(pair, "kithpair", 5, 32))


# -- §1.4, §2: signed records -----------------------------------------------------------------------------------------

def signed_record(data, name, needed, key_at, what):
    """The payload of a signed record. The signer is the key that the payload names at key_at: until the signature has
    verified, only that one value is looked at."""
    pair = cbor(data)
    refuse_unless(is_list(pair, 2, 2) and is_bytes(pair[0]) and is_bytes(pair[1], 64), what + ": not a signed record")
    payload = cbor(pair[0])
    refuse_unless(type(payload) is dict and is_id(payload.get(key_at)), what + ": names no signer")
    verify(payload[key_at], name, pair[0], pair[1], what)
    return take_record(payload, needed, what)


def device_list(data):
    """§2.2"""
    def is_devices(x):
        return (is_list(x, 1, 8) and all(is_list(d, 2, 2) and is_id(d[0]) and is_id(d[1]) for d in x)
                and all(a[0] < b[0] for a, b in zip(x, x[1:])))
    return signed_record(data, "kith/1 devices", {0: is_id, 1: is_uint, 2: is_devices}, 0, "device list")


def log_statement(data):
    """§2.3"""
    needed = {0: is_id, 1: is_id, 2: is_id, 3: is_id, 4: is_flag, 5: lambda x: is_bytes(x, 64)}
    statement = signed_record(data, "kith/1 log", needed, 3, "log statement")
    verify(statement[1], "kith/1 owner", statement[0] + statement[3], statement[5], "the log's owner")
    return statement


def prekey(data):
    """§2.5"""
    return signed_record(data, "kith/1 prekey", {0: is_id, 1: is_uint, 2: is_id, 3: is_uint}, 0, "prekey")


def newer_device_list(a, b):
    """Which of two verified lists of one person a reader keeps (§2.2)."""
    def rank(data):
        return -device_list(data)[1], H("kith/1 payload", cbor(data)[0])
    return min(a, b, key=rank)


@dataclass
class Certificate:
    circle: bytes
    log: bytes
    person: bytes
    device: bytes
    aside: bool
    devices: list


def certificate(data, log=None, circle=None):
    """§2.4; where it stands in an entry or a handover, with the log and circle that it must name."""
    pair = cbor(data)
    refuse_unless(is_list(pair, 2, 2) and is_bytes(pair[0]) and is_bytes(pair[1]), "certificate: not two records")
    devices, statement = device_list(pair[0]), log_statement(pair[1])
    refuse_unless(devices[0] == statement[2], "certificate: two persons")
    refuse_unless(any(d[0] == statement[3] for d in devices[2]), "certificate: the device is not in the list")
    refuse_unless(log in (None, statement[1]), "certificate: of another log")
    refuse_unless(circle in (None, statement[0]), "certificate: names another circle")
    return Certificate(statement[0], statement[1], statement[2], statement[3], statement[4], devices[2])


# -- §7: frontiers and forks ------------------------------------------------------------------------------------------

def frontier_of(entries):
    """[log, next seq, head link] of every branch among the entries."""
    inner = {e.previous for e in entries}
    heads = {(e.log, e.link): e.seq + 1 for e in entries if e.link not in inner}
    return [[log, seq, link] for (log, link), seq in sorted(heads.items())]


def read_frontier(data):
    item = cbor(data)
    refuse_unless(type(item) is list and all(is_list(b, 3, 3) and is_id(b[0]) and is_uint(b[1], (1 << 40) + 1)
                                             and is_id(b[2]) for b in item), "frontier")
    keys = [(b[0], b[2]) for b in item]
    refuse_unless(all(a < b for a, b in zip(keys, keys[1:])), "frontier: out of order")
    return item


def check_header(one):
    """A header keeps to the table of §3.1."""
    leaf, units, body = (int.from_bytes(one[a:b], "big") for a, b in ((13, 15), (15, 17), (17, 21)))
    seq_fits = int.from_bytes(one[1:9], "big") < 1 << 40
    refuse_unless(one[0] == 1 and seq_fits and leaf < 1024, "fork proof: version, seq or leaf")
    refuse_unless(1 <= units <= 2048 and (body == 0 or is_body_size(body)), "fork proof: sizes")


def branch_first(log, branch):
    """The seq and the link of the first entry of a verified branch."""
    link, headers, signature = branch
    refuse_unless(is_id(link) and is_bytes(headers) and is_bytes(signature, 64), "fork proof: branch")
    refuse_unless(headers and len(headers) % HEADER == 0 and len(headers) <= 1024 * HEADER, "fork proof: headers")
    start, first = int.from_bytes(headers[1:9], "big"), None
    for i in range(len(headers) // HEADER):
        one = headers[HEADER * i:HEADER * (i + 1)]
        check_header(one)
        refuse_unless(int.from_bytes(one[1:9], "big") == start + i, "fork proof: a seq that does not follow")
        link = link_of(link, one[1:])
        first = first or link
    verify(log, "kith/1 head", log + link, signature, "a branch")
    return start, first


def fork_proof(data):
    """The log and the seq at which it forked."""
    def is_branch(x):
        return is_list(x, 3, 3)
    record = take_record(cbor(data), {0: is_id, 1: is_branch, 2: is_branch}, "fork proof")
    one, two = branch_first(record[0], record[1]), branch_first(record[0], record[2])
    refuse_unless(one[0] == two[0], "fork proof: two seqs")
    refuse_unless(one[1] < two[1], "fork proof: equal branches, or the larger first")
    return record[0], one[0]
