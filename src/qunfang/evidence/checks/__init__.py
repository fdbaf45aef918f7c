"""Photos of a submission, checked after it was handed in: what speaks for it, what against it, and how much."""

from qunfang.evidence.checks.photos import ask_for_checks, captured_place, check_submission, doubt_of, place_of

__all__ = ["ask_for_checks", "captured_place", "check_submission", "doubt_of", "place_of"]
