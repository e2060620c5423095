"""Rules on what stands where: READMEs, and that everything is built and every test is run."""
import os
import re

from tree import Finding

SOURCES = (".cpp", ".hpp", ".py", ".ts", ".tsx")


def readmes(tree):
    folders = {}
    for file in tree.files:
        if file.path.endswith(SOURCES):
            folders.setdefault(file.folder, file.path)
    for folder, example in sorted(folders.items()):
        if not has_readme(tree, folder):
            yield Finding(example, 1, "readme",
                          f"write {folder or '.'}/README.md: what the folder is for")


def has_readme(tree, folder):
    """Below the second level (engine/store/sql, tests/unit/model) a README further up will do."""
    while folder:
        if os.path.join(folder, "README.md") in tree.by_path:
            return True
        if folder.count("/") < 2 and not folder.startswith("web-ui/"):
            return False
        folder = os.path.dirname(folder)
    return "README.md" in tree.by_path


def built(tree):
    for file in tree.files:
        is_test = re.search(r"_(test|bench)\.(cpp|py)$", file.path)
        if not (file.path.endswith(".cpp") or is_test) or is_named(tree, file):
            continue
        message = ("nobody builds this file: list it in CMakeLists.txt" if not is_test else
                   "nobody runs this test: list it in CMakeLists.txt, or delete it")
        yield Finding(file.path, 1, "built", message)


def is_named(tree, file):
    """True when a CMakeLists.txt of its folder or above names it, or any by its full path."""
    full = "${PROJECT_SOURCE_DIR}/" + file.path
    if any(full in other.text for other in tree.files if other.name == "CMakeLists.txt"):
        return True
    folder = file.folder
    while True:
        cmake = tree.by_path.get(os.path.join(folder, "CMakeLists.txt"))
        if cmake:
            relative = re.escape(os.path.relpath(file.path, folder or "."))
            text = re.sub(r"#[^\n]*", "", cmake.text)
            if re.search(rf'(^|[\s("/]){relative}($|[\s)"])', text):
                return True
        if not folder:
            return False
        folder = os.path.dirname(folder)


RULES = [readmes, built]
