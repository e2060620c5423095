"""tidy [--root FOLDER] : reads the project, says what breaks a rule and what to do about it."""
import argparse
import os

import rules_cpp
import rules_files
import rules_layout
import tree

RULES = rules_cpp.RULES + rules_files.RULES + rules_layout.RULES


def check(root):
    project = tree.read_tree(root)
    return [finding for rule in RULES for finding in rule(project)]


def main():
    here = os.path.dirname(os.path.abspath(__file__))
    parser = argparse.ArgumentParser(prog="tidy", description=__doc__)
    parser.add_argument("--root", default=os.path.dirname(os.path.dirname(here)))
    findings = sorted(check(parser.parse_args().root), key=lambda f: (f.path, f.line, f.rule))
    for finding in findings:
        print(finding)
    print(f"{len(findings)} findings" if findings else "tidy")
    raise SystemExit(1 if findings else 0)


if __name__ == "__main__":
    main()
