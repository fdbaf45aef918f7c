"""One person of a household: who has the next birthday."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

_RULE = {
    "zh": (
        "请问您家里年满{age}周岁、常住在这里的人当中，从今天算起，谁的生日最先到？"
        "今天过生日的就算今天。请只访问这一位：不在家就约时间再来，不能换成别人；"
        "生日按同一种历法（都按公历或都按农历）比较；两人同一天的，访问名字写在前面的一位。"
    ),
    "en": (
        "Of those of {age} or older who live here, who has the next birthday, counted from today? "
        "A birthday today counts as today. Interview this person only: if absent, agree on a time and come again; "
        "nobody else may answer instead. Compare all birthdays in one calendar; "
        "of two on the same day take the one written first."
    ),
}


def next_birthday_rule(*, age: int, language: str = "zh") -> str:
    """What the interviewer reads out (Salmon & Nichols 1983): a person by chance without listing the household."""
    return _RULE[language].format(age=age)


def next_to_have_birthday(birthdays: Sequence[tuple[int, int]], *, today: dt.date) -> int:
    """Place in the list of the first (month, day) from today on; 29 February counts as between 28 and 1 March.

    The first of equal ones. Raises ValueError for an empty list.
    """
    now = (today.month, today.day)
    return min(range(len(birthdays)), key=lambda place: (birthdays[place] < now, birthdays[place], place))
