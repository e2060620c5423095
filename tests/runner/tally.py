"""Counts test cases: ctest says how each test ended, GoogleTest's XML says how many cases it had.

A test that is not GoogleTest may print `N passed, N failed, N skipped` as its last line; otherwise
it counts as one case.
"""
import os
import re
import xml.etree.ElementTree as xml
from dataclasses import dataclass, field

SUMMARY = re.compile(r"^(\d+) passed, (\d+) failed, (\d+) skipped$")


@dataclass
class Count:
    passed: int = 0
    failed: int = 0
    skipped: int = 0

    def __add__(self, other):
        return Count(self.passed + other.passed, self.failed + other.failed,
                     self.skipped + other.skipped)

    def __str__(self):
        return f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped"

    def total(self):
        return self.passed + self.failed + self.skipped


@dataclass
class Outcome:
    """How one ctest test ended."""
    name: str
    ended: str  # run, fail, notrun, disabled: ctest's words
    output: str = ""
    message: str = ""
    count: Count = field(default_factory=Count)
    failing: list = field(default_factory=list)  # names of failing cases


def read_ctest(junit_file):
    """The outcomes in a file written by ctest --output-junit, not yet counted."""
    outcomes = []
    for case in xml.parse(junit_file).getroot().iter("testcase"):
        told = [child.get("message") or "" for child in case if child.tag in ("failure", "skipped")]
        outcomes.append(Outcome(case.get("name"), case.get("status"),
                                case.findtext("system-out") or "", " ".join(told)))
    return outcomes


def count_gtest(files):
    """Counts the cases in GoogleTest XML files; gives the count and the failing cases' names."""
    count, failing = Count(), []
    for file in files:
        for case in xml.parse(file).getroot().iter("testcase"):
            if case.find("failure") is not None:
                count.failed += 1
                failing.append(f"{case.get('classname')}.{case.get('name')}")
            elif case.get("result") in ("skipped", "suppressed") or case.get("status") == "notrun":
                count.skipped += 1
            else:
                count.passed += 1
    return count, failing


def printed_summary(output):
    lines = output.strip().splitlines()
    found = SUMMARY.match(lines[-1].strip()) if lines else None
    return Count(*(int(number) for number in found.groups())) if found else None


def gtest_files(folder, program):
    """What GoogleTest wrote for a program: PROGRAM.xml, and PROGRAM_1.xml when it ran twice."""
    wanted = re.compile(re.escape(program) + r"(_\d+)?\.xml$")
    return [os.path.join(folder, name) for name in sorted(os.listdir(folder)) if wanted.match(name)]


def settle(outcome, xml_files, is_gtest):
    """Fills in outcome.count. What ctest calls failed has at least one failed case."""
    if xml_files:
        outcome.count, outcome.failing = count_gtest(xml_files)
    elif not is_gtest:
        outcome.count = printed_summary(outcome.output) or Count()
    if outcome.ended == "disabled":
        outcome.count = Count(skipped=1)
    elif outcome.ended != "run":
        if outcome.ended == "notrun" and "SKIP" in outcome.message.upper():
            outcome.count = Count(skipped=1)
        elif outcome.count.failed == 0:
            outcome.count.failed += 1  # a crash, a timeout, a sanitizer's report at the exit
            outcome.failing.append("(the whole test)")
    elif outcome.count.total() == 0:
        # it ended well; a GoogleTest program must have run something, any other test is one case
        outcome.count = Count(failed=1) if is_gtest else Count(passed=1)
        outcome.failing += ["(ran no case)"] if is_gtest else []
    return outcome
