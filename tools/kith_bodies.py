"""Bodies (docs/protocol.md §3.6, §3.7): from bytes to a checked map, or Refused. A second reader: it shares nothing
with the C++ but the page, and libzstd."""

import ctypes
import ctypes.util
from functools import cache
from pathlib import Path

from kith_cbor import cbor, is_bytes, is_flag, is_id, is_list, is_text, is_uint, refuse_unless

BODY_MAX = 65536
TIME_END = 1 << 62
SEQ_END = 1 << 40
CIVIL_END = 253402300800
DAY = 86400
LASTS_MAX = 366 * DAY


@cache
def zstandard():
    """libzstd, one of its contexts, and the dictionary."""
    library = ctypes.CDLL(ctypes.util.find_library("zstd") or "libzstd.so.1")
    sizes, pointer = ctypes.c_size_t, ctypes.c_void_p
    library.ZSTD_createDCtx.restype = pointer
    library.ZSTD_findFrameCompressedSize.restype = sizes
    library.ZSTD_findFrameCompressedSize.argtypes = [ctypes.c_char_p, sizes]
    library.ZSTD_decompress_usingDict.restype = sizes
    library.ZSTD_decompress_usingDict.argtypes = [pointer, pointer, sizes, ctypes.c_char_p, sizes, ctypes.c_char_p, sizes]
    dictionary = Path(__file__).resolve().parent.parent / "docs" / "bodies.dictionary"
    return library, library.ZSTD_createDCtx(), dictionary.read_bytes()


def content_size(frame):
    """What the frame header says (RFC 8878 §3.1.1.1), behind the magic number that is left away."""
    refuse_unless(frame and frame[0] & 0x3f == 0x20, "compressed body: not a single segment without anything more")
    length, more = ((1, 0), (2, 256), (4, 0), (8, 0))[frame[0] >> 6]
    refuse_unless(len(frame) > length, "compressed body: cut short")
    return int.from_bytes(frame[1:1 + length], "little") + more


def decompressed(frame):
    """§3.6: the bytes of the item that a byte string holds."""
    size = content_size(frame)
    refuse_unless(1 <= size <= min(BODY_MAX, 4 * len(frame)), "compressed body: of no size that a body has")
    library, context, dictionary = zstandard()
    whole = b"\x28\xb5\x2f\xfd" + frame
    refuse_unless(library.ZSTD_findFrameCompressedSize(whole, len(whole)) == len(whole), "compressed body: not one frame")
    content = ctypes.create_string_buffer(size)
    written = library.ZSTD_decompress_usingDict(context, content, size, whole, len(whole), dictionary, len(dictionary))
    refuse_unless(written == size, "compressed body: not what its frame says")
    return content.raw[:size]


def is_time(x):
    return is_uint(x, TIME_END)


def is_seq(x):
    return is_uint(x, SEQ_END)


def is_civil(x):
    return is_uint(x, CIVIL_END)


