"""Each rule of tidy against a small project with one seeded violation, and against a clean one."""
import os
import tempfile
import unittest

import main
import tree

CLEAN = {
    "README.md": "# p\n",
    "CMakeLists.txt": "add_subdirectory(engine/model)\n",
    "engine/model/README.md": "# words\n",
    "engine/model/CMakeLists.txt": "tenure_library(model SOURCES id.cpp)\n",
    "engine/model/id.hpp": "#pragma once\n// Names of things.\n#include <string>\n",
    "engine/model/id.cpp": '#include "engine/model/id.hpp"\n\nint one() { return 1; }\n',
    "engine/store/README.md": "# rows\n",
    "engine/store/CMakeLists.txt": "tenure_library(store SOURCES rows.cpp)\n",
    "engine/store/rows.cpp": '#include "engine/model/id.hpp"\n#include <soci/soci.h>\n',
    "tests/unit/README.md": "# unit\n",
    "tests/unit/id/CMakeLists.txt": "tenure_test(id SOURCES id_test.cpp)\n",
    "tests/unit/id/id_test.cpp": '#include <gtest/gtest.h>\nTEST(Id, Is) { EXPECT_TRUE(true); }\n',
}


def findings(extra):
    with tempfile.TemporaryDirectory() as root:
        for path, text in {**CLEAN, **extra}.items():
            if text is not None:
                os.makedirs(os.path.dirname(os.path.join(root, path)), exist_ok=True)
                with open(os.path.join(root, path), "w", encoding="utf-8", newline="") as out:
                    out.write(text)
        return main.check(root)


def cpp(line):
    return {"engine/model/id.cpp": '#include "engine/model/id.hpp"\n' + line + "\n"}


def body(lines):
    return "void f(int a) {\n" + "  a = a + 1;\n" * (lines - 2) + "}\n"


TWO = "TO" + "DO"  # this file, too, is read by tidy
CATALOGUE = {"config/policies/rules.yaml": "organisations:\n  CAM: One\n  WYO: Two\nrules: []\n"}
OFFICES = {"workflows/schema/policy-vocabulary.yaml":
           "values:\n  tint: x\nroles:\n  # by name\n  dpo: One.\n\n  mailRoom: Two.\n"
           "fields:\n  purpose: Why.\n",
           "config/policies/one/policy.yaml": "offices:\n  library: Lends.\nvalues:\n  v: x\n"}
SEEDED = [
    ("office", "ask the pack", {**OFFICES, **cpp('auto who = "mailRoom";')}),
    ("office", "ask the pack", {**OFFICES, **cpp('f(1, "role:library", 2);')}),
    ("clause", "give the pack a value", {**CATALOGUE, **cpp('auto rule = "WYO-III.H";')}),
    ("clause", "give the pack a value", {**CATALOGUE, **cpp('f("as R(CAM-16) says");')}),
    # rule, what the message tells to do, files
    ("layer", "through a port", {"engine/model/id.cpp":
     '#include "engine/model/id.hpp"\n#include "engine/store/rows.hpp"\n'}),
    ("layer", "down a layer", {"engine/store/rows.cpp": '#include "tests/support/run.hpp"\n'}),
    ("layer", "engine/decide may include", {
        "engine/decide/README.md": "# d\n", "engine/decide/CMakeLists.txt": "x(d.cpp)\n",
        "engine/decide/d.cpp": '#include "engine/ports/clock.hpp"\n'}),
    ("full-path", '"engine/store/rows.hpp"', {"engine/store/rows.cpp": '#include "rows.hpp"\n'}),
    ("foreign", "belongs into engine/store", cpp("#include <soci/soci.h>")),
    ("foreign", "out of the header", {
        "engine/store/rows.hpp": "#pragma once\n// Rows.\n#include <soci/soci.h>\n",
        "engine/store/rows.cpp": '#include "engine/store/rows.hpp"\n'}),
    ("foreign", "out of the header", {
        "engine/service/README.md": "# s\n", "engine/service/CMakeLists.txt": "x(s.cpp)\n",
        "engine/service/s.cpp": '#include "engine/service/s.hpp"\n',
        "engine/service/s.hpp": "#pragma once\n// S.\n#include <boost/json.hpp>\n"}),
    ("foreign", "is new here", cpp("#include <magic/wand.hpp>")),
    ("foreign", "without an operating system", cpp("#include <unistd.h>")),
    ("banned", "engine/ports/clock.hpp", cpp("auto t = std::chrono::system_clock::now();")),
    ("banned", "engine/ports/clock.hpp", cpp("auto t = std::chrono::steady_clock::now();")),
    ("banned", "engine/ports/entropy.hpp", cpp("std::random_device d;")),
    ("banned", "engine/ports/entropy.hpp", cpp("int i = rand();")),
    ("banned", "eventually()", cpp("std::this_thread::sleep_for(t);")),
    ("banned", "eventually()", cpp("int i = usleep(3);")),
    ("banned", "hand them in", cpp('auto* e = std::getenv("HOME");')),
    ("banned", "return the text", cpp("void f() { std::cout << 1; }")),
    ("banned", "name what you use", cpp("using namespace std;")),
    ("banned", "std::logic_error", cpp("void f() { assert(true); }")),
    ("width", "break the line", cpp("// " + "x" * 98)),
    ("blanks", "instead of the tab", cpp("\tint i;")),
    ("blanks", "end of the line", cpp("int i; ")),
    ("blanks", "end of the line", cpp("int i;\r")),
    ("blanks", "as an escape", cpp("// zero\u200bwidth")),
    ("blanks", "end the file", {"engine/model/README.md": "# words"}),
    ("marker", "do it now", cpp(f"// {TWO}: later")),
    ("machine-path", "relative or a setting", {"engine/model/README.md": "see /wo" "rk/main\n"}),
    ("machine-path", "relative or a setting", {"engine/model/README.md": "see /ho" "me/ann/x\n"}),
    ("registry-host", "name no registry", {"web-ui/.npmrc.txt": "https://registry.npm" "js.org\n"}),
    ("lock-file", "resolved", {"web-ui/package-lock.json": '{"resolved": "x"}\n'}),
    ("size", "split it by purpose", cpp("int i;\n" * 300)),
    ("size", "function f has 71 lines", cpp(body(71))),
    ("size", "grew from 71 to 72", {**cpp(body(72)), "tests/tidy/ratchet.txt":
                                    "function engine/model/id.cpp f 71\n"}),
    ("size", "well done: write 71", {**cpp(body(71)), "tests/tidy/ratchet.txt":
                                     "function engine/model/id.cpp f 80\n"}),
    ("size", "remove its line", {"tests/tidy/ratchet.txt": "file engine/model/id.cpp - 301\n"}),
    ("readme", "engine/model/README.md", {"engine/model/README.md": None}),
    ("built", "nobody builds", {"engine/model/more.cpp": '#include "engine/model/id.hpp"\n'}),
    ("built", "nobody runs", {"tests/unit/id/new_test.cpp": "#include <gtest/gtest.h>\n"}),
    ("built", "nobody runs", {"tests/unit/id/CMakeLists.txt": "# id_test.cpp\n"}),
    ("built", "nobody runs", {"tests/unit/x_bench.cpp": "#include <string>\n"}),
    ("pragma-once", "#pragma once", {"engine/model/id.hpp": "// Names.\n"}),
    ("header-comment", "what this header is for",
     {"engine/model/id.hpp": "#pragma once\n#include <string>\n"}),
    ("own-header-first", "engine/model/id.hpp",
     {"engine/model/id.cpp": '#include <string>\n#include "engine/model/id.hpp"\n'}),
]

