"""Reviewing proof: one at a time, the clean ones together, some of them twice."""
