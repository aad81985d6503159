"""Whatever new, set and fmt do in whatever order: no card, no comment, no key is lost."""

import json
import re
from collections import Counter
from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from relcli.edit.append import append_cards
from relcli.edit.change import change_card, plain, plain_at
from relcli.edit.fields import apply_changes, read_change
from relcli.edit.key_order import CARDS
from relcli.edit.layout import Layout
from relcli.edit.tidy import tidy
from relcli.edit.values import quoted
from relcli.load.cards import read_cards
from relcli.load.declared import Declared
from relcli.load.nodes import Seq
from relcli.load.yaml_tree import YamlTree
from relcli.model.card import Card
from relcli.model.problem import Place

PATH = "cards.yaml"

words = st.text("abcdéحز-'\":#,[]{}&*!|>%@`\\ -?~.0123456789Xx\n", min_size=1, max_size=30)
texts = words.filter(lambda text: bool(text.strip()))
long_texts = st.lists(texts, min_size=1, max_size=12).map(" ".join)
dates = st.sampled_from(
    ["2016", "2016-11", "2016-11-24", "201X", "2016~", "2015-11-15/..", "../2016"]
)
names = st.from_regex(r"[a-z]{1,8}(?:-[a-z]{1,8})?", fullmatch=True)
lists = st.lists(names, min_size=1, max_size=25, unique=True)
comments = st.from_regex(r"# ?[a-z\"':\[{-][a-z #\"':\[{-]{0,20}[a-z]", fullmatch=True)
leads = st.lists(st.one_of(st.just(""), comments), max_size=3)
sources = st.one_of(
    texts,
    st.fixed_dictionaries(
        {"title": texts}, optional={"published": dates, "says": long_texts, "publisher": texts}
    ),
)
cards = st.fixed_dictionaries(
    {"claim": long_texts, "date": dates, "confidence": st.sampled_from(["possible", "probable"])},
    optional={
        "topics": lists,
        "note": long_texts,
        "related": lists,
        "actors": st.lists(texts.map(lambda text: text.replace("\n", " ")), min_size=1, max_size=3),
    },
)


@st.composite
def files(draw: st.DrawFn) -> str:
    """A file of cards as people write them: any order, any quotes, comments everywhere."""
    lines = draw(leads)
    for number, fields in enumerate(draw(st.lists(cards, max_size=3))):
        card = fields | {
            "id": f"card-{number}",
            "sources": draw(st.lists(sources, min_size=1, max_size=3)),
        }
        keys = draw(st.permutations(sorted(card)))
        lines += draw(leads)
        if draw(st.booleans()) and draw(st.booleans()):
            lines.append(f"- {_in_braces({key: card[key] for key in keys})}{_behind(draw)}")
            continue
        if draw(st.booleans()) and draw(st.booleans()):
            lines += [f"-{_behind(draw)}", *_indented(draw(leads), 2)]
            dash = "  "
        else:
            dash = "- "
        for place, key in enumerate(keys):
            if place:
                lines += _indented(draw(leads), 2)
            value = _value(draw, key, card[key])
            lines += [f"{'  ' if place else dash}{value[0]}", *_indented(value[1:], 2)]
        lines += _indented(draw(leads), draw(st.sampled_from([0, 2, 4])))
    lines += draw(leads)
    return "\n".join(lines) + draw(st.sampled_from(["", "\n", "\n\n"]))


def _indented(lines: list[str], columns: int) -> list[str]:
    return [" " * columns + line if line else "" for line in lines]


def _behind(draw: st.DrawFn) -> str:
    return f"{draw(st.sampled_from([' ', '   ']))}{draw(comments)}" if draw(st.booleans()) else ""


def _value(draw: st.DrawFn, key: str, value: Any) -> list[str]:  # noqa: ANN401
    """Write a key with a text, a list or a list of sources, one way or another."""
    if isinstance(value, str):
        return _text(draw, f"{key}:", value)
    if all(isinstance(item, str) for item in value) and draw(st.booleans()):
        return [f"{key}: {_in_braces(value)}{_behind(draw)}"]
    indent = draw(st.sampled_from([0, 2, 4]))
    lines = []
    for item in value:
        lines += draw(leads)
        if isinstance(item, str):
            lines += _text(draw, "-", item)
        else:
            for place, inner in enumerate(item):
                lines += _indented(draw(leads), 2) if place else []
                written = _text(draw, f"{inner}:", item[inner])
                lines += [f"{'  ' if place else '- '}{written[0]}", *_indented(written[1:], 2)]
    return [f"{key}:{_behind(draw)}", *_indented(lines, indent)]


