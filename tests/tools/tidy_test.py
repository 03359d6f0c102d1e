#!/usr/bin/env python3
"""Each rule of tools/tidy.py fires on a planted offence, and none on a tree in order."""

import sys
import tempfile
import unittest
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))

import tidy  # noqa: E402
from cpp_text import functions  # noqa: E402

CMAKE = """
kith_folder(base CORE)
kith_folder(wire CORE DEPENDS base LINKS kith::sodium)
kith_folder(host DEPENDS wire)
"""
HEADER = "// What it is.\n#pragma once\n\n"
IN_ORDER = {
    "CMakeLists.txt": CMAKE,
    "docs/protocol.md": "# Protocol\n## 3 Entries\n### 3.2 Links\n",
    "src/base/count.hpp": HEADER + "int count();\n",
    "src/wire/reader.cpp": '#include "base/count.hpp"\n// docs/protocol.md §3.2 and §3\nint read() { return count(); }\n',
}


class TidyTest(unittest.TestCase):
    def offences(self, **planted):
        """What tidy says of the tree in order with these files (`__` for `/`, `_dot_` for `.`) added."""
        files = IN_ORDER | {p.replace("__", "/").replace("_dot_", "."): t for p, t in planted.items()}
        return self.offences_of(files)

    def offences_of(self, files):
        with tempfile.TemporaryDirectory() as folder:
            for path, text in files.items():
                place = Path(folder, path)
                place.parent.mkdir(parents=True, exist_ok=True)
                place.write_text(text, encoding="utf-8")
            return [f"{path}:{line}: {what}" for path, line, what in tidy.offences(folder)]

    def assert_only(self, found, *parts):
        self.assertEqual(1, len(found), found)
        for part in parts:
            self.assertIn(part, found[0])

    def assert_core_refuses(self, code):
        self.assertTrue(self.offences(src__wire__a_dot_cpp=code + "\n"), code)
        self.assertFalse(self.offences(src__wire__a_dot_cpp="// " + code + "\n"), "in a comment: " + code)

    def test_a_tree_in_order_passes(self):
        self.assertEqual([], self.offences())

    def test_an_include_against_the_arrows(self):
        found = self.offences(src__host__a_dot_hpp=HEADER, src__wire__a_dot_cpp='#include "host/a.hpp"\n')
        self.assert_only(found, "src/wire/a.cpp:1", "wire may not know host")

    def test_a_limit_that_no_test_names(self):
        limits = HEADER + "inline constexpr std::size_t few_max = 4;\ninline constexpr unsigned depth = 2;  // few_max\n"
        found = self.offences(src__base__limits_dot_hpp=limits,
                              src__wire__b_dot_cpp='#include "base/limits.hpp"\n',
                              tests__b_test_dot_cpp="// few_max\nint b = limits::depth;\n")
        self.assert_only(found, "src/base/limits.hpp:4", "no test names few_max")

    def test_arrows_reach_through(self):
        self.assertEqual([], self.offences(src__host__a_dot_cpp='#include "base/count.hpp"\n'))

    def test_an_include_of_nothing(self):
        self.assert_only(self.offences(src__wire__a_dot_cpp='#include "count.hpp"\n'), "no file of src")

    def test_a_folder_that_the_build_does_not_know(self):
        self.assert_only(self.offences(src__odd__a_dot_cpp="int a;\n"), "no kith_folder() line")

    def test_a_foreign_header_in_the_wrong_folder(self):
        self.assert_only(self.offences(src__wire__a_dot_cpp="#include <sqlite3.h>\n"), "<sqlite3.h> is not for wire")

    def test_a_header_without_its_paragraph(self):
        found = self.offences(
            src__base__a_dot_hpp="#pragma once\n", src__wire__a_dot_cpp='#include "base/a.hpp"\n'
        )
        self.assert_only(found, "src/base/a.hpp:1", "opens with")

    def test_a_long_file(self):
        self.assert_only(self.offences(src__wire__a_dot_cpp="int a;\n" * 401), "file has 401 lines, budget 400")
        self.assertEqual([], self.offences(src__wire__a_dot_cpp="int a;\n" * 400))

    def test_a_long_header(self):
        found = self.offences(
            src__base__a_dot_hpp=HEADER + "int a;\n" * 198, src__wire__a_dot_cpp='#include "base/a.hpp"\n'
        )
        self.assert_only(found, "budget 200")

    def test_a_long_function(self):
        body = "  a();\n"
        self.assert_only(self.offences(src__wire__a_dot_cpp="void f() {\n" + body * 69 + "}\n"), "f has 71 lines")
        self.assertEqual([], self.offences(src__wire__a_dot_cpp="void f() {\n" + body * 68 + "}\n"))

    def test_a_grandfathered_file_may_only_shrink(self):
        def with_lines(lines, excuse):
            return self.offences(src__wire__a_dot_cpp="int a;\n" * lines, tools__budgets_dot_json=excuse)

        excuse = '{"src/wire/a.cpp": 450}'
        self.assertEqual([], with_lines(450, excuse))
        self.assert_only(with_lines(451, excuse), "may only shrink")
        self.assert_only(with_lines(440, excuse), "shrank to 440")
        self.assert_only(with_lines(400, excuse), "within budget now")
        self.assert_only(with_lines(10, '{"src/wire/b.cpp": 450}'), "no longer there")

    def test_banned_names(self):
        self.assert_only(self.offences(src__wire__byte_utils_dot_cpp="int a;\n"), "byte_utils.cpp says nothing")
        self.assert_only(self.offences(src__wire__a_dot_cpp="class LogManager;\n"), "LogManager says nothing")
        self.assertEqual([], self.offences(src__wire__a_dot_cpp='auto a = "LogManager";\n'))

    def test_words_that_the_core_refuses(self):
        for code in (
            "std::random_device device;",
            "int a = rand();",
            "auto a = getenv(name);",
            "auto a = std::chrono::system_clock::now();",
            "auto a = std::chrono::steady_clock::now();",
            "void f() { throw 1; }",
            "std::unordered_map<int, int> a;",
            "void f() { randombytes_buf(a, 1); }",
            "void f() { crypto_sign_keypair(a, b); }",
        ):
            self.assert_core_refuses(code)
            self.assertEqual([], self.offences(src__host__a_dot_cpp=code + "\n"), "outside the core: " + code)

    def test_a_key_from_a_seed_is_no_randomness(self):
        self.assertEqual([], self.offences(src__wire__a_dot_cpp="void f() { crypto_sign_seed_keypair(a, b, c); }\n"))

    def test_unordered_may_stand_where_its_order_never_leaves(self):
        code = "std::unordered_map<int, int> a;  // order never leaves\n"
        self.assertEqual([], self.offences(src__wire__a_dot_cpp=code))

    def test_dead_files(self):
        self.assert_only(self.offences(src__base__a_dot_hpp=HEADER), "nobody includes this header")
        own = self.offences(src__base__a_dot_hpp=HEADER, src__base__a_dot_cpp='#include "base/a.hpp"\n')
        self.assert_only(own, "nobody includes this header")
        self.assert_only(self.offences(src__wire__deep__a_dot_cpp="int a;\n"), "not compiled")
        self.assert_only(self.offences(src__wire__a_dot_txt="a\n"), "src holds .cpp and .hpp")

    def test_unfinished_work_without_a_condition(self):
        todo = "TO" + "DO"
        self.assert_only(self.offences(src__wire__a_dot_cpp=f"// {todo}: faster\n"), "names its condition")
        self.assertEqual([], self.offences(src__wire__a_dot_cpp=f"// {todo}: faster, when a log has 2^40 entries\n"))
        self.assert_only(self.offences(src__wire__a_dot_cpp="// FIX" + "ME\n"), "finish it")

    def test_traces_of_a_machine(self):
        # Written backwards, so that this file is none itself.
        for text in ("niam/krow/", "htik/enoemos/emoh/", "elpmis/gro.ipyp//:sptth", "moc.elpmaxe.suxen//:ptth"):
            self.assert_only(self.offences(docs__a_dot_md=text[::-1] + "\n"), "does not belong in the tree")
        self.assertEqual([], self.offences(docs__a_dot_md="https://www.rfc-editor.org/rfc/rfc7693 and /var/lib/kith\n"))

    def test_a_citation_of_nothing(self):
        self.assert_only(
            self.offences(src__wire__a_dot_cpp="// Source: docs/protocol.md §3.2, §9" + ".9\n"), "has no §9.9"
        )

    def test_the_walkthrough_quotes_what_exists(self):
        self.assertEqual([], self.offences(docs__walkthrough_dot_md="`count()` in `src/base/count.hpp`\n"))
        self.assert_only(self.offences(docs__walkthrough_dot_md="see `count::gone`\n"), "no gone")
        self.assert_only(self.offences(docs__walkthrough_dot_md="see `src/base/gone.hpp`\n"), "is not there")

    def fault_code_offences(self, refused='"no_way"', words=("no_way",), place="src/wire/b.cpp"):
        listed = HEADER + 'constexpr auto fault_codes = to_array({"at_terminal", "no_way"});\n'
        lines = "".join(f'  "refused.{code}": "No.",\n' for code in words)
        return self.offences_of(IN_ORDER | {
            "CMakeLists.txt": CMAKE + "kith_folder(service DEPENDS wire)\nkith_folder(cli DEPENDS service)\n",
            "src/service/fault_code.hpp": listed,
            "src/cli/a.cpp": '#include "service/fault_code.hpp"\nint a = refuse("at_terminal");\n',
            place: f"int b = refuse({refused});\n",
            "page/src/words/en.ts": "export const en = {\n" + lines + "};\n",
        })

    def test_a_code_of_a_fault_has_words(self):
        self.assertEqual([], self.fault_code_offences())
        self.assert_only(self.fault_code_offences(words=()), "page/src/words/en.ts", "no words", "no_way")

    def test_words_are_of_a_code(self):
        self.assert_only(self.fault_code_offences(words=("no_way", "gone")), "en.ts", "refused as gone")

    def test_a_code_is_used(self):
        self.assert_only(self.fault_code_offences(refused="0"), "fault_code.hpp", "refused as no_way")

    def test_what_a_page_meets_has_a_code_with_words(self):
        self.assert_only(self.fault_code_offences(refused='"no_way", "at_terminal"'), "src/wire/b.cpp", "no words")


class FunctionsTest(unittest.TestCase):
    def assert_functions(self, code, *expected):
        self.assertEqual(list(expected), [(name, size) for name, _, size in functions(code)])

    def test_scopes_are_no_functions(self):
        self.assert_functions("namespace a {\nstruct B : C<d()> {\n  int e() const {\n    return 1;\n  }\n};\n}\n", ("e", 3))

    def test_constructors_with_initializers(self):
        self.assert_functions("B::B(int a) : a_{a}, b_(2) {\n  c();\n}\nvoid d() {}\n", ("B", 3), ("d", 1))

    def test_tables_are_no_functions(self):
        self.assert_functions("const Row rows[] = {\n  {f(1)},\n};\nint a() { return 1; }\n", ("a", 1))

    def test_braces_in_strings_and_comments(self):
        self.assert_functions('void a() {\n  b("}{", \'{\', R"(})");  // {\n}\nvoid c() {}\n', ("a", 3), ("c", 1))

    def test_lambdas_belong_to_their_function(self):
        self.assert_functions("TEST(A, b) {\n  auto c = [] {\n    d();\n  };\n}\n", ("A.b", 5))


if __name__ == "__main__":
    unittest.main()
