"""Rules on every text file: width, blanks, size, words and names that do not belong here."""
import ast
import re

from tree import Finding, functions

WIDTH = 100
FILE_LINES = 300
FUNCTION_LINES = 70

# Spelled in two parts so that this file does not break its own rules.
MARKERS = re.compile(r"\b(TO" r"DO|FIX" r"ME|X" r"XX|HA" r"CK)\b")
MACHINE = re.compile(r"(?<![\w.])/(work|root|Users)/\w|(?<![\w.])/home/[a-z]+/")
HOSTS = re.compile(r"registry\.(npm" r"js|yarn" r"pkg)\.|py" r"pi\.org|files\.python" r"hosted|"
                   r"deb\.deb" r"ian\.org|security\.deb" r"ian\.org|proxy\.go" r"lang\.org|"
                   r"crates\.i" r"o\b|artifact-?reg" r"istry|-(docker|npm|python|apt)\.pkg\.dev")
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u200e\u200f\u202a-\u202e\ufeff]")


def has_data(file):
    """Texts that are data may hold any line: lists, mail, recorded answers, lock files."""
    return file.path.endswith((".csv", ".json")) or "/data/" in file.path


def width(tree):
    for file in tree.code():
        for number, line in enumerate(file.lines, 1):
            if len(line) > WIDTH:
                yield Finding(file.path, number, "width",
                              f"{len(line)} columns: break the line at {WIDTH}")


def blanks(tree):
    for file in tree.files:
        if has_data(file):
            continue
        if file.text and not file.text.endswith("\n"):
            yield Finding(file.path, len(file.lines), "blanks", "end the file with a line break")
        for number, line in enumerate(file.text.split("\n"), 1):
            if "\t" in line:
                yield Finding(file.path, number, "blanks", "write blanks instead of the tab")
            if line != line.rstrip():
                yield Finding(file.path, number, "blanks",
                              "remove the blanks at the end of the line")
            if CONTROL.search(line):
                yield Finding(file.path, number, "blanks",
                              "write the invisible character as an escape, such as \\u200b")


def words(tree):
    for file in tree.files:
        for number, line in enumerate(file.lines, 1):
            if MARKERS.search(line) and not has_data(file):
                yield Finding(file.path, number, "marker",
                              "do it now, or say in the README what is missing; leave no marker")
            if MACHINE.search(line):
                yield Finding(file.path, number, "machine-path",
                              "this path exists on one machine only: make it relative or a setting")
            if HOSTS.search(line):
                yield Finding(file.path, number, "registry-host",
                              "name no registry: the user's own package settings decide where from")
            if file.name == "package-lock.json" and '"resolved"' in line:
                yield Finding(file.path, number, "lock-file",
                              "remove the resolved lines (npm: omit-lockfile-registry-resolved)")


def lengths(tree):
    """{(kind, path, name): lines} of everything over its bound."""
    found = {}
    for file in tree.code():
        if len(file.lines) > FILE_LINES:
            found["file", file.path, "-"] = len(file.lines)
        for name, _, count in all_functions(file):
            if count > FUNCTION_LINES:
                key = ("function", file.path, name)
                found[key] = max(count, found.get(key, 0))
    return found


def all_functions(file):
    if file.is_cpp:
        return functions(file)
    if not file.path.endswith(".py"):
        return []
    try:
        nodes = ast.walk(ast.parse(file.text))
    except SyntaxError:
        return []
    return [(node.name, node.lineno, node.end_lineno - node.lineno + 1) for node in nodes
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]


RATCHET = "tests/tidy/ratchet.txt"


def read_ratchet(tree):
    listed = {}
    if RATCHET in tree.by_path:
        for line in tree.by_path[RATCHET].lines:
            if line and not line.startswith("#"):
                kind, path, name, count = line.split()
                listed[kind, path, name] = int(count)
    return listed


def ratchet(tree):
    listed, actual = read_ratchet(tree), lengths(tree)
    for key in sorted(set(listed) | set(actual)):
        kind, path, name = key
        what = "the file" if kind == "file" else f"function {name}"
        bound = FILE_LINES if kind == "file" else FUNCTION_LINES
        was, now = listed.get(key), actual.get(key)
        if now is None:
            yield Finding(path, 1, "size", f"{what} is at most {bound} lines now: remove its line "
                          f"from {RATCHET}")
        elif was is None:
            yield Finding(path, 1, "size",
                          f"{what} has {now} lines, over {bound}: split it by purpose")
        elif now > was:
            yield Finding(path, 1, "size", f"{what} grew from {was} to {now} lines: what is over "
                          f"{bound} may only shrink; split it by purpose")
        elif now < was:
            yield Finding(path, 1, "size", f"{what} shrank to {now} lines, well done: write {now} "
                          f"instead of {was} into {RATCHET}")


RULES = [width, blanks, words, ratchet]
