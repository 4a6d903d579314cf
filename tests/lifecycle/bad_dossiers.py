"""Dossiers with one fault each, and words that must stand in the refusal."""

import json

from tests.lifecycle.dossiers import HEAD, MECHANISM, as_json, note

TYPE = 'type = "meeting_held"'


def entry(*lines: str) -> str:
    return HEAD + "\n[[events]]\n" + "\n".join(lines)


def mechanism(old: str, new: str) -> str:
    assert old in HEAD
    return HEAD.replace(old, new, 1)


LINES = HEAD.count("\n") + 2  # the line of the header of the first entry
DATES = {
    "2025-13": "month runs 01-12",
    "2025-02-30": "February 2025 has 28 days",
    "9 December 2025": "write months as numbers",
    "2025-12-9": "month and day have two digits",
    "09-12-2025": "write year, month, day",
    "2025/12/09": "write year, month, day",
    "20251209": "put hyphens",
    "2025-12-09T10:00": "times of day are not recorded",
    "unknown": "leave the date out",
    "2025-12-10/2025-12-09": "the interval ends before it starts",
    "": "leave the date out",
    "..": "leave the date out",
    "2025-Q4": "write quarters",
    "x" * 65: "at most 64 characters",
}
BAD_TOML: dict[str, tuple[str, list[str]]] = {
    "broken": (HEAD + "x = = 1", [f"d.toml:{LINES - 1}: ", "Invalid value"]),
    "no mechanism": ("[[events]]\n" + note("x"), ["has no [mechanism] table"]),
    "mechanism is no table": ("mechanism = 1", ["has no [mechanism] table"]),
    "unknown section": (HEAD + "[event]\n", [f"d.toml:{LINES - 1}: ", "did you mean 'events'?"]),
    "events is a table": (HEAD + "[events]\n", [f"d.toml:{LINES - 1}: ", "write [[events]]"]),
    "empty": ("", ["is empty"]),
    "white space": (" \n\t\n", ["is empty"]),
    "unknown key": (entry(TYPE, 'plaice = "x"'), [f":{LINES + 2}: entry 1, plaice", "'place'?"]),
    "unknown key inside": (
        entry(TYPE, "[[events.topics]]", 'nmae = "x"'),
        ["entry 1, topics.0", f":{LINES + 2}: "],
    ),
    "unknown key of a mechanism": (mechanism("subject =", "subjct ="), [":5: ", "'subject'?"]),
    "unknown type": (
        entry('type = "meeting_hold"'),
        [f":{LINES + 1}: entry 1, type", "did you mean 'meeting_held'?"],
    ),
    "no type": (entry('place = "x"'), [f":{LINES}: entry 1: has no type"]),
    "type of the log": (entry('type = "mechanism_registered"'), ["entry 1, type", "no event type"]),
    "unknown source": (
        entry(TYPE, 'sources = ["ptj"]'),
        [f":{LINES + 2}: entry 1, sources", "unknown source 'ptj'; did you mean 'pti'?"],
    ),
    "unknown kind of source": (
        entry(TYPE, 'sources = [{ publisher = "P", kind = "pres" }]'),
        [f":{LINES + 2}: entry 1, sources.0.kind", "'press'"],
    ),
    "source without id": (HEAD + '[[sources]]\npublisher = "P"', ["source 2", "needs an id"]),
    "source twice": (HEAD + '[[sources]]\nid = "pti"', [f":{LINES}: source 2", "stands twice"]),
    "sources is text": (entry(TYPE, 'sources = "pti"'), ["entry 1, sources", "a list"]),
    "sources is a number": (entry(TYPE, "sources = 5"), ["entry 1, sources", "a list"]),
    "a source is a number": (entry(TYPE, "sources = [5]"), ["entry 1, sources"]),
    "the id of a source is a list": (entry(TYPE, 'sources = [{ id = ["pti"] }]'), ["sources"]),
    "unknown kind": (
        mechanism("joint-working-group", "joint-workin-group"),
        [":3: mechanism.kind", "did you mean 'joint-working-group'?"],
    ),
    "kind is a long path": (mechanism("joint-working-group", "a" * 300 + ".toml"), [":3: "]),
    "unknown policy": (mechanism('"record"', '"recrod"'), [":6: mechanism.policy", "'record'"]),
    "unknown state": (
        mechanism("policy =", 'known_from = "tor_sgned"\npolicy ='),
        [":6: mechanism.known_from", "tor_signed"],
    ),
    "one party": (mechanism('["IN", "BN"]', '["IN"]'), ["mechanism", "two parties, not 1"]),
    "three parties": (mechanism('"BN"]', '"BN", "MY"]'), ["mechanism", "two parties, not 3"]),
    "the same party twice": (mechanism('"BN"', '"IN"'), ["mechanism", "distinct", "'IN'"]),
    "no party": (mechanism('["IN", "BN"]', "[]"), ["mechanism.parties", "is missing"]),
    "parties is a number": (mechanism('["IN", "BN"]', "5"), [":4: mechanism.parties", "a list"]),
    "parties is text": (mechanism('["IN", "BN"]', '"IN"'), [":4: mechanism.parties", "a list"]),
    "a party is a number": (mechanism('"BN"', "5"), [":4: mechanism.parties", "a table, not 5"]),
    "names is a number": (mechanism("name =", "names = 5\nname ="), ["mechanism.names", "a list"]),
    "no letter in the subject": (mechanism('"Defence"', '"!!!"'), [":5: ", "give an id"]),
    "a faulty id": (mechanism("name =", 'id = "A B"\nname ='), ["mechanism", "'A B'"]),
    "a party of neither side": (
        entry(TYPE, "[[events.co_chairs]]", 'party = "MY"'),
        ["entry 1 (meeting_held)", "'MY' is not a party", "IN and BN"],
    ),
    "a fraction": (entry(TYPE, "number = 1.5"), [f":{LINES + 2}: entry 1, number", "1.5"]),
    "no number": (entry(TYPE, "number = nan"), ["entry 1, number"]),
    "a text that is a number": (
        entry(TYPE, "place = 5"),
        ["entry 1, place", "should be text, not 5"],
    ),
    "a huge number": (entry(TYPE, "number = " + "9" * 20), ["entry 1", "9007199254740991"]),
    "a huge number with id": (entry(TYPE, 'id = "x"', "number = " + "9" * 20), ["number", "9999"]),
    "an endless number": (entry(TYPE, "number = " + "9" * 5000), ["number is too long"]),
    "an endless number in hex": (entry(TYPE, 'id = "x"', "number = 0x" + "f" * 6000), ["entry 1"]),
    "an id twice": (
        entry(TYPE, 'id = "x"', "[[events]]", TYPE, 'id = "x"'),
        [f":{LINES + 5}: entry 2, id", "'x' stands twice"],
    ),
    "the same entry twice": (entry(TYPE, "[[events]]", TYPE), ["entry 2", "same as entry 1"]),
    "an id that is a number": (entry(TYPE, "id = 5"), ["entry 1, id", "text"]),
    "an empty id": (entry(TYPE, 'id = ""'), ["entry 1, id", "text"]),
    "after an unknown entry": (
        entry(TYPE, 'id = "first"', "[[events]]", TYPE, 'after = "frist"'),
        [f":{LINES + 5}: entry 2, after", "did you mean 'first'?"],
    ),
    "after a later entry": (
        entry(TYPE, 'after = "x"', "[[events]]", TYPE, 'id = "x"'),
        ["entry 1, after", "no entry before"],
    ),
    "after itself": (entry(TYPE, 'id = "x"', 'after = "x"'), ["entry 1"]),
    "after is a number": (entry(TYPE, "after = 5"), ["entry 1, after"]),
    "after is true": (entry(TYPE, "after = true"), ["entry 1, after"]),
    "after is a list of lists": (entry(TYPE, 'after = [["a"]]'), ["entry 1, after"]),
    "after against the dates": (
        entry(TYPE, 'id = "x"', 'on = "2025"', "[[events]]", TYPE, 'on = "2024"', 'after = "x"'),
        ["entry 2 (meeting_held)", "certainly earlier"],
    ),
    "about nothing": (
        entry('type = "event_disputed"', 'field = "on"', 'about = "x"'),
        ["entry 1, about"],
    ),
    "about for what is about nothing": (
        entry(TYPE, 'id = "x"', "[[events]]", TYPE, 'about = "x"'),
        ["entry 2, event", "unknown key"],
    ),
    "an own correlation": (
        entry(TYPE, 'correlation_id = "x"'),
        [f":{LINES + 2}: entry 1, correlation_id", "set by the import"],
    ),
    "an actor that is no id": (entry(TYPE, 'actor = "Müller"'), ["entry 1, actor"]),
    "an end before the start": (
        entry(TYPE, 'start = "2025-12-10"', 'end = "2025-12-09"'),
        [f":{LINES}: entry 1", "ends (2025-12-09) before it starts (2025-12-10)"],
    ),
    "an event too large": (
        entry(TYPE, 'id = "x"', "outcomes = [" + f'"{"é" * 4000}", ' * 9 + "]"),
        ["entry 1", "at most"],
    ),
    "an event too large without id": (
        entry(TYPE, "outcomes = [" + f'"{"é" * 4000}", ' * 9 + "]"),
        ["entry 1", "at most"],
    ),
    "a text too long": (entry(TYPE, f'place = "{"x" * 4001}"'), ["entry 1, place", "4000"]),
    "nested arrays": (HEAD + "x = " + "[" * 100_000, ["nested too deeply"]),
    "nested tables": (HEAD + "x = " + "{a=" * 100_000, ["nested too deeply"]),
    "nested keys": (entry(TYPE, "topics." + "a." * 25 + "b = 1"), ["entry 1", "topics"]),
    "an endless key": (entry(TYPE, "a." * 99_999 + "b = 1"), [f":{LINES + 2}: ", "too many parts"]),
    "an endless key in quotes": (
        entry(TYPE, """ "a 'b".'é "x' . """ * 9_999 + "b = 1"),
        [f":{LINES + 2}: ", "too many parts"],
    ),
    "an endless header": (HEAD + "[" + "a." * 99_999 + "b]", ["too many parts"]),
    "a key of digits": (entry(TYPE, "9" * 5000 + " = 1"), ["entry 1", "unknown key"]),
    **{
        f"the date {date[:20]!r}": (
            entry(TYPE, f'on = "{date}"'),
            [f":{LINES + 2}: entry 1, on", hint],
        )
        for date, hint in DATES.items()
    },
}


