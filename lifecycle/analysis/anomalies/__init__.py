"""Anomalies: small pure functions, each with a code and a sentence."""

from lifecycle.analysis.anomalies.catalogue import CATALOGUE, find_anomalies
from lifecycle.analysis.anomalies.kinds import Anomaly, Kind, Observation, Severity

__all__ = ["CATALOGUE", "Anomaly", "Kind", "Observation", "Severity", "find_anomalies"]
