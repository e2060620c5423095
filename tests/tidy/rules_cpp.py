"""Rules on C++: layers, foreign headers, banned calls, headers."""
import re

from tree import Finding, literals

# Folder -> project folders whose headers it may include (its own always).
LAYERS = {
    "engine/model": [],
    "engine/ports": ["engine/model"],
    "engine/statechart": ["engine/model"],
    "engine/policy": ["engine/model"],
    "engine/decide": ["engine/model", "engine/statechart", "engine/policy"],
    "engine/check": ["engine/model", "engine/statechart", "engine/policy", "engine/decide"],
    "engine/intake": ["engine/model", "engine/ports"],
    "engine/store": ["engine/model", "engine/ports"],
    "engine/effects": ["engine/model", "engine/ports"],
    "engine/audit": ["engine/model", "engine/ports"],
    "engine/flow": ["engine/model", "engine/ports", "engine/intake", "engine/decide",
                    "engine/effects"],
    "engine/http": ["engine/model", "engine/ports", "engine/flow", "engine/audit"],
    "engine/rows": ["engine/model", "engine/ports", "engine/statechart", "engine/policy",
                    "engine/decide", "engine/effects", "engine/audit", "engine/store",
                    "engine/flow", "connectors/memory"],
    "engine/service": ["engine", "connectors"],
    "connectors": ["engine/model", "engine/ports", "connectors/common"],
    "connectors/active_directory": ["engine/model", "engine/ports", "connectors/common",
                                    "connectors/ldap"],
    "tests": ["engine", "connectors", "tests"],
}

SYSTEM = re.compile(
    r"^(sys|netinet|arpa|linux)/|^(unistd|fcntl|spawn|poll|pwd|grp|signal|dirent)\.h$")
STANDARD = re.compile(r"^[a-z_0-9]+$|^[a-z]+\.h$")

# Header -> (folders that may include it, only in .cpp files?). The longest prefix counts.
FOREIGN = {
    "boost/beast": (["engine/http", "engine/service", "connectors"], False),
    "boost/asio": (["engine/http", "engine/service", "engine/flow", "engine/effects", "connectors"],
                   False),
    "boost/json": (["engine", "connectors"], True),
    "boost/json/fwd.hpp": (["engine", "connectors"], False),
    "boost/url": (["engine/http", "engine/service", "engine/intake", "connectors"], True),
    "boost/system": (["engine", "connectors"], False),
    "boost/": (["engine", "connectors"], True),
    "soci/": (["engine/store"], True),
    "sqlite3.h": (["engine/store"], True),
    "libpq-fe.h": (["engine/store"], True),
    "yaml-cpp/": (["engine"], True),
    # Everybody else takes engine/model/digest.hpp.
    "openssl/": (["engine/model", "engine/audit", "engine/ports", "engine/service", "engine/http",
                  "connectors"], True),
    "sodium": (["engine/audit", "engine/intake", "engine/ports", "engine/service",
                "connectors/archive_store"], True),
    "curl/": (["connectors"], True),
    "ldap.h": (["connectors/ldap", "connectors/active_directory"], False),
    "ldap_schema.h": (["connectors/ldap"], True),
    "lber.h": (["connectors/ldap", "connectors/active_directory"], False),
    "libetpan/": (["connectors"], True),
    "archive": (["connectors/archive_store", "engine/audit"], True),
    "zstd": (["connectors/archive_store", "engine/audit", "engine/store"], True),
    "csv.h": (["connectors/hr_csv"], True),
    "unicode/": (["engine/model", "engine/policy", "engine/intake", "connectors/hr_csv"], True),
    "date/": (["engine/model", "engine/policy", "engine/intake", "engine/service", "connectors"],
              True),
    "CLI/": (["engine/service"], True),
    "fmt/": (["engine", "connectors"], True),
    "spdlog/": (["engine/service", "engine/http"], True),
    "jwt/": (["engine/http", "engine/service"], True),
    "nlohmann/": (["engine/http", "engine/service"], True),
    "valijson/": (["engine/service", "engine/http"], True),
}
# Headers of a leaf: nobody includes engine/service, so what its own headers include costs only it.
HEAVY_IN_HEADERS = {
    "boost/json": ("engine/service/cli/fields.hpp", "engine/service/routes/common.hpp"),
}
PURE = ("engine/model", "engine/statechart", "engine/policy", "engine/decide", "engine/check")

