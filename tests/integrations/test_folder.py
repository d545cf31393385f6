"""Letters laid in a folder."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest

from mestring.cases.carriers import CarrierDown, Parcel
from mestring.integrations.folder import Folder
from tests.cases.given_letters import NOON

KEY = UUID("6f0f2b7e-8f7a-4b58-9d86-0d3c3a1f7b11")
PARCEL = Parcel(
    key=KEY,
    carrier="letter",
    label="Afgørelse – sag 26-00417",
    case_number="26-00417",
    kle="27.35.04",
    facet="G01",
    name="Karen Prøve",
    address=("Prøvevej 7", "7100 Vejle"),
    number="9999010001",
    pdf=b"%PDF-1.7 brev",
    written_at=NOON,
)


def test_a_letter_is_two_files_and_holds_no_number(tmp_path: Path) -> None:
    assert Folder(tmp_path / "post").send(PARCEL) == f"folder:{KEY}"
    assert {path.name for path in (tmp_path / "post").iterdir()} == {f"{KEY}.pdf", f"{KEY}.json"}
    assert (tmp_path / "post" / f"{KEY}.pdf").read_bytes() == PARCEL.pdf
    said = (tmp_path / "post" / f"{KEY}.json").read_text()
    assert json.loads(said)["address"] == ["Prøvevej 7", "7100 Vejle"]
    assert "999901" not in said


def test_the_same_key_again_changes_nothing_even_when_the_letter_was_taken_away(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.send(PARCEL)
    (tmp_path / f"{KEY}.pdf").unlink()
    folder.send(replace(PARCEL, pdf=b"another"))
    assert {path.name for path in tmp_path.iterdir()} == {f"{KEY}.json"}


def test_it_is_sent_when_the_receipt_is_there_and_not_before(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    assert folder.already_sent(KEY) is None
    (tmp_path / f"{KEY}.pdf").write_bytes(b"half a letter")
    assert folder.already_sent(KEY) is None
    folder.send(PARCEL)
    assert folder.already_sent(KEY) == f"folder:{KEY}"
    assert (tmp_path / f"{KEY}.pdf").read_bytes() == PARCEL.pdf


def test_the_letter_is_on_the_disk_before_its_receipt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    replace_, fsync = os.replace, os.fsync
    monkeypatch.setattr(os, "replace", lambda old, new: (said.append(Path(new).suffix), replace_(old, new))[1])
    monkeypatch.setattr(os, "fsync", lambda handle: (said.append("sync"), fsync(handle))[1])
    Folder(tmp_path).send(PARCEL)
    assert said == ["sync", ".pdf", "sync", "sync", ".json", "sync"]


def test_a_folder_that_can_not_be_written_is_a_carrier_that_is_down(tmp_path: Path) -> None:
    (tmp_path / "post").write_text("a file where the folder should be")
    with pytest.raises(CarrierDown, match="kan ikke skrives") as down:
        Folder(tmp_path / "post").send(PARCEL)
    assert "Karen" not in str(down.value)
    assert str(tmp_path) not in str(down.value)
