"""`voice learn` writes a voice.yaml that loads, and `voice show` draws a draft beside it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from postlint import Linter
from tests.conftest import MERIDIAN

from .conftest import Program

POST = (
    "We painted the hall on {day}, and the color is a warm {color}. It's ready for you: the doors open at nine, and "
    "we'll have tea. If you can't come, don't worry, there's another day. Our page on GitHub has the plan.\n"
)
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
COLORS = ("yellow", "green", "brown", "blue", "red and very bright one")
REAL = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "real" / "posts-18f" / "files"
HYPE = MERIDIAN / "drafts" / "instagram-gummies.txt"


@pytest.fixture
def posts(tmp_path: Path) -> Path:
    """A folder with 25 posts of one voice."""
    folder = tmp_path / "published"
    folder.mkdir()
    for number in range(25):
        text = POST.format(day=DAYS[number % 5], color=COLORS[number // 5])
        (folder / f"post-{number:02}.txt").write_text(text, "utf-8")
    return folder


def learned(folder: Path) -> Linter:
    (folder / "postlint.yaml").write_text("organisation: House\nvoice: voice.yaml\n", "utf-8")
    return Linter.from_config(folder, select=["brand-tone"])


def test_what_is_learned_loads_and_passes_posts_of_the_same_voice(
    tmp_path: Path, posts: Path, postlint: Program
) -> None:
    done = postlint("voice", "learn", posts, "-o", tmp_path / "voice.yaml")
    assert (done.code, done.out) == (0, "")
    assert done.err.endswith("learned from 25 posts\n")
    text = (tmp_path / "voice.yaml").read_text("utf-8")
    assert "from 25 posts" in text
    assert "contractions: welcome\n" in text
    assert "spelling: american\n" in text
    assert "  - GitHub  # 25\n" in text
    assert "  emoji: {max: 0}\n" in text
    linter = learned(tmp_path)
    another = POST.format(day="Saturday", color="white")
    assert linter.lint(another).findings == ()
    loud = linter.lint(another.replace("plan.", "plan! Come 🎉🎉"))
    assert {"brand-tone/emoji", "brand-tone/exclamation-marks"} <= {one.rule for one in loud.findings}
    assert "brand-tone/voice-spelling" in {one.rule for one in linter.lint("A colour.").findings}


def test_it_goes_to_standard_output_without_a_name(posts: Path, postlint: Program) -> None:
    first, second = postlint("voice", "learn", posts), postlint("voice", "learn", posts)
    assert first.code == 0
    assert first.out.startswith("# Learned by postlint")
    assert first.out == second.out


def test_a_file_is_replaced_only_by_force(tmp_path: Path, posts: Path, postlint: Program) -> None:
    voice = tmp_path / "voice.yaml"
    voice.write_text("mine\n", "utf-8")
    refused = postlint("voice", "learn", posts, "-o", voice)
    assert refused.code == 2
    assert "--force replaces it" in refused.err
    assert voice.read_text("utf-8") == "mine\n"
    assert postlint("voice", "learn", posts, "-o", voice, "--force").code == 0
    assert voice.read_text("utf-8").startswith("# Learned")
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_folder_that_is_missing_is_told(tmp_path: Path, posts: Path, postlint: Program) -> None:
    refused = postlint("voice", "learn", posts, "-o", tmp_path / "nowhere" / "voice.yaml")
    assert refused.code == 2
    assert "could not be written" in refused.err


def test_too_few_posts_make_no_voice(tmp_path: Path, posts: Path, postlint: Program) -> None:
    for path in sorted(posts.iterdir())[:10]:
        path.unlink()
    refused = postlint("voice", "learn", posts)
    assert (refused.code, refused.out) == (2, "")
    assert "15 posts could be read, and a voice needs 20 at least" in refused.err


def test_a_post_that_cannot_be_read_is_told(posts: Path, postlint: Program) -> None:
    (posts / "bad.txt").write_bytes(b"na\xefve")
    done = postlint("voice", "learn", posts)
    assert done.code == 2
    assert "bad.txt: " in done.err
    assert "from 25 posts" in done.out


def test_a_csv_with_channels(tmp_path: Path, postlint: Program) -> None:
    rows = [("x", POST.format(day=day, color=color).strip()) for day in DAYS for color in COLORS]
    rows += [("facebook", text + " 🎉🎉") for _, text in rows]
    table = "\n".join(["channel,text", *(f'{channel},"{text}"' for channel, text in rows)])
    (tmp_path / "queue.csv").write_text(table, "utf-8")
    done = postlint("voice", "learn", tmp_path / "queue.csv")
    assert done.code == 0, done.err
    assert "  emoji: {default: {max: 3}, facebook: {max: 2}, x: {max: 0}}\n" in done.out


def test_the_chart(tmp_path: Path, postlint: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    (tmp_path / "postlint.yaml").write_text("voice: voice.yaml\n", "utf-8")
    (tmp_path / "voice.yaml").write_text("measures: {emoji: 2, we-words: {min: 5, max: 20}, hashtags: 4}\n", "utf-8")
    (tmp_path / "post.txt").write_text("We open at nine 🎉🎉🎉🎉 and close at five. #Hall\n", "utf-8")
    done = postlint("voice", "show", tmp_path / "post.txt")
    assert done.code == 0, done.err
    lines = {line[:19].strip(): line for line in done.out.splitlines()}
    assert "▲" in lines["emoji"]
    assert lines["emoji"].endswith("at most 2: above")
    assert "●" in lines["hashtags"]
    assert lines["hashtags"].endswith("at most 4")
    assert lines["we words"].endswith("too short to tell")
    assert "\x1b" not in done.out
    assert max(map(len, done.out.splitlines())) <= 60


def test_the_chart_as_json(tmp_path: Path, postlint: Program) -> None:
    (tmp_path / "postlint.yaml").write_text("voice: voice.yaml\n", "utf-8")
    (tmp_path / "voice.yaml").write_text("measures: {emoji: {default: 2, x: 5}}\n", "utf-8")
    (tmp_path / "post.md").write_text("---\nchannel: x\n---\nSoup 🎉🎉🎉\n", "utf-8")
    found = json.loads(postlint("voice", "show", tmp_path / "post.md", "--format", "json").out)
    assert found["channel"] == "x"
    (emoji,) = [row for row in found["measures"] if row["measure"] == "emoji"]
    assert emoji == {"measure": "emoji", "unit": "emoji a post", "value": 3, "min": None, "max": 5, "within": True}
    other = json.loads(postlint("voice", "show", tmp_path / "post.md", "--channel", "blog", "--format", "json").out)
    assert [row["within"] for row in other["measures"] if row["measure"] == "emoji"] == [False]


def test_a_draft_that_cannot_be_read_is_told(tmp_path: Path, postlint: Program) -> None:
    done = postlint("voice", "show", tmp_path / "nowhere.txt")
    assert done.code == 2
    assert "there is no such file" in done.err


def test_rules_of_a_voice_are_explained_and_listed(tmp_path: Path, postlint: Program) -> None:
    (tmp_path / "postlint.yaml").write_text("voice: voice.yaml\n", "utf-8")
    (tmp_path / "voice.yaml").write_text("words: [{not: users, use: people}]\nspelling: british\n", "utf-8")
    config = ("--config", tmp_path / "postlint.yaml")
    explained = postlint("explain", "brand-tone/voice-word-users", *config)
    assert explained.code == 0, explained.err
    assert "Write 'people'." in explained.said
    assert "voice-spelling" in postlint("rules", "list", "brand-tone", *config).out
    assert "use: people" in postlint("rules", "show", "brand-tone/voice-word-users", *config).out
    assert postlint("rules", "test", "brand-tone/voice-word-users", "brand-tone/emoji", *config).code == 0


@pytest.mark.skipif(not REAL.is_dir(), reason="the corpus of real posts is not here")
def test_a_voice_learned_from_real_posts(tmp_path: Path, postlint: Program) -> None:
    """Most of the posts that it has not seen pass, and a hype post does not."""
    every = sorted(REAL.rglob("*.md"))
    unseen = every[::10]
    for path in every:
        if path not in unseen:
            (tmp_path / path.name).write_bytes(path.read_bytes())
    assert postlint("voice", "learn", tmp_path, "-o", tmp_path / "voice.yaml").code == 0
    linter = learned(tmp_path)
    ours = {rule.id for rule in linter.rules if rule.path == str(tmp_path / "voice.yaml")}
    flagged = [path for path in unseen if any(one.rule in ours for one in linter.lint_file(path).findings)]
    assert len(flagged) <= len(unseen) // 5
    hype = {one.rule for one in linter.lint_file(HYPE).findings if one.rule in ours}
    assert hype >= {"brand-tone/emoji", "brand-tone/hashtags"}