def is_day(x):
    return is_uint(x, CIVIL_END // DAY)


def text(low, high=BODY_MAX):
    return lambda x: is_text(x) and low <= len(x.encode()) <= high


def ascending(high, of):
    """A list of 1 to `high` such values, each greater than the one before; texts by their UTF-8."""
    def test(x):
        if not is_list(x, 1, high) or not all(of(one) for one in x):
            return False
        keys = [one.encode() if is_text(one) else one for one in x]
        return all(a < b for a, b in zip(keys, keys[1:]))
    return test


def is_reference(x):
    return is_bytes(x, 16)


INSTEAD = ascending(8, is_reference)
PERSONS = ascending(151, is_id)
TAGS = ascending(8, text(1, 64))
WORDS = text(0)


def is_prompts(x):
    return is_list(x, 1, 32) and all(is_text(one) for one in x)


def is_event(x):
    if type(x) is not dict or not fits(x, EVENT):
        return False
    at, until = x[1], x.get(3)
    if until is not None and not 0 < until - at <= LASTS_MAX:
        return False
    return 2 in x or (at % DAY == 0 and (until or 0) % DAY == 0)


# kind: (keys that are there, keys that may lack)
EVENT = ({0: text(1, 256), 1: is_civil},
         {2: text(1, 64), 3: is_civil, 4: text(1, 1024), 5: ascending(32, text(1, 64)), 6: text(1, 256),
          7: text(1), 8: text(1, 256)})
WISH = ({0: text(1)}, {1: PERSONS, 2: is_time, 3: TAGS})
NAME = text(1, 128)
FORMS = {
    1: ({0: WORDS}, {}),
    2: ({0: WORDS}, {1: WORDS, 2: WORDS, 3: WORDS}),
    3: ({0: NAME}, {}),
    4: ({0: text(1)}, {1: text(1, 256), 2: PERSONS}),
    5: ({0: is_id, 1: is_uint}, {2: WORDS, 3: INSTEAD}),
    6: ({0: is_id, 1: is_flag}, {2: WORDS, 3: INSTEAD}),
    7: ({0: text(1, 256), 1: WORDS}, {2: is_prompts, 3: INSTEAD}),
    8: WISH,
    9: WISH,
    10: ({0: is_id, 1: is_uint}, {2: WORDS, 3: INSTEAD, 4: text(1), 5: is_time}),
    11: EVENT,
    12: ({0: is_id, 1: is_uint}, {2: WORDS, 3: INSTEAD, 4: is_event, 5: is_day}),
    13: ({0: is_id, 1: is_uint}, {2: WORDS, 3: INSTEAD, 4: is_day}),
    14: ({0: is_time}, {1: WORDS, 2: INSTEAD}),
    15: ({0: is_id}, {1: WORDS}),
    16: ({0: is_id, 1: ascending(151, text(1, 64))}, {2: is_time, 3: WORDS}),
    17: ({0: text(1, 128)}, {1: is_id, 2: WORDS}),
    32: ({0: is_id, 1: NAME}, {}),
    33: ({0: is_id, 1: NAME}, {}),
    34: ({0: is_id, 1: is_seq}, {}),
    35: ({0: is_id, 1: is_id}, {2: is_time, 3: is_time}),
    36: ({0: is_id, 1: is_id}, {2: lambda x: x is True}),
    37: ({0: is_id, 2: is_flag}, {1: is_id}),
    38: ({0: is_reference}, {}),
    39: ({0: is_id, 1: is_time}, {}),
    40: ({0: is_id, 1: text(0, 1024)}, {}),
    41: ({0: is_id, 1: is_uint, 2: is_time}, {3: TAGS, 4: is_reference, 5: is_time}),
    42: ({0: is_flag}, {}),
    43: ({0: is_id, 1: is_id, 2: is_flag}, {}),
    44: ({0: is_id, 1: is_flag}, {}),
    64: ({0: is_bytes, 1: is_id, 2: NAME}, {3: text(0, 1024), 4: is_id}),
}


def fits(item, form):
    needed, may_lack = form
    return (all(key in item and test(item[key]) for key, test in needed.items())
            and all(test(item[key]) for key, test in may_lack.items() if key in item))


def read_body(kind, data):
    item = cbor(data)
    refuse_unless(kind in FORMS, "a kind that has no form here")
    check_form(kind, item)
    return item


def check_form(kind, item):
    refuse_unless(type(item) is dict and fits(item, FORMS[kind]), "not of its kind's form")
    if kind == 11:
        refuse_unless(is_event(item), "not of an event's form")
    if kind == 12 and item[1] == 0:
        refuse_unless(4 in item and 5 not in item, "a change holds all of the event, and no day")
    if kind == 12 and item[1] == 1:
        refuse_unless(4 not in item, "what is called off holds no event")
    if kind == 43:
        refuse_unless(item[0] != item[1], "somebody held for themself")


def told(item):
    """A value as the vectors write it: bytes as {"hex"}, keys as text, numbers from 2^53 on as text."""
    if type(item) is bytes:
        return {"hex": item.hex()}
    if type(item) is list:
        return [told(one) for one in item]
    if type(item) is dict:
        return {str(key): told(value) for key, value in item.items()}
    return str(item) if type(item) is int and item >= 1 << 53 else item
