#!/usr/bin/env python3
"""Holds the tree to its own rules: arrows, budgets, banned words, dead files, citations, words for faults, tests of limits.

`tools/tidy.py [ROOT]` prints `path:line: what is wrong` and exits 1 if anything is. Each rule is one
function below that takes the tree and yields offences; tests/tools/tidy_test.py plants one of each.
"""

import json
import re
import sys
from pathlib import Path

from cpp_text import blank_comments, blank_strings, functions

LINES_MAX = {".cpp": 400, ".hpp": 200, ".py": 400, ".sh": 400}
FUNCTION_LINES_MAX = 70
SKIPPED_FOLDERS = {".git", "build", "node_modules", "__pycache__", "corpus", "dist"}
TEXT = {".cpp", ".hpp", ".py", ".sh", ".md", ".cmake", ".txt", ".json", ".yml", ".toml", ""}

# Headers from outside that only some folders may know. Keys match the start of the include.
FOREIGN = {
    "sodium": {"crypto", "store", "host"},
    "sqlite3": {"store"},
    "zstd.h": {"seal"},
    "CLI/": {"cli"},
    "nlohmann/": {"service", "running", "web", "cli"},
    "ZXing/": {"web"},
    "qrencode.h": {"service"},
    "libical/": {"service"},
    "png.h": {"cli"},
    "asio": {"transport"},
    "sys/": {"store", "host", "transport", "cli"},
    "unistd.h": {"store", "host", "transport", "cli"},
    "fcntl.h": {"store", "host", "transport", "cli"},
    "netinet/": {"transport"},
    "arpa/": {"transport"},
    "netdb.h": {"transport"},
    "net/": {"transport"},
    "ifaddrs.h": {"transport"},
    "thread": {"store", "host", "transport", "cli"},
    "mutex": {"store", "host", "transport"},
    "shared_mutex": {"store", "host"},
    "condition_variable": {"host"},
    "future": {"host"},
    "random": set(),
    "fstream": {"store", "host", "service", "cli"},
    "iostream": {"host", "cli"},
    "filesystem": {"store", "host", "service", "cli"},
}

# What never stands in the code of the core, and why.
BANNED_IN_CORE = [
    (r"std::random_device|\brand\(|\bsrand\(|\bmt19937", "randomness is an argument: Entropy&"),
    (r"\brandombytes_|\bcrypto_\w+_keygen\(|\bcrypto_\w+(?<!_seed)_keypair\(", "randomness is an argument: Entropy&"),
    (r"\bgetenv\b", "the core has no environment"),
    (r"system_clock|steady_clock|high_resolution_clock|\btime\((?:nullptr|NULL|0)\)", "time is an argument"),
    (r"\bthrow\b|\btry\b|\bcatch\b", "expected failures are values: Result"),
    (r"\bdynamic_cast\b|\btypeid\b", "the core has no RTTI"),
    (r"\bthread_local\b|std::mutex|std::thread|std::atomic", "the core has no threads"),
]
# A decoder's room to work in, of each thread its own, from which nothing goes into the next item.
ALLOWED_IN_CORE = {("src/seal/compressed_body.cpp", "thread_local")}
# A code without words, for what a command line alone meets; and where that is refused.
AT_TERMINAL = "at_terminal"
AT_TERMINAL_PLACES = re.compile(r"src/(?:cli|demo|running)/|src/web/(?:house|page)\.cpp")

BANNED_NAMES = {"util", "utils", "common", "misc", "manager", "helper", "helpers"}
BANNED_WORDS = re.compile(
    r"\b\w*(?:[Mm]anager|[Hh]elper)\w*\b|\bnamespace\s+(?:\w+::)*(?:utils?|common|misc)\b|\bhandle2\b"
)
FROM_A_MACHINE = [
    (re.compile(r"(?<![\w.])/(?:wor[k]|roo[t]|User[s]|hom[e]/(?!ana\b|ben\b|you\b))(?:/|\b)"), "a machine's path"),
    (re.compile(r"\b(?:regis[t]ry|arti[f]actory|nex[u]s|mir[r]or|pro[x]y)\.[a-z0-9-]+\.[a-z]+"), "a registry's host"),
    (re.compile(r"\bde[b]\.debian\.org|\bpyp[i]\.org|\bnpm[j]s\.(?:org|com)|\.inter[n]al\b[:/]"), "a registry's host"),
]