def nested(opening: str, closing: str, depth: int, *extra: str) -> bytes:
    deep = opening * depth + "1" + closing * depth
    said = ", ".join(['"type": "note_recorded"', *extra, f'"text": {deep}'])
    return f'{{"mechanism": {json.dumps(MECHANISM)}, "events": [{{{said}}}]}}'.encode()


TEXT = {"type": "note_recorded", "text": "x"}
BAD_JSON: dict[str, tuple[bytes, list[str]]] = {
    "broken": (b'{"mechanism":\n{]', ["d.json:2: ", "column"]),
    "cut off": (as_json()[:-1], ["d.json:1: "]),
    "not an object": (b"[]", ["[mechanism]"]),
    "a key twice": (b'{"mechanism": {"name": 1, "name": 2}}', ["'name' stands twice"]),
    "a fraction": (as_json({**TEXT, "on": 2025.5}), ["2025.5 is not a whole number"]),
    "an exponent": (b'{"mechanism": 1e5}', ["1e5 is not a whole number"]),
    "no number": (b'{"mechanism": NaN}', ["NaN is not a whole number"]),
    "an endless number": (b'{"mechanism": ' + b"9" * 5000 + b"}", ["number is too long"]),
    "not UTF-8": (b'{"mechanism": "\xff"}', [":1: character 16: byte 0xff is not UTF-8"]),
    "half a character in a text": (as_json({**TEXT, "text": "\ud800"}), ["surrogate"]),
    "half a character in an id": (as_json({**TEXT, "id": "\ud800"}), ["surrogate"]),
    "half a character in a key": (as_json({**TEXT, "\ud800": 1}), ["surrogate"]),
    "half a character in a name": (as_json(name="\ud800"), ["surrogate"]),
    "a key beyond ASCII": (as_json({**TEXT, "ü": 1}), ["entry 1"]),
    "nothing as a text": (as_json({**TEXT, "text": None}), ["entry 1, text"]),
    "nothing as the order": (as_json({**TEXT, "after": None}), ["entry 1, after"]),
    "nothing as sources": (as_json({**TEXT, "sources": None}), ["entry 1, sources"]),
    "nothing as parties": (as_json(parties=None), ["mechanism.parties"]),
    "nested arrays": (nested("[", "]", 100_000), ["nested too deeply"]),
    "nested objects": (nested('{"a":', "}", 100_000), ["nested too deeply"]),
    "objects nested less": (nested('{"a":', "}", 900), ["nested"]),
    "objects nested less, with id": (nested('{"a":', "}", 900, '"id": "x"'), ["entry 1"]),
    "objects nested little": (nested('{"a":', "}", 40), ["entry 1", "nested"]),
    "unknown type": (as_json({**TEXT, "type": "note"}), ["entry 1, type"]),
}
