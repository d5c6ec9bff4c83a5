"""Trains the classifiers under rules/classifiers/ on labelled posts, and measures them on writers held out.

    python training/train.py training/posts/*.jsonl             # cross-validation by file, then the tables
    python training/train.py --check training/posts/*.jsonl     # cross-validation only

A file is one writer's: its posts are judged by tables made from the other files. Needs scikit-learn (the extra
`train`); the tables themselves need nothing. docs/classifiers.md says what they are for.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from scipy.sparse import csr_matrix, diags
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import precision_recall_curve, roc_auc_score

from postlint import Linter
from postlint.conditions.classified import context
from postlint.conditions.classified import windows as read_windows
from postlint.detect.classifier import FEWEST, Token, features, length
from postlint.detect.data import word_list
from postlint.documents import read
from postlint.engine import fired
from postlint.types import Draft

ROOT = Path(__file__).resolve().parent.parent
TABLES = ROOT / "rules" / "classifiers"
EXAMPLES = "examples"
BLIND = "blind"
"""How the names of files begin whose posts no author of rules has read: on them it is learned what a rule's finding
is worth. On the others rules find too much."""
RARE = 2
"""A feature counts that stands in this many windows, a capitalised word as itself that is written small in as many."""
KEPT = 12000
"""Features of a table; the lightest are left out."""
IDF_POWER = 1.5
STRENGTH = 20.0
"""Inverse of the regularisation."""
FOLDS = 6
COMMON = 90
"""A word of the organisation's own lists that is written small so often is a common word."""
HOSTS = "example"
"""The last part of every host name of the posts: what stands before it is a name, if a small one."""
CONTRAST = 0.5
"""How far a feature's value goes by the log ratio of its shares in texts of the kind and in others, as in the
interpolated model of Wang and Manning (2012, "Baselines and Bigrams", ACL); the rest goes by its rarity alone."""
SCALE = 10.0
"""Brings values to about one, so that STRENGTH has a meaning."""
KINDS = {"word": 1.0, "neighbours": 0.7, "pair": 0.5, "reply": 1.0}
"""How much one feature of each kind counts before training."""


_WORD = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*")


class Table(NamedTuple):
    """A classifier to be made."""

    name: str
    category: str
    severities: frozenset[str]
    description: str
    fewest: int = FEWEST
    """A text of fewer words counts as one of so many."""


CLASSIFIERS = [
    Table("patient-info", "patient-info", frozenset({"error", "warning"}), "Somebody's health or care is told of."),
    Table("identified-patient", "patient-info", frozenset({"error"}), "Somebody in care can be told who they are."),
    Table("confidential", "confidential", frozenset({"error", "warning"}), "Something is told that is not public."),
    Table("secret-told", "confidential", frozenset({"error"}), "Something confidential is told outright."),
    Table("security", "security", frozenset({"error", "warning"}), "The post opens a door, or asks for a key."),
    Table("key-given-away", "security", frozenset({"error"}), "A key is shown, or asked for."),
    Table("claims", "claims", frozenset({"error", "warning"}), "The post claims more than can be shown."),
    Table(
        "forbidden-claim", "claims", frozenset({"error"}), "A cure, a guarantee, a figure or an approval is claimed."
    ),
    Table("disclosure", "disclosure", frozenset({"error", "warning"}), "Who speaks, or who pays, is not said."),
    Table("paid-or-own", "disclosure", frozenset({"error"}), "A gift, a payment or the own employer is not disclosed."),
    Table("own-opinion", "disclosure", frozenset({"warning"}), "Somebody of the staff judges company matters."),
    Table("conduct", "conduct", frozenset({"error", "warning"}), "Somebody is hurt, accused or put down.", 30),
    Table("attack", "conduct", frozenset({"error"}), "Somebody is demeaned, threatened or accused.", 30),
    Table("tone", "tone", frozenset({"warning"}), "The post shouts, boasts, blames or speaks in clichés.", 30),
]


class Text(NamedTuple):
    """One window of a post as classifiers read it."""

    file: str
    sentences: Sequence[Sequence[Token]]
    is_reply: bool
    contexts: dict[str, frozenset[str]]
    """What is known beside the words, by category."""
    labels: frozenset[tuple[str, str]]
    """Category and severity of the labels whose quotation stands in the window."""
    about: str | None
    """The only category that the labels speak of; None for all."""


def texts(paths: Sequence[Path]) -> Iterator[Text]:
    """Every window of every post, and the examples of all rules as one more file."""
    linter = Linter.from_config(ROOT / "examples" / "meridian" / "postlint.yaml")
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            post = json.loads(line)
            quotes = [(post["text"].find(one["quote"]), one) for one in post["labels"]]
            labels = [(start, start + len(one["quote"]), one["category"], one["severity"]) for start, one in quotes]
            yield from windows(linter, path.stem, post["text"], post["channel"], labels, None)
    for rule in linter.all_rules:
        for example in (*rule.bad, *rule.good):
            text = example.text.replace("[[", "").replace("]]", "")
            labels = [(0, len(text), rule.category, str(rule.severity))] if example in rule.bad else []
            yield from windows(linter, EXAMPLES, text, example.channel, labels, rule.category)


