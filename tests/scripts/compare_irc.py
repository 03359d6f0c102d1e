#!/usr/bin/env python3
"""Holds what `kith --json read` and `search` print against the IRC log and the answers that were imported.

    compare_irc.py read LOG ANSWERS < entries.json      the same lines in the same order, the same answers
    compare_irc.py count LOG                            prints how many lines it has
    compare_irc.py words LOG                            prints a few "line number<TAB>query", to be searched for
    compare_irc.py found LOG NUMBER QUERY FIRST < entries.json    that line is among what was found, and no other
                                                        line without those words; FIRST: all entries, as read
"""

import json
import re
import sys

ANSWERS_MAX = 8


def lines_of(path):
    with open(path, "rb") as file:
        raw = file.read().removeprefix(b"\xef\xbb\xbf").split(b"\n")
    if raw[-1] == b"":
        raw.pop()
    return [decoded(line.removesuffix(b"\r")) for line in raw]


def decoded(line):
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("latin-1")


def answers_of(path, count):
    answers = [[] for _ in range(count)]
    with open(path, encoding="ascii") as file:
        for line in file:
            one, other = map(int, line.split()[:2])
            later = answers[max(one, other)]
            if one != other and min(one, other) not in later:
                later.append(min(one, other))
    return [some[:ANSWERS_MAX] for some in answers]


def line_of(entry):
    quoted = entry["quoted"]
    when = f"[{quoted['when']}] " if quoted["when"] is not None else ""
    who = f"<{quoted['who']}> " if quoted["who"] is not None else ""
    return when + who + entry["text"]


def compare_read(log, answers):
    entries = json.load(sys.stdin)
    lines = lines_of(log)
    assert len(entries) == len(lines), f"{len(entries)} entries of {len(lines)} lines"
    wanted = answers_of(answers, len(lines))
    number_of = {entry["id"]: number for number, entry in enumerate(entries)}
    assert len(number_of) == len(lines), "two entries have one id"
    for number, (entry, line) in enumerate(zip(entries, lines)):
        assert line_of(entry).rstrip(" ") == line.rstrip(" "), f"line {number}: {line!r} became {line_of(entry)!r}"
        assert entry["kind"] == "quote" and entry["quoted"]["source"], f"line {number} is no quote"
        found = [number_of[one] for one in entry["answers"]]
        assert sorted(found) == sorted(wanted[number]), f"line {number} answers {found}, not {wanted[number]}"
        assert entry["unseen_answers"] == 0, f"line {number} answers what is not there"
    links = sum(map(len, wanted))
    print(f"{len(lines)} lines, {links} answers")


def print_count(log):
    print(len(lines_of(log)))


def words_to_seek(log):
    """Spread over the log: a single rare word, and three words as they stand."""
    lines = lines_of(log)
    plain = [(n, re.findall(r"\b[A-Za-z]{4,}\b", line.partition("> ")[2])) for n, line in enumerate(lines)]
    usable = [(n, words) for n, words in plain if words]
    for n, words in usable[:: max(1, len(usable) // 3)]:
        print(f"{n}\t{max(words, key=len)}")
    for n, line in list(enumerate(lines))[:: max(1, len(lines) // 40)]:
        if phrase := re.search(r"> (?:.*? )?([a-z]+ [a-z]+ [a-z]+)(?: |$)", line):
            print(f'{n}\t"{phrase[1]}"')
            break


def compare_found(log, number, query, everything):
    found = json.load(sys.stdin)
    with open(everything, encoding="utf-8") as file:
        wanted = json.load(file)[int(number)]["id"]
    words = query.strip('"').lower()
    assert wanted in [one["id"] for one in found], f"line {number} of {log} is not found by {query}"
    for one in found:
        text = f"{one['quoted']['who']} {one['text']}".lower()
        assert re.sub(r"\s+", " ", words) in re.sub(r"\s+", " ", text), f"{query} is not in {text!r}"


def main():
    command, *rest = sys.argv[1:]
    does = {"read": compare_read, "count": print_count, "words": words_to_seek, "found": compare_found}
    does[command](*rest)


if __name__ == "__main__":
    try:
        main()
    except AssertionError as difference:
        sys.exit(f"compare_irc.py: {difference}")