class Tree:
    """The files of a tree, read once."""

    def __init__(self, root):
        self.root = Path(root)
        self.texts = {}
        for path in sorted(self.root.rglob("*")):
            inside = path.relative_to(self.root)
            if SKIPPED_FOLDERS & set(inside.parts) or path.suffix not in TEXT or not path.is_file():
                continue
            try:
                self.texts[inside.as_posix()] = path.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue  # not text after all
        self.code = {p: blank_comments(t) for p, t in self.texts.items() if p.endswith((".cpp", ".hpp"))}
        self.knows, self.core = read_arrows(self.texts.get("CMakeLists.txt", ""))

    def sources(self, *tops):
        return [p for p in self.code if p.split("/")[0] in (tops or ("src",))]

    def folder(self, path):
        return path.split("/")[1]

    def includes(self, path):
        for number, line in enumerate(self.code[path].splitlines(), 1):
            if found := re.match(r'\s*#\s*include\s*([<"])([^>"]+)[>"]', line):
                yield number, found[1] == '"', found[2]


def read_arrows(cmake):
    """kith_folder(name [CORE] [DEPENDS …] [LINKS …]) → {name: all it may include}, {core names}."""
    direct, core = {}, set()
    for words in re.findall(r"^kith_folder\(([^)]*)\)", cmake, re.M):
        name, *rest = words.split()
        direct[name] = []
        part = ""
        for word in rest:
            if word == "CORE":
                core.add(name)
            elif word in ("DEPENDS", "LINKS"):
                part = word
            elif part == "DEPENDS":
                direct[name].append(word)
    knows = {}

    def reach(name):
        if name not in knows:
            knows[name] = {name}
            for other in direct.get(name, []):
                knows[name] |= reach(other)
        return knows[name]

    for name in direct:
        reach(name)
    return knows, core


def arrows(tree):
    for path in tree.sources():
        me = tree.folder(path)
        if me not in tree.knows:
            yield path, 1, f"folder {me} has no kith_folder() line in CMakeLists.txt"
            continue
        for line, own, header in tree.includes(path):
            if not own:
                continue
            folder = header.split("/")[0]
            if f"src/{header}" not in tree.texts:
                yield path, line, f'"{header}" is no file of src: write "folder/file.hpp"'
            elif folder not in tree.knows[me]:
                yield path, line, f"{me} may not know {folder}"


def foreign_headers(tree):
    for path in tree.sources():
        for line, own, header in tree.includes(path):
            for start, folders in FOREIGN.items():
                exact = start.endswith("/") or start in ("asio", "sodium", "sqlite3")
                if (header.startswith(start) if exact else header == start) and not own:
                    if tree.folder(path) not in folders:
                        yield path, line, f"<{header}> is not for {tree.folder(path)}"


def header_openings(tree):
    for path in tree.sources():
        if not path.endswith(".hpp"):
            continue
        lines = tree.texts[path].splitlines()
        comment = 0
        while comment < len(lines) and lines[comment].startswith("//"):
            comment += 1
        rest = [line for line in lines[comment:] if line.strip()]
        if not comment or not rest or rest[0] != "#pragma once":
            yield path, 1, "a header opens with a // paragraph (what it is, what it refuses to know), then #pragma once"


