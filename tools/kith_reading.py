"""What a reader makes of a bundle (docs/protocol.md §8.2): the boxes of its ranges, and the entries that these open."""

import json
from dataclasses import dataclass, field

from kith_boxes import open_box, read_handover
from kith_bundle import manifests, open_section, split_ranges
from kith_cbor import refuse_unless
from kith_entries import read_range, try_open
from kith_records import device_list
from kith_sync import presence as read_presence


@dataclass
class Reading:
    """Ranges as they come, and what was handed over so far: a box may open what came before it."""
    prekeys: list
    pairs: list                                 # (secret, whose; None: of a card that nobody used yet)
    ranges: list = field(default_factory=list)
    held: dict = field(default_factory=dict)    # (log, epoch): [Secrets]

    def take(self, data):
        part = read_range(data)
        for entry in part.entries:
            for box in entry.boxes:
                self.try_box(box, part, entry)
        self.ranges.append(part)

    def try_box(self, box, part, entry):
        people = {whose for _, whose in self.pairs if whose}
        tries = [(mine, at, author) for mine in self.prekeys for at, (_, whose) in enumerate(self.pairs)
                 for author in ([whose] if whose else sorted(people))]
        for mine, at, author in tries if box else []:
            opened = open_box(box, part.circle, author, entry, mine, self.pairs[at][0])
            if opened is None:
                continue
            self.bind(at, author)
            spans, log, _ = read_handover(opened, part.circle)
            for span, secrets in spans:
                self.held.setdefault((log or entry.log, span[0]), []).append(secrets)
            return

    def bind(self, at, person):
        """§9.1: a card's secret belongs to whoever first used it."""
        secret, whose = self.pairs[at]
        refuse_unless(whose in (None, person), "a secret that is another's")
        self.pairs[at] = secret, person

    def opened(self):
        for part in self.ranges:
            for entry in part.entries:
                yield entry, try_open(entry, self.held)


def read_for(bundle, prekeys, pairs):
    """All that the file has for whoever holds these. Whose key opened a manifest has to be whose presence it is."""
    reading = Reading(prekeys, pairs)
    for number, presence, listed in manifests(bundle, prekeys, [pair for pair, _ in pairs]):
        if number is None:
            continue                            # §8.2: proves no sender
        sender = device_list(read_presence(presence)["device_list"])[0]
        reading.bind(number, sender)
        for place, key in listed:
            for one in split_ranges(open_section(bundle, place, key)):
                reading.take(one)
    return reading


def read_people(path):
    """[(secret, whose)] of KEYS.json: {"pairs_of": [[hex, person or null]]}."""
    with open(path, encoding="utf-8") as file:
        held = json.load(file)
    pairs = [(bytes.fromhex(pair), bytes.fromhex(person) if person else None) for pair, person in held["pairs_of"]]
    refuse_unless(all(len(pair) == 32 and len(person or bytes(32)) == 32 for pair, person in pairs), "keys: pairs_of")
    return pairs