def windows(
    linter: Linter,
    file: str,
    text: str,
    channel: str | None,
    labels: Sequence[tuple[int, int, str, str]],
    about: str | None,
) -> Iterator[Text]:
    """The windows of one text; rules that ask classifiers stay silent."""
    (case,) = linter.engine.examine([(Draft(text, channel=channel), read(text, "text"))])
    case.scan.fired = fired(case.hits)
    view = case.document.view
    for window in read_windows(case.scan):
        place = view.source(window.span.start, window.span.end)
        inside = frozenset((one[2], one[3]) for one in labels if one[0] < place.end and place.start < one[1])
        contexts = {table.category: context(case.scan, window, table.category) for table in CLASSIFIERS}
        yield Text(file, window.text.sentences, channel == "reply", contexts, inside, about)


def kind(feature: str) -> str:
    """Which of KINDS a feature is."""
    for name in ("reply",):
        if feature.startswith(f"{name}: "):
            return name
    return "pair" if " & " in feature else "neighbours" if " " in feature else "word"


class Features:
    """Texts as rows of numbers."""

    def __init__(self, found: Sequence[Text]) -> None:
        self.known = known_words(found)
        known = frozenset(self.known)
        self._sets = [frozenset(one.name for one in features(text.sentences, known, text.is_reply)) for text in found]
        self.words = [sum(map(len, text.sentences)) for text in found]
        counts = Counter(name for one in self._sets for name in one)
        own = own_facts() - known
        self.counts = {name: count for name, count in counts.items() if count >= RARE and is_general(name, known, own)}
        self.names = sorted(self.counts)
        self.values = [
            KINDS[kind(name)] * math.log(len(found) / self.counts[name] + 1) ** IDF_POWER for name in self.names
        ]
        index = {name: column for column, name in enumerate(self.names)}
        cells = [
            (row, index[name], self.values[index[name]] / length(self.words[row]) / SCALE)
            for row, present in enumerate(self._sets)
            for name in present & index.keys()
        ]
        rows, columns, numbers = zip(*cells, strict=True)
        self.matrix = csr_matrix((numbers, (rows, columns)), shape=(len(found), len(self.names)))

    def with_fewest(self, fewest: int) -> csr_matrix:
        """The rows as a table reads them that takes short texts for longer ones."""
        return (diags([length(one) / length(one, fewest) for one in self.words]) @ self.matrix).tocsr()


def known_words(found: Sequence[Text]) -> list[str]:
    """Words that are mostly written small, no given names, and no facts of the organisation that the posts speak of."""
    small, large = Counter[str](), Counter[str]()
    for text in found:
        for sentence in text.sentences:
            following = [token.word for token in sentence[1:]] + [""]
            for index, (token, after) in enumerate(zip(sentence, following, strict=True)):
                if not token.capital:
                    small[token.word] += after != HOSTS
                elif index:
                    large[token.word] += 1
    own = {word for word in own_facts() if small[word] < COMMON}
    private = own | {f"{word}s" for word in own} | word_list("given-names") - word_list("given-names-also-words")
    return sorted(
        word
        for word, count in small.items()
        if count >= RARE and count > large[word] and _WORD.fullmatch(word) and private.isdisjoint(word.split("-"))
    )


def own_facts() -> frozenset[str]:
    """The words of the organisation's own lists: its products, codenames, people, customers, hosts."""
    lists = (ROOT / "examples" / "meridian" / "lists").glob("*.txt")
    return frozenset(_WORD.findall("\n".join(path.read_text(encoding="utf-8").lower() for path in lists)))


def is_general(name: str, known: frozenset[str], own: frozenset[str]) -> bool:
    """Whether a feature holds known words, classes and signs only; a hashtag none of the organisation's own words."""
    parts = name.removeprefix("reply: ").replace(" & ", " ").split(" ")
    pieces = [piece for part in parts for piece in (part.split("-") if _WORD.fullmatch(part) else [part])]
    return all(
        piece in known or (not _WORD.fullmatch(piece) and not (piece[0] == "#" and any(word in piece for word in own)))
        for piece in pieces
    )


class Model(NamedTuple):
    """A linear model of the columns of `Features`."""

    weights: np.ndarray
    bias: float

    def scores(self, matrix: csr_matrix) -> np.ndarray:
        """The log odds of each row."""
        return matrix @ self.weights + self.bias


def fit(matrix: csr_matrix, truth: np.ndarray, weight: np.ndarray) -> Model:
    """Weights of features; texts of the kind count as much in all as the others, which are many more."""
    present = matrix.astype(bool)
    inside, outside = (np.asarray(present[rows].sum(axis=0)).ravel() + 1.0 for rows in (truth, ~truth))
    ratio = np.abs(np.log((inside / inside.sum()) / (outside / outside.sum())))
    contrast = CONTRAST * ratio + 1 - CONTRAST
    model = LogisticRegression(C=STRENGTH, max_iter=1000, class_weight="balanced")
    model.fit((matrix @ diags(contrast)).tocsr(), truth, sample_weight=weight)
    return Model(model.coef_[0] * contrast, model.intercept_[0])


