"""The index under kill -9, many processes, bad disks and clocks: `python -m tests.stress.index`.

After each mishap the answer is that of a new index, and nothing else is left in the cache.
"""

import argparse
import os
import random
import shutil
import subprocess
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tests.stress.common import (
    FILES,
    end,
    fill,
    kill_somewhen,
    make_dataset,
    refuse_another_answer,
    small_disk,
    start,
    write_cards,
)

if TYPE_CHECKING:
    from collections.abc import Callable

SECOND = 10**9


def killed_builds(dataset: Path, work: Path, times: int) -> None:
    """Kill -9 at a random moment of a first build."""
    cache = work / "cache"
    for _ in range(times):
        shutil.rmtree(cache, ignore_errors=True)
        kill_somewhen(start(dataset, cache), 0.6)
        refuse_another_answer(dataset, cache, work)


def killed_updates(dataset: Path, work: Path, times: int) -> None:
    """Kill -9 at a random moment of bringing an index up to date."""
    cache = work / "cache"
    end(start(dataset, cache))
    for number in range(times):
        write_cards(dataset, number % FILES, f"sold {number}")
        kill_somewhen(start(dataset, cache), 0.6)
        refuse_another_answer(dataset, cache, work)


def many_processes(dataset: Path, work: Path, times: int) -> None:
    """Two to eight processes search while files change and the cache is deleted.

    What the dataset declares changes, too, so that each of them has to build an index of its own.
    """
    cache = work / "cache"
    for number in range(times):
        running = [start(dataset, cache) for _ in range(random.randint(2, 8))]  # noqa: S311
        write_cards(dataset, number % FILES, f"lost {number}")
        (dataset / "dataset.yaml").write_text(f"title: Number {number}\n")
        if number % 2:
            shutil.rmtree(cache, ignore_errors=True)
        for process in running:
            out, err = end(process)
            assert out.count('"claim":') == FILES * 5, "a lost card"
            assert err == "", err
        refuse_another_answer(dataset, cache, work)


def full_disk(dataset: Path, work: Path, _: int) -> None:
    """A full disk before the first build, and before an update; then there is room again."""
    with small_disk(work / "small", "4m") as cache:
        if cache is None:
            return
        filled = fill(cache)
        refuse_another_answer(dataset, cache, work, remarks=1)
        filled.unlink()
        refuse_another_answer(dataset, cache, work)
        filled = fill(cache)
        out, err = end(start(dataset, cache))
        assert err == "", err  # what is there is read
        write_cards(dataset, 3, "kept on a full disk")
        assert end(start(dataset, cache))[0] != out
        filled.unlink()
        refuse_another_answer(dataset, cache, work)


def read_only_disk(dataset: Path, work: Path, _: int) -> None:
    """A file system that is read-only, with an index that is up to date, and one that is not."""
    with small_disk(work / "read-only", "20m") as cache:
        if cache is None:
            return
        time.sleep(2.1)  # until no file is so new that its content has to be looked at
        before = end(start(dataset, cache))
        subprocess.run(["mount", "-o", "remount,ro", str(cache)], check=True)
        assert end(start(dataset, cache)) == before, "another answer, or a remark"
        write_cards(dataset, 4, "kept on a read-only disk")
        refuse_another_answer(dataset, cache, work, remarks=1)


def untrusted_folder(dataset: Path, work: Path, _: int) -> None:
    """A cache that others may write to, or that belongs to another user."""
    cache = work / "cache"
    end(start(dataset, cache))
    (folder,) = (cache / "relcli").iterdir()
    folder.chmod(0o777)
    refuse_another_answer(dataset, cache, work, remarks=1)
    folder.chmod(0o700)
    if os.getuid() == 0:
        os.chown(folder, 12345, 12345)
        refuse_another_answer(dataset, cache, work, remarks=1)


def bad_clocks(dataset: Path, work: Path, _: int) -> None:
    """Times ahead of the clock, set back, rounded to two seconds; another inode; an old index."""
    cache = work / "cache"
    end(start(dataset, cache))
    changes: list[Callable[[os.stat_result], int]] = [
        lambda _: time.time_ns() + 3600 * SECOND,
        lambda before: before.st_mtime_ns,
        lambda _: round(time.time_ns() / 2 / SECOND) * 2 * SECOND,
    ]
    path = dataset / "f5.yaml"
    for word, other in (("sank", "rose"), ("flew", "swam")):
        for number, change in enumerate(changes):
            before = path.stat()
            for same_size in (word, other):
                path.write_text(path.read_text()[:40] + f"{same_size}{number}"[:5] + "\n" + _TAIL)
                os.utime(path, ns=(change(before), change(before)))
                refuse_another_answer(dataset, cache, work)
    shutil.copy2(path, dataset / ".copy")
    (dataset / ".copy").replace(path)
    refuse_another_answer(dataset, cache, work)
    (index,) = cache.rglob("*.sqlite")
    index.rename(index.with_name("09" + index.name[2:]))  # the clock went back by a lifetime
    for number in range(FILES):
        write_cards(dataset, number, "repainted")
    refuse_another_answer(dataset, cache, work)
    (built,) = cache.rglob("*.sqlite")
    end(start(dataset, cache))
    assert built.exists(), "built again although it was up to date"


_TAIL = "  date: 2016\n  source: X\n  confidence: possible\n"
MISHAPS = (
    killed_builds,
    killed_updates,
    many_processes,
    full_disk,
    read_only_disk,
    untrusted_folder,
    bad_clocks,
)


def main() -> None:
    """Run every mishap, the random ones `--times` times."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--short", action="store_true", help="without what takes long")
    given = parser.parse_args()
    times = given.times
    for mishap in MISHAPS[:5] if given.short else MISHAPS:
        with tempfile.TemporaryDirectory() as work:
            mishap(make_dataset(Path(work) / "dataset"), Path(work), times)
        print(f"{mishap.__name__.replace('_', ' ')}: no other answer", flush=True)  # noqa: T201 - it is no test


if __name__ == "__main__":
    main()
