"""Qunfang 群防: takes a work plan against telecom fraud, makes it run, and proves what came of it."""

__version__ = "0.1.0"
