"""Measurements: this product beside a peer, on the same files, in one run. `python -m benchmarks --help`."""
