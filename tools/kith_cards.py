"""Cards and faces, the words that two compare, and their tie (docs/protocol.md §9.1 to §9.3). Section marks refer to
that page."""

import base64

from kith_cbor import cbor, is_bytes, is_id, is_list, is_text, is_uint, refuse_unless
from kith_crypto import H, Refused
from kith_records import device_list, prekey, signed_record

SCHEME = "kith:"
WHITE = " \t\r\n"
NAMES = {0: "person", 1: "device_list", 2: "prekeys", 3: "secret_id", 4: "ways", 5: "name", 6: "made"}


def text(low, high):
    return lambda x: is_text(x) and low <= len(x.encode()) <= high


def face(record):
    """§9.1: the payload of a face, by the names of its keys."""
    needed = {0: is_id, 1: is_bytes, 2: lambda x: is_list(x, 1, 8) and all(map(is_bytes, x)),
              3: lambda x: is_bytes(x, 8), 4: lambda x: is_list(x, 0, 8) and all(map(text(1, 256), x)),
              5: text(0, 128), 6: lambda x: is_uint(x, 1 << 62)}
    shown = signed_record(record, "kith/1 card", needed, 0, "face")
    listed = device_list(shown[1])
    refuse_unless(listed[0] == shown[0], "face: the device list of another person")
    devices = [device for device, _ in listed[2]]
    refuse_unless(all(prekey(one)[0] in devices for one in shown[2]), "face: a prekey of no listed device")
    return {NAMES[key]: shown[key] for key in NAMES}


def secret_id(secret):
    """§9.5"""
    return H("kith/1 secret id", secret)[:8]


def card(data):
    """(the face's fields, secret)"""
    pair = cbor(data)
    refuse_unless(is_list(pair, 2, 2) and is_bytes(pair[0]) and is_bytes(pair[1], 32), "card: not a face and a secret")
    shown = face(pair[0])
    refuse_unless(secret_id(pair[1]) == shown["secret_id"], "card: another secret")
    return shown, pair[1]


def card_bytes(shown):
    """A card's text as its bytes: base64url, no padding, unused bits zero."""
    whole = "".join(letter for letter in shown if letter not in WHITE)
    refuse_unless(whole.startswith(SCHEME), "card: not its text")
    letters = whole[len(SCHEME):]
    try:
        data = base64.b64decode(letters + "=" * (-len(letters) % 4), b"-_", validate=True)
    except ValueError:
        raise Refused("card: no base64url") from None
    refuse_unless(base64.urlsafe_b64encode(data).decode().rstrip("=") == letters, "card: another form of base64url")
    return data


def words(one, other):
    """§9.2: five proquints, spaces between."""
    digest = H("kith/1 words", min(one, other) + max(one, other))

    def proquint(x):
        consonant, vowel = "bdfghjklmnprstvz", "aiou"
        return (consonant[x >> 12] + vowel[x >> 10 & 3] + consonant[x >> 6 & 15] + vowel[x >> 4 & 3]
                + consonant[x & 15])
    return " ".join(proquint(int.from_bytes(digest[at:at + 2], "big")) for at in range(0, 10, 2))


def tie(one, other):
    """§9.3"""
    return H("kith/1 tie", min(one, other) + max(one, other))
