"""A connection to a PostgreSQL server, what there is, and every trouble with it in one line."""

import re
from typing import TYPE_CHECKING, Any

from relcli.errors import DatasetError, ExtraError, did_you_mean, quoted, suggestion
from relcli.index.schema import VERSION
from relcli.index.store import LostError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import psycopg

    from relcli.load.address import Address

# Of the tables that are published, whatever release of relcli has them: an index's own, and ours.
FORMAT = f"{VERSION}.1"
FACTS = "facts of relcli"  # the comment by which a schema is known to hold some
# Who waits longer for a connection (seconds), or for a server that has gone silent: the latter is
# taken to be gone after half a minute, whether it has to answer or to take what was sent to it
# (milliseconds). What an address says itself counts more.
WAITS = {
    "connect_timeout": "10",
    "keepalives_idle": "15",
    "keepalives_interval": "5",
    "keepalives_count": "3",
    "tcp_user_timeout": "30000",
}
# The same of a server: what a publisher holds that was cut off must not keep the next one waiting.
SERVER_WAITS = f"""SET LOCAL tcp_keepalives_idle = {WAITS["keepalives_idle"]};
SET LOCAL tcp_keepalives_interval = {WAITS["keepalives_interval"]};
SET LOCAL tcp_keepalives_count = {WAITS["keepalives_count"]};
SET LOCAL tcp_user_timeout = {WAITS["tcp_user_timeout"]}"""
LONGEST_TOLD = 400  # letters of what a server says of an error; of several hosts it names each

_THERE = """SELECT nspname, has_schema_privilege(oid, 'USAGE') FROM pg_namespace
WHERE obj_description(oid, 'pg_namespace') = %s ORDER BY nspname COLLATE "C" """
TO_BE_LET = "`relcli help scale` tells what a role needs to read, and to publish"
# What PostgreSQL calls the causes (its manual, appendix A) of which there is more to say.
_CURES = {
    "25006": "name the primary: a standby can only be read",
    "42501": TO_BE_LET,
    "54000": "shorten that, or leave it out of what is published",
    "57014": "ask for less by filters, or let the role take longer (statement_timeout)",
    "53100": "free some space on the server",
}
# By which a connection ends, or a standby a transaction: what is asked once more may be answered.
_GONE = ("08", "57P", "25P03", "40001")


def connect(address: "Address", **more: str) -> "psycopg.Connection[tuple[Any, ...]]":
    """Open a connection. Raises DatasetError, and ExtraError where psycopg is not installed."""
    try:
        import psycopg
        from psycopg.conninfo import conninfo_to_dict
    except ImportError:
        cure = "pip install 'relcli-facts[postgres]'"
        raise ExtraError("facts in PostgreSQL need psycopg", cure) from None
    try:
        given = conninfo_to_dict(address.uri)
    except (psycopg.Error, UnicodeError):  # libpq would quote what may be a password
        cure = "write postgresql://user@host:port/database, other signs as %40 and so on"
        raise DatasetError(f"{address}: libpq does not understand that", cure) from None
    own = {"application_name": "relcli", **WAITS, **more}
    wanted: dict[str, Any] = {**own, **given, "client_encoding": "utf8"}
    try:
        # No statement is prepared: its plan would not know the words that are asked for, and what
        # keeps connections for many (PgBouncer) would not know the statement.
        return psycopg.Connection.connect(autocommit=True, prepare_threshold=None, **wanted)
    except (psycopg.Error, UnicodeError) as error:  # the latter of a host that cannot be a name
        cure = "see that the server runs, and that host, database, user and password are right"
        raise DatasetError(f"{address}: {_told(error)}", cure) from None


def asked(
    connection: "psycopg.Connection[tuple[Any, ...]]",
    address: "Address",
    question: str,
    values: "Sequence[Any] | None" = (),
) -> list[Any]:
    """Give all rows of the last of some statements, with values for `%s`. Raises DatasetError."""
    import psycopg

    try:
        cursor = connection.execute(question, values)
        while cursor.nextset():
            pass
        return cursor.fetchall()
    except (psycopg.Error, UnicodeError) as error:
        raise trouble(error, address) from None


def trouble(error: Exception, address: "Address") -> DatasetError:
    """Return what to raise for an error of a connection that was open."""
    import psycopg

    lost = "08" if isinstance(error, psycopg.OperationalError) else ""
    code = getattr(error, "sqlstate", None) or lost
    if code.startswith(_GONE):
        return LostError(f"{address}: the server went away: {_told(error)}", "try again")
    return DatasetError(f"{address}: {_told(error)}", _CURES.get(code, "see the server's log"))


_OF_A_HOST = re.compile(r".*?: connection (?:failed|is bad): ")


def _told(error: Exception) -> str:
    """Return what a server or libpq says of an error, in one line."""
    primary = getattr(getattr(error, "diag", None), "message_primary", None)
    lines = str(primary or error).splitlines()
    each = [_OF_A_HOST.sub("", line) for line in lines if line.startswith("- host")]
    told = " ".join("; ".join(each or lines[:1]).split()).rstrip(".")
    return told if len(told) <= LONGEST_TOLD else f"{told[:LONGEST_TOLD]}…"


def datasets_at(
    connection: "psycopg.Connection[tuple[Any, ...]]", address: "Address"
) -> "list[Address]":
    """Return the datasets that an address means. Raises DatasetError where there are none."""
    there = dict(asked(connection, address, _THERE, (FACTS,)))
    if address.dataset and address.dataset not in there:
        nearest = did_you_mean(address.dataset, there)
        cure = suggestion(nearest, f"there are: {', '.join(there) or 'none'}")
        raise DatasetError(f"{address}: no dataset {quoted(address.dataset)} there", cure)
    meant = [address.dataset] if address.dataset else list(there)
    readable = [name for name in meant if there[name]]
    if not there:
        raise DatasetError(f"{address}: no facts there", "`relcli publish` puts some there")
    if not readable:
        what = f"{address}: this role may not read {', '.join(map(quoted, meant))}"
        raise DatasetError(what, TO_BE_LET)
    return [address.of(name) for name in readable]


def refuse_format(noted: object, address: "Address") -> None:
    """Raise DatasetError where facts were published by a relcli of another format."""
    if noted == FORMAT:
        return
    what = f"{address}: another relcli published it, of format {noted}; this one reads {FORMAT}"
    cure = "update this relcli" if is_newer(noted) else "publish it anew with this relcli"
    raise DatasetError(what, cure)


def is_newer(noted: object) -> bool:
    """Whether a format is later than the one that this relcli knows."""
    return [int(n) for n in str(noted).split(".")] > [int(n) for n in FORMAT.split(".")]


def quoted_name(name: str) -> str:
    """Return the name of a schema or a role as SQL has it."""
    return '"' + name.replace('"', '""') + '"'


def kept(value: Any) -> Any:  # noqa: ANN401 - any value
    """Return a value as a column can hold it: PostgreSQL has no text with a NUL."""
    return value.replace("\0", "\ufffd") if isinstance(value, str) else value
