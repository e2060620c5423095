"""Configures, builds, runs ctest, counts. Called by tests/run; see there for the options."""
import argparse
import json
import os
import shutil
import subprocess
import sys

import tally

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def options():
    parser = argparse.ArgumentParser(prog="tests/run")
    parser.add_argument("--preset", default="dev")
    parser.add_argument("--jobs", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("names", nargs="*", metavar="NAME")
    return parser.parse_args()


def environment():
    # ccache then shares objects between checkouts in different folders
    return dict(os.environ, CCACHE_BASEDIR=ROOT, CCACHE_NOHASHDIR="1", CTEST_OUTPUT_ON_FAILURE="0")


def end(count, why=None):
    if why:
        print(why)
        count = count + tally.Count(failed=1)
    print(count, flush=True)
    sys.exit(0 if count.failed == 0 and count.passed > 0 else 1)


def build(preset, jobs):
    """False when something does not compile; the rest is built all the same (-k 0)."""
    folder = os.path.join(ROOT, "build", preset)
    configured = subprocess.run(["cmake", "--preset", preset, "-DTENURE_TESTS=ON"], cwd=ROOT,
                                env=environment())
    if configured.returncode != 0:
        end(tally.Count(), f"cmake --preset {preset} failed; the reason stands above")
    return subprocess.run(["ninja", "-C", folder, "-k", "0", "-j", str(jobs)],
                          env=environment()).returncode == 0


def programs(folder):
    """ctest name -> file name of the program it runs."""
    listed = subprocess.run(["ctest", "--show-only=json-v1"], cwd=folder, check=True,
                            stdout=subprocess.PIPE, env=environment())
    return {test["name"]: os.path.basename(test["command"][0])
            for test in json.loads(listed.stdout)["tests"] if "command" in test}


def run_ctest(folder, results, names, jobs):
    junit = os.path.join(results, "ctest.xml")
    command = ["ctest", "--no-tests=error", "-j", str(jobs), "--output-junit", junit,
               "--test-output-size-passed", "200000", "--test-output-size-failed", "400000",
               "--test-output-truncation", "head"]
    if names:
        command += ["-R", "|".join(names)]
    subprocess.run(command, cwd=folder,
                   env=dict(environment(), GTEST_OUTPUT=f"xml:{results}/", GTEST_COLOR="no"))
    return tally.read_ctest(junit) if os.path.exists(junit) else []



def show_failing(outcomes):
    for outcome in outcomes:
        if outcome.count.failed:
            print(f"\n=== {outcome.name}: {outcome.message or 'failed'}")
            print("\n".join(outcome.output.splitlines()[-60:]))
    print()
    for outcome in outcomes:
        for case in outcome.failing or (["(see above)"] if outcome.count.failed else []):
            print(f"FAILED {outcome.name}: {case}")


def main():
    chosen = options()
    folder = os.path.join(ROOT, "build", chosen.preset)
    built = build(chosen.preset, chosen.jobs)
    results = os.path.join(folder, "results")
    shutil.rmtree(results, ignore_errors=True)
    os.makedirs(results)
    program_of = programs(folder)
    outcomes = run_ctest(folder, results, chosen.names, chosen.jobs)
    for outcome in outcomes:
        program = program_of.get(outcome.name, "test_" + outcome.name)
        tally.settle(outcome, tally.gtest_files(results, program),
                     program == "test_" + outcome.name)  # as tenure_test() names it
    show_failing(outcomes)
    total = sum((outcome.count for outcome in outcomes), tally.Count())
    if not outcomes:
        end(total, "no test ran")
    end(total, None if built else "FAILED the build: something did not compile; see above")


main()
