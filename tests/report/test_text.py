from __future__ import annotations

import re

from postlint.report import Settings, fails
from postlint.report.text import TextReporter
from postlint.types import Failure, Report, Severity, Status, Suppressed

from .made import finding, report

SOURCE = "Ward news\n\nSo proud of Mary Okafor, who went home today! Well done, Mary Okafor.\n"
ANSI = re.compile(r"\x1b\[[0-9;]*m")


def printed(*reports: Report, fail_on: Severity = Severity.ERROR, **settings: object) -> str:
    reporter = TextReporter(Settings(**settings))  # type: ignore[arg-type]
    return "".join([*(reporter.draft(each, fail_on) for each in reports), reporter.end()])


def test_a_finding_says_where_what_why_and_what_to_do() -> None:
    assert printed(report(SOURCE, finding(SOURCE, "Mary Okafor", sensitive=True))) == (
        "post.txt:3:13: error patient-info/named-patient\n"
        "  'M••• O•••••' is named\n"
        "  3 | So proud of M••• O•••••, who went home today! Well done, M••• O•••••.\n"
        "    |             ^^^^^^^^^^^\n"
        "  Why:    It tells the world who is a patient.\n"
        "  Fix:    Leave the name out.\n"
        "  Policy: 5.1 Patients are not named (social-media-policy)\n"
        "  Law:    may breach 45 CFR 164.514(b)(2)(i)(A): Names of patients (text not\n"
        "          verified)\n"
        "\n"
        "post.txt: BLOCK: 1 error; do not publish it as it is\n"
    )


def test_the_same_rule_is_explained_once() -> None:
    output = printed(report(SOURCE, finding(SOURCE, "Mary Okafor"), finding(SOURCE, "Mary Okafor", nth=1)))
    assert output.count("Why:") == 1
    assert output.count("Law:") == 1
    assert "  Why, fix and policy as at 3:13 above.\n" in output
    assert "BLOCK: 2 errors" in output


def test_private_words_show_only_when_asked_for() -> None:
    private = report(SOURCE, finding(SOURCE, "Mary Okafor", sensitive=True))
    assert "Mary" not in printed(private)
    assert "So proud of Mary Okafor," in printed(private, show_values=True)


def test_private_words_of_another_finding_in_the_line_are_hidden_too() -> None:
    tone = finding(SOURCE, "So proud", "brand-tone/pride", severity=Severity.WARNING)
    waived = Suppressed(finding(SOURCE, "Mary Okafor", sensitive=True), "consent 12")
    output = printed(report(SOURCE, tone, suppressed=(waived,)))
    assert "Mary" not in output
    assert "^^^^^^^^" in output
    assert "REVIEW: 1 warning, 1 suppressed; a person must look at it first" in output


def test_words_over_several_lines_say_where_they_end() -> None:
    output = printed(report(SOURCE, finding(SOURCE, "news\n\nSo")))
    assert "  1 | Ward news\n    |      ^^^^ … to line 3\n" in output


def test_a_verified_law_says_when() -> None:
    law = finding(
        SOURCE,
        "Mary",
        citations=(
            finding(SOURCE, "Mary").citations[1].__class__("law", "x", "Names", None, "45 CFR 1", "2026-01-31"),
        ),
    )
    assert "may breach 45 CFR 1: Names (text verified 2026-01-31)" in printed(report(SOURCE, law))


def test_a_failure_says_the_way_out_and_is_never_called_clean() -> None:
    lost = Report("lost.txt", None, failures=(Failure("not-found", "There is no such file: check the name."),))
    assert printed(lost) == (
        "lost.txt: failure not-found\n"
        "  There is no such file: check the name.\n"
        "\n"
        "lost.txt: UNCHECKED: 1 failure; it could not be checked in full\n"
    )


def test_a_failure_with_a_place_and_a_rule() -> None:
    failure = Failure("timeout", "The pattern took too long.", "claims/cure", 3, 7)
    assert "post.txt:3:7: failure timeout claims/cure\n" in printed(report(SOURCE, failures=(failure,)))


def test_one_clean_draft_is_told_so() -> None:
    assert printed(report("Fine.")) == "post.txt: PUBLISH: nothing found\n"


def test_several_drafts_end_with_a_summary_and_clean_ones_take_no_room() -> None:
    bad = report(SOURCE, finding(SOURCE, "Mary"), path="bad.txt")
    output = printed(report("Fine.", path="a.txt"), bad, report("Fine.", path="b.txt"))
    assert "a.txt" not in output
    assert output.endswith("bad.txt: BLOCK: 1 error; do not publish it as it is\n\n3 drafts: 1 block, 2 publish\n")


def test_drafts_stand_apart() -> None:
    bad = report(SOURCE, finding(SOURCE, "Mary"))
    assert "as it is\n\npost.txt:3:13: error" in printed(bad, bad)


def test_standard_input_has_a_name() -> None:
    assert printed(report("Fine.", path=None)).startswith("<stdin>: ")


def test_quiet_shows_what_fails_only() -> None:
    error, info = finding(SOURCE, "Mary"), finding(SOURCE, "Ward", "brand-tone/w", severity=Severity.INFO)
    assert printed(report("Fine."), quiet=True) == ""
    assert printed(report("Fine."), report("Fine."), quiet=True) == ""
    assert printed(report(SOURCE, info), quiet=True) == ""
    output = printed(report(SOURCE, info, error), quiet=True)
    assert "brand-tone" not in output
    assert "1 error" in output
    assert "brand-tone/w" in printed(report(SOURCE, info), quiet=True, fail_on=Severity.INFO)


def test_a_rule_on_trial_is_shown_and_does_not_fail() -> None:
    trial = finding(SOURCE, "Mary", status=Status.TRIAL)
    assert not fails(trial, Severity.INFO)
    output = printed(report(SOURCE, trial))
    assert "post.txt:3:13: error (on trial) patient-info/named-patient\n" in output
    assert "post.txt: PUBLISH: 1 on trial\n" in output


def test_statistics_count_by_rule_and_pack() -> None:
    tone = finding(SOURCE, "proud", "brand-tone/pride", severity=Severity.WARNING)
    names = [finding(SOURCE, "Mary Okafor", nth=nth) for nth in (0, 1)]
    assert printed(report(SOURCE, *names, tone), statistics=True).endswith(
        "\n     2  error    patient-info/named-patient\n"
        "     1  warning  brand-tone/pride\n"
        "3 findings: patient-info 2, brand-tone 1\n"
    )


def test_colour_adds_nothing_but_colour() -> None:
    bad = report(SOURCE, finding(SOURCE, "Mary Okafor", sensitive=True), path="bad.txt")
    coloured = printed(bad, report("Fine."), colour=True, statistics=True)
    assert coloured != printed(bad, report("Fine."), statistics=True)
    assert ANSI.sub("", coloured) == printed(bad, report("Fine."), statistics=True)


def test_no_line_is_wider_than_asked_for() -> None:
    long = SOURCE.replace("proud", "very, " * 40 + "proud")
    output = printed(report(long, finding(long, "Mary Okafor", why="because " * 50)), width=60)
    assert max(map(len, output.splitlines())) <= 60


def test_a_draft_cannot_write_to_the_terminal() -> None:
    source = "see \x1b]0;owned\x07 Mary"
    bad = report(source, finding(source, "Mary", message="'\x1b[2J' is named"), path="a\x1b[31m\nb.txt")
    assert "\x1b" not in printed(bad)
    assert "\x07" not in printed(bad)
