"""The papers' bytes: on the disk before the row, named by their hash, checked whenever they are read."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mestring.cases import storage

CONTENT = b"Et notat om en opdigtet borger."
HASH = hashlib.sha256(CONTENT).hexdigest()


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.DOCUMENTS = tmp_path / "documents"
    return tmp_path / "documents"


def test_what_is_kept_can_be_read_and_is_named_by_its_hash(folder: Path) -> None:
    kept = storage.keep(CONTENT)
    assert (kept.sha256, kept.size) == (HASH, len(CONTENT))
    assert storage.path_of(HASH) == folder / HASH[:2] / HASH
    with storage.open_checked(HASH) as file:
        assert file.read() == CONTENT


def test_only_the_servers_own_user_can_read_it(folder: Path) -> None:
    storage.keep(CONTENT)
    path = storage.path_of(HASH)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [stat.S_IMODE(one.stat().st_mode) for one in (path.parent, folder)] == [0o700, 0o700]


def test_the_same_bytes_are_kept_once_and_never_written_again(folder: Path) -> None:
    storage.keep(CONTENT)
    before = storage.path_of(HASH).stat()
    storage.keep(CONTENT)
    after = storage.path_of(HASH).stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)
    assert len([path for path in folder.rglob("*") if path.is_file()]) == 1


@pytest.mark.parametrize("damage", [lambda content: content[:-1], lambda content: content + b" ", lambda content: b"X" + content[1:], lambda content: b""])
def test_a_damaged_file_is_not_handed_out_in_part(folder: Path, damage: Callable[[bytes], bytes]) -> None:
    storage.keep(CONTENT)
    storage.path_of(HASH).write_bytes(damage(CONTENT))
    with pytest.raises(storage.Damaged, match="ændret eller beskadiget"):
        storage.open_checked(HASH)


def test_every_single_flipped_bit_is_found(folder: Path) -> None:
    storage.keep(CONTENT)
    path = storage.path_of(HASH)
    for bit in range(len(CONTENT) * 8):
        flipped = bytearray(CONTENT)
        flipped[bit // 8] ^= 1 << bit % 8
        path.write_bytes(flipped)
        with pytest.raises(storage.Damaged):
            storage.read(HASH)


def test_a_file_that_is_gone_says_so(folder: Path) -> None:
    with pytest.raises(storage.Damaged, match="filen mangler"):
        storage.read(HASH)


def test_keeping_the_bytes_again_mends_a_damaged_file(folder: Path) -> None:
    storage.keep(CONTENT)
    storage.path_of(HASH).write_bytes(b"")
    storage.keep(CONTENT)
    assert storage.read(HASH) == CONTENT


@pytest.mark.parametrize("key", ["", "..", "../../etc/passwd", HASH.upper(), HASH + "0", HASH[:-1], HASH + "\n", "/" + HASH[1:]])
def test_nothing_but_a_hash_becomes_a_path(folder: Path, key: str) -> None:
    with pytest.raises(storage.Damaged, match="ikke en filnøgle"):
        storage.read(key)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.binary(max_size=5000))
def test_any_bytes_come_back_as_they_were(folder: Path, content: bytes) -> None:
    assert storage.read(storage.keep(content).sha256) == content


def test_the_disk_has_the_bytes_and_the_name_before_the_answer(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Bytes, then name, then the folder that holds the name; and every new folder in the one above it."""
    said: list[str] = []
    fsync, replace = os.fsync, os.replace

    def sync(handle: int) -> None:
        path = Path(os.readlink(f"/proc/self/fd/{handle}"))
        said.append("file" if path.is_file() else f"folder {path.name}")
        fsync(handle)

    def rename(old: Path, new: Path) -> None:
        said.append("rename")
        replace(old, new)

    monkeypatch.setattr(os, "fsync", sync)
    monkeypatch.setattr(os, "replace", rename)
    storage.keep(CONTENT)
    assert said[-3:] == ["file", "rename", f"folder {HASH[:2]}"]
    assert said[:-3] == [f"folder {folder.parent.name}", "folder documents"]


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_a_write_that_fails_leaves_no_file_under_the_name(folder: Path, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    storage.make_folder(storage.path_of(HASH).parent)

    def full(*_: Any) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as patch:
        patch.setattr(os, call, full)
        with pytest.raises(OSError, match="disk full"):
            storage.keep(CONTENT)
    assert [path for path in folder.rglob("*") if path.is_file()] == []


@pytest.mark.django_db
def test_what_no_row_names_is_an_orphan_and_what_a_row_names_is_not(folder: Path) -> None:
    from mestring.cases.actions.papers import add_document
    from tests import given as make

    by = make.caseworker()
    add_document(make.case(by), by=by, on=make.TODAY, title="Notat", happened_on=make.TODAY, content=b"Kendt", name="a.txt")
    storage.keep(CONTENT)
    unfinished = storage.path_of(HASH).parent / ".new-0123"
    unfinished.write_bytes(b"half")
    assert set(storage.orphans()) == {storage.path_of(HASH), unfinished}


@pytest.mark.django_db
def test_every_damaged_paper_of_a_case_is_found(folder: Path) -> None:
    from mestring.cases.actions.papers import add_document
    from tests import given as make

    by = make.caseworker()
    case = make.case(by)
    made = [add_document(case, by=by, on=make.TODAY, title="Notat", happened_on=make.TODAY, content=f"Nummer {n}".encode(), name="a.txt") for n in range(5)]
    assert list(storage.damaged()) == []
    storage.path_of(made[1].sha256).write_bytes(b"x")
    storage.path_of(made[3].sha256).unlink()
    assert {one.sha256 for one in storage.damaged()} == {made[1].sha256, made[3].sha256}
