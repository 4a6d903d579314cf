"""Write the golden logs of the present schema anew: ``python tests/vectors/make.py``.

Only while that schema is not released: a log of a released schema stays as it is.
"""

import sys
from pathlib import Path

VECTORS = Path(__file__).parent
sys.path.insert(0, str(VECTORS.parents[1]))

from tests.lifecycle.test_golden_log import (  # noqa: E402  # found by that path
    from_the_dossier,
    inferred_order,
)
from tests.lifecycle.vocabulary import whole_vocabulary  # noqa: E402  # as above

for name, records in (
    ("reference-case-2", from_the_dossier()),
    ("whole-vocabulary-2", whole_vocabulary()),
    ("inferred-order-2", inferred_order()),
):
    (VECTORS / f"{name}.jsonl").write_bytes(b"".join(record + b"\n" for record in records))
