"""The pages behind log-in are tried on the same world as the promises."""

from tests.promises.conftest import _built, world

__all__ = ["_built", "world"]
