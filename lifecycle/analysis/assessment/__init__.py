"""Judgement: what follows, as of a day, from what is on record of a mechanism.

Nothing here is stored, and nothing here moves a mechanism. Silence of the record is never called
inactivity without the last fact on record beside it.
"""

from lifecycle.analysis.assessment.assess import Assessment, assess
from lifecycle.analysis.assessment.case import Thresholds

__all__ = ["Assessment", "Thresholds", "assess"]
