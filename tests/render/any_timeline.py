"""Timelines of any text at all, to see that none of it escapes from its place."""

from hypothesis import strategies as st

from lifecycle.timeline.values import Doubt, Lane, Mark, Source, Span, Timeline

_HOSTILE = (
    "</title><script>alert(1)</script>",
    '" onload="alert(1)',
    "' onfocus='alert(1)",
    "]]><!-- -->",
    "&lt;b&gt; &amp;",
    "\x1b[2J\x1b]0;owned\x07",
    "\u202egnirts\u2066",
    "a\nsection b\r\n%% c",
    "#1; x: y",
    "title x",
    "אבג مرحبا",
    "दिसंबर 2025",
    "\ud800",
    "```\n# heading",
    "javascript:alert(1)",
    "https://example.org/?a=1&b=<2>",
    "word " * 40,
    "x" * 300,
)

texts = st.one_of(
    st.sampled_from(_HOSTILE), st.text(st.characters(exclude_categories=()), max_size=30)
)
days = st.integers(min_value=1, max_value=1_500_000)

sources = st.builds(Source, texts, texts, st.none() | texts, st.none() | texts, st.none() | texts)
doubts = st.builds(
    Doubt,
    event_id=texts,
    position=st.integers(0, 10**9),
    text=texts,
    occurred=st.none() | texts,
    earliest=st.none() | days,
    latest=st.none() | days,
    recorded_at=texts,
    sources=st.lists(sources, max_size=1).map(tuple),
)
signs = st.sampled_from(("fact", "meeting", "series", "plan", "off", "change"))
marks = st.builds(
    Mark,
    event_id=texts,
    position=st.integers(0, 10**9),
    type=texts,
    title=texts,
    details=st.lists(st.tuples(texts, texts), max_size=2).map(tuple),
    occurred=st.none() | texts,
    earliest=st.none() | days,
    latest=st.none() | days,
    at=days,
    uncertain=st.booleans(),
    order_conflict=st.booleans(),
    recorded_at=texts,
    moves=st.lists(st.tuples(texts, texts, texts), max_size=2).map(tuple),
    flags=st.lists(texts, max_size=2).map(tuple),
    sources=st.lists(sources, max_size=2).map(tuple),
    sign=signs,
    amended=st.lists(texts, max_size=1).map(tuple),
    doubts=st.lists(doubts, max_size=2).map(tuple),
    remarks=st.lists(texts, max_size=1).map(tuple),
)
spans = st.builds(
    lambda kind, label, ends, duration, open_start, open_end, contested_by: Span(
        kind,
        label,
        min(ends),
        max(ends),
        duration,
        open_start,
        open_end,
        contested_by=contested_by,
    ),
    st.sampled_from(("state", "suspended", "concluded", "roadmap", "gap")),
    texts,
    st.tuples(days, days),
    texts,
    st.booleans(),
    st.booleans(),
    st.lists(texts, max_size=1).map(tuple),
)
lanes = st.builds(
    Lane,
    mechanism_id=texts,
    title=texts,
    parties=st.lists(texts, max_size=2).map(tuple),
    status=texts,
    marks=st.lists(marks, max_size=5).map(tuple),
    spans=st.lists(spans, max_size=4).map(tuple),
    ended=st.none() | days,
    flags=st.lists(texts, max_size=2).map(tuple),
    last=texts,
    remarks=st.lists(texts, max_size=1).map(tuple),
)
timelines = st.builds(
    Timeline,
    lanes=st.lists(lanes, max_size=3).map(tuple),
    as_of=days,
    log_size=st.integers(0, 10**9),
    log_root=texts,
)