def budgets(tree):
    """Sizes over budget, unless tools/budgets.json grandfathers them; its numbers may only shrink."""
    excused = json.loads(tree.texts.get("tools/budgets.json", "{}"))
    for path, line, what, size, limit in measured(tree):
        key = f"{path}:{what}" if what else path
        allowed = excused.pop(key, None)
        named = what or "file"
        if size <= limit and allowed is not None:
            yield path, line, f"{named} is within budget now: take {key} out of tools/budgets.json"
        elif size > limit and allowed is None:
            yield path, line, f"{named} has {size} lines, budget {limit}"
        elif allowed is not None and size > allowed:
            yield path, line, f"{named} has {size} lines and may only shrink from {allowed}"
        elif allowed is not None and size < allowed:
            yield path, line, f"{named} shrank to {size} lines: write that into tools/budgets.json"
    for key in excused:
        yield "tools/budgets.json", 1, f"{key} is no longer there: take it out"


def measured(tree):
    for path, text in tree.texts.items():
        if limit := LINES_MAX.get(Path(path).suffix):
            yield path, 1, "", text.count("\n"), limit
    for path in tree.code:
        for name, line, size in functions(tree.texts[path]):
            yield path, line, name, size, FUNCTION_LINES_MAX


def names(tree):
    for path in tree.texts:
        for part in Path(path).parts:
            if BANNED_NAMES & set(re.split(r"[._-]", part.lower())):
                yield path, 1, f"{part} says nothing: name it by what it is"
    for path, code in tree.code.items():
        for number, line in enumerate(blank_strings(code).splitlines(), 1):
            if found := BANNED_WORDS.search(line):
                yield path, number, f"{found[0]} says nothing: name it by what it does"


def core_words(tree):
    for path in tree.sources():
        if tree.folder(path) not in tree.core:
            continue
        raw = tree.texts[path].splitlines()
        for number, line in enumerate(blank_strings(tree.code[path]).splitlines(), 1):
            for pattern, why in BANNED_IN_CORE:
                found = re.search(pattern, line)
                if found and (path, found[0].strip()) not in ALLOWED_IN_CORE:
                    yield path, number, f"{found[0].strip()} in the core: {why}"
            if "unordered_" in line and not line.lstrip().startswith("#"):
                if "// order never leaves" not in raw[number - 1]:
                    yield path, number, "unordered in the core: say `// order never leaves`, or use std::map"


def dead_files(tree):
    included = {}
    for path in tree.code:
        for _, own, header in tree.includes(path):
            if own:
                included.setdefault(f"src/{header}", set()).add(path)
    for path in sorted(p for p in tree.texts if p.startswith("src/")):
        if path.endswith(".hpp"):
            if not included.get(path, set()) - {path, path[:-4] + ".cpp"}:
                yield path, 1, "nobody includes this header"
        elif not path.endswith(".cpp"):
            yield path, 1, "src holds .cpp and .hpp files alone"
        if path.count("/") != 2:
            yield path, 1, "not compiled: files stand right in src/<folder>/"


def unfinished(tree):
    for path, text in tree.texts.items():
        if path in ("tools/tidy.py", "COPYING"):
            continue
        for number, line in enumerate(text.splitlines(), 1):
            if re.search(r"\b(?:FIXM[E]|XX[X])\b", line):
                yield path, number, "finish it, or write TO" + "DO with its condition (when …)"
            elif re.search(r"\bTOD[O]\b(?!.*\bwhen\b)", line):
                yield path, number, "a TO" + "DO names its condition (when …)"


def machine_traces(tree):
    for path, text in tree.texts.items():
        for number, line in enumerate(text.splitlines(), 1):
            for pattern, what in FROM_A_MACHINE:
                if found := pattern.search(line):
                    yield path, number, f"{what} does not belong in the tree: {found[0]}"


