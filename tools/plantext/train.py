#!/usr/bin/env python3
"""Documents read by hand → data/weights.json of the plan compiler.

train.py                make the weights anew from all documents and phrases
train.py --folds 5      also measure: each fifth of the documents read with weights made from the others
"""

from __future__ import annotations

import argparse
import json
import sys
from functools import partial
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
sys.path[:0] = [str(HERE), str(ROOT / "src")]

import examples as ex  # noqa: E402
from measure import Tally, measure  # noqa: E402
from softmax import Example, Softmax  # noqa: E402

from qunfang.engine.plantext import scorer  # noqa: E402

DOCUMENTS = ROOT / "tests/engine/plantext/documents"
WEIGHTS = ROOT / "src/qunfang/engine/plantext/data/weights.json"
DRAW = {
    "deliverable": 0.7,
    "join": 2.0,
    "every": 3.0,
    "per": 3.0,
    "site": 2.0,
    "doer": 2.0,
}  # how strongly weights are drawn to what is taken before any document is read
HEADS = ("deliverable", "join", "every", "per", "site", "count", "doer")
SLOT_HEADS = ("every", "per", "site", "count", "doer")
PARTS = 3  # parts of the documents, each read with weights made from the others
Read = dict[str, dict[str, list[Example]]]
DELIVERABLE_PRIOR = {"frame": 2.0, "n": 1.0, "last": 0.6}
NOTHING_PRIOR = {
    "purpose": 0.5,
    "background": 0.5,
    "sanction": 0.5,
    "prohibit": 0.5,
    "exhort": 0.3,
    "past": 0.2,
    "rate": 0.3,
}
NOTHING_SECTIONS = frozenset({"background", "goal", "focus", "organisation", "sanction"})
NAME_OF = {concept: name for name, concept in ex.CONCEPT.items()}


def prior(head: str, cue: str, label: str) -> float:
    """What a cue is taken to say before any document is read."""
    group, _, value = cue.partition("=")
    if head == "deliverable":
        return _deliverable_prior(group, value, label)
    if head in {"every", "per"}:
        return 1.5 if group == "rule" and value == label else 0.0
    if label == "yes":
        return 1.5 if (head, cue) == ("count", "rule=True") else 0.5 if (head, cue) == ("site", "zone=own") else 0.0
    return 0.0


def _deliverable_prior(group: str, value: str, label: str) -> float:
    if label == "none":
        told = NOTHING_PRIOR.get(value, 0.0) if group == "c" else 0.0
        return (
            told
            + (0.5 if group == "sec" and value in NOTHING_SECTIONS else 0.0)
            + (2.0 if group == "frame" and value == "none" else 0.0)
        )
    return DELIVERABLE_PRIOR.get(group, 0.0) if NAME_OF.get(value, value) == label else 0.0


def classes_of(head: str, examples: list[Example]) -> list[str]:
    """Classes in a fixed order; `none` and `no` first."""
    if head in {"site", "count", "doer", "join"}:
        return ["no", "yes"]
    return ["none", *sorted({label for _, label, _ in examples} - {"none"})]


def weights_from(
    docs: list[ex.Document], phrases: list[Example], read: Read, wanted: tuple[str, ...] = HEADS
) -> dict[str, object]:
    """The table of the heads wanted."""
    table: dict[str, object] = {}
    for head in wanted:
        told = [each for doc in docs for each in read[doc.name][head]]
        told += phrases if head == "deliverable" else []
        fitted = Softmax(classes_of(head, told), partial(prior, head), DRAW.get(head, 1.0))
        fitted.fit(told)
        table[head] = fitted.table()
    return table


def examples_of(docs: list[ex.Document]) -> Read:
    """All examples. Slots are read beside the obligation before: first as the readings by hand tell it, then as weights
    that were made without the document read it, since that is what stands there when a new document is compiled."""
    told = {doc.name: ex.slots(doc, ex.told_beside(doc)) for doc in docs}
    found: Read = {}
    for part in range(PARTS):
        install(weights_from([doc for place, doc in enumerate(docs) if place % PARTS != part], [], told, SLOT_HEADS))
        for doc in docs[part::PARTS]:
            slots = ex.slots(doc, ex.read_beside(doc))
            found[doc.name] = {**slots, "deliverable": ex.deliverables(doc), "join": ex.joins(doc)}
    return found


def cross_validate(docs: list[ex.Document], phrases: list[Example], read: Read, folds: int) -> Tally:
    """Figures of documents read with weights that were made without them."""
    tally = Tally()
    for fold in range(folds):
        table = weights_from([doc for place, doc in enumerate(docs) if place % folds != fold], phrases, read)
        install(table)
        for doc in docs[fold::folds]:
            measure(doc, tally)
    return tally


def install(table: dict[str, object]) -> None:
    """Let the compiler use a table without writing it."""
    made = {name: scorer.head_from(each) for name, each in table.items()}  # type: ignore[arg-type]
    scorer.use(made)


def main() -> None:
    """Train, and measure when asked."""
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("--folds", type=int, default=0)
    asked.add_argument("--out", type=Path, default=WEIGHTS)
    told = asked.parse_args()
    docs = ex.documents(DOCUMENTS)
    phrases = ex.phrases(HERE / "phrases")
    read = examples_of(docs)
    if told.folds:
        print(cross_validate(docs, phrases, read, told.folds).lines())
    table = weights_from(docs, phrases, read)
    told.out.write_text(
        json.dumps(table, ensure_ascii=False, separators=(",", ":"), sort_keys=True) + "\n", encoding="utf-8"
    )
    print(f"{len(docs)} documents, {len(phrases)} phrases, {told.out.stat().st_size // 1024} kB")


if __name__ == "__main__":
    main()
