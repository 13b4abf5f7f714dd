"""The role of one column: the first that its headings and the values below them agree on."""

from __future__ import annotations

from extractors.kinds.subjects import GENERIC, only_qualifies, plain
from extractors.vocabulary import (
    Profile,
    class_share,
    compares_years,
    heads_percentages,
    known_roles,
    suggested_roles,
    unit_share,
    value_type,
)
from normalizers import labels
from normalizers.text import match_key

_LEVELS_OF_GOVERNMENT = ("central", "province", "city", "county")
_BEFORE = ("上年", "上一年", "以前", "往年", "历年", "年初")
_LONGEST_HEADING = 16  # a longer one above several columns is a title


def role_of(path: tuple[str, ...], values: Profile) -> tuple[str | None, str]:
    """The first role that heading and values agree on, and by what it was found (name, words or values); (None, "")
    where they agree on none. `path` holds the headings from top to bottom."""
    if not path:
        return None, ""
    leaf = path[-1]
    parents = path[:-1]
    if _is_comparison(leaf, parents):
        return "comparison", "words"
    tries: list[tuple[tuple[str, ...], str]] = []
    if parents and only_qualifies(leaf) and not _is_left_over(leaf, parents):
        stages = [tuple(r for r in known_roles(parent) if r != "amount_sum") for parent in reversed(parents)]
        tries += [(roles, "name") for roles in stages]
        tries += [(suggested_roles(parent), "words") for parent in reversed(parents)]
    tries += [(known_roles(leaf), "name"), (known_roles("".join(path)), "name")]
    tries += [(suggested_roles(leaf), "words")]
    tries += [
        (suggested_roles(parent), "words")
        for parent in reversed(parents)
        if len(match_key(parent)) <= _LONGEST_HEADING
    ]
    tries += [(known_roles(parent), "words") for parent in reversed(parents) if only_qualifies(leaf)]
    if labels.is_total_label(leaf) or labels.funding_source(leaf) in _LEVELS_OF_GOVERNMENT:
        tries.append((("amount_sum",), "values" if values.count else "name"))
    in_percent = heads_percentages(leaf)
    for roles, evidence in tries:
        fitting = [
            role
            for role in roles
            if values.fits(value_type(role))
            and _worded(role, evidence, values)
            and not (in_percent and value_type(role) == "money")
        ]
        if fitting and (values.count or evidence == "name"):
            return _prefer(fitting, values), evidence
    return None, ""


def _is_comparison(leaf: str, parents: tuple[str, ...]) -> bool:
    """比上年增减, or 金额 and % below it. A heading over all columns (与上年对比) changes none that says what it is."""
    if compares_years(leaf):
        return True
    says_nothing = plain(leaf) in GENERIC or heads_percentages(leaf)
    return says_nothing and any(compares_years(text) for text in parents if len(text) <= _LONGEST_HEADING)


def _is_left_over(leaf: str, parents: tuple[str, ...]) -> bool:
    """结转结余 under 预算执行情况 is what is left of the money; 上年结转 there is a source of it."""
    spent = {role for parent in parents for role in (*known_roles(parent), *suggested_roles(parent))}
    key = match_key(leaf)
    return (
        "amount_balance" in known_roles(leaf)
        and bool(spent & {"amount_executed", "amount_paid"})
        and not key.startswith(_BEFORE)
    )


def _worded(role: str, evidence: str, values: Profile) -> bool:
    """A heading that only suggests terms needs cells that state some; bare figures are not enough."""
    if role == "cap_text" and values.quantity >= 0.5:
        return True  # 最高补贴额: 100万元
    return value_type(role) != "terms" or evidence == "name" or values.text + values.percent >= 0.5


def _prefer(roles: list[str], values: Profile) -> str:
    """Choose among roles that share a heading by what the cells say."""
    if "recipient_class" in roles and class_share(values.texts) >= 0.5:
        return "recipient_class"
    if "unit" in roles and "recipient" in roles:
        return "unit" if unit_share(values.texts) >= 0.5 else "recipient"
    return roles[0]
