"""Pages of plans: list, new, review, versions, superior."""
