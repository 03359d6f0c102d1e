"""Recovery keys: their text, the boxes sealed to them, which one is in force (docs/protocol.md §5.5). Section marks
refer to that page."""

import base64
import struct

from kith_bodies import read_body
from kith_boxes import BOX_FRONT, BOX_OVERHEAD, pair_key
from kith_cbor import refuse_unless
from kith_crypto import H, Refused, context, hpke_open, x25519

SCHEME = "kithrecovery:"                # without what does not count
PASSED_OVER = " \t\r\n-"
LETTERS = "abcdefghijklmnopqrstuvwxyz234567"
TEXT_BYTES_MAX, KEY_LETTERS, KEY_BYTES = 1024, 72, 45


def recovery_secret(person, text):
    """The secret of a key as its text has it, for that person."""
    refuse_unless(len(text.encode()) <= TEXT_BYTES_MAX, "recovery key: too long")
    whole = "".join(one.lower() if one.isascii() else one for one in text if one not in PASSED_OVER)
    refuse_unless(whole.startswith(SCHEME), "recovery key: not its text")
    letters = whole[len(SCHEME):]
    refuse_unless(len(letters) == KEY_LETTERS and all(one in LETTERS for one in letters), "recovery key: its letters")
    data = base64.b32decode(letters.upper())
    refuse_unless(len(data) == KEY_BYTES, "recovery key: its size")
    refuse_unless(H("kith/1 rec text", data[:41])[:4] == data[41:], "recovery key: its check")
    refuse_unless(data[0] == 1, "recovery key: another version")
    refuse_unless(data[1:9] == person[:8], "recovery key: of somebody else")
    return data[9:41]


def recovery_text(person, secret):
    front = b"\1" + person[:8] + secret
    letters = base64.b32encode(front + H("kith/1 rec text", front)[:4]).decode().lower()
    groups = [letters[at:at + 6] for at in range(0, KEY_LETTERS, 6)]
    return "kith-recovery:" + "".join("\n" + " ".join(groups[at:at + 4]) for at in range(0, len(groups), 4))


def open_recovery_box(box, circle, author, entry, secret, own):
    """The plaintext of a box for a recovery key, or None; own is what the author's devices share."""
    if len(box) < BOX_OVERHEAD or box[0] != 1:
        return None
    key = x25519(secret)
    if H("kith/1 rhint", entry.log + struct.pack(">Q", entry.seq) + key, pair_key(own, 1))[:4] != box[1:5]:
        return None
    info = (context("kith/1 recovery") + box[:1] + circle + author + entry.log
            + struct.pack(">IQ", entry.epoch, entry.seq) + key)
    try:
        return hpke_open(secret, box[5:BOX_FRONT], info, box[BOX_FRONT:], pair_key(own, 0), b"kith/1 pair")
    except Refused:
        return None


def in_force(said):
    """[(time, reference, body of kind 44)] in any order → the key, or None."""
    made, ended = {}, {}
    for time, reference, body in said:
        item = read_body(44, body)
        which = made if item[1] else ended
        which[item[0]] = max(which.get(item[0], (0, b"")), (time, reference))
    last = max(made, key=made.get, default=None)
    return None if last is None or ended.get(last, (0, b"")) > made[last] else last
