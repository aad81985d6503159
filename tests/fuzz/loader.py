"""Fuzz the loader: any bytes are cards, or problems at a place that the file has.

The inputs to begin with are the entries of the shipped files. Those of the YAML test suite, which
no package carries, are a folder more:

    git clone -b v2022-01-17 https://github.com/yaml/yaml-test-suite SUITE
    python -m tests.fuzz.loader -max_len=4096 SUITE/src
"""

import re
from collections.abc import Iterator

from tests.fuzz.harness import fuzz, instrumented

with instrumented():
    from relcli.load.cards import read_cards
    from relcli.load.declared import Declared
    from relcli.load.files import dataset_files
    from relcli.load.locate import shipped
    from relcli.load.yaml_events import EventReader
    from relcli.load.yaml_plain import read_plain
    from relcli.load.yaml_tree import YamlTree
    from relcli.model.card_dict import plain_card

WORDS = (
    *("- ", "\n- ", "\n  ", ": ", "? ", "[", "]", "{", "}", ", ", "'", '"', "|\n", ">-\n", "# "),
    *("&a ", "*a", "<<: *a", "!!binary ", "!<tag:x> ", "---\n", "...\n", "%YAML 1.2\n", "%TAG ! x"),
    *(
        "null",
        "~",
        "\t",
        "\r",
        "\r\n",
        "\ufeff",
        "\x85",
        "\u2028",
        "\\x00",
        "\\ud800",
        "\\U0010ffff",
    ),
    *(
        "id: ",
        "claim: ",
        "date: ",
        "confidence: ",
        "source: ",
        "sources:\n",
        "origin: ",
        "stance: ",
    ),
)


def entries() -> Iterator[tuple[str, bytes]]:
    """Yield each entry of the shipped files, with the name of its file."""
    for dataset in shipped():
        for file in dataset_files(dataset):
            for entry in re.split(rb"\n(?=[-\w])", file.read_bytes()):
                yield file.name, entry


def one(data: bytes) -> None:
    """Read bytes as each of the four kinds of file, and what is plain in both ways."""
    tree = YamlTree.of_bytes(data, "x.yaml")
    declared = Declared()
    problems = [*tree.problems, *declared.read_dataset(tree), *declared.read_actors(tree)]
    problems += declared.read_sources(tree)
    for knowing in (Declared(), declared):
        cards, found = read_cards(tree, "facts", knowing)
        problems += found
        for card in cards:
            plain_card(card)
    lines = data.count(b"\n") + data.count(b"\r") + 2
    if not tree.problems and (plain := read_plain(data.decode())) is not None:
        assert plain == EventReader(data.decode(), "x.yaml", "").root
    for problem in problems:
        assert problem.message
        assert problem.cure
        assert "\n" not in str(problem)
        assert 1 <= problem.place.line <= lines


if __name__ == "__main__":
    fuzz(one, [entry for _, entry in entries()], WORDS)
