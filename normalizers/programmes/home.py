"""Where a programme is at home: the region and the office whose documents name it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from normalizers.offices import find_office
from normalizers.regions import SHORT, load_index, name_keys
from normalizers.text import match_key

_FEWEST = 4  # characters that a name keeps when a short name of its place is taken off
_LEVEL_BEHIND = "(?![省市县区州]?(?:级|本级|直|属))"


@dataclass(frozen=True)
class Home:
    """The region of a document, by code or (zones without one) by name, and the office that answers for it."""

    region_code: str | None
    region_name: str | None = None
    office: str | None = None

    @cached_property
    def region(self) -> str:
        """What tells this region from all others; '' where none is known."""
        return self.region_code or match_key(self.region_name or "")

    @cached_property
    def office_key(self) -> str:
        """The office without the places that its name begins with: 烟台市商务局 and 市商务局 are 商务局."""
        key = match_key(self.office or "")
        return re.sub(r"^[省市县区州](?=[\u4e00-\u9fff]{2})", "", self._any_front.sub("", key))

    def without_place(self, name: str) -> str:
        """A name without that of its own region, by any name that it bears, and without those above it in front.

        Other regions stay: they tell programmes apart. 山东省科技专项 in a city's document is the province's.
        """
        if self.region == "":
            return name
        bare = self._own.sub("", self._in_brackets.sub("", self._chain.sub("", name)))
        short = self._short.match(bare)
        return bare[short.end() :] if short and len(bare) - short.end() >= _FEWEST else bare

    def without_office(self, name: str) -> str:
        """A name without the office of the document in front of it."""
        key = self.office_key
        front = re.match(rf"(?:[省市县区州]|本级)?{re.escape(key)}(?:[的:：、]|关于)?", name) if key else None
        return name[front.end() :] if front and len(name) - front.end() >= _FEWEST else name

    @cached_property
    def _own_names(self) -> tuple[list[str], list[str]]:
        """Full names of the own region, and its short ones."""
        full = [match_key(self.region_name)] if self.region_name else []
        short: list[str] = []
        for region in load_index().by_code.get(self.region_code or "", ()):
            for key, closeness in name_keys(region):
                (short if closeness == SHORT else full).append(key)
        return full, short

    @cached_property
    def _above(self) -> list[str]:
        code = self.region_code or ""
        above = [c for c in (code[:2] + "0000", code[:4] + "00") if c != code]
        return [
            key for c in above for region in load_index().by_code.get(c, ()) for key, _ in name_keys(region)
        ]

    @cached_property
    def _own(self) -> re.Pattern[str]:
        return re.compile(rf"(?:{_any(self._own_names[0])}){_LEVEL_BEHIND}")

    @cached_property
    def _short(self) -> re.Pattern[str]:
        return re.compile(rf"(?:{_any(self._own_names[1])}){_LEVEL_BEHIND}")

    @cached_property
    def _in_brackets(self) -> re.Pattern[str]:
        return re.compile(rf"[（(](?:{_any(self._own_names[1])})[)）]")

    @cached_property
    def _chain(self) -> re.Pattern[str]:
        """Regions above, in front of the own one."""
        full, short = self._own_names
        return re.compile(rf"^(?:{_any(self._above)})+(?=(?:{_any([*full, *short])}))")

    @cached_property
    def _any_front(self) -> re.Pattern[str]:
        full, short = self._own_names
        return re.compile(rf"^(?:{_any([*self._above, *full, *short])})+")


def front_office(name: str) -> str:
    """The office that a name begins with; '' where it begins with none."""
    office = find_office(name) or ""
    return office if office and name.startswith(office) else ""


def _any(names: list[str]) -> str:
    """A pattern for one of the names, the longest first; one that matches nothing for none."""
    return "|".join(sorted(map(re.escape, set(names)), key=len, reverse=True)) or r"(?!)"
