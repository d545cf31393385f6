"""The papers' bytes: each file lies under the hash of what it holds, is never changed, and is checked whenever it is read.

A file is on the disk before the row that names it. A crash between the two leaves a file without a row, never a row without a file.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from mestring.cases.models import Document, Letter

_HASH = re.compile(r"[0-9a-f]{64}")
_UNFINISHED = ".new-"


class Damaged(Exception):
    """A file is missing, or holds something else than what was kept. Nobody at the screen can mend it: take it from the backup."""

    def __init__(self, sha256: str, why: str) -> None:
        super().__init__(f"{sha256}: {why}. Hent filen fra sikkerhedskopien.")
        self.sha256 = sha256


@dataclass(frozen=True, slots=True)
class Stored:
    """What was kept: the hash that names it, and its size in bytes."""

    sha256: str
    size: int


def folder() -> Path:
    """Where the files lie: DOCUMENTS, or `documents` in VAR."""
    return Path(getattr(settings, "DOCUMENTS", None) or Path(settings.VAR) / "documents")


def path_of(sha256: str) -> Path:
    """Where the file of a hash lies. Raises: Damaged for what is no hash, so that nothing else can become a path."""
    if not _HASH.fullmatch(sha256):
        raise Damaged(sha256[:80], "det er ikke en filnøgle")
    return folder() / sha256[:2] / sha256


def keep(content: bytes) -> Stored:
    """Keep some bytes, and return when the disk has them. The same bytes are kept once."""
    stored = Stored(hashlib.sha256(content).hexdigest(), len(content))
    path = path_of(stored.sha256)
    if not _holds(path, stored.sha256):
        write_whole(path, content)
    else:
        # Another process may have put it there a moment ago, and its name may not have reached the disk yet.
        sync_folder(path.parent)
    return stored


def open_checked(sha256: str) -> BinaryIO:
    """Open a file whose every byte has been compared with its hash: what is damaged is never handed out in part.

    Raises: Damaged.
    """
    path = path_of(sha256)
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise Damaged(sha256, "filen mangler") from None
    except OSError as error:
        raise Damaged(sha256, f"filen kan ikke læses ({type(error).__name__})") from error
    if hashlib.sha256(content).hexdigest() != sha256:
        raise Damaged(sha256, "filen er ændret eller beskadiget")
    return io.BytesIO(content)


def read(sha256: str) -> bytes:
    """The bytes of a file, checked. Raises: Damaged."""
    return open_checked(sha256).read()


def orphans() -> Iterator[Path]:
    """Files that no document and no letter names, and files that were never finished: what a crash left. They do no harm."""
    files = (path for path in sorted(folder().glob("??/*")) if path.is_file())
    while some := list(islice(files, 500)):
        names = [path.name for path in some]
        known = {
            *Document._base_manager.filter(sha256__in=names).values_list("sha256", flat=True),
            *Letter._base_manager.filter(pdf__in=names).values_list("pdf", flat=True),
        }
        yield from (path for path in some if path.name not in known)


def damaged() -> Iterator[Damaged]:
    """Every file that a document or a letter names and that can't be read as it was kept."""
    named: Iterable[str] = Document._base_manager.values_list("sha256", flat=True).union(Letter._base_manager.exclude(pdf="").values_list("pdf", flat=True))
    for sha256 in named:
        try:
            open_checked(sha256)
        except Damaged as found:
            yield found


def _holds(path: Path, sha256: str) -> bool:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest() == sha256
    except OSError:
        return False


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that after a power cut it is there whole or not at all: beside it, synced, renamed, and the folder synced."""
    make_folder(path.parent)
    beside = path.parent / f"{_UNFINISHED}{secrets.token_hex(8)}"
    try:
        with open(beside, "xb", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def make_folder(path: Path) -> None:
    """Make a folder that only the server's own user can enter, and let the disk know of it."""
    if not path.is_dir():
        make_folder(path.parent)
        path.mkdir(mode=0o700, exist_ok=True)
        sync_folder(path.parent)


def sync_folder(path: Path) -> None:
    """Wait until the disk has the names in a folder."""
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