# (pattern, folders where it is allowed, what to write instead)
BANNED = [
    (r"\bsystem_clock\s*::\s*now",
     ["engine/ports", "engine/service", "tests/support", "tests/bench"],
     "the time arrives in the event; elsewhere take a clock from engine/ports/clock.hpp"),
    (r"\b(steady|high_resolution)_clock\s*::\s*now",
     ["engine/ports", "engine/service", "tests/support", "tests/bench"],
     "take a clock from engine/ports/clock.hpp; a timeout belongs to poll or the library"),
    (r"(?<!\w)::time\s*\(|\bgettimeofday\s*\(|\bclock_gettime\s*\(",
     ["engine/ports", "engine/service", "tests/support"],
     "take a clock from engine/ports/clock.hpp"),
    (r"\brandom_device\b", ["engine/ports", "engine/service"],
     "take engine/ports/entropy.hpp; a test seeds a generator and prints the seed"),
    (r"(?<![\w.:>])(std::)?s?rand\s*\(", [],
     "take engine/ports/entropy.hpp; a test seeds std::mt19937_64 and prints the seed"),
    (r"\bsleep_(for|until)\b|\b(u|nano)sleep\s*\(|(?<![\w.>])sleep\s*\(", ["tests/support"],
     "wait for a named moment: a port's wake-up in the engine, eventually() in a test"),
    (r"\b(secure_)?getenv\s*\(", ["engine/service", "tests/support", "tests/simulation"],
     "read settings in engine/service and hand them in"),
    (r"\bstd::cout\b|(?<![\w.>])(std::)?(printf|puts)\s*\(",
     ["engine/service", "tests"], "return the text; only engine/service talks to the terminal"),
    (r"\busing\s+namespace\s+std\s*;", [], "name what you use: std::string, or using std::string;"),
    (r"(?<![\w.:>])assert\s*\(", [],
     "assert is gone in release builds: throw std::logic_error, or EXPECT_ in a test"),
]


def under(path, folder):
    return path == folder or path.startswith(folder + "/")


def longest(path, folders):
    return max((folder for folder in folders if under(path, folder)), key=len, default=None)


def layers(tree):
    for file in tree.cpp():
        layer = longest(file.folder, LAYERS)
        for line, name, quoted in file.includes:
            if not quoted:
                continue
            if not name.startswith(("engine/", "connectors/", "tests/")):
                yield Finding(file.path, line, "full-path",
                              f'write the path from the project folder: "{file.folder}/{name}"')
            elif layer and not may_include(file.folder, layer, name):
                allowed = ", ".join(LAYERS[layer]) or "nothing of the project"
                yield Finding(file.path, line, "layer",
                              f"{file.folder} may include {allowed}, not {name}: move what you "
                              "need down a layer, or take it through a port")


def may_include(folder, layer, name):
    return under(name, folder) or any(under(name, other) for other in LAYERS[layer]) or (
        layer not in ("connectors", "tests") and under(name, layer))


def foreign(tree):
    for file in tree.cpp():
        if under(file.folder, "tests"):
            continue
        for line, name, quoted in file.includes:
            if not quoted:
                yield from foreign_include(file, line, name)


