"""How well `match` lays cards beside sentences: which cut-off finds the right ones and no others.

    python -m tests.bench.match [--quick] [--failures]

Run it from the repository's root. It asks with sentences of five kinds, and prints what is shown at
each cut-off; --quick takes a tenth of the largest two, --failures prints what went wrong at the one
that holds.

- article: those of the article that the shipped facts come from, which is no part of this
  repository (../shared/seed, or where RELCLI_SEED says); tests/match/article.tsv has the right
  cards by the number and the hash of each sentence;
- draft: tests/match/draft.tsv, in other words, with figures changed, opposites, plans told as
  done, and as many sentences that no card bears on, most of them with names of the facts;
- second: tests/match/second.tsv, the same once more, written later;
- others: claims of other subjects against the shipped facts (../shared/eval, or RELCLI_EVAL);
- tweets: tweets against the claims that check them, likewise.
"""

import argparse
import csv
import os
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import relcli
from relcli.index.scope import EVERYTHING
from relcli.match.differences import Said
from relcli.match.matcher import Matcher
from relcli.match.sentences import sentences_of
from relcli.model.match import AT_LEAST
from tests.bench.quality import DATA, SHIPPED, index_of, judged, rows_of

SEED = Path(os.environ.get("RELCLI_SEED") or Path(__file__).parents[3] / "shared" / "seed")
GOLD = Path(__file__).parents[1] / "match"
CUT_OFFS = (0.16, 0.2, 0.22, 0.24, 0.25, 0.26, 0.27, 0.28, 0.3, 0.34, 0.4, 0.5)
LEAST = 0.1  # what is looked at at all
SAMPLE = 10


class Asked(NamedTuple):
    """A sentence, its right cards, and what was shown: (id, score), best first."""

    text: str
    right: frozenset[str]
    shown: Sequence[tuple[str, float]]

    def at(self, cut_off: float) -> list[str]:
        """Return the ids that are shown at a cut-off."""
        return [card for card, score in self.shown if score >= cut_off]


def main() -> None:
    """Print a table for each kind of sentence: a line a cut-off."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of the largest sets")
    parser.add_argument("--failures", action="store_true", help="print what went wrong")
    options = parser.parse_args()
    every = SAMPLE if options.quick else 1
    sets = (("article", article()), ("draft", draft("draft")), ("second", draft("second")))
    for name, sentences in sets:
        if sentences:
            _tell(name, asked(sentences), failures=options.failures)
    if not DATA.is_dir():
        print(f"others, tweets: skipped, for {DATA} is absent")
        return
    others = [row["claim"] for row in rows_of("keywords/claims.tsv")][:: SAMPLE * every]
    _tell("others", asked([(text, frozenset()) for text in others]), failures=options.failures)
    _tell("tweets", list(tweets(every)), failures=False)


def article() -> list[tuple[str, frozenset[str]]]:
    """Return the sentences of the article with their right cards; none where it is absent."""
    path = SEED / "hezbollah-russia-relations.txt"
    if not path.exists():
        print(f"article: skipped, for {path} is absent")
        return []
    with (GOLD / "article.tsv").open(encoding="utf-8", newline="") as file:
        right = {row["hash"]: frozenset(row["cards"].split()) for row in _rows(file)}
    text = path.read_text(encoding="utf-8")
    sentences = [each.text for each in sentences_of(text, "en", markdown=False).sentences]
    hashed = {sha256(text.encode()).hexdigest()[:12]: text for text in sentences}
    return [(hashed[key], cards) for key, cards in right.items()]


def draft(name: str) -> list[tuple[str, frozenset[str]]]:
    """Return the sentences of a committed draft with their right cards."""
    with (GOLD / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        return [(row["sentence"], frozenset(row["cards"].split())) for row in _rows(file)]


def _rows(file: Iterator[str]) -> Iterator[dict[str, str]]:
    yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


def asked(sentences: Sequence[tuple[str, frozenset[str]]]) -> list[Asked]:
    """Match sentences, one after the other as they stand, with the shipped facts."""
    with closing(relcli.open(SHIPPED)) as facts:
        start = time.perf_counter()
        text = "\n\n".join(text for text, _ in sentences)
        found = facts.match(text, markdown=False, at_least_score=LEAST)
        taken = (time.perf_counter() - start) * 1e3 / len(sentences)
        print(f"\n{len(sentences)} sentences, {taken:.1f} ms each")
        shown = {
            each.sentence.text: [(hit.plain["id"], hit.score or 0.0) for hit in each.hits]
            for each in found
        }
    return [Asked(text, right, shown.get(" ".join(text.split()), ())) for text, right in sentences]


def tweets(every: int) -> Iterator[Asked]:
    """Match tweets with the claims that check them."""
    texts = {row["id"]: f"{row['claim']} {row['title']}" for row in rows_of("tweets/claims.tsv")}
    matcher = Matcher(index_of(texts), EVERYTHING)
    queries = judged("tweets/queries.dev.tsv", "tweets/qrels.dev.tsv")
    for text, right in queries[::every]:
        cards = matcher.cards(Said(text), "", foreign=False, at_least=LEAST, most=3)
        yield Asked(
            text, frozenset(right), [(each.ranked.key, each.ranked.score) for each in cards]
        )


def _tell(name: str, answers: Sequence[Asked], *, failures: bool) -> None:
    with_card = [each for each in answers if each.right]
    without = [each for each in answers if not each.right]
    print(f"{name:8} right of the first two   wrong first   a card where none bears on it")
    for cut_off in CUT_OFFS:
        two = _share(any(card in each.right for card in each.at(cut_off)[:2]) for each in with_card)
        wrong = _share(_is_wrong(each, cut_off) for each in with_card)
        some = _share(bool(each.at(cut_off)) for each in without)
        print(f"{cut_off:8.2f} {two:>22} {wrong:>13} {some:>30}")
    if failures:
        for each in answers:
            right = any(card in each.right for card in each.at(AT_LEAST)[:2])
            if _is_wrong(each, AT_LEAST) or bool(each.right) != right:
                print(f"  {each.text[:90]}\n    {sorted(each.right)} {each.shown}")


def _is_wrong(each: Asked, cut_off: float) -> bool:
    return bool(each.at(cut_off)) and each.at(cut_off)[0] not in each.right


def _share(seen: Iterator[bool]) -> str:
    counted = list(seen)
    return f"{100 * sum(counted) / len(counted):.1f} %" if counted else "–"


if __name__ == "__main__":
    main()
