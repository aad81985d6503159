"""The addresses that are answered, and what each takes."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial
from hashlib import blake2b
from http import HTTPStatus
from typing import TYPE_CHECKING, Annotated, Any

from fastapi import Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import HTMLResponse, Response

from relcli import __version__
from relcli.errors import FilterError, RelcliError, did_you_mean, quoted, suggestion
from relcli.model.filter_values import one_of, read_score
from relcli.model.names import utf8
from relcli.model.query import Query, Sort
from relcli.model.stats import BY
from relcli.serve import answers, page
from relcli.serve.desk import Desk
from relcli.serve.guard import Guard
from relcli.serve.openapi import describe, documented
from relcli.serve.problems import BAD_VALUE, problem, problem_of
from relcli.serve.questions import (
    AtLeastScore,
    By,
    Exact,
    Explain,
    Page,
    Text,
    filters,
    order,
    read_flag,
    rows,
)
from relcli.view.document import as_document

if TYPE_CHECKING:
    from starlette.types import ASGIApp

    from relcli.api import Facts
    from relcli.serve.settings import Settings

DRAFTS = ("text/plain", "text/markdown")  # what a draft may be
ASK_AGAIN = "no-cache"  # whoever keeps an answer asks each time whether it still holds
_LEVEL = 4  # of gzip's nine: the rest is slow and saves little
_ZIPPED = 2_000  # bytes from which on an answer is

Filters = Annotated[Query, Depends(filters)]
Rows = Annotated[Page, Depends(rows)]
Order = Annotated[Sort | None, Depends(order)]


def create_app(settings: "Settings") -> "ASGIApp":
    """Return the server as an application (ASGI) that any server of such runs."""
    desk = Desk(settings)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        desk.end()

    app = FastAPI(
        title="relcli",
        version=__version__,
        description="Curated facts, each with its date, its sources and how sure it is.",
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        lifespan=lifespan,
    )
    app.state.desk = desk
    app.state.pages = page.Pages()
    _add_addresses(app)
    _add_problems(app)
    app.add_middleware(GZipMiddleware, minimum_size=_ZIPPED, compresslevel=_LEVEL)
    if settings.origins:
        app.add_middleware(
            CORSMiddleware, allow_origins=settings.origins, expose_headers=["ETag"], max_age=600
        )
    return Guard(app, settings)


def _add_addresses(app: FastAPI) -> None:
    """Add every address; what its docstring says is told to who asks what there is."""
    app.get("/search", **documented("cards"))(search)
    app.get("/cards", **documented("cards"))(cards)
    app.get("/cards/{card_id}", **documented("cards"))(card)
    app.get("/timeline", **documented("cards"))(timeline)
    app.get("/years", **documented("years"))(years)
    for kind in ("topics", "actors", "sources"):
        app.get(f"/{kind}", name=kind, **documented(kind))(names(kind))
    app.get("/stats", **documented("stats"))(stats)
    app.get("/disputes", **documented("disputes"))(disputes)
    app.post("/match", **documented("sentences", body=DRAFTS))(match)
    app.get("/health", **documented("health"))(health)
    for what, page_of in (("answer", page_answer), ("counts", page_counts), ("card", page_card)):
        app.get(f"/page/{what}", **documented("cards"))(page_of)
    document = describe(app)
    app.state.parameters = {
        path: {
            each["name"]: each["schema"]
            for operation in told.values()
            for each in operation.get("parameters", ())
        }
        for path, told in document["paths"].items()
    }

    for path in [path for path in document["paths"] if path.startswith("/page/")]:
        del document["paths"][path]  # of the page alone, which comes with them
    text = "".join(as_document(document))

    async def openapi() -> Response:
        return Response(text, media_type="application/json")

    app.get("/openapi.json", include_in_schema=False)(openapi)
    app.get("/", include_in_schema=False)(whole_page)


async def search(
    request: Request,
    query: Filters,
    rows: Rows,
    sort: Order,
    q: Text = None,
    exact: Exact = None,
    explain: Explain = None,
) -> Response:
    """Find the cards that answer a question, best first."""
    query = _asking(query, q, exact)._replace(sort=sort or Sort.RELEVANCE)
    explained = read_flag(explain, "explain")
    return await _reply(request, partial(answers.search, query=query, page=rows, explain=explained))


async def cards(request: Request, query: Filters, rows: Rows, sort: Order) -> Response:
    """List all cards that pass the filters, oldest first."""
    query = query._replace(sort=sort or Sort.DATE)
    return await _reply(request, partial(answers.listing, query=query, page=rows))


async def card(request: Request, card_id: str) -> Response:
    """Show the card with an id whole; two where two datasets use it."""
    return await _reply(request, partial(answers.card, card_id=utf8(card_id)))


async def timeline(
    request: Request,
    query: Filters,
    rows: Rows,
    sort: Order,
    q: Text = None,
    exact: Exact = None,
) -> Response:
    """List cards in time order."""
    query = _asking(query, q, exact)._replace(sort=sort or Sort.DATE)
    return await _reply(request, partial(answers.listing, query=query, page=rows))


async def years(
    request: Request, query: Filters, rows: Rows, q: Text = None, exact: Exact = None
) -> Response:
    """Count the cards by the year in which they begin."""
    query = _asking(query, q, exact)
    return await _reply(request, partial(answers.years, query=query, page=rows))


def names(kind: str) -> Callable[..., Awaitable[Response]]:
    """Return what lists the topics, the actors or the sources."""

    async def listed(request: Request, rows: Rows) -> Response:
        return await _reply(request, partial(answers.names, kind=kind, page=rows))

    listed.__doc__ = f"List the {kind}, with the number of cards of each."
    return listed


async def stats(
    request: Request,
    query: Filters,
    rows: Rows,
    q: Text = None,
    exact: Exact = None,
    by: By = None,
) -> Response:
    """Count cards by topic, year and confidence: what they cover, and where they are thin."""
    query = _asking(query, q, exact)
    kind = one_of(BY, by or "topic", "by", "kind of row")
    return await _reply(request, partial(answers.stats, query=query, page=rows, by=kind))


async def disputes(
    request: Request,
    query: Filters,
    rows: Rows,
    sort: Order,
    q: Text = None,
    exact: Exact = None,
) -> Response:
    """Show what is contested, the sources for and against a claim side by side."""
    query = _asking(query, q, exact)._replace(sort=sort or Sort.DATE)
    return await _reply(request, partial(answers.disputes, query=query, page=rows))


async def match(request: Request, query: Filters, at_least_score: AtLeastScore = None) -> Response:
    """Lay the cards that bear on them beside the sentences of a draft, and tell what differs."""
    kind, _, _ = request.headers.get("content-type", "text/plain").partition(";")
    if kind.strip().casefold() not in DRAFTS:
        cure = f"send {' or '.join(DRAFTS)}"
        return problem(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"no draft is {quoted(kind)}; {cure}")
    try:
        draft = (await request.body()).decode()
    except UnicodeDecodeError:
        return problem(BAD_VALUE, "the draft is no UTF-8; send it so")
    score = None if at_least_score is None else read_score(at_least_score)
    matched = partial(
        answers.match,
        draft=draft,
        query=query,
        markdown=kind.strip().casefold() == DRAFTS[1],
        at_least=score,
    )
    return await _reply(request, matched, kept=False)


async def health(request: Request) -> Response:
    """Tell whether there is an answer to give."""
    return await _reply(request, answers.health)


async def whole_page(request: Request) -> Response:
    """Show the page of all cards."""
    desk: Desk = request.app.state.desk
    return await desk.ask(partial(_page, request))


def _page(request: Request, facts: "Facts", state: str) -> Response:
    """Return the page, made once for each state of the files."""
    tag = _tag(request, state)
    headers = {"etag": tag, "cache-control": ASK_AGAIN}
    if _has(request, tag):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    pages: page.Pages = request.app.state.pages
    text, policy = pages.of(state, lambda: page.whole(facts))
    policy = f"{policy}; frame-ancestors 'none'"
    headers["content-security-policy"] = policy
    return HTMLResponse(text, headers=headers)


async def page_answer(
    request: Request,
    query: Filters,
    rows: Rows,
    q: Text = None,
    sort: str = page.ORDERS[0],
) -> Response:
    """Give the page some cards."""
    order = one_of(page.ORDERS, sort, "sort", "order")
    query = _asking(query, q, None)
    return await _reply(request, partial(page.answer, query=query, page=rows, order=order))


async def page_counts(request: Request, query: Filters, q: Text = None) -> Response:
    """Give the page the counts of its facets."""
    return await _reply(request, partial(page.counts, query=_asking(query, q, None)))


async def page_card(request: Request, id: str) -> Response:  # noqa: A002 - its name in the address
    """Give the page one card."""
    return await _reply(request, partial(page.card, card_id=utf8(id)))


def _asking(query: Query, q: str | None, exact: str | None) -> Query:
    """Return a query with the words of a question."""
    return query._replace(text=utf8(q or ""), exact=read_flag(exact, "exact"))


async def _reply(
    request: Request, make: "Callable[[Facts], answers.Document]", *, kept: bool = True
) -> Response:
    """Return the answer to a question; where it may be `kept`, none to who has it already."""

    def answer(facts: "Facts", state: str) -> Response:
        tag = _tag(request, state)
        headers = {"etag": tag, "cache-control": ASK_AGAIN} if kept else {}
        if kept and _has(request, tag):
            return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
        text = "".join(as_document(make(facts)))
        return Response(text, headers=headers, media_type="application/json")

    _refuse_unknown(request)
    desk: Desk = request.app.state.desk
    return await desk.ask(answer)


def _tag(request: Request, state: str) -> str:
    """Return what tells an answer from any other; a weak one, for it may be zipped."""
    told = f"{__version__}\n{request.url.path}?{request.url.query}\n{state}"
    return f'W/"{blake2b(told.encode(), digest_size=16).hexdigest()}"'


def _has(request: Request, tag: str) -> bool:
    """Whether who asks has that answer."""
    return tag in request.headers.get("if-none-match", "")


def _refuse_unknown(request: Request) -> None:
    """Raise FilterError for what no question has: to leave it out would answer another one."""
    known: dict[str, dict[str, Any]] = request.app.state.parameters[request.scope["route"].path]
    given = [name for name, _ in request.query_params.multi_items()]
    for name in given:
        if name not in known:
            nearest = did_you_mean(name, known)
            names = ", ".join(known) or "none"
            raise FilterError(
                f"query: there is no parameter {quoted(name)} here",
                suggestion(nearest, f"known: {names}"),
                field=name,
                value=request.query_params[name],
                suggestion=nearest,
            )
        if given.count(name) > 1 and known[name].get("type") != "array":
            value = request.query_params[name]
            raise FilterError(f"{name}: it is given more than once", "give one", value=value)


def _add_problems(app: FastAPI) -> None:
    """Let whatever goes wrong be told in one form."""

    async def of_ours(_: Request, error: Exception) -> Response:
        assert isinstance(error, RelcliError)  # noqa: S101 - as it was asked for
        return problem_of(error)

    async def of_http(_: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)  # noqa: S101 - likewise
        return problem(
            error.status_code, _WORDS.get(error.status_code, error.detail), error.headers
        )

    async def of_a_body(_: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)  # noqa: S101 - likewise
        return problem(BAD_VALUE, str(error.errors()[0]["msg"]))

    async def of_nobody_knows_what(_: Request, _error: Exception) -> Response:
        return problem(500, "something went wrong here; it is in the log of the server")

    app.exception_handler(Exception)(of_nobody_knows_what)
    app.exception_handler(RelcliError)(of_ours)
    app.exception_handler(HTTPException)(of_http)
    app.exception_handler(RequestValidationError)(of_a_body)


_WORDS = {
    404: "there is nothing at this address; /openapi.json tells what there is",
    405: "nothing is written here; ask by GET, and for /match by POST",
}
