"""Nothing leaves the machine, nothing is written, and nothing private is printed or logged."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import Program, variables

# Words and numbers that stand in no example of a rule: the cache may hold those.
PERSON, PHONE, MAIL = "Harriet Wolstenholme", "07700 900386", "h.wolstenholme@example.org"
IBAN = "GB14MERI07009340011722"
DRAFT = f"""Subject: a note

So proud of {PERSON}, who finished chemotherapy on Ward 7 this morning. Her MRN is 5538206.

Her husband reads the cards to her on the ward: her mobile is {PHONE}, the address {MAIL}.

The refund goes to {IBAN}.

The password for the booking page is Sn0wgoose!47.
"""
PRIVATE = [*PERSON.split(), PHONE, PHONE[6:], MAIL, "wolstenholme", IBAN, IBAN[4:], "5538206", "Sn0wgoose"]

WATCHED = """
import json, logging, os, socket, sys

events, records = [], []
NETWORK = ("socket.", "urllib.", "http.", "ftplib.", "smtplib.", "subprocess.", "os.system", "os.exec", "os.fork")
DISK = ("os.mkdir", "os.rename", "os.remove", "os.rmdir", "os.link", "os.symlink", "os.truncate", "shutil.")


def watch(name, arguments):
    if name.startswith(NETWORK):
        events.append(f"{name} {arguments!r}")
    elif name.startswith(DISK):
        if not in_cache(arguments[0]):
            events.append(f"{name} {arguments!r}")
    elif name == "open":
        path, mode, flags = arguments
        writes = isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND)
        if writes and str(path) != os.devnull and not in_cache(path):
            events.append(f"open for writing {path!r}")


def in_cache(path):
    folder = os.environ["POSTLINT_CACHE_DIR"]
    return isinstance(path, (str, os.PathLike)) and os.path.abspath(path).startswith(folder)


def refuse(*arguments, **options):
    events.append("a socket was used")
    raise OSError("no network in this test")


class Keep(logging.Handler):
    def emit(self, record):
        records.append(self.format(record))


logging.basicConfig(level=logging.DEBUG, handlers=[Keep(logging.DEBUG)])
logging.Logger.disabled = property(lambda self: False, lambda self, value: None)
logging.Logger.isEnabledFor = lambda self, level: True
logging.Logger.propagate = property(lambda self: True, lambda self, value: None)
for name in ("connect", "connect_ex", "bind", "sendto", "listen"):
    setattr(socket.socket, name, refuse)
socket.getaddrinfo = socket.create_connection = refuse
sys.addaudithook(watch)

from postlint.cli import run

code = run(sys.argv[1:])
loaded = "spacy" in sys.modules
print(json.dumps({"code": code, "events": events, "records": records, "spacy": loaded}), file=sys.stderr)
"""


def watched(folder: Path, *words: str) -> dict[str, Any]:
    """Run the program with sockets refused, and tell every event of network and disk, and every log record."""
    home, cache = folder / "home", folder / "cache"
    home.mkdir()
    done = subprocess.run(
        [sys.executable, "-B", "-c", WATCHED, *words],
        cwd=folder,
        capture_output=True,
        env=variables(HOME=str(home), XDG_CACHE_HOME=str(home), POSTLINT_CACHE_DIR=str(cache)),
        check=True,
    )
    told: dict[str, Any] = json.loads(done.stderr.decode().splitlines()[-1])
    told["home"] = list(home.rglob("*"))
    told["kept"] = b"".join(path.read_bytes() for path in cache.rglob("*") if path.is_file())
    return told


@pytest.fixture
def draft(organisation: Path) -> Path:
    (organisation / "draft.txt").write_text(DRAFT, encoding="utf-8")
    return organisation


@pytest.fixture
def told(draft: Path) -> dict[str, Any]:
    told = watched(draft, "draft.txt", "--channel", "email")
    assert told["code"] == 1
    assert told["spacy"], "the draft must need every detector, or this test shows nothing"
    return told


def test_a_lint_touches_no_network_and_writes_no_file(told: dict[str, Any]) -> None:
    assert told["events"] == []
    assert told["home"] == []


def test_the_cache_holds_nothing_of_a_draft(told: dict[str, Any]) -> None:
    assert not [word for word in PRIVATE if word.encode() in told["kept"]]


def test_no_word_of_a_draft_is_logged(told: dict[str, Any]) -> None:
    assert not [record for record in told["records"] if any(word in record for word in PRIVATE)]


def test_the_watch_sees_what_it_is_there_for(tmp_path: Path) -> None:
    """A program that does write, connect and log is caught: the two tests above can fail."""
    culprit = WATCHED.replace(
        "from postlint.cli import run\n",
        "def run(words):\n"
        "    logging.getLogger('culprit').debug('Mary Okafor')\n"
        "    open('left-behind.txt', 'w').close()\n"
        "    try:\n"
        "        socket.create_connection(('localhost', 9))\n"
        "    except OSError:\n"
        "        return 1\n",
    )
    done = subprocess.run(
        [sys.executable, "-c", culprit], cwd=tmp_path, capture_output=True, check=True, env=variables()
    )
    told = json.loads(done.stderr.decode().splitlines()[-1])
    assert told["records"] == ["DEBUG:culprit:Mary Okafor"]
    assert told["events"] == ["open for writing 'left-behind.txt'", "a socket was used"]


@pytest.mark.parametrize("format_", ["text", "json"])
def test_output_holds_neither_names_nor_numbers(run_postlint: Program, draft: Path, format_: str) -> None:
    ended = run_postlint("draft.txt", "--channel", "email", "--format", format_, folder=draft)
    assert ended.code == 1
    assert not [word for word in PRIVATE if word in ended.out + ended.err]
    assert "H•••••• W•••••••••••" in ended.out, "the writer still recognises their own words"


def test_values_are_not_shown_in_a_pipe(run_postlint: Program, draft: Path) -> None:
    ended = run_postlint("draft.txt", "--show-values", folder=draft)
    assert ended.code == 2
    assert "terminal" in ended.err
    assert not [word for word in PRIVATE if word in ended.out + ended.err]