def held_out(matrix: csr_matrix, truth: np.ndarray, weight: np.ndarray, files: np.ndarray) -> np.ndarray:
    """The score of every text by a model that has seen nothing of its writer."""
    order = sorted(set(files))
    random.Random(0).shuffle(order)
    scores = np.zeros(len(truth))
    for fold in range(FOLDS):
        out = np.isin(files, order[fold::FOLDS])
        scores[out] = fit(matrix[~out], truth[~out], weight[~out]).scores(matrix[out])
    return scores


def combine(scores: np.ndarray, found: np.ndarray, truth: np.ndarray) -> LogisticRegression:
    """How a score and what rules have found make a probability (Platt 1999, with two more inputs)."""
    return LogisticRegression(C=100.0).fit(np.column_stack([scores, found]), truth)


def honest(scores: np.ndarray, found: np.ndarray, truth: np.ndarray, files: np.ndarray) -> np.ndarray:
    """Probabilities by `combine` on the other files."""
    rows = np.column_stack([scores, found])
    result = np.zeros(len(truth))
    for file in set(files):
        out = files == file
        result[out] = combine(scores[~out], found[~out], truth[~out]).predict_proba(rows[out])[:, 1]
    return result


def figures(truth: np.ndarray, scores: np.ndarray, clean: np.ndarray) -> str:
    """One line: how well scores rank texts, and what some limits would find and disturb."""
    precision, recall, _ = precision_recall_curve(truth, scores)
    parts = [f"AUC {roc_auc_score(truth, scores):.3f}"]
    parts += [f"recall {max(recall[precision >= p]):.2f} at precision {p:.2f}" for p in (0.8, 0.9)]
    for limit in (0.4, 0.5, 0.6, 0.7, 0.8):
        over = scores >= limit
        parts.append(f"p≥{limit}: {truth[over].mean():.2f}/{over[truth].mean():.2f}/{over[clean].mean():.3f}")
    return "  ".join(parts)


def write(table: Table, rows: Features, model: Model, both: Any) -> None:
    """The table as JSON: keys sorted, weights with three digits, so that a change of it can be read."""
    slope, error, warning = both.coef_[0]
    weights = {
        name: coefficient * slope * value / SCALE
        for name, coefficient, value in zip(rows.names, model.weights, rows.values, strict=True)
    }
    heaviest = sorted(weights, key=lambda name: -abs(weights[name]) * math.sqrt(rows.counts[name]))[:KEPT]
    kept = {name: float(f"{weights[name]:.3g}") for name in sorted(heaviest)}
    data = {
        "description": table.description,
        "category": table.category,
        "bias": float(f"{model.bias * slope + both.intercept_[0]:.4g}"),
        "found": {"error": float(f"{error:.3g}"), "warning": float(f"{warning:.3g}")},
        "fewest": table.fewest,
        "known": " ".join(rows.known),
        "weights": kept,
    }
    text = json.dumps(data, ensure_ascii=False, indent=0)
    (TABLES / f"{table.name}.json").write_text(text + "\n", encoding="utf-8")


def main() -> None:
    """Measure every classifier, and write its table unless told to check only."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("posts", nargs="+", type=Path)
    parser.add_argument("--check", action="store_true", help="measure only, write nothing")
    parser.add_argument("--only", nargs="+", metavar="CATEGORY", help="only classifiers of these categories")
    arguments = parser.parse_args()
    found = list(texts(arguments.posts))
    rows = Features(found)
    files = np.array([one.file for one in found])
    blind = np.array([file.startswith(BLIND) for file in files])
    clean = np.array([not one.labels for one in found])
    print("p≥…: precision / recall / share of compliant posts")
    for table in CLASSIFIERS:
        if arguments.only and table.category not in arguments.only:
            continue
        own = np.array([one.about in (None, table.category) for one in found])
        truth = np.array(
            [any(one == table.category and rank in table.severities for one, rank in text.labels) for text in found]
        )
        weight = np.where(files == EXAMPLES, 0.5, 1.0)
        matrix = rows.with_fewest(table.fewest)
        scores = np.zeros(len(found))
        scores[own] = held_out(matrix[own], truth[own], weight[own], files[own])
        by_rules = np.array(
            [[f"found: {rank}" in one.contexts[table.category] for rank in ("error", "warning")] for one in found]
        )
        unseen = honest(scores[blind], by_rules[blind], truth[blind], files[blind])
        print(f"{table.name:20}", figures(truth[blind], unseen, clean[blind]), flush=True)
        if not arguments.check:
            both = combine(scores[blind], by_rules[blind], truth[blind])
            write(table, rows, fit(matrix[own], truth[own], weight[own]), both)


if __name__ == "__main__":
    main()
