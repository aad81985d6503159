"""What a text from elsewhere is written in, by what stands in it."""

import re
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, NamedTuple

from relcli.edit.json_text import read_json
from relcli.errors import EditError

Numbered = tuple[int, Any]


class Format(StrEnum):
    """What can be imported, each by the word that `--from` has for it."""

    CSV = "csv"
    JSON = "json"
    CSL = "csl"
    BIBTEX = "bibtex"
    RIS = "ris"
    FTM = "ftm"
    CLAIMREVIEW = "claimreview"


NAMES = {
    Format.CSV: "CSV",
    Format.JSON: "JSON",
    Format.CSL: "CSL-JSON",
    Format.BIBTEX: "BibTeX",
    Format.RIS: "RIS",
    Format.FTM: "FollowTheMoney",
    Format.CLAIMREVIEW: "ClaimReview",
}
# Words may stand before the first reference, too: EBSCO tells there what the file is of.
_RIS = re.compile(r"\s*TY {1,3}- ")
_RIS_BELOW = re.compile(r"^TY {1,3}- [A-Z]{3,7}[ \t\r]*$", re.MULTILINE)
_RIS_END = re.compile(r"^ER {1,3}-", re.MULTILINE)
# Words may stand before the first entry; a parenthesis for its brace is found in other texts, too.
_BIBTEX = re.compile(r"\A@[a-z]+[ \t]*\(|^[ \t]*@[a-z]+[ \t]*\{", re.MULTILINE | re.IGNORECASE)
# Each line can be read in one way only: of many comments, all ways would be tried.
_YAML = re.compile(r"(?:#[^\r\n]*[\r\n]\s*|---\s+)*(?:- +)?(?:claim|id|date|confidence): ")
_MARKUP = re.compile(r"<[!?a-z]", re.IGNORECASE)
LD_JSON = "application/ld+json"


class Incoming(NamedTuple):
    """A text and what it is written in; of JSON, the values, each with its number."""

    format: Format
    text: str
    values: Sequence[Numbered] = ()


def incoming(text: str, wanted: Format | None = None) -> Incoming:
    """Return a text with what it is written in, as is told or by what stands in it.

    Raises EditError where it is in nothing that relcli reads.
    """
    begun = text.lstrip()
    if begun[:1] in ("[", "{") and wanted not in (Format.BIBTEX, Format.RIS, Format.CSV):
        values = _values(text)
        return Incoming(wanted or _format_of(values), text, values)
    if wanted in (Format.CSL, Format.JSON, Format.FTM):
        raise EditError(f"this is no {NAMES[wanted]}: that begins with a bracket", "look at --from")
    return Incoming(wanted or _format_of_text(begun), text)


def _format_of_text(begun: str) -> Format:
    if _RIS.match(begun) or (_RIS_BELOW.search(begun) and _RIS_END.search(begun)):
        return Format.RIS
    if _MARKUP.match(begun):
        if LD_JSON in begun:
            return Format.CLAIMREVIEW
        cure = "export CSL-JSON, BibTeX, RIS or CSV there"
        raise EditError("this is XML or HTML, which is not read", cure)
    if _BIBTEX.search(begun) and not _YAML.match(begun):
        return Format.BIBTEX
    if _YAML.match(begun):
        cure = "put it as a file into the folder of the dataset, and run `relcli check`"
        raise EditError("this is YAML, as cards are kept", cure)
    return Format.CSV


def _format_of(values: Sequence[Numbered]) -> Format:
    """Return what values of JSON are, by the first of them that tells."""
    for _, value in values:
        if isinstance(value, dict) and (found := _format_of_value(value)):
            return found
    return Format.JSON


def _format_of_value(value: Mapping[str, Any]) -> Format | None:
    if "claim" in value:
        return Format.JSON
    if "claimReview" in value or "@type" in value or "@graph" in value:
        return Format.CLAIMREVIEW
    if any(isinstance(value.get(key), list) for key in ("claims", "results")):
        return Format.CLAIMREVIEW
    if "schema" in value and isinstance(value.get("properties"), dict):
        return Format.FTM
    return Format.CSL if "type" in value else None


def _values(text: str) -> list[Numbered]:
    """Return the values of JSON: of an array, of an object by itself, of one a line."""
    try:
        whole = read_json(text, "stdin")
    except ValueError:
        return _values_of_lines(text)
    if isinstance(whole, dict) and isinstance(items := whole.get("items"), list):
        whole = items  # so the Zotero API gives CSL-JSON
    return list(enumerate(whole if isinstance(whole, list) else [whole], start=1))


def _values_of_lines(text: str) -> list[Numbered]:
    values = []
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            try:
                values.append((number, read_json(line, f"row {number}")))
            except ValueError as error:
                cure = "write an array, or an object a line"
                raise EditError(f"row {number}: no JSON: {error}", cure) from None
    return values