FINE = [
    {**CATALOGUE, **cpp('// as CAM-16 says\nf("UTF-8", "CAMP-1", \'"\', "x"); // WYO-I "CAM-1"')},
    {**CATALOGUE, "tests/unit/id/id_test.cpp": 'TEST(Id, Is) { f("CAM-16"); }\n'},
    cpp('auto rule = "WYO-III.H";'),
    {**OFFICES, **cpp('f("dpo", "tint", "purpose", "v");  // "mailRoom"')},
    {**OFFICES, **cpp('f("the library", "mailRooms", mailRoom, "role:");')},
    {**OFFICES, "tests/unit/id/id_test.cpp": 'TEST(Id, Is) { f("mailRoom"); }\n'},
    cpp('f("mailRoom", "library");'),
    cpp("// calls system_clock::now() and rand(), says \"using namespace std;\""),
    cpp('const char* text = "std::random_device rand() getenv(";'),
    cpp('const char* text = R"(std::cout << rand();)";'),
    cpp("constexpr long million = 1'000'000; int rand_like(int); int i = strand(3);"),
    cpp("static_assert(true); using namespace std::chrono_literals;"),
    cpp(body(70)),
    {**cpp(body(71)), "tests/tidy/ratchet.txt": "function engine/model/id.cpp f 71\n"},
    {"tests/support/wait.cpp": "void f() { std::this_thread::sleep_for(t); }\n",
     "tests/support/README.md": "# s\n", "tests/support/CMakeLists.txt": "x(wait.cpp)\n"},
    {"tests/support/faulty.cpp": "int i;\n", "tests/support/README.md": "# s\n",
     "tests/unit/CMakeLists.txt": "x(${PROJECT_SOURCE_DIR}/tests/support/faulty.cpp)\n"},
    {"config/sample/staff.csv": "a\tb \n" + "x" * 200},
    {"build/x.cpp": "\t"},
]


class Tidy(unittest.TestCase):
    def test_clean_project_has_no_findings(self):
        self.assertEqual(findings({}), [])

    def test_each_seeded_violation_is_the_only_finding(self):
        for rule, told, files in SEEDED:
            with self.subTest(rule=rule, told=told):
                found = findings(files)
                self.assertEqual([f.rule for f in found], [rule], found)
                self.assertIn(told, found[0].message)

    def test_what_only_looks_like_a_violation_passes(self):
        for number, files in enumerate(FINE):
            with self.subTest(number=number):
                self.assertEqual(findings(files), [])

    def test_finding_names_file_and_line(self):
        found = findings(cpp("\n\nint i = rand();"))[0]
        self.assertTrue(str(found).startswith("engine/model/id.cpp:4: "), str(found))


class Functions(unittest.TestCase):
    def lengths(self, text):
        return {name: lines for name, _, lines in tree.functions(tree.File("x.cpp", text))}

    def test_finds_functions_of_every_shape(self):
        text = ("namespace a {\nclass b {\n  int m() const {\n    return 1;\n  }\n};\n}\n"
                "auto t(int i) -> std::string {\n}\n"
                "b::b() : x(1) {\n  if (x) {\n  }\n}\n"
                "TEST_F(Suite, Name) {\n}\n"
                "void n() noexcept try {\n} catch (...) {\n}\n"
                "constexpr int table[] = {\n  1,\n};\n")
        self.assertEqual(self.lengths(text),
                         {"m": 3, "t": 2, "b::b": 4, "Suite.Name": 2, "n": 2})


if __name__ == "__main__":
    program = unittest.main(exit=False, verbosity=2)
    bad = len(program.result.failures) + len(program.result.errors)
    print(f"{max(program.result.testsRun - bad, 0)} passed, {bad} failed, 0 skipped", flush=True)
    raise SystemExit(1 if bad else 0)
