"""One number of a sentence with its settled meaning."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from extractors.prose import Sentence
from normalizers import regions
from normalizers.clauses import Stated
from normalizers.facets import Facets
from normalizers.numbers import to_yuan
from pipeline.prose.phrases import Phrase


@dataclass(slots=True, eq=False)
class Said:
    """A number of a sentence with its settled meaning.

    `facets` are those of its clause and of what it depends on; `item` is what the money is for or what is counted, as
    printed, `path` the items that it is a part of, outermost first, itself last. `why_not` says why it is no fact of
    the programme: comparison, forecast (plans, wishes), part (bounds, conditions, standards), debt, statistics.
    """

    stated: Stated
    sentence: Sentence
    phrase: Phrase
    facets: Facets
    item: str = ""
    path: tuple[str, ...] = ()
    parent: Said | None = None
    parts: list[Said] = field(default_factory=list)
    whole: Said | None = None  # the sum behind it
    why_not: str | None = None
    year: int | None = None
    as_of: date | None = None
    region_code: str | None = None
    region_name: str | None = None
    names_region: bool = False
    mentions_region: bool = False
    is_carried: bool = False  # the region is that of the subject of a clause before it
    is_place: bool = False  # its words are the name of a region alone
    several_regions: bool = False
    regions: list[regions.Region] = field(
        default_factory=list
    )  # that have the amount each: 甲县、乙县各12万元
    stated_year: int | None = None  # by its words or by those before it in its paragraph
    names_time: bool = False
    is_total: bool = False
    taken: list[tuple[str, str]] = field(default_factory=list)

    @property
    def yuan(self) -> Decimal | None:
        """The number as Chinese money."""
        return to_yuan(self.stated.value, self.stated.unit)

    @property
    def label(self) -> str:
        """Of the list entry or paragraph that it stands in."""
        return self.stated.label

    @property
    def phase(self) -> str | None:
        """The likeliest phase."""
        return None if self.facets.flow == "balance" else self.facets.phase
