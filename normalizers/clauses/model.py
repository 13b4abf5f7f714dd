"""What a sentence says of one of its numbers: the words that lead to it, and the numbers that it depends on."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from normalizers.numbers import Unit


@dataclass(slots=True)
class Stated:
    """One number of a paragraph.

    - text, start, end: the number with its unit as printed, and its span in the sentence of index `sentence`.
    - value, unit: as printed (5% is 5); `high` is the end of a range (100至120马力). A number of a list takes the unit
      of the list (1、2和3万元); `unit` is None where nothing states one.
    - own: the words of its own clause in front of it, without connectives; of values that follow in the order of
      names (分别) its name. `behind`: the words between it and the next number or comma; `after`: the clause behind
      that comma, where it holds no number (25万元，用于修复).
    - outer: labels around `own`, outermost first: those the caller gave, the label of the list entry, words in front
      of the comma (截至2023年末，) or the colon, those of the number that it is a part of, words shared by a list.
    - shared: of these, the words that all values of a list share (A、B分别安排1、2). each: names that have the value
      each (甲、乙、丙各12万元).
    - label: of these, the name that heads its list entry or paragraph (3、能繁母猪：…); empty where none does.
    - listed_after: index of the first number of its list, whose verb holds for all (到位中央3万元、省级2万元).
    - clause: the clause as printed, without marks; numbers between the same commas share `clause_index`.
    - part: semicolons count the parts of a sentence; clauses of one part lean on each other. depth: its bracket, 0
      outside of all.
    - parent: index of the number that this one is a part of (其中, brackets, behind a colon); `is_proved` when the
      parts add up to it. parts: indices of the numbers that a sum is of, before or behind it (共计).
    - same_as: index of the number with the same words (50%即81万元).
    - op: ≥ > ≤ <, None where no bound is said. role: "change" (比上年增加…), "former" and "latter" (由A提高到B).
    - is_condition: the clause says when something holds (…的，奖励…).
    """

    sentence: int
    text: str
    start: int
    end: int
    value: Decimal
    unit: Unit | None
    high: Decimal | None = None
    own: str = ""
    behind: str = ""
    after: str = ""
    outer: tuple[str, ...] = ()
    label: str = ""
    shared: str = ""
    each: tuple[str, ...] = ()
    clause: str = ""
    clause_index: int = 0
    part: int = 0
    depth: int = 0
    listed_after: int | None = None
    parent: int | None = None
    parts: tuple[int, ...] = ()
    is_proved: bool = False
    same_as: int | None = None
    op: str | None = None
    role: str = ""
    is_condition: bool = False

    @property
    def address(self) -> tuple[str, ...]:
        """All labels, outermost first."""
        return (*self.outer, self.own) if self.own else self.outer

    @property
    def kind(self) -> str:
        """The kind of the unit, with '' for none; money_fx is money of another currency."""
        return self.unit.kind if self.unit else ""

    @property
    def base(self) -> Decimal:
        """The value in the base of its unit's kind (yuan, per cent, pieces …)."""
        return self.value * self.unit.factor if self.unit else self.value

    @property
    def step(self) -> Decimal:
        """One unit of the last printed digit, in the base of the unit's kind."""
        exponent = self.value.as_tuple().exponent
        digit = Decimal(1).scaleb(exponent if isinstance(exponent, int) else 0)
        return digit * self.unit.factor if self.unit else digit
