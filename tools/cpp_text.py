"""Reads just enough C++ for tools/tidy.py: what is comment, what is string, where functions begin and
end. It trusts clang-format's layout and knows nothing of types."""

import re

_LEXEME = re.compile(
    r'''//[^\n]*|/\*.*?\*/|R"(?P<d>[^(\s]*)\(.*?\)(?P=d)"|"(?:\\.|[^"\\\n])*"|(?<![0-9a-fA-F])'(?:\\.|[^'\\\n])+\'''',
    re.S,
)


def _blank(text):
    return re.sub(r"[^\n]", " ", text)


def blank_comments(text):
    """Comments become spaces; every line and column stays where it is."""
    return _LEXEME.sub(lambda m: _blank(m[0]) if m[0].startswith(("//", "/*")) else m[0], text)


def blank_strings(text):
    """Insides of string and character literals become spaces."""
    return _LEXEME.sub(lambda m: m[0] if m[0].startswith("/") else '"' + _blank(m[0])[2:] + '"', text)


def functions(text):
    """Yields (name, first line, lines) of each outermost function body, from brace to brace."""
    code = re.sub(r"^[ \t]*#.*$", lambda m: _blank(m[0]), blank_strings(blank_comments(text)), flags=re.M)
    depth_inside = 0  # braces open within the present function or initializer
    kind = ""  # of what depth_inside counts: "function" or "value"
    head_start = start = 0
    name = ""
    for place, letter in ((m.start(), m[0]) for m in re.finditer(r"[{};]", code)):
        if depth_inside:
            depth_inside += {"{": 1, "}": -1}.get(letter, 0)
            if not depth_inside and kind == "function":
                first = code.count("\n", 0, start) + 1
                yield name, first, code.count("\n", 0, place) + 2 - first
                head_start = place + 1
            continue
        if letter == "{":
            head = code[head_start:place]
            if re.search(r"[\w>=(,]$|=\s*$", head) and not _is_scope(head):
                depth_inside, kind = 1, "value"  # `member_{…}`, `x = {…}`: no body
            elif "(" in head and not _is_scope(head):
                depth_inside, kind = 1, "function"
                start = head_start + len(head) - len(head.lstrip())
                name = _name(head)
            else:
                head_start = place + 1
        else:
            head_start = place + 1


def _is_scope(head):
    plain = re.sub(r"template\s*<[^{;]*>|\[\[.*?\]\]|\balignas\([^)]*\)", " ", head, flags=re.S)
    return bool(re.match(r'\s*(?:(?:public|private|protected)\s*:\s*)*(?:inline\s+)?'
                         r'(?:namespace|class|struct|union|enum|extern\s*")', plain)) and not re.search(
                             r"\)\s*(?:const|noexcept|override)?\s*$", plain)


def _name(head):
    plain = re.sub(r"\[\[.*?\]\]", " ", head, flags=re.S)
    if test := re.match(r"\s*((?:TYPED_)?TEST(?:_[FP])?|RC_GTEST_PROP)\s*\(\s*(\w+)\s*,\s*(\w+)", plain):
        return f"{test[2]}.{test[3]}"
    found = re.search(r"([~\w]+|operator\s*[^\s\w(]+|operator\s*\(\))\s*\(", plain)
    return found[1] if found else "function"
