"""The files of the project, read once, and the little C++ that the rules need to understand."""
import os
import re
from dataclasses import dataclass, field
from functools import cached_property

SKIPPED = {".git", "build", "node_modules", ".cache", "__pycache__", "dist", ".ccache"}
TEXT = (".cpp", ".hpp", ".h", ".py", ".cmake", ".txt", ".md", ".yaml", ".yml", ".json", ".sql",
        ".ts", ".tsx", ".js", ".mjs", ".css", ".html", ".sh", ".in", ".schema", ".csv", ".toml")
CODE = (".cpp", ".hpp", ".h", ".py", ".cmake", ".sh", ".ts", ".tsx", ".js", ".mjs")


@dataclass(frozen=True)
class Finding:
    path: str
    line: int
    rule: str
    message: str

    def __str__(self):
        return f"{self.path}:{self.line}: {self.message} [{self.rule}]"


@dataclass
class File:
    path: str  # relative to the project, with /
    text: str

    @property
    def folder(self):
        return os.path.dirname(self.path)

    @property
    def name(self):
        return os.path.basename(self.path)

    @property
    def is_cpp(self):
        return self.path.endswith((".cpp", ".hpp", ".h"))

    @property
    def is_code(self):
        return (self.path.endswith(CODE) or self.name == "CMakeLists.txt" or
                self.text.startswith("#!"))

    @cached_property
    def lines(self):
        return self.text.splitlines()

    @cached_property
    def bare(self):
        """C++ without comments and the insides of literals; every line break stays."""
        return strip(self.text)

    @cached_property
    def includes(self):
        """(line number, name, quoted) of each #include."""
        found = re.finditer(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"\n]+)[>"]', self.text, re.M)
        return [(self.text.count("\n", 0, m.start()) + 1, m[2], m[1] == '"') for m in found]


@dataclass
class Tree:
    root: str
    files: list = field(default_factory=list)

    def cpp(self):
        return [file for file in self.files if file.is_cpp]

    def code(self):
        return [file for file in self.files if file.is_code]

    @cached_property
    def by_path(self):
        return {file.path: file for file in self.files}


def read_tree(root):
    tree = Tree(root)
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(name for name in folders if name not in SKIPPED)
        for name in sorted(names):
            path = os.path.join(folder, name)
            if not os.path.islink(path):
                text = read(path)
                if text is not None:
                    tree.files.append(File(os.path.relpath(path, root), text))
    return tree


def read(path):
    """None for what is not text of ours: other endings without #!, or not UTF-8."""
    with open(path, "rb") as file:
        raw = file.read()
    if not path.endswith(TEXT) and not raw.startswith(b"#!"):
        return None
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return None


LITERAL = re.compile(
    r'//[^\n]*|/\*.*?\*/|R"(?P<tag>[^()\s]*)\(.*?\)(?P=tag)"|"(?:\\.|[^"\\\n])*"'
    r"|(?<![0-9A-Za-z_])'(?:\\.|[^'\\\n])+'", re.S)


def strip(text):
    def blank(found):
        kept = re.sub(r"[^\n]", " ", found[0])
        return '"' + kept[1:-1] + '"' if found[0][0] in '"R' and len(kept) > 1 else kept
    return LITERAL.sub(blank, text)


def literals(text):
    """(line number, contents) of each string literal of C++."""
    return [(text.count("\n", 0, found.start()) + 1, found[0])
            for found in LITERAL.finditer(text) if found[0][0] in '"R']


CONTAINER = re.compile(r"\b(namespace|class|struct|union|enum|extern)\b")
# What stands before the brace of a function: its parameters, and what may follow them.
SIGNATURE = re.compile(r"\)\s*(const|noexcept|override|final|mutable|try|->[^;{}()]*|\s)*$")
PREPROCESSOR = re.compile(r"^[ \t]*#[^\n]*", re.M)


def functions(file):
    """(name, first line, number of lines) of each C++ function, as braces tell."""
    bare = PREPROCESSOR.sub(lambda m: " " * len(m[0]), file.bare)
    kinds, head, found, opened = [], 0, [], None
    for at, character in enumerate(bare):
        if character == "{":
            before = bare[head:at]
            inside = "function" in kinds
            is_function = (not inside and SIGNATURE.search(before) is not None and
                           not CONTAINER.search(before.split("(")[0]) and
                           not re.match(r"\s*(catch|if|for|while|switch)\b", before))
            kinds.append("function" if is_function else "block")
            if is_function:
                opened = (function_name(before), bare.count("\n", 0, head + leading(before)) + 1)
            head = at + 1
        elif character == "}":
            if kinds and kinds.pop() == "function":
                last = bare.count("\n", 0, at) + 1
                found.append((opened[0], opened[1], last - opened[1] + 1))
            head = at + 1
        elif character == ";" and "function" not in kinds:
            head = at + 1
    return found


def leading(text):
    return len(text) - len(text.lstrip())


def function_name(before):
    test = re.search(r"\bTEST(?:_[FP])?\s*\(\s*(\w+)\s*,\s*(\w+)", before)
    if test:
        return f"{test[1]}.{test[2]}"
    name = re.search(r"([\w:~]+|operator[^\s(]+)\s*\(", before)
    return name[1] if name else "?"
