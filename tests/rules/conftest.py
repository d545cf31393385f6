"""The shipped library, read once for all tests of the rules; and the nightly tests left out of the daily run."""

import pytest

from mestring.rules.rulebook import Book, open_library


@pytest.fixture(scope="session")
def book() -> Book:
    return open_library()


def pytest_collection_modifyitems(config, items):
    if "night" in (config.option.markexpr or ""):
        return
    nightly = [item for item in items if item.get_closest_marker("night") and "tests/rules" in item.path.as_posix()]
    if nightly:
        config.hook.pytest_deselected(items=nightly)
        items[:] = [item for item in items if item not in nightly]
