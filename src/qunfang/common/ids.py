"""Identifiers and secrets that may be seen outside."""

from __future__ import annotations

import hashlib
import secrets
import uuid


def new_uuid() -> uuid.UUID:
    """A random UUID."""
    return uuid.uuid4()


def new_secret() -> str:
    """A URL-safe secret of 192 bits; keep only its digest."""
    return secrets.token_urlsafe(24)


def digest(secret: str) -> str:
    """SHA-256 of a secret in hexadecimal, for keeping and looking up."""
    return hashlib.sha256(secret.encode()).hexdigest()
