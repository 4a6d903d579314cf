"""Text as people's programs save it: UTF-8, with or without a byte order mark."""

from lifecycle.errors import LifecycleError

BOM = "\ufeff"
"""By this, at the beginning of a file, Windows programs and spreadsheets know that it is UTF-8."""

_OTHER_MARKS = {
    b"\xff\xfe\x00\x00": "UTF-32",
    b"\x00\x00\xfe\xff": "UTF-32",
    b"\xff\xfe": "UTF-16",
    b"\xfe\xff": "UTF-16",
}
"""Byte order marks of encodings that are not read; the longer come first."""


class NotUtf8Error(LifecycleError):
    """Bytes that should be text are not UTF-8; save the file as UTF-8."""

    code = "not_utf8"
    http_status = 422

    def __init__(self, reason: str, line: int, character: int) -> None:
        self.reason, self.line, self.character = reason, line, character
        """The place of the first byte that is not UTF-8, both counted from 1."""
        super().__init__(f"line {line}, character {character}: {reason}")


def decoded(data: bytes) -> str:
    """Return the text in *data* without its byte order mark.

    Raises:
        NotUtf8Error: With the place of the first byte that is not UTF-8.
    """
    try:
        return data.decode("utf-8").removeprefix(BOM)
    except UnicodeDecodeError as error:
        raise _not_utf8(data, error.start) from error


def _not_utf8(data: bytes, start: int) -> NotUtf8Error:
    for mark, name in _OTHER_MARKS.items():
        if data.startswith(mark):
            return NotUtf8Error(f"is {name} text; save it as UTF-8", 1, 1)
    before = data[:start].decode("utf-8").removeprefix(BOM)
    line, last = before.count("\n") + 1, before.rpartition("\n")[2]
    reason = f"byte 0x{data[start]:02x} is not UTF-8; save the text as UTF-8"
    return NotUtf8Error(reason, line, len(last) + 1)
