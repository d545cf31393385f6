"""Letters laid in a folder: what the demo does, and what a print room can empty.

A letter is two files named by the sending's key. `<key>.json` says whom it is for and is the receipt: it stays. `<key>.pdf` may be taken away once its `.json` is there.
"""

from __future__ import annotations

import json
from pathlib import Path
from uuid import UUID

from mestring.cases import storage
from mestring.cases.carriers import CarrierDown, Parcel


class Folder:
    """A folder as a carrier (mappe)."""

    name = "folder"

    def __init__(self, path: Path) -> None:
        self.path = path

    def send(self, parcel: Parcel) -> str:
        """Lay the letter in the folder, once. Raises: CarrierDown."""
        said = {
            "key": str(parcel.key),
            "carrier": parcel.carrier,
            "label": parcel.label,
            "case": parcel.case_number,
            "name": parcel.name,
            "address": list(parcel.address),
        }
        try:
            if not self._receipt(parcel.key).exists():
                storage.write_whole(self.path / f"{parcel.key}.pdf", parcel.pdf)
                storage.write_whole(self._receipt(parcel.key), json.dumps(said, ensure_ascii=False, indent=2).encode())
        except OSError as error:
            raise CarrierDown(f"Mappen til breve kan ikke skrives ({type(error).__name__}).") from None
        return self._said(parcel.key)

    def already_sent(self, key: UUID) -> str | None:
        """Whether the receipt is there."""
        return self._said(key) if self._receipt(key).exists() else None

    def _receipt(self, key: UUID) -> Path:
        return self.path / f"{key}.json"

    def _said(self, key: UUID) -> str:
        return f"folder:{key}"
