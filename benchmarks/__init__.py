"""How fast the project is beside bare SQLite and its nearest peer, on the same work.

``python -m benchmarks`` measures everything in one run and prints one table.
"""