def citations(tree):
    headings = set(re.findall(r"^#+ (\d+(?:\.\d+)*)\b", tree.texts.get("docs/protocol.md", ""), re.M))
    for path, text in tree.texts.items():
        if path == "tools/tidy.py":
            continue
        for number, line in enumerate(text.splitlines(), 1):
            for cited in re.findall(r"protocol\.md((?:[ ,]+(?:and )?§\d+(?:\.\d+)*)+)", line):
                for section in re.findall(r"§(\d+(?:\.\d+)*)", cited):
                    if section not in headings:
                        yield path, number, f"docs/protocol.md has no §{section}"


def walkthrough(tree):
    """Symbols (`a::b`, `f()`) and paths (`src/…`) in docs/walkthrough.md must exist."""
    path = "docs/walkthrough.md"
    code = "\n".join(tree.code.values())
    for number, line in enumerate(tree.texts.get(path, "").splitlines(), 1):
        for quoted in re.findall(r"`([^`]+)`", line):
            if re.fullmatch(r"(?:src|docs|tests|tools|fuzz|bench|cmake)/[\w./-]+", quoted):
                if not (tree.root / quoted).exists():
                    yield path, number, f"{quoted} is not there"
            elif re.fullmatch(r"[A-Za-z_][\w:]*(?:\(\))?", quoted) and ("::" in quoted or "(" in quoted):
                for name in re.findall(r"\w+", quoted):
                    if name != "std" and not re.search(rf"\b{name}\b", code):
                        yield path, number, f"{quoted}: no {name} in the code"


def fault_words(tree):
    """Each code of a fault is used, and has words in every language of the page; and no other has.

    That every fault has a code, and one of these, the compiler sees to: src/service/fault_code.hpp."""
    path = "src/service/fault_code.hpp"
    listed = re.search(r"fault_codes = [^{]*\{(.*?)\}", tree.code.get(path, ""), re.S)
    codes = set(re.findall(r'"(\w+)"', listed[1])) if listed else set()
    used = {}
    for other, code in tree.code.items():
        if other.startswith("src/") and other != path:
            for literal in re.findall(r'"(\w+)"', code):
                used.setdefault(literal, other)
                if literal == AT_TERMINAL and not AT_TERMINAL_PLACES.match(other):
                    yield other, 1, f'a page meets what is refused here: "{AT_TERMINAL}" has no words'
    for code in sorted(codes - used.keys()):
        yield path, 1, f"nothing is refused as {code}"
    for file in sorted((tree.root / "page/src/words").glob("*.ts")):
        words = file.relative_to(tree.root).as_posix()
        text = file.read_text(encoding="utf-8")
        said = set(re.findall(r'^ +"refused\.(\w+)":', text, re.M))
        in_the_making = ": SomeWords =" in text
        for code in sorted(codes - {AT_TERMINAL} - said) if not in_the_making else []:
            yield words, 1, f"no words for what is refused as {code}"
        for code in sorted(said - codes):
            yield words, 1, f"nothing is refused as {code}"


def tested_limits(tree):
    """Each limit of the core is named by a test: that it holds at, below and above, the test itself has to say."""
    path = "src/base/limits.hpp"
    tests = "\n".join(code for other, code in tree.code.items() if other.startswith("tests/"))
    for number, line in enumerate(tree.code.get(path, "").splitlines(), 1):
        for name in re.findall(r"^inline constexpr [\w:]+ (\w+)", line):
            if not re.search(rf"\b{name}\b", tests):
                yield path, number, f"no test names {name}"


RULES = [arrows, foreign_headers, header_openings, budgets, names, core_words, dead_files, unfinished,
         machine_traces, citations, walkthrough, fault_words, tested_limits]


def offences(root):
    tree = Tree(root)
    return [(path, line, what) for rule in RULES for path, line, what in rule(tree)]


def main():
    root = sys.argv[1] if len(sys.argv) > 1 else Path(__file__).resolve().parent.parent
    found = offences(root)
    for path, line, what in found:
        print(f"{path}:{line}: {what}")
    print(f"tidy: {len(found)} offences" if found else "tidy: all in order")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
