"""The parties: their codes, and what one of them contests."""

from collections.abc import Iterator

from lifecycle.analysis.anomalies.kinds import Kind, Observation, observation
from lifecycle.facts.models import (
    Absorbed,
    Concluded,
    EventDisputed,
    Merged,
    Reopened,
    Replaced,
    Resumed,
    Split,
    Suspended,
)
from lifecycle.views.date_words import on, when
from lifecycle.views.life import Life
from lifecycle.views.phrases import listed

_ISO_3166_1 = frozenset(
    """
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS
    BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE
    EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM
    HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC
    LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA
    NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW
    SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO
    TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW
    """.split()  # noqa: SIM905  # a table of codes reads best as one text
)
"""The officially assigned alpha-2 codes."""

_STANDING = frozenset(
    model.type
    for model in (Suspended, Resumed, Concluded, Reopened, Merged, Split, Replaced, Absorbed)
)


def _party_not_iso(life: Life) -> Iterator[Observation]:
    others = [
        f"{party.code} ({party.scheme})" if party.code not in _ISO_3166_1 else party.code
        for party in life.registration.parties
        if party.scheme != "iso3166-1" or party.code not in _ISO_3166_1
    ]
    if others:
        have = "has" if len(others) == 1 else "have"
        yield observation(
            f"{listed(others)} {have} no officially assigned ISO 3166-1 code.",
            life.history[0],
        )


def _contested_status(life: Life) -> Iterator[Observation]:
    for fact, act in life.told(Suspended, Resumed):
        if act.contested_by:
            verb = "suspension" if isinstance(act, Suspended) else "resumption"
            yield observation(f"{listed(act.contested_by)} contests the {verb} {when(fact)}.", fact)
    for fact, dispute in life.told(EventDisputed):
        target = life.by_id.get(dispute.event)
        if dispute.by and target is not None and target.type in _STANDING:
            what = target.type.replace("_", " ")
            yield observation(
                f"{listed(dispute.by)} contests that it was {what} {on(target)}.", target, fact
            )


KINDS = (
    Kind("party_not_iso", "info", "A party without an ISO 3166-1 code", _party_not_iso),
    Kind(
        "contested_status",
        "warning",
        "A party contests whether it lives",
        _contested_status,
        frozenset({Suspended.type, Resumed.type, EventDisputed.type}),
    ),
)
