"""A property that is worked out once; `functools.cached_property` takes a lock for each."""

from collections.abc import Callable
from typing import Any, Generic, Self, TypeVar, overload

T = TypeVar("T")


class cached(Generic[T]):  # noqa: N801  # it is used as a decorator, like `property`
    """Works a value out when it is first asked for, and keeps it with the instance.

    Two threads that ask at once may both work it out; what is cached so is pure.
    """

    def __init__(self, work_out: Callable[[Any], T]) -> None:
        self._work_out, self.__doc__ = work_out, work_out.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, instance: None, owner: type) -> Self: ...
    @overload
    def __get__(self, instance: object, owner: type) -> T: ...
    def __get__(self, instance: object | None, owner: type) -> T | Self:
        if instance is None:
            return self
        value = instance.__dict__[self._name] = self._work_out(instance)
        return value


def keep(instance: object, **values: object) -> None:
    """Keep with *instance* the values of cached properties that are worked out already."""
    instance.__dict__.update(values)
