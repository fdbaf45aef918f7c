"""Scenes written for this project, and how they are read: a counter's talks, a group's messages."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).parent


def talks() -> list[dict[str, Any]]:
    """The talks as rows of `qunfang counter`, with `decision` and `type` beside."""
    return [_talk(each) for each in yaml.safe_load((HERE / "talks.yaml").read_text(encoding="utf-8"))]


def groups() -> list[dict[str, Any]]:
    """The groups as rows of `qunfang guard`, with `alerts` as (message id, kind) beside."""
    return [_group(each) for each in yaml.safe_load((HERE / "groups.yaml").read_text(encoding="utf-8"))]


def _talk(entry: dict[str, Any]) -> dict[str, Any]:
    slip, who = entry["slip"], entry["who"]
    payee = slip["payee"]
    return {
        "id": entry["id"],
        "customer": who,
        "transfer": {
            "kind": slip["kind"],
            "amount_yuan": slip["yuan"],
            "balance_share": slip["share"],
            "payee": {
                "name": payee.get("name"),
                "relation_claimed": payee.get("relation"),
                "new": payee.get("new", False),
                "kind": payee.get("kind", "unknown"),
                "listed": payee.get("listed"),
            },
            "history_with_payee": slip.get("history", 0),
            "urgent": slip.get("urgent", False),
        },
        "stated_purpose": entry["purpose"],
        "answers": [{"question": str(asked), "answer": str(said)} for asked, said in entry["said"]],
        "observed": entry["seen"],
        "expected": {"decision": entry["decision"], "type": entry.get("type")},
    }


def _group(entry: dict[str, Any]) -> dict[str, Any]:
    messages = [_message(entry["id"], number, each) for number, each in enumerate(entry["messages"], 1)]
    return {
        "id": entry["id"],
        "group": {**entry["group"], "roster": [_member(each) for each in entry["roster"]]},
        "messages": messages,
        "expected": {
            "alerts": [{"message_id": f"{entry['id']}-{number}", "kind": kind} for number, kind in entry["alerts"]]
        },
    }


def _member(line: str) -> dict[str, str]:
    key, *name, role = line.split()
    return {"member_id": key, "name": " ".join(name), "role": role}


def _message(group: str, number: int, entry: list[Any]) -> dict[str, Any]:
    extra = entry.pop() if isinstance(entry[-1], dict) else {}
    sender, name, *rest = entry
    kind, text = rest if len(rest) == 2 else ("text", rest[0])
    return {
        "id": f"{group}-{number}",
        "at": f"2026-10-{number % 28 + 1:02d}T10:00:00+08:00",
        "sender_id": sender,
        "sender_name": name,
        "kind": kind,
        "text": text,
        "file_name": extra.get("file"),
        "qr_content": extra.get("qr"),
        "url": extra.get("url"),
    }
