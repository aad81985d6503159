"""Text from cards inside other languages: it stays text there, and a link leads to a web page."""

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

from relcli.view.safe import in_json, is_web_url, one_line

# All of ASCII's punctuation may stand behind a backslash (CommonMark 0.31.2, section 2.4). What
# acts only at the beginning, in a row or before a name is left alone elsewhere: `SA-17`, `R&D`.
_MARKDOWN = re.compile(
    r"[\\`*_{}\[\]<>|~#$^@]|&(?=#|\w+;)|^[-+=]|[-+=](?=[-+=])|(?<=[-+=])[-+=]|(?<=^\d)[.)]"
    r"|(?<=^\d\d)[.)]|(?<=^\d\d\d)[.)]|(?<=^\d\d\d\d)[.)]"
)
_LATEX = {
    "\\": r"\textbackslash{}",
    # A parser of .bib files counts braces, also those behind a backslash.
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{character: f"\\{character}" for character in "#$%&_"},
}
# Marks, runs that are marks, and the colon of what would become a link.
_WIKITEXT = re.compile(r"[&<>\[\]{}|]|'{2,}|~{3,}|_{2,}|:(?=\S)")
# What ends a sentence, in scripts with marks of their own as well, and quotes that may follow.
_ENDS = frozenset(".?!\u2026\u203d\u061f\u06d4\u0964\u0965\u3002\uff0e\uff01\uff1f\uff61")
QUOTES = "\"'\u201d\u2019\u00bb\u203a\u300d\u300f"
# Mermaid takes a label that begins like a list for Markdown, so its number's mark is one of these.
_MERMAID = re.compile(r"[^\w .,()]|_|(?<=^\d)[.)]|(?<=^\d\d)[.)]")
_DOT_LINE = re.compile(r"(.{30}\S*) (?=\S)")
# What RFC 3986, section 2, lets stand in a URI besides letters and digits; and what wikitext
# would act on there, which may be written as a code as well.
_IN_HOST = ":@[]!$&'()*+,;=%"
_IN_PATH = "/:@!$&'()*+,;=%"
_WIKI_MARKS = {ord(c): f"%{ord(c):02X}" for c in "[]'~"}


def web_link(url: str | None) -> str | None:
    """Return a URL as a link, a URI (RFC 3986); None for what must not be one.

    Only http and https are links. What a URI cannot have, such as a quotation mark or a letter
    that is not ASCII, becomes `%` and its code.
    """
    if not url or not is_web_url(url):
        return None
    try:
        parts = urlsplit(re.sub("%(?![0-9A-Fa-f]{2})", "%25", url))
    except ValueError:  # brackets that hold no address
        return None
    if not parts.hostname:
        return None
    host = quote(parts.netloc, safe=_IN_HOST)
    rest = [quote(part, safe=f"{_IN_PATH}?") for part in (parts.path, parts.query, parts.fragment)]
    return urlunsplit((parts.scheme, host, *rest))


def json_text(value: Any) -> str:  # noqa: ANN401 - whatever JSON can hold
    """Return a value as JSON (RFC 8259) that may also stand inside an HTML `<script>`."""
    lines = json.dumps(value, ensure_ascii=False, indent=2).split("\n")
    text = "\n".join(in_json(line) for line in lines)
    return re.sub("[<>&]", lambda match: f"\\u{ord(match[0]):04x}", text) + "\n"


def json_array(items: Iterable[Any]) -> Iterator[str]:
    """Yield the text of `json_text` for an array, an item at a time."""
    before = "[\n  "
    for item in items:
        yield before + json_text(item).rstrip("\n").replace("\n", "\n  ")
        before = ",\n  "
    yield "\n]\n" if before.startswith(",") else "[]\n"


def ended(text: str) -> str:
    """Return a sentence with its full stop; with none where a mark ends it, be it within quotes."""
    return text if has_end(text) else f"{text}."


def has_end(text: str) -> bool:
    """Whether a text ends in a mark after which no full stop stands."""
    return text.rstrip(QUOTES)[-1:] in _ENDS


def in_markdown(text: str) -> str:
    """Return text for Markdown (CommonMark 0.31.2), in one line."""
    return _MARKDOWN.sub(r"\\\g<0>", one_line(text))


def in_latex(text: str) -> str:
    """Return text for a field of a .bib file that LaTeX reads, in one line."""
    return "".join(_LATEX.get(character, character) for character in one_line(text))


def in_wikitext(text: str) -> str:
    """Return text for MediaWiki's wikitext, also as a parameter of a template, in one line."""
    return _WIKITEXT.sub(
        lambda match: "".join(f"&#{ord(character)};" for character in match[0]), one_line(text)
    )


def wiki_link(url: str | None) -> str | None:
    """Return a URL as a link in wikitext, None for what must not be one."""
    link = web_link(url)
    return link and link.translate(_WIKI_MARKS)


def in_xml(text: str) -> str:
    """Return text that XML 1.0 can hold (section 2.2), in one line; markup is not escaped here."""
    return re.sub("[\ufffe\uffff]", lambda match: f"‹U+{ord(match[0]):04X}›", one_line(text))


def in_dot(text: str) -> str:
    """Return text as a quoted string of Graphviz' DOT, in which no backslash escapes."""
    # What it draws may be SVG, which is XML.
    return '"' + in_xml(text).replace("\\", "\\\\").replace('"', '\\"') + '"'


def dot_label(text: str) -> str:
    """Return text as a label of DOT: in lines, for Graphviz breaks none, and reads `&amp;` as &."""
    lines = _DOT_LINE.sub(r"\1\n", one_line(text)).replace("&", "&amp;").split("\n")
    return '"' + "\\n".join(in_dot(line)[1:-1] for line in lines) + '"'


def in_mermaid(text: str) -> str:
    """Return text for a quoted label of Mermaid, all that it could act on as `#code;`."""
    return _MERMAID.sub(lambda match: f"#{ord(match[0])};", one_line(text))
