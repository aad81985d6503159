"""Works of reference managers to sources: CSL-JSON, BibTeX and BibLaTeX, RIS.

A source is what a reader needs to find a work and to judge it: its title, who published it, where
and when. What a work has besides, a source has no place for; that is counted, to be told.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from relcli.edit.fields import Plain, date_text
from relcli.edit.json_text import texts_of
from relcli.edit.recognise import Format, Incoming
from relcli.errors import EditError, ExtraError, quoted
from relcli.load.declared import LARGEST_ENTRY
from relcli.load.files import LARGEST_FILE
from relcli.model.date import read as read_date
from relcli.model.edtf import MONTHS
from relcli.model.ids import LANGUAGE, is_id, slug
from relcli.model.source_rules import is_address, name_in_id

_EXTRA = "pip install bibtexparser rispy"
_MARKUP = re.compile(r"</?(?:i|b|u|sub|sup|span|em|strong|nocase)\b[^<>]*>", re.IGNORECASE)
_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(10\.\d{4,9}/\S+)", re.IGNORECASE)
_LONGEST_LANGUAGE = 3  # letters of the first part of a tag: more is a word, such as English


# A library has some thousands. One of sources takes about 8 KB while it is added.
MOST_WORKS = 50_000
_BEGUN = {
    Format.BIBTEX: re.compile(r"^[ \t]*@", re.MULTILINE),
    Format.RIS: re.compile(r"^[ \t]*TY {1,3}-", re.MULTILINE),
}


class Work(NamedTuple):
    """One work: where it stands in its file, what it is called, and what it is as a source.

    `kept` tells that it is called so there; else the id is made. `left` is what a source has no
    place for.
    """

    place: str
    id: str
    kept: bool
    source: Plain
    left: Sequence[str]


def works_of(given: Incoming) -> list[Work]:
    """Return the works of a file. Raises EditError for one that is none, and ExtraError."""
    begun = _BEGUN.get(given.format)
    count = len(begun.findall(given.text)) if begun else len(given.values)
    if count > MOST_WORKS:
        message = f"there are {count:,} works in it, more than {MOST_WORKS:,}"
        raise EditError(message, "split it into several files")
    if given.format is Format.CSL:
        return [_csl(number, value) for number, value in given.values]
    if given.format is Format.BIBTEX:
        return [*_bibtex(given.text)]
    return [*_ris(given.text)]


def left_out(works: Iterable[Work]) -> str:
    """Return what the works have that no source has a place for, and how often; "" for nothing."""
    counts = Counter(name for work in works for name in work.left)
    return ", ".join(f"{name} ({count:,})" for name, count in counts.most_common(12))


def _work(place: str, key: str, fields: Mapping[str, str], left: Iterable[str]) -> Work:
    """Return a work with what its fields say. Raises EditError where it has no name."""
    source = {name: " ".join(text.split()) for name, text in fields.items()}
    left = [*left]
    doi = _doi(source.pop("doi", ""))
    if not source.get("url"):
        source["url"] = doi
    elif doi and doi != source["url"]:
        left.append("DOI")
    for name in ("url", "archived_url"):
        if source.get(name) and not is_address(source[name]):
            left.append(name)
            del source[name]
    for name in ("published", "accessed"):
        if (said := source.get(name)) and read_date(written := date_text(said)) is None:
            left.append(f"date {quoted(said)}")
            del source[name]
        elif said:
            source[name] = written
    if (language := source.get("language")) and not _is_language(language):
        left.append("language")
        del source["language"]
    if not any(source.get(name) for name in ("title", "publisher", "url")):
        raise EditError(f"{place}: a work without title, publisher or URL", "name it, or remove it")
    made_of = map(source.get, ("publisher", "title", "url", "published"))
    kept = is_id(key) and not is_address(key)
    own = key if kept else slug(name_in_id(*made_of))
    return Work(place, own, kept, {name: text for name, text in source.items() if text}, left)


def _is_language(text: str) -> bool:
    first = text.partition("-")[0]
    return LANGUAGE.fullmatch(text) is not None and len(first) <= _LONGEST_LANGUAGE


def _first(*texts: str | None) -> str:
    return next((text for text in texts if text and text.strip()), "")


def _doi(text: str) -> str:
    """Return the address that a DOI leads to; "" for what is none."""
    found = _DOI.fullmatch(text.strip())
    return f"https://doi.org/{found[1]}" if found else ""


# CSL-JSON

_CSL_TAKEN = frozenset(
    [
        *("id", "citation-key", "type", "title", "title-short", "container-title", "publisher"),
        *("author", "URL", "DOI", "issued", "accessed", "language", "archive_location"),
        *("custom", "note"),
    ]
)


_CSL_SEASONS = ("1", "2", "3", "4")
_CSL_NO = (None, False, "", "0", "false")  # it takes a text and a number, too


def _csl(number: int, item: Any) -> Work:  # whatever JSON holds
    """Return an item of CSL-JSON (csl-data.json 1.0.2), as Zotero and others write it."""
    place = f"row {number}"
    if not isinstance(item, dict):
        raise EditError(f"{place}: no object", "write an item of CSL-JSON")
    names = ("title", "container-title", "publisher", "URL", "DOI", "language", "id")
    texts = texts_of({name: item.get(name) for name in (*names, "archive_location")}, place)
    authors = [*filter(None, map(_csl_name, _list(item.get("author"))))]
    fields = {
        "title": _MARKUP.sub("", texts.get("title", "")),
        "publisher": _first(
            *(texts.get(name) for name in ("container-title", "publisher")), *authors[:1]
        ),
        "url": texts.get("URL", ""),
        "doi": texts.get("DOI", ""),
        "archived_url": texts.get("archive_location", ""),
        "published": _csl_date(item.get("issued")),
        "accessed": _csl_date(item.get("accessed")),
        "language": texts.get("language", "").replace("_", "-"),
    }
    left = [name for name in item if name not in _CSL_TAKEN and item[name]]
    if authors and fields["publisher"] != authors[0]:
        left.insert(0, "author")
    if item.get("note") and not item.get("custom"):  # relcli's own says what `custom` has
        left.append("note")
    return _work(place, texts.get("id", ""), fields, left)


def _csl_name(name: Any) -> str:
    if not isinstance(name, dict):
        return name if isinstance(name, str) else ""
    parts = (name.get(part) for part in ("given", "non-dropping-particle", "family", "literal"))
    return " ".join(part for part in parts if isinstance(part, str) and part)


def _csl_date(date: Any) -> str:
    """Return a date of CSL as EDTF, or as the words that it has instead; "" for none."""
    if not isinstance(date, dict):
        return date if isinstance(date, str) else ""
    for words in ("raw", "literal"):
        if isinstance(said := date.get(words), str):
            return said
    ends = [_csl_day(part) for part in _list(date.get("date-parts")) if _list(part)]
    if len(ends) == 1 and (season := date.get("season")) in _CSL_SEASONS:
        ends = [f"{ends[0][:4]}-2{season}"]
    about = "~" if date.get("circa") not in _CSL_NO else ""  # each end is
    return "/".join(f"{end}{about}" for end in ends[:2])


def _csl_day(parts: Any) -> str:  # a year, a month, a day, as numbers or texts
    numbers = [str(part) for part in _list(parts)]
    year, *rest = numbers
    sign, digits = ("-", year[1:]) if year.startswith("-") else ("", year)
    return "-".join([f"{sign}{digits.zfill(4)}", *(number.zfill(2) for number in rest[:2])])


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


# BibTeX and BibLaTeX

_MONTHS = [name[:3].lower() for name in MONTHS]
# What says where a work came out, the likeliest first; its author does where none of these does.
_BIB_PUBLISHERS = (
    *("journaltitle", "journal", "booktitle"),
    *("publisher", "organization", "institution", "school"),
)
_BIB_TAKEN = frozenset(
    [
        *("title", "subtitle", "titleaddon", "shorttitle", "journaltitle", "journal"),
        *("shortjournal", "booktitle", "publisher", "organization", "institution", "school"),
        *("author", "howpublished", "url", "doi", "eprint", "eprinttype", "archiveprefix"),
        *("date", "year", "month", "day", "urldate", "lastchecked", "langid", "language"),
        *("options", "crossref", "file"),
    ]
)
# What LaTeX reads otherwise than it stands; all else is kept, which is soon done.
_LATEX = re.compile(r"[\\{}$~%&^_#]|--|``|\'\'|[?!]`|\n\s*\n")
# What an entry has of the one that it is a part of (`crossref`).
_PARENTS = ("publisher", "date", "year", "month", "url", "organization")


def _bibtex(text: str) -> Iterator[Work]:
    """Yield the entries of a .bib file. Raises EditError for one that cannot be read."""
    entries = _entries(text)
    by_key = {key: fields for _, key, fields in entries}
    for line, key, own in entries:
        whole = own.get("crossref", "")
        parent = by_key.get(whole, {}) if whole not in ("", key) else {}
        inherited = {name: parent[name] for name in _PARENTS if name in parent}
        if "title" in parent:
            inherited["booktitle"] = parent["title"]
        fields = {**inherited, **own}
        place = f"line {line}"
        yield _work(place, key, _of_bibtex(place, fields), _left_of_bibtex(fields))


def _entries(text: str) -> list[tuple[int, str, dict[str, str]]]:
    """Return line, key and fields of each entry, with what `@string` stands for."""
    import logging

    try:
        from bibtexparser.entrypoint import parse_string
    except ImportError:
        raise ExtraError("BibTeX needs bibtexparser", _EXTRA) from None
    logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)  # what fails is told below
    # As they stand: by itself it would leave the quotes and the signs between parts in a text.
    library = parse_string(text, parse_stack=[])
    for block in library.failed_blocks:
        line = (block.start_line or 0) + 1
        what = "an entry that cannot be read"
        if twice := getattr(block, "key", None):
            what = f"{quoted(twice)} stands there twice"
        elif fields := getattr(block, "duplicate_keys", None):
            what = f"an entry with {', '.join(sorted(map(quoted, fields)))} twice"
        raise EditError(f"line {line}: {what}", "mend it in the program that wrote it")
    texts = _Texts()
    for string in library.strings:  # each may be made of those before it
        texts.strings[string.key.lower()] = texts.joined(str(string.value))
    return [
        (
            (entry.start_line or 0) + 1,
            entry.key,
            {field.key.lower(): texts.joined(str(field.value)) for field in entry.fields},
        )
        for entry in library.entries
    ]


class _Texts:
    """What the values of a .bib file say, with what its `@string` stand for."""

    def __init__(self) -> None:
        self.strings: dict[str, str] = {}
        self._letters = 0  # of what was put together: strings of strings double with each

    def joined(self, value: str) -> str:
        """Return a value without its quotes; `aw # " Press"` has two parts. Raises EditError."""
        parts = [*map(self._part, _parts_of(value))]
        if len(parts) == 1:
            return parts[0]
        self._letters += sum(map(len, parts))
        if self._letters > LARGEST_FILE:
            what = f"its @string make more than {LARGEST_FILE >> 20} MB of text"
            raise EditError(what, "write out what they stand for")
        return "".join(parts)

    def _part(self, part: str) -> str:
        """Return what stands in quotes or braces, or what a name is for."""
        if (part[:1], part[-1:]) in (('"', '"'), ("{", "}")):
            return part[1:-1]
        return self.strings.get(part.lower(), part)


def _parts_of(value: str) -> list[str]:
    """Return the parts of a value, between which stands `#`."""
    if "#" not in value:
        return [value.strip()]
    parts, start, depth, is_quoted = [], 0, 0, False
    for at, sign in enumerate(value):
        depth += (sign == "{") - (sign == "}")
        if sign == '"' and not depth:
            is_quoted = not is_quoted
        elif sign == "#" and not depth and not is_quoted:
            parts.append(value[start:at].strip())
            start = at + 1
    return [*parts, value[start:].strip()]


def _of_bibtex(place: str, fields: Mapping[str, str]) -> dict[str, str]:
    """Return what the fields of an entry say of a source. Raises EditError."""
    from pylatexenc.latex2text import LatexNodes2Text  # comes with bibtexparser

    def decode(latex: str) -> str:
        # What is longer than an entry may be is refused, as it stands.
        if len(latex) > LARGEST_ENTRY or not _LATEX.search(latex):
            return latex
        try:
            return str(LatexNodes2Text(keep_comments=True).latex_to_text(latex))
        except RecursionError:
            raise EditError(f"{place}: braces nested too deep", "remove some of them") from None

    def text(*names: str) -> str:
        return _first(*(decode(fields[name]).strip() for name in names if name in fields))

    def plain(name: str) -> str:
        """Return what is no LaTeX but for what it escapes."""
        found = re.search(r"\\(?:url|href)\{([^{}]*)\}", fields.get(name, ""))
        said = found[1] if found else fields.get(name, "").strip()
        # Mendeley puts what it escapes into braces: a{\_}b.
        return re.sub(r"\{\\([%_&#~{}])\}|\\([%_&#~{}])", r"\1\2", said)

    title, subtitle = text("title"), text("subtitle")
    archived = fields.get("eprinttype", "").lower() == "archived"
    return {
        "title": f"{title}: {subtitle}" if title and subtitle else title,
        "publisher": text(*_BIB_PUBLISHERS, "author"),
        "url": _first(plain("url"), _address(plain("howpublished"))),
        "doi": plain("doi"),
        "archived_url": plain("eprint") if archived else "",
        "published": fields.get("date") or _bibtex_date(fields),
        "accessed": fields.get("urldate") or fields.get("lastchecked", ""),
        "language": _first(fields.get("langid"), fields.get("language")).replace("_", "-"),
    }


def _address(text: str) -> str:
    return text if is_address(text) else ""


def _left_of_bibtex(fields: Mapping[str, str]) -> list[str]:
    left = [name for name in fields if name not in _BIB_TAKEN]
    if "author" in fields and any(name in fields for name in _BIB_PUBLISHERS):
        left.insert(0, "author")
    return left


def _bibtex_date(fields: Mapping[str, str]) -> str:
    """Return year, month and day as EDTF."""
    year, month, day = (fields.get(name, "").strip() for name in ("year", "month", "day"))
    if month[:3].lower() in _MONTHS:
        month = str(_MONTHS.index(month[:3].lower()) + 1)
    if not (month.isdigit() and year.isdigit()):
        return year
    return "-".join([year.zfill(4), month.zfill(2), *([day.zfill(2)] if day.isdigit() else [])])


# RIS

_RIS_TAKEN = frozenset(
    [
        *("type_of_reference", "id", "label", "title", "primary_title", "short_title"),
        *("secondary_title", "journal_name", "alternate_title1", "alternate_title2"),
        *("alternate_title3", "publisher", "authors", "first_authors", "urls", "doi", "year"),
        *("date", "publication_year", "access_date", "language", "file_attachments2"),
    ]
)


_YEAR = re.compile(r"\d{4}")
_RIS_BEGINS = re.compile(r"\s*TY {1,3}-")
_TAG = re.compile(r"^\s*([A-Z][A-Z0-9]) {1,3}-(?: |$)")


def _ris(text: str) -> Iterator[Work]:
    """Yield the references of a RIS file."""
    try:
        import rispy
    except ImportError:
        raise ExtraError("RIS needs rispy", _EXTRA) from None
    lines = "\n".join(_ris_lines(text))
    # By itself it would cut an address where that has a semicolon.
    references = rispy.loads(lines, delimiter_tags_mapping={})
    begun = len(re.findall(r"^TY  - ", lines, re.MULTILINE))
    if len(references) < begun:
        message = f"{begun} references begin (TY), and {len(references)} end (ER)"
        raise EditError(message, "mend it in the program that wrote it")
    for number, reference in enumerate(references, start=1):
        yield _reference(f"reference {number}", reference)


def _ris_lines(text: str) -> Iterator[str]:
    """Yield the lines of a RIS file as rispy wants them. Raises EditError for one without a tag.

    Two spaces before the hyphen are the rule, and rispy takes a line with fewer for text. What goes
    on below TY it adds to the reference before, or it fails.
    """
    tag = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if not tag and not _RIS_BEGINS.match(line):
            continue  # whoever made the file may say so above
        if match := _TAG.match(line):
            tag = match[1]
            yield f"{tag}  - {line[match.end() :]}"
        elif line.strip() and tag == "TY":
            raise EditError(
                f"line {number}: it has no tag of RIS", "write one before it, or join it"
            )
        elif line.strip():
            yield line


def _reference(place: str, reference: Mapping[str, Any]) -> Work:
    def text(*names: str) -> str:
        values = (reference.get(name) for name in names)
        return _first(
            *(value[0] if isinstance(value, list) else value for value in values if value)
        )

    journal = ("secondary_title", "journal_name", "alternate_title3", "alternate_title2")
    publisher = text(*journal, "publisher")
    author = text("authors", "first_authors")
    fields = {
        "title": text("title", "primary_title"),
        "publisher": publisher or author,
        "url": text("urls"),
        "doi": text("doi"),
        "archived_url": _address(text("file_attachments2")),
        "published": _ris_published(text("date"), text("year"), text("publication_year")),
        "accessed": _ris_date(text("access_date")),
        "language": text("language").replace("_", "-"),
    }
    left = [name for name in reference if name not in _RIS_TAKEN]
    if author and publisher:
        left.insert(0, "author")
    return _work(place, text("id"), fields, left)


def _ris_published(*texts: str) -> str:
    """Return the first date that can be read, else the first there is.

    EndNote has the year in its own field and puts month and day alone into the other: `Mar 4`.
    """
    year = next((found[0] for text in texts if (found := _YEAR.match(text))), "")
    dates = [date_text(_ris_date(text)) for text in texts if text]
    if year and texts[0] and not _YEAR.search(texts[0]):
        dates.insert(0, date_text(f"{texts[0]} {year}"))
    return _first(*(date for date in dates if read_date(date)), *dates)


def _ris_date(text: str) -> str:
    """Return `2016/11/24/` as EDTF; what stands behind the day is a remark, such as a season."""
    year, month, day, other = [*(part.strip() for part in text.split("/")), "", "", "", ""][:4]
    if not (year.isdigit() and len(year) == 4):
        return text
    if other and not month:
        return other
    if month.isalpha():
        return f"{day} {month} {year}".strip()
    return "-".join([year, *([month.zfill(2)] if month else []), *([day.zfill(2)] if day else [])])
