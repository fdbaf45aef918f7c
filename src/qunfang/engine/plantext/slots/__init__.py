"""The slots of an obligation: how many, counted against what, how often, until when, where."""
