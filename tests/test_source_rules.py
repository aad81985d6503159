"""What a source is called, which side it is on and what it counts as."""

import dataclasses
from typing import Any

import pytest

from relcli.load import declared
from relcli.model.card import Source
from relcli.model.card_dict import PlainSource, plain_source
from relcli.model.keys import CARD_SOURCE_KEYS, SOURCE_DATES, SOURCE_KEYS, STANCE_KEYS, WORK_KEYS
from relcli.model.scale import Stance
from relcli.model.source_rules import (
    backing,
    count_origins,
    disputing,
    in_a_cell,
    name_in_id,
    origin_of,
    parts_of,
    relayed,
    source_name,
)


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ({"publisher": "TASS", "title": "T", "url": "https://a.example/1"}, "TASS"),
        ({"title": "T", "url": "https://a.example/1"}, "T"),
        ({"url": "https://a.example/1"}, "a.example"),
        ({"url": "https://[a.example"}, "x"),
        ({"url": "file:///disk"}, "x"),
        ({}, "x"),
    ],
)
def test_name(given: dict[str, Any], name: str) -> None:
    """A source is known by its publisher, else its title, else its host, else its id."""
    assert source_name(plain_source(Source("x", **given))) == name


@pytest.mark.parametrize(
    ("origin", "counts_as", "relays"), [(None, "x", None), ("x", "x", None), ("y", "y", "y")]
)
def test_origin(origin: str | None, counts_as: str, relays: str | None) -> None:
    """A source counts as the one that it relays; one that names itself relays nobody."""
    source = Source("x", origin=origin)
    plain = plain_source(source)
    assert (source.counts_as, origin_of(plain), relayed(plain)) == (counts_as, counts_as, relays)


def test_sides() -> None:
    """Whoever does not dispute a claim backs it, and those of one origin count once."""
    sources = [Source(stance, stance=stance, origin="o") for stance in Stance]
    plain = [plain_source(source) for source in sources]
    assert [source["id"] for source in backing(plain)] == ["supports", "qualifies"]
    assert [source["id"] for source in disputing(plain)] == ["disputes"]
    assert [source.disputes for source in sources] == [False, False, True]
    assert count_origins(plain) == 1


def test_every_list_of_keys_is_of_the_same_keys() -> None:
    """What the loader reads, a source holds and `--json` writes are the keys of a source."""
    read = declared._READ_SOURCE  # noqa: SLF001 - what it reads is the point
    assert read.keys() | {"speaker"} == SOURCE_KEYS
    assert {field.name for field in dataclasses.fields(Source)} == CARD_SOURCE_KEYS
    assert PlainSource.__annotations__.keys() == CARD_SOURCE_KEYS
    assert CARD_SOURCE_KEYS > WORK_KEYS
    assert SOURCE_KEYS > SOURCE_DATES | STANCE_KEYS


def test_texts_of_a_source() -> None:
    """A cell has what a source is called, when and where it is; an id is made of less."""
    source = plain_source(Source("x", "T", "TASS", url="https://a.example"))
    assert in_a_cell(source) == "TASS, T, https://a.example"
    assert parts_of(source, ("id", "origin")) == ("x", None)
    assert name_in_id("TASS", "T", None, "2016") == "TASS 2016"
    assert name_in_id(None, "", "https://a.example", None) == "https://a.example "
    assert name_in_id(None, None, None, "") == " "
