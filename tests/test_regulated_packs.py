"""The packs for regulated advertising: off until somebody asks, and then with the law of the places they work in."""

from __future__ import annotations

from pathlib import Path

import pytest

from postlint import bundled
from postlint.cache import load_built_in
from postlint.linter import Linter

RULES, _ = load_built_in(bundled.rules_folder())
BY_SECTOR = {
    "regulated-finance": "finance",
    "regulated-health": "health",
    "regulated-consumer": "consumer",
}

# A post for each sector, and the rule that speaks where the sector is named.
POSTS = {
    "finance": ("Unlock your pension now and build that conservatory.", "regulated-finance/pension-access"),
    "health": ("Bring a friend for dermal fillers and you each save £50.", "regulated-health/procedure-as-bargain"),
    "consumer": ("Tickets £9.50, plus booking fee.", "regulated-consumer/part-of-a-price"),
}


def linter(folder: Path, text: str) -> Linter:
    path = folder / "postlint.yaml"
    path.write_text(f"organisation: House\n{text}\n", encoding="utf-8")
    return Linter.from_config(path)


def found(one: Linter, text: str) -> set[str]:
    return {finding.rule for finding in one.lint(text).findings}


@pytest.mark.parametrize("pack", BY_SECTOR)
def test_each_pack_waits_for_its_sector(pack: str) -> None:
    assert RULES.packs[pack].profiles == (BY_SECTOR[pack],)
    assert RULES.packs[pack].category == "claims"


@pytest.mark.parametrize("profiles", ["", "profiles: [uk]", "profiles: [uk, us, tech, public-sector]"])
def test_without_the_sector_no_regulated_rule_is_in_force(tmp_path: Path, profiles: str) -> None:
    one = linter(tmp_path, profiles)
    assert not [rule.id for rule in one.rules if rule.profiles]
    for text, rule in POSTS.values():
        assert rule not in found(one, text)


@pytest.mark.parametrize("sector", POSTS)
def test_a_sector_switches_on_its_own_pack(tmp_path: Path, sector: str) -> None:
    one = linter(tmp_path, f"profiles: [{sector}]")
    for name, (text, rule) in POSTS.items():
        assert (rule in found(one, text)) is (name == sector)


def test_a_pack_is_switched_on_by_name(tmp_path: Path) -> None:
    text, rule = POSTS["finance"]
    assert rule in found(linter(tmp_path, "packs: {regulated-finance: on}"), text)
    assert rule not in found(linter(tmp_path, "profiles: [finance]\npacks: {regulated-finance: off}"), text)


def test_the_law_of_other_countries_is_left_out(tmp_path: Path) -> None:
    american = "regulated-health/medicine-without-risks"
    australian = "regulated-health/patient-testimonial"
    everywhere = {rule.id for rule in linter(tmp_path, "profiles: [health]").rules}
    assert {american, australian} <= everywhere
    british = linter(tmp_path, "profiles: [health, uk]")
    assert not {american, australian} & {rule.id for rule in british.rules}
    [rule] = [one for one in british.rules if one.id == "regulated-health/before-and-after"]
    assert {cite.id for cite in british.citations(rule)} == {"social-media-policy#cosmetic-treatment", "cap-12-1"}


def test_job_and_housing_adverts_concern_everybody(tmp_path: Path) -> None:
    assert RULES.packs["fair-adverts"].profiles == ()
    assert "fair-adverts/job-origin" in found(
        linter(tmp_path, ""), "Writer wanted: native speakers for our Leeds desk."
    )


def test_no_entry_from_memory_claims_more() -> None:
    for law in RULES.laws.values():
        assert law.verified_on is None, law.id
        if law.tier == "unverified":
            assert law.caveat, law.id
