"""The address of facts in a database, and what is told of it."""

from pathlib import Path

import pytest

from relcli.load.address import Address, without_passwords
from relcli.load.locate import named, path_or_address


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("postgresql://h/db", "postgresql://h/db"),
        ("postgres://ann@h:5433/db", "postgres://ann@h:5433/db"),
        ("postgresql://ann:secret@h/db", "postgresql://ann@h/db"),
        ("postgresql://ann:secret@a:1,b:2/db?target_session_attrs=any", "postgresql://ann@a:1,b:2/db"),
        ("postgresql://ann:s%40cret@h/db?dataset=tugs", "postgresql://ann@h/db?dataset=tugs"),
        ("postgresql:///db?host=/run&password=secret&user=ann", "postgresql:///db?host=/run&user=ann"),
        ("postgresql://h/db?sslpassword=secret&pass%77ord=secret", "postgresql://h/db"),
        ("postgresql://ann:secret/secret@h/db", "postgresql://ann@h/db"),
        ("postgresql://ann:secret?secret@h/db", "postgresql://ann@h/db"),
        ("postgresql://ann:secret@secret@h/db", "postgresql://ann@h/db"),
        ("PostgreSQL://ann:secret@h/db", "postgresql://ann@h/db"),
    ],
)  # fmt: skip
def test_no_password_is_told(typed: str, told: str) -> None:
    """What is told of an address is where it leads, and nothing that opens it."""
    address = Address(typed)

    assert (str(address), repr(address)) == (told, told)
    assert without_passwords(f"see `{typed} here") == f"see `{told} here"


def test_nor_is_one_of_another_address() -> None:
    """It was typed where that of facts should stand; one without a password stays as it is."""
    assert without_passwords("`mysql://ann:secret@h/db` is none") == "`mysql://ann@h/db` is none"
    assert without_passwords("see https://h:80/a:b@c") == "see https://h:80/a:b@c"


def test_the_name_of_a_dataset_is_no_part_of_what_libpq_takes() -> None:
    """It is read as an address writes it, the last one counts, and all else goes to libpq."""
    address = Address("postgresql://h/db?dataset=a&sslmode=require&dataset=the%20sea")

    assert (address.uri, address.dataset) == ("postgresql://h/db?sslmode=require", "the sea")
    assert Address("postgresql://h/db?dataset=a").uri == "postgresql://h/db"
    assert address.of("b").dataset == "b"
    assert address.of("the sea") == address != address.of("b")
    assert len({address, address.of("the sea")}) == 1


def test_a_path_is_a_path(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only what begins as an address is one; in RELCLI_FACTS it stands alone, colons and all."""
    assert path_or_address("https://example.org") == Path("https://example.org")
    assert path_or_address(Path("postgresql:")) == Path("postgresql:")
    assert isinstance(path_or_address("postgres://h/db"), Address)
    monkeypatch.setenv("RELCLI_FACTS", "postgresql://ann@h:5432/db")
    assert named([]) == ("RELCLI_FACTS", [Address("postgresql://ann@h:5432/db")])
