"""Bytes, varints and deterministic CBOR of the kith protocol (docs/protocol.md §1), as strict as the page asks."""

from kith_crypto import Refused


def refuse_unless(holds, why):
    if not holds:
        raise Refused(why)


class Reader:
    """Takes bytes from the front of a buffer."""

    def __init__(self, data):
        self.data, self.at = bytes(data), 0

    def take(self, size):
        refuse_unless(len(self.data) - self.at >= size, "ends too early")
        self.at += size
        return self.data[self.at - size:self.at]

    def rest(self):
        return self.take(len(self.data) - self.at)

    def uint(self, size):
        return int.from_bytes(self.take(size), "big")

    def varint(self):
        first = self.uint(1)
        size = 1 << (first >> 6)
        value = (first & 63) << 8 * (size - 1) | self.uint(size - 1)
        refuse_unless(size == 1 or value >> (8 * size // 2 - 2), "varint is not in its shortest form")
        return value

    def end(self):
        refuse_unless(self.at == len(self.data), "bytes after the end")


def cbor_item(reader, depth=1):
    """One item of deterministic CBOR (§1.3), at that nesting."""
    refuse_unless(depth <= 16, "CBOR: nested deeper than 16")
    first = reader.uint(1)
    major, short = first >> 5, first & 31
    if major == 7:
        refuse_unless(short in (20, 21, 22), "CBOR: float or other simple value")
        return {20: False, 21: True, 22: None}[short]
    refuse_unless(major != 6, "CBOR: tag")
    refuse_unless(short <= 27, "CBOR: indefinite or reserved length")
    value = short
    if short >= 24:
        size = 1 << (short - 24)
        value = reader.uint(size)
        refuse_unless(value >= (24, 1 << 8, 1 << 16, 1 << 32)[short - 24], "CBOR: length not in its shortest form")
    if major == 0:
        return value
    if major == 1:
        return -1 - value
    if major == 2:
        return reader.take(value)
    if major == 3:
        try:
            return reader.take(value).decode("utf-8")
        except UnicodeDecodeError:
            raise Refused("CBOR: text is not UTF-8") from None
    if major == 4:
        return [cbor_item(reader, depth + 1) for _ in range(value)]
    result, last = {}, b""
    for _ in range(value):
        start = reader.at
        key = cbor_item(reader, depth + 1)
        encoded = reader.data[start:reader.at]
        refuse_unless(encoded > last, "CBOR: map keys out of order, or one twice")
        last = encoded
        # Keys of other types cannot be keys of a dict, or would equal an integer: they keep their encoding.
        result[key if type(key) in (int, bytes, str) else ("cbor", encoded)] = cbor_item(reader, depth + 1)
    return result


def cbor(data):
    """One item, nothing after it."""
    reader = Reader(data)
    item = cbor_item(reader)
    reader.end()
    return item


def cbor_then_zeros(data):
    """One item, then zeros; with the size of the item."""
    reader = Reader(data)
    item = cbor_item(reader)
    refuse_unless(not any(reader.data[reader.at:]), "something other than zeros after the item")
    return item, reader.at


def is_uint(x, below=1 << 64):
    return type(x) is int and 0 <= x < below


def is_bytes(x, size=None):
    return type(x) is bytes and size in (None, len(x))


def is_list(x, low, high):
    return type(x) is list and low <= len(x) <= high


def is_text(x):
    return type(x) is str


def is_id(x):
    return is_bytes(x, 32)


def is_flag(x):
    return type(x) is bool


def take_record(item, needed, what):
    """A map that has the needed keys, each with a value of its type; all others are passed over (§1.3)."""
    refuse_unless(type(item) is dict, what + ": not a map")
    for key, test in needed.items():
        refuse_unless(key in item and test(item[key]), "%s: key %d is missing or wrong" % (what, key))
    return item