def _text(draw: st.DrawFn, head: str, text: str) -> list[str]:
    """Write a text: plain where that will do, in either quotes, folded, or as a block."""
    text = text.strip()
    behind = _behind(draw)
    ways = [[f"{head} {quoted(text)}{behind}"], [head, f"   {quoted(text)}{behind}"]]
    if "\n" not in text:
        ways.append([f"{head} '{text.replace(chr(39), chr(39) * 2)}'{behind}"])
        first, space, rest = quoted(text).partition(" ")
        breakable = space and rest and rest[0] != " " and "  " not in rest
        if breakable and not first.endswith("\\"):
            ways.append([f"{head} {first}", f"   {rest}{behind}"])
    if not re.search(r"^\s|\n\s|\n$|\s\n|^\S*\n\n", text) and text == text.strip():
        ways.append([f"{head} |-", *(f"   {line}" for line in text.split("\n"))])
    return draw(st.sampled_from(ways))


changes = st.one_of(
    st.builds(lambda text: f"note={text}", long_texts),
    st.builds(lambda text: f"claim={text}", long_texts),
    st.builds(lambda date: f"date={date}", dates),
    st.builds(
        lambda field, op, name: f"{field}{op}{name}",
        st.sampled_from(["topics", "related", "actors"]),
        st.sampled_from(["=", "+="]),
        names,
    ),
    st.builds(lambda text: f"sources+={json.dumps({'title': text})}", texts),
    st.sampled_from(
        ["note=", "related=", "topics=", "confidence=doubtful", "superseded_by=another"]
    ),
)
steps = st.one_of(
    st.just("fmt"),
    st.tuples(st.just("new"), cards, texts),
    st.tuples(st.just("set"), st.integers(0, 5), st.lists(changes, min_size=1, max_size=3)),
)


def load(text: str) -> list[Card]:
    """Return the cards of a text, as if all began in one place."""
    tree = YamlTree(text, PATH)
    found, problems = read_cards(tree, "dataset", Declared())
    assert not tree.problems
    assert not problems
    return [replace(card, place=Place(PATH)) for card in found]


def comments_of(text: str) -> Counter[str]:
    """Return the comments of a text."""
    return Layout(text).comments()


@given(files())
@settings(max_examples=40)
def test_fmt_keeps_everything_and_does_it_once(text: str) -> None:
    """A tidied file has the same cards and comments, and tidied again it stays as it is."""
    before = load(text)
    tidied = tidy(text, PATH, CARDS)
    assert load(tidied) == before
    assert comments_of(tidied) == comments_of(text)
    assert tidy(tidied, PATH, CARDS) == tidied


@given(files(), st.lists(steps, min_size=1, max_size=5))
@settings(max_examples=40)
def test_nothing_is_lost(text: str, wanted: list[Any]) -> None:
    """After any steps, every card has the fields it should have, and every comment is there."""
    expected: list[dict[str, Any]] = _plain_cards(text)
    for number, step in enumerate(wanted):
        before = comments_of(text)
        match step:
            case "fmt":
                text = tidy(text, PATH, CARDS)
            case ("new", card, source):
                whole = card | {"id": f"new-{number}", "sources": [source.strip()]}
                text, _ = append_cards(text, PATH, [whole])
                expected.append(_stripped(whole))
            case ("set", place, texts_of_changes) if expected:
                place %= len(expected)
                line = _line_of(text, place)
                changed = apply_changes(
                    plain_at(text, PATH, line), map(read_change, texts_of_changes), Declared()
                )
                text = change_card(text, PATH, line, changed)
                expected[place] = _stripped(changed)
        assert comments_of(text) >= before
        load(text)
        assert _plain_cards(text) == expected


def _plain_cards(text: str) -> list[dict[str, Any]]:
    return [_stripped(card) for card in plain(YamlTree(text, PATH).root) or []]


def _stripped(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, dict):
        return {key: _stripped(item) for key, item in value.items()}
    return [_stripped(item) for item in value]


def _line_of(text: str, number: int) -> int:
    root = YamlTree(text, PATH).root
    assert isinstance(root, Seq)
    return root.items_at[number][0]


def _in_braces(value: Any) -> str:  # noqa: ANN401
    if isinstance(value, str):
        return json.dumps(value.strip(), ensure_ascii=False)
    if isinstance(value, list):
        return f"[{', '.join(map(_in_braces, value))}]"
    return f"{{{', '.join(f'{key}: {_in_braces(item)}' for key, item in value.items())}}}"
