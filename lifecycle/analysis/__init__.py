"""What follows from a view: anomalies, status, obligations, and what is due."""