def foreign_include(file, line, name):
    prefix = max((known for known in FOREIGN if name.startswith(known)), key=len, default=None)
    if prefix is None:
        if SYSTEM.match(name):
            if longest(file.folder, PURE):
                yield Finding(file.path, line, "foreign",
                              f"{file.folder} decides without an operating system: drop <{name}>")
        elif not STANDARD.match(name):
            yield Finding(file.path, line, "foreign",
                          f"<{name}> is new here: give it a line, and its folders, in "
                          "tests/tidy/rules_cpp.py")
        return
    folders, only_cpp = FOREIGN[prefix]
    if not longest(file.folder, folders):
        yield Finding(file.path, line, "foreign",
                      f"<{name}> belongs into {', '.join(folders)}: use what those folders offer")
    elif only_cpp and not file.path.endswith(".cpp") and (
            file.path not in HEAVY_IN_HEADERS.get(prefix, ())):
        yield Finding(file.path, line, "foreign",
                      f"<{name}> is heavy: include it in the .cpp and keep it out of the header")


def banned(tree):
    for file in tree.cpp():
        for pattern, allowed, instead in BANNED:
            if longest(file.folder, allowed):
                continue
            for found in re.finditer(pattern, file.bare):
                line = file.bare.count("\n", 0, found.start()) + 1
                yield Finding(file.path, line, "banned",
                              f"no {found[0].strip(' (')} here: {instead}")


def headers(tree):
    for file in tree.cpp():
        if file.path.endswith(".cpp"):
            yield from own_header_first(tree, file)
            continue
        head = [line for line in file.lines if line.strip()]
        if "#pragma once" not in head:
            yield Finding(file.path, 1, "pragma-once", "begin the header with #pragma once")
            continue
        rest = [line for line in head if line != "#pragma once"]
        if rest and not rest[0].startswith(("//", "/*")):
            yield Finding(file.path, 2, "header-comment",
                          "say after #pragma once in a comment what this header is for")


def own_header_first(tree, file):
    own = file.path[:-len(".cpp")] + ".hpp"
    if own in tree.by_path and file.includes and file.includes[0][1] != own:
        yield Finding(file.path, file.includes[0][0], "own-header-first",
                      f'include "{own}" first: so the header is shown to stand alone')


def clauses(tree):
    """What one organisation's policy says stands in its pack, with its clause; never in code."""
    catalogue = tree.by_path.get("config/policies/rules.yaml")
    names = re.findall(r"^  ([A-Z]+): ", catalogue.text, re.M) if catalogue else []
    clause = re.compile(rf"\b({'|'.join(names)})-[A-Z0-9]")
    for file in tree.cpp() if names else []:
        if under(file.folder, "tests"):
            continue
        for line, text in literals(file.text):
            if clause.search(text):
                yield Finding(file.path, line, "clause",
                              "a clause of one organisation: give the pack a value with its "
                              "clause, and cite that")


# Roles that acts of the engine ask for (engine/service/roles.cpp), beside approver and operator.
ROLES_OF_ACTS = {"administrator", "auditor", "dpo", "helpdesk", "hrOfficer"}


def offices(tree):
    """Who decides about cases is data: no office of the vocabulary or of a pack is named here."""
    named = set()
    for file in tree.files:
        if file.path == "workflows/schema/policy-vocabulary.yaml":
            named |= keys_of(file.text, "roles")
        elif re.fullmatch(r"config/policies/[^/]+/policy\.yaml", file.path):
            named |= keys_of(file.text, "offices")
    named -= ROLES_OF_ACTS
    for file in tree.cpp() if named else []:
        if under(file.folder, "tests"):
            continue
        for line, text in literals(file.text):
            office = text.strip('"').removeprefix("role:")
            if office in named:
                yield Finding(file.path, line, "office",
                              f"{office} is an office of some organisations: ask the pack "
                              "(offices, holdOffice, role:NAME in its workflows), and cite it")


def keys_of(text, section):
    """The keys of a map at the file's top, two blanks in."""
    found = re.search(rf"^{section}:[^\n]*\n((?:[ #][^\n]*\n|\n)*)", text, re.M)
    return set(re.findall(r"^  (\w+):", found[1], re.M)) if found else set()


RULES = [layers, foreign, banned, headers, clauses, offices]
