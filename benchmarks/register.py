"""What a large register of claims costs: a post checked against 2,000 entries and against six, in turns.

The six are those of the example organisation, and the post makes them; the others are made of the same words, so that
as many of them as possible have to be looked at.
"""

from __future__ import annotations

import argparse
import itertools
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

import yaml
from measure import in_turns, median_ratio, table, words

from postlint import Draft, Linter
from postlint.linter import load_all
from postlint.organisation.claims import ClaimsRegister, load_register
from postlint.organisation.config import load_organisation

EXAMPLE = Path(__file__).parent.parent / "examples" / "meridian"
DAY = date(2026, 11, 21)
AT_MOST = 1.3

NAMES = ("Scheduler", "Rota", "Triage", "Notes", "Reminders", "Beacon", "Records", "Compass", "Rounds", "Harbour")
KINDS = ("Plus", "Lite", "Home", "Clinic", "Ward", "Mobile", "Team", "Night")
VERBS = ("cut", "reduced", "lowered", "raised", "improved", "increased", "supported", "shortened")
THINGS = (
    *("missed appointments", "waiting times", "late discharges", "paper letters", "repeat visits", "phone calls"),
    *("bookings by patients", "answers within a day", "normal immune function", "bottles of recycled plastic"),
    *("the use of agency staff", "falls on the ward", "prescription errors", "bed days", "time spent on notes"),
    *("calls to the help desk", "the cost of postage", "power used by servers", "waste from packaging", "hand washing"),
    *("complaints about parking", "visits to the website", "vaccine stock", "travel by nurses", "returns on savings"),
    *("sleep in hospital", "walking after surgery", "blood pressure checks", "referrals lost", "training hours"),
)
PLACES = ("at three clinics", "at two hospitals", "in Leeds", "among patients surveyed", "in the 2024 inspection")

POST = """\
Every winter we ask the people who use our services what we should do better, and every spring we write down what we
heard. This year the answers filled a whole shelf, so here is the short version, with the figures behind it. Meridian
Labs Scheduler cut missed appointments by 18% in a 2025 trial at three clinics. Two reminders went out by text, and
one tap moved a booking to another day. That was all it took, and the method is on our site for anybody who would like
to try the same.

Our patients were kind to us. 92% of patients surveyed would recommend Meridian Health (2025 patient survey, n =
4,118). The others told us why not, and those letters were the useful ones: the car park, the signs on the second
floor, and the long wait for a pharmacist on Fridays. We have started with the signs. In Leeds, inspectors came to see
for themselves. Rated Outstanding by the Care Quality Commission, 2024 inspection, Meridian Health Leeds: thank you to
everyone who made the tea that day, and to the porters who found a second kettle.

On the shelf at home, Meridian Daily Vitamin D supports the normal function of the immune system as part of a varied
diet. We can't say more than that, and a label that does say more is a good reason to put the jar back. Meridian Daily
bottles are made of 100% recycled plastic (bottle only, excludes cap). The cap is the next thing that we would like to
change, once somebody shows us one that still keeps small children out.

Savers asked for one number, so here it is. The Meridian Income Fund returned 4.1% in 2025. Past performance is not a
guide to future returns. Capital at risk. If you would rather hear it from a person, come to the open evening on
Thursday: the doors open at six, the talk begins at half past, and there will be time for questions afterwards. Bring
a friend, a question and a warm coat.
"""


def generated(number: int) -> list[dict[str, object]]:
    """So many entries, always the same, no two alike."""
    parts = list(itertools.product(NAMES, KINDS, VERBS, THINGS))
    chosen = random.Random(0).sample(parts, number)
    entries: list[dict[str, object]] = []
    for index, (name, kind, verb, thing) in enumerate(chosen):
        entries.append(
            {
                "id": f"G-{index:04}",
                "wording": f"Meridian {name} {kind} {verb} {thing} by {5 + index % 60}%",
                "needs": f"in a {2020 + index % 6} trial {PLACES[index % len(PLACES)]}",
                "evidence": f"report {index}",
                "owner": "labs-marketing",
            }
        )
    return entries


def large_register(folder: Path, number: int) -> Path:
    """The example's register with further entries, as a file."""
    own = yaml.safe_load((EXAMPLE / "claims.yaml").read_text("utf-8"))["claims"]
    path = folder / "claims.yaml"
    entries = [*({**entry, "until": str(entry["until"])} for entry in own), *generated(number - len(own))]
    path.write_text(yaml.safe_dump({"claims": entries}, allow_unicode=True), encoding="utf-8")
    return path


def seconds(task: Callable[[], object]) -> float:
    start = time.perf_counter()
    task()
    return time.perf_counter() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=41)
    parser.add_argument("--entries", type=int, default=2000)
    arguments = parser.parse_args()
    organisation = load_organisation(EXAMPLE / "postlint.yaml")
    organisation, ruleset, policies, memo, small = load_all(organisation)

    def linter(register: ClaimsRegister | None) -> Linter:
        return Linter(organisation, ruleset, policies, memo=memo, register=register, today=DAY)

    with tempfile.TemporaryDirectory() as folder:
        path = large_register(Path(folder), arguments.entries)
        start = time.perf_counter()
        large = load_register(path)
        loaded = time.perf_counter()
        with_large, with_small = linter(large), linter(small)
        assert with_large.comparison is not None
        prepared = time.perf_counter()
    draft = Draft(POST, channel="blog")
    measured = in_turns(
        {
            f"{len(large.claims):,} entries": partial(seconds, partial(with_large.lint_draft, draft)),
            "6 entries": partial(seconds, partial(with_small.lint_draft, draft)),
        },
        arguments.rounds,
    )
    print(f"a post of {words(POST)} words\n")
    print(table([(name, f"{1000 * statistics.median(one):.1f}") for name, one in measured.items()], ("", "median ms")))
    print()
    ratio = median_ratio(*measured.values())
    print(table([("large / small", f"{ratio:.2f}", AT_MOST)], ("ratio", "median", "at most")))
    print()
    rows = [("reading the file", loaded - start), ("preparing the comparison", prepared - loaded)]
    print(table([(name, f"{1000 * value:.0f}") for name, value in rows], ("once, large register", "ms")))


if __name__ == "__main__":
    main()
