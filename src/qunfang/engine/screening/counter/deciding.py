"""From signs to a decision, its reasons, and the next best questions."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log

from qunfang.engine.screening.counter.protocol import Protocol, Question, protocol
from qunfang.engine.screening.counter.reading import Part, Seen, signs_in, slip_parts, texts
from qunfang.engine.screening.counter.talk import Talk
from qunfang.engine.screening.script import all_cues, read_script

MOST_QUESTIONS = 3
MOST_REASONS = 5
MESSAGE_CUE = 0.7  # a cue made for messages says less of a talk
DIMINISH = 0.75  # each further sign of a side counts this much of the one before
SLIP = (
    "这笔业务有被骗的风险，我们按《反电信网络诈骗法》先暂缓办理。原因：{why}。"
    "您不同意可以向本行申诉（第三十二条）：请大堂经理登记，或拨打本行客服电话；也可以拨 96110 咨询。",
    "This may be a fraud, so it is held under the Anti-Telecom Fraud Law. Why: {why}. "
    "If you disagree you may appeal to the bank (article 32): ask the lobby manager or ring the bank; 96110 advises.",
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Why:
    """One reason that a customer can hear, with the words it rests on (empty where it is the slip)."""

    id: str
    weight: float
    says: str
    words: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Decision:
    """proceed, ask or hold; risk in [0, 1]; questions only with ask, slip only with hold; the protocol's version."""

    decision: str
    type: str | None
    risk: float
    ask: tuple[str, ...]
    reasons: tuple[Why, ...]
    slip: str | None
    protocol: str


def decide(talk: Talk, *, rules: Protocol | None = None, language: str = "zh") -> Decision:
    """Decide on what is known so far. Deterministic; a list of the police alone is enough to hold."""
    rules = rules or protocol()
    seen, parts = signs_in(talk, rules), slip_parts(talk, rules)
    fraud, doubt, ground = (_side(seen, side) for side in ("fraud", "doubt", "ground"))
    slip = rules.slip["base"] + sum(part.weight for part in parts)
    total = slip + fraud + doubt + ground
    listed = sum(part.weight for part in parts if part.id == "listed")
    lead = _lead(parts)
    word = _word(rules, total, fraud + listed + lead)
    reasons = _reasons(seen, parts, word, language)
    asked = _questions(talk, rules, [*seen, *parts], total) if word == "ask" else ()
    return Decision(
        decision=word,
        type=_type(seen, talk) if word == "hold" else None,
        risk=_risk(total - (rules.hold + rules.proceed) / 2),
        ask=tuple(each.en if language == "en" else each.zh for each in asked),
        reasons=reasons,
        slip=_slip(reasons, language) if word == "hold" else None,
        protocol=rules.version,
    )


def _side(seen: list[Seen], side: str) -> float:
    """The sum of a side's signs, the strongest whole, each further one less: signs of one side tell much the same."""
    weights = sorted((each.sign.weight for each in seen if each.sign.side == side), key=abs, reverse=True)
    return sum(weight * DIMINISH**place for place, weight in enumerate(weights))


def _lead(parts: list[Part]) -> float:
    return sum(part.weight for part in parts if part.id == "companion" and part.weight > 1)


def _word(rules: Protocol, total: float, fraud: float) -> str:
    if total >= rules.hold and fraud >= rules.least_fraud:
        return "hold"
    return "proceed" if total <= rules.proceed and fraud < rules.least_fraud + 1 else "ask"


def _risk(total: float) -> float:
    return round(1 / (1 + exp(-max(-30.0, min(30.0, total)))), 4)


def _type(seen: list[Seen], talk: Talk) -> str | None:
    """The type with the most weight behind it: the signs' own, and, more lightly, the cues of messages in the words."""
    weights: dict[str, float] = {}
    for each in seen:
        for name in each.sign.types:
            weights[name] = weights.get(name, 0.0) + each.sign.weight / len(each.sign.types)
    cues = all_cues()
    for _, text in texts(talk):
        for found in read_script(text).cues:
            for name in cues[found.cue].types:
                weights[name] = weights.get(name, 0.0) + MESSAGE_CUE / len(cues[found.cue].types)
    weights.pop("other", None)
    stolen = weights.pop("account_theft", 0.0)  # the counter's types are the police's twelve
    weights["cyber_black"] = weights.get("cyber_black", 0.0) + stolen
    best = max(weights, key=lambda name: weights[name])
    return best if weights[best] > 0 else None


def _reasons(seen: list[Seen], parts: list[Part], word: str, language: str) -> tuple[Why, ...]:
    found: list[Seen | Part] = [*seen, *parts]
    whys = [_why(each, language) for each in found]
    wanted = [why for why in whys if (why.weight < 0) == (word == "proceed")]
    return tuple(sorted(wanted, key=lambda why: -abs(why.weight))[:MOST_REASONS])


def _why(found: Seen | Part, language: str) -> Why:
    sign, words = (found.sign, found.words) if isinstance(found, Seen) else (found, "")
    return Why(id=sign.id, weight=sign.weight, says=sign.en if language == "en" else sign.zh, words=words)


def _slip(reasons: tuple[Why, ...], language: str) -> str:
    said = ("; " if language == "en" else "；").join(why.says for why in reasons[:3])
    return SLIP[language == "en"].format(why=said)


def _questions(talk: Talk, rules: Protocol, found: list[Seen | Part], total: float) -> tuple[Question, ...]:
    """The fewest questions whose honest answers would let the business go on, most telling first; at most three."""
    open_doubts = {each.sign.id if isinstance(each, Seen) else each.id for each in found}
    said = " ".join(text for _, text in texts(talk))
    left = [each for each in rules.questions if talk.wish.kind in each.kinds and not each.known.search(said)]
    left = left or [each for each in rules.questions if talk.wish.kind in each.kinds][:1]
    ranked = sorted(left, key=lambda each: -_gain(each, total, rules, len(each.about & open_doubts)))
    chosen: list[Question] = []
    after = total
    for question in ranked[:MOST_QUESTIONS]:
        chosen.append(question)
        after -= question.clears
        if after <= rules.proceed or len(chosen) == MOST_QUESTIONS - 1:
            break
    return tuple(chosen)


def _gain(question: Question, total: float, rules: Protocol, about: int) -> float:
    """Expected drop of entropy (bits) about fraud, raised where the question is about an open doubt."""
    shift = (rules.hold + rules.proceed) / 2
    now = _risk(total - shift)
    honest, coached = _risk(total - shift - question.clears), _risk(total - shift + question.catches)
    chance = (now - honest) / (coached - honest) if coached > honest else 0.5
    return (_entropy(now) - chance * _entropy(coached) - (1 - chance) * _entropy(honest)) * (1 + about)


def _entropy(chance: float) -> float:
    if chance in (0.0, 1.0):
        return 0.0
    return -chance * log(chance, 2) - (1 - chance) * log(1 - chance, 2)
