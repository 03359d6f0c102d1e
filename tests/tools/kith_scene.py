"""Finds tools/ for the tests beside this file; import it before the modules there. Also two people and a log."""

import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tools"), str(ROOT / "tests" / "tools")]

import kith_boxes as kb                      # noqa: E402
import kith_encoder as enc                   # noqa: E402
import kith_entries as ke                    # noqa: E402

ALICE, BOB, CIRCLE = enc.Person("alice"), enc.Person("bob"), enc.seeded("circle")
PAIR = enc.seeded("pair of alice and bob")


def mine(person, counter=1):
    return kb.Prekey(person.device.public, counter, person.prekey_public, person.prekey_secret)


def a_log():
    """Two epochs; boxes at the openings; a message, an entry without body, a circle's own kind."""
    log = enc.Log(ALICE, CIRCLE)

    def opening(pair):
        def boxes(e):
            span = {0: e.epoch, 1: e.seq, 2: e.leaf, 3: e.previous, 4: b"\0\0\0" + log.roots[-1]}
            real = enc.box(enc.handover([span]), CIRCLE, ALICE.key.public, e, BOB, pair=pair)
            return [bytes([1]) + enc.seeded("dummy")[:4] + bytes(len(real) - 5), real]
        return boxes
    log.write(0, audience=[BOB.key.public], boxes=opening(PAIR))
    first = log.write(1, {0: "hello"})
    log.write(1, {0: "long " * 300, 9: "kept"}, references=[first.link])
    log.write(0, opens=True, audience=[BOB.key.public], boxes=opening(None))
    log.write("of our own", {"any": [1, 2]}, extra={7: "unknown"})
    return log


LOG = a_log()
KEYS = [{"log": LOG.id.hex(), "epoch": n, "root": root.hex()} for n, root in enumerate(LOG.roots)]


def secrets(log, epoch=0):
    return ke.Secrets.root(log.roots[epoch])
