"""Surveys by chance: how many to ask, whom, what follows from the answers, and is the target met.

`designs` before the interviews · `draws` seeded and checkable · `estimates` with the errors of the design ·
`verdicts` met, not met, not enough yet, and change between waves. Values in, values out; a seed is a text.
"""
