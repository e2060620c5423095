"""The tally against what ctest and GoogleTest write, the unhappy endings first."""
import os
import tempfile
import unittest

import tally

CTEST = """<testsuite><testcase name="t" status="{status}">{child}
<system-out>{output}</system-out></testcase></testsuite>"""
GTEST = '<testsuites><testsuite name="S">{cases}</testsuite></testsuites>'
PASS = '<testcase name="a" classname="S" status="run" result="completed"/>'
FAIL = '<testcase name="b" classname="S" status="run" result="completed"><failure/></testcase>'
SKIP = '<testcase name="c" classname="S" status="run" result="skipped"><skipped/></testcase>'
OFF = '<testcase name="d" classname="S" status="notrun" result="suppressed"/>'


class Tally(unittest.TestCase):
    def settled(self, status, cases=None, output="", child="", gtest=True):
        with tempfile.TemporaryDirectory() as folder:
            junit = os.path.join(folder, "ctest.junit")
            with open(junit, "w", encoding="utf-8") as out:
                out.write(CTEST.format(status=status, child=child, output=output))
            if cases is not None:
                with open(os.path.join(folder, "test_t.xml"), "w", encoding="utf-8") as out:
                    out.write(GTEST.format(cases=cases))
            outcome = tally.read_ctest(junit)[0]
            return tally.settle(outcome, tally.gtest_files(folder, "test_t"), gtest)

    def check(self, outcome, passed, failed, skipped):
        self.assertEqual(str(outcome.count), f"{passed} passed, {failed} failed, {skipped} skipped")

    def test_counts_each_case(self):
        outcome = self.settled("fail", PASS + PASS + FAIL + SKIP + OFF)
        self.check(outcome, 2, 1, 2)
        self.assertEqual(outcome.failing, ["S.b"])

    def test_skipped_is_not_passed(self):
        self.check(self.settled("run", SKIP), 0, 0, 1)

    def test_crash_before_the_report(self):
        outcome = self.settled("fail", None, child='<failure message="SIGSEGV"/>')
        self.check(outcome, 0, 1, 0)
        self.assertEqual(outcome.message, "SIGSEGV")

    def test_report_without_failure_but_bad_exit(self):
        self.check(self.settled("fail", PASS), 1, 1, 0)

    def test_timeout(self):
        self.check(self.settled("fail", None, child='<failure message="Timeout"/>'), 0, 1, 0)

    def test_program_was_not_built(self):
        missing = '<skipped message="Unable to find executable"/>'
        self.check(self.settled("notrun", None, child=missing), 0, 1, 0)

    def test_skip_by_return_code(self):
        self.check(self.settled("notrun", None, child='<skipped message="SKIP_RETURN_CODE=77"/>',
                                gtest=False), 0, 0, 1)

    def test_disabled(self):
        self.check(self.settled("disabled", None), 0, 0, 1)

    def test_gtest_program_without_a_case(self):
        self.check(self.settled("run", ""), 0, 1, 0)

    def test_gtest_program_without_a_report(self):
        self.check(self.settled("run", None), 0, 1, 0)

    def test_plain_test_is_one_case(self):
        self.check(self.settled("run", None, gtest=False), 1, 0, 0)
        self.check(self.settled("fail", None, gtest=False), 0, 1, 0)

    def test_plain_test_that_counts_itself(self):
        told = "ok\n5 passed, 0 failed, 2 skipped\n"
        self.check(self.settled("run", None, told, gtest=False), 5, 0, 2)

    def test_count_of_its_own_must_be_the_last_line(self):
        told = "5 passed, 0 failed, 0 skipped\nmore\n"
        self.check(self.settled("run", None, told, gtest=False), 1, 0, 0)

    def test_claims_success_but_ends_badly(self):
        told = "5 passed, 0 failed, 0 skipped\n"
        self.check(self.settled("fail", None, told, gtest=False), 5, 1, 0)

    def test_second_run_of_one_program(self):
        with tempfile.TemporaryDirectory() as folder:
            for name in ("test_t.xml", "test_t_1.xml", "test_tt.xml", "test_t_x.xml"):
                with open(os.path.join(folder, name), "w", encoding="utf-8"):
                    pass
            found = [os.path.basename(file) for file in tally.gtest_files(folder, "test_t")]
        self.assertEqual(found, ["test_t.xml", "test_t_1.xml"])


if __name__ == "__main__":
    program = unittest.main(exit=False, verbosity=2)
    bad = len(program.result.failures) + len(program.result.errors)
    print(f"{program.result.testsRun - bad} passed, {bad} failed, 0 skipped", flush=True)
    raise SystemExit(1 if bad else 0)
