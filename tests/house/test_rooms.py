"""The conventions of the rooms, read from the code and the models: each is seen to fail when its fault is planted."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("audit", "people", "cases", "assessments", "decisions", "delivery", "followups", "complaints")
OURS = [model for model in apps.get_models() if model.__module__.startswith("mestring.")]


def reaching_back(found: Iterable[type[models.Model]]) -> list[str]:
    """Foreign keys across rooms by which an earlier room could reach a later one."""
    return [
        f"{model._meta.label}.{field.name}"
        for model in found
        for field in model._meta.local_fields
        if field.related_model
        and not isinstance(field.related_model, str)
        and field.related_model._meta.app_label != model._meta.app_label
        and not field.remote_field.hidden
    ]


def test_no_room_can_be_reached_from_the_one_before_it() -> None:
    assert reaching_back(OURS) == []


def test_a_foreign_key_that_reaches_back_would_be_seen() -> None:
    class Planted(models.Model):
        case = models.ForeignKey("cases.Case", models.PROTECT, related_name="planted")

        class Meta:
            app_label = "complaints"
            managed = False

    try:
        assert reaching_back([Planted]) == ["complaints.Planted.case"]
    finally:
        del apps.all_models["complaints"]["planted"]
        apps.clear_cache()


def test_whatever_has_a_state_has_a_table_of_moves() -> None:
    states = [model for model in OURS if any(field.name == "state" for field in model._meta.local_fields)]
    assert states
    for model in states:
        values = {value for value, _ in model._meta.get_field("state").choices or ()}
        moves = model.MOVES
        assert set(moves) <= values, model
        assert {to for after in moves.values() for to in after} <= values, model


def sets_a_state(source: str) -> list[int]:
    """Lines that set a state otherwise than by `moves.move`."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Assign) and any(isinstance(target, ast.Attribute) and target.attr == "state" for target in node.targets):
            found.append(node.lineno)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ("update", "update_or_create"):
            found += [node.lineno for keyword in node.keywords if keyword.arg == "state"]
    return found


def test_only_the_mover_sets_a_state() -> None:
    files = [path for room in ROOMS for path in (ROOT / "mestring" / room).rglob("*.py") if path.name != "moves.py"]
    assert {str(path.relative_to(ROOT)): lines for path in files if (lines := sets_a_state(path.read_text(encoding="utf-8")))} == {}


def test_a_state_set_by_hand_would_be_seen() -> None:
    assert sets_a_state("application.state = 'decided'\nrows.filter(pk=1).update(state='decided')\nmoves.move(application, 'decided')") == [1, 2]


ASKS = re.compile(r"access\.require\(|\b(?:provider|may_order|_writer)\(by, ")
"""How an act asks whether it may: of access, or by the few words of a room that do."""


def acts() -> Iterator[tuple[str, object]]:
    """Every public function of the rooms' acts that begins with somebody's right."""
    import importlib

    for room in ROOMS:
        folder = ROOT / "mestring" / room
        for path in sorted([*folder.glob("actions/*.py"), *folder.glob("actions.py")]):
            module = importlib.import_module(str(path.relative_to(ROOT)).removesuffix(".py").removesuffix("/__init__").replace("/", "."))
            for name, value in vars(module).items():
                made_here = inspect.isfunction(value) and inspect.unwrap(value).__module__ == module.__name__
                if made_here and not name.startswith(("_", "may_")) and ASKS.search(inspect.getsource(value)):
                    yield f"{module.__name__}.{name}", value


@pytest.mark.parametrize(("name", "act"), list(acts()))
def test_an_act_is_told_who_and_when_and_says_what_it_does(name: str, act: object) -> None:
    parameters = inspect.signature(act).parameters  # type: ignore[arg-type]
    for asked in ("by", "on"):
        assert parameters[asked].kind is inspect.Parameter.KEYWORD_ONLY, name
        assert parameters[asked].default is inspect.Parameter.empty, name
    assert inspect.getdoc(act), name
    assert "transaction.atomic" in inspect.getsource(act), f"{name} is not in a transaction"  # type: ignore[arg-type]


@pytest.mark.parametrize("model", OURS)
def test_a_model_says_what_it_is_in_the_world(model: type[models.Model]) -> None:
    assert model.__doc__
    assert not model.__doc__.startswith(f"{model.__name__}(")


def of_a_case(model: type[models.Model]) -> bool:
    return any(field.related_model and getattr(field.related_model, "__name__", "") in ("Case", "Application") for field in model._meta.local_fields)


@pytest.mark.parametrize("model", [model for model in OURS if of_a_case(model)])
def test_what_belongs_to_a_case_is_read_from_what_one_may_see(model: type[models.Model]) -> None:
    assert hasattr(model._default_manager.all(), "visible_to"), model


def naming_a_council(root: Path) -> list[str]:
    """Strings of the rooms that name a council's document or one of its entries: what a document says belongs in the library."""
    councils = {path.name for path in (ROOT / "mestring/standards/councils").iterdir()}
    found = []
    for room in ROOMS:
        for path in sorted((root / room).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.partition("-")[0] in councils and " " not in node.value:
                    found.append(f"{path.relative_to(root)}:{node.lineno}: {node.value}")
    return found


def test_no_room_knows_a_council_so_that_a_new_one_needs_only_a_library(tmp_path: Path) -> None:
    assert naming_a_council(ROOT / "mestring") == []
    (tmp_path / "cases").mkdir()
    (tmp_path / "cases" / "planted.py").write_text('OPEN = {("vejle-2023", "82a"): "x"}\n', encoding="utf-8")
    assert naming_a_council(tmp_path) == ["cases/planted.py:1: vejle-2023"]


def test_money_is_whole_oere() -> None:
    assert [
        f"{model._meta.label}.{field.name}" for model in OURS for field in model._meta.fields if isinstance(field, models.DecimalField | models.FloatField)
    ] == []


def test_no_primary_key_is_in_an_address_of_a_case() -> None:
    """What has an address has a random id; a number that can be counted is only for what is no case's."""
    from django.urls import get_resolver

    from mestring.web.shell.open_doors import routes

    counted = [written for _, written, _ in routes(get_resolver().url_patterns) if "<int:" in written]
    assert [one for one in counted if not one.startswith(("medarbejdere/", "stikproeve/"))] == []


def without_a_row(found: Iterable[type[models.Model]], glossary: str) -> list[str]:
    """Models whose name stands in no row of the glossary."""
    named = {word.strip(" `") for line in glossary.splitlines() if line.startswith("|") for word in line.split("|")[1].replace("(", ",").split(",")}
    return sorted(model.__name__ for model in found if model.__name__ not in named)


def test_a_word_is_in_the_glossary_before_it_is_in_the_code() -> None:
    glossary = (ROOT / "docs/glossary.md").read_text(encoding="utf-8")
    assert without_a_row(OURS, glossary) == []
    assert without_a_row(OURS, glossary.replace("`LookUp`", "`Planted`")) == ["LookUp"]
