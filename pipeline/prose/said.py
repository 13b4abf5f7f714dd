"""What each number of a paragraph means: its own words, then those of what it depends on, the headings last."""

from __future__ import annotations

import calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import lru_cache

from extractors.prose import Sentence
from normalizers import regions
from normalizers.clauses import Stated, divides, read_paragraph
from normalizers.facets import Facets, read_label
from normalizers.periods import find_years
from normalizers.text import match_key
from normalizers.units import to_yuan
from pipeline.prose.phrases import NOTHING, Phrase, read_phrase
from pipeline.prose.words import pattern
from pipeline.records.context import Context

MONEY = frozenset({"money"})
_OUTER_FACETS = (
    "fiscal_year",
    "year_offset",
    "as_of",
    "quarter",
    "month",
    "period",
    "flow",
    "fund_type",
    "is_whole_region",
)
_HEADING_FACETS = ("fund_type", "is_whole_region")
_LABEL_FACETS = (*_OUTER_FACETS, "funding_source", "payer_level", "recipient_class")
_THIS_YEAR = re.compile(r"全年|本年|当年|年内|年度")
_COMPARED_YEARS = re.compile(r"(?:从|由)[^,。;]*$|(?:与|较|比|同)20\d\d年度?(?:[^,。;]{0,6}?相?比)?")
_SPAN_END = re.compile(r"20\d\d年?[-—–~至](20\d\d)年?(?:期间|间)")
_CODED = re.compile(r"[(](?:类|款|项)[)]")
_DAY = re.compile(r"截[至止](?:到)?(?:(\d{1,2})月)(\d{1,2})日")
_LONGEST_PLACE = 14
_YEAR_BEFORE = re.compile(r"(?:与|较|比|同)(?:19|20)\d\d年")


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


class Paragraph:
    """Reads the sentences of one paragraph; `said` are its numbers, in reading order.

    `before` are the numbers of the paragraph before, which a list may divide (按品种看，…). `inherits`: a clause that
    names nothing speaks of the money that the clause before it named.
    """

    def __init__(
        self,
        sentences: Sequence[Sentence],
        context: Context,
        before: Sequence[Said] = (),
        *,
        inherits: bool = True,
    ) -> None:
        self.context = context
        self.before = before
        self.inherits = inherits
        self.sentences = sentences
        self.headings = sentences[0].section
        self.said: list[Said] = []
        self.year: int | None = None
        self.section = _of_headings(self.headings)
        self.is_elsewhere = _is_elsewhere(self.headings)
        self._read()

    def under(self, name: str) -> bool:
        """Does a heading over the paragraph name this, too?"""
        return any(match_key(name) in match_key(heading) for heading in self.headings)

    def _read(self) -> None:
        numbers = read_paragraph([sentence.text for sentence in self.sentences])
        self.divided = self._divided(numbers)
        heard = 0
        for n, stated in enumerate(numbers):
            for sentence in self.sentences[heard : stated.sentence]:
                self._hear(sentence.text)
            heard = max(heard, stated.sentence + 1)
            self.said.append(self._one(numbers, n, stated))
        for said in self.said:
            said.parts = [self.said[n] for n in said.stated.parts]
            self._with_total(said)

    def _hear(self, text: str) -> None:
        """The year of a sentence holds for those behind it."""
        years = find_years(_COMPARED_YEARS.sub("", match_key(text)))
        self.year = years[-1] if years else self.year

    def _one(self, numbers: Sequence[Stated], n: int, stated: Stated) -> Said:
        sentence = self.sentences[stated.sentence]
        phrase = read_phrase(_words_of(stated))
        before = stated.parent is not None and stated.parent < n
        parent = self.said[stated.parent] if before and stated.parent is not None else self.divided.get(n)
        facets = phrase.facets
        if _CODED.search(match_key(stated.own)):
            facets = replace(facets, flow="expenditure")
        if pattern("flow.balance").search(match_key(stated.own)):
            facets = replace(facets, flow="balance", choices=())
        own_outer = (
            stated.outer[len(parent.stated.address) :] if before and parent is not None else stated.outer
        )
        outer = [read_phrase(text) for text in reversed(own_outer) if not divides(text)]
        explicit = next((one.facets.fiscal_year for one in (phrase, *outer) if one.facets.fiscal_year), None)
        explicit = explicit or next(filter(None, map(_last_of_span, reversed(stated.address))), None)
        for one in outer:
            facets = facets.merged(_only(one.facets, _LABEL_FACETS))
            facets = _with_phase(facets, one.facets)
        item = phrase.item or self._outer_item(own_outer, stated.label)
        if parent is not None:
            facets = facets.merged(_without_source(parent.facets, facets))
        else:
            facets, item = self._with_earlier(stated, phrase, facets, item)
            if stated.listed_after is not None:
                facets = _with_phase(facets, self.said[stated.listed_after].facets)
        item = item or purpose_of(stated)
        names_line = facets.flow is not None or phrase.facets.expenditure_type is not None
        if not item and not self.inherits and names_line:
            item = _LINE_NAME.sub("", match_key(stated.own))
        said = Said(stated, sentence, phrase, facets, item, parent=parent)
        said.path = self._path(said)
        self._with_time(said, explicit)
        self._with_region(said)
        said.why_not = self._why_not(said)
        return said

    def _divided(self, numbers: Sequence[Stated]) -> dict[int, Said]:
        """The amount before the paragraph that its first numbers add up to, where they say what they divide it by."""
        first = numbers[0] if numbers else None
        if first is None or not self.before or not any(map(divides, first.outer)):
            return {}
        parts = [
            n
            for n, one in enumerate(numbers)
            if one.kind == first.kind and one.parent is None and not one.role
        ]
        for whole in reversed(self.before):
            total = Decimal(0)
            for count, n in enumerate(parts, start=1):
                total += numbers[n].base
                if count > 1 and whole.stated.kind == first.kind and total == whole.stated.base:
                    whole.is_total = True
                    return dict.fromkeys(parts[:count], whole)
        return {}

    def _outer_item(self, outer: Sequence[str], label: str) -> str:
        """The name that words around give: the label of a list entry, or a frame that is a name (公交线路方面)."""
        for text in reversed(outer):
            if text == label:
                item = _label_item(text)
                return item if self.inherits or pattern("fiscal_items").search(item) else ""
            phrase = read_phrase(text)
            no_name = pattern("no_names_patterns")
            if (
                phrase.item
                and not phrase.verb
                and not (no_name.search(match_key(text)) or no_name.search(phrase.item))
            ):
                return phrase.item
        return ""

    def _with_earlier(self, stated: Stated, phrase: Phrase, facets: Facets, item: str) -> tuple[Facets, str]:
        """A clause that names nothing speaks of what the one before it spoke of: 安排县级配套68万元，9月追加3万元."""
        earlier = self._earlier(stated)
        if earlier is None and not item and not self.inherits and _is_phase_alone(phrase):
            earlier = self._earlier(replace(stated, sentence=stated.sentence - 1))
        if earlier is None or stated.depth:
            return facets, item
        is_bare = _BARE_FLOW.fullmatch(match_key(stated.own)) is not None
        if (
            not item and is_bare and facets.flow in _FLOW_WORDS and earlier.facets.fund_type is not None
        ):  # …收入36万元，支出12万元
            item = f"{_FLOW_WORD.sub('', earlier.item)}{_FLOW_WORDS[facets.flow]}"
            facets = facets.merged(_only(earlier.facets, ("fund_type", "is_whole_region")))
        says_phase = bool(phrase.facets.choices) or phrase.facets.measure == "actual"
        if (
            not item
            and not self.inherits
            and says_phase
            and not phrase.payee
            and earlier.facets.flow is not None
        ):
            item = earlier.item  # 收入预算16万元，实际完成17万元
            facets = facets.merged(_only(earlier.facets, ("fund_type", "flow", "is_whole_region")))
        if not stated.own:  # 6万元用于监理
            facets = _with_phase(facets, earlier.facets)
        of_other = facets.funding_source is not None and earlier.facets.funding_source is not None
        if not item and self.inherits and not of_other:
            item = earlier.item
            if stated.kind == "money" and facets.funding_source is None and not _says_all(stated):
                facets = facets.merged(
                    _only(earlier.facets, _SHARED_SOURCES if _shares_source(phrase, earlier) else ())
                )
        own = phrase.facets
        if own.fiscal_year is None and own.as_of is None and own.month is None and own.quarter is None:
            facets = facets.merged(_only(earlier.facets, ("fiscal_year", "as_of", "quarter", "month")))
        return facets, item

    def _earlier(self, stated: Stated) -> Said | None:
        """The last amount before that is no part of another, of the same sentence."""
        for said in reversed(self.said):
            if said.stated.sentence != stated.sentence:
                return None
            if (
                said.stated.kind == "money"
                and said.parent is None
                and not said.stated.depth
                and not said.stated.role
            ):
                return said
        return None

    def _path(self, said: Said) -> tuple[str, ...]:
        above = said.parent.path if said.parent is not None else ()
        if not said.item or (above and above[-1] == said.item):
            return above
        return (*above, said.item)

    def _with_time(self, said: Said, explicit: int | None) -> None:
        facets, base = said.facets, self.context.fiscal_year
        if facets.flow == "balance" and facets.fiscal_year is not None:  # 结转2025年使用
            facets = replace(facets, fiscal_year=None, year_offset=None, choices=())
            said.facets = facets
        stated = facets.fiscal_year
        if stated is None and facets.as_of is not None and (base is None or facets.as_of.year < base):
            stated = facets.as_of.year  # what was paid up to a later day is still of the year
        if (
            explicit is not None
            and said.stated.role != "former"
            and facets.flow != "balance"
            and not _YEAR_BEFORE.search(match_key(said.stated.own))
        ):
            self.year = explicit
        year = stated or self.year or self.section.fiscal_year or base
        if stated is None and facets.year_offset and facets.flow != "balance" and base is not None:
            year = (self.section.fiscal_year or base) + facets.year_offset
        said.year = year
        said.stated_year = stated or self.year
        said.names_time = _THIS_YEAR.search(match_key(" ".join(said.stated.address))) is not None
        said.as_of = facets.as_of or _day_of(said, year)
        if said.as_of is None and facets.month is not None and year is not None and _covers(said):
            said.as_of = date(year, facets.month, calendar.monthrange(year, facets.month)[1])

    def _with_region(self, said: Said) -> None:
        context = self.context
        said.region_code, said.region_name = context.region_code, context.region_name
        found = regions.find_in_text(
            said.stated.own, year=context.fiscal_year, parent_code=context.region_code
        )
        own = self._place(said.stated.own) or next(filter(None, map(self._place, said.stated.outer)), None)
        said.is_place = own is not None and not said.facets.is_whole_region
        named = own if own is not None else (found[-1][1] if found else None)
        said.several_regions = len({region.region_code for _, region in found}) > 1
        said.regions = [r for r in map(self._region_of, said.stated.each) if r is not None]
        said.mentions_region = named is not None
        if named is None or named.region_code == context.region_code or said.facets.is_whole_region:
            return
        said.names_region = True
        if said.item and (said.is_place or (named.region_name or "#") in said.item):
            said.item = said.path[-2] if len(said.path) > 1 else ""
            said.path = said.path[:-1]
        said.region_code, said.region_name = named.region_code, named.region_name

    def _place(self, name: str) -> regions.Region | None:
        """The region that a whole label names."""
        if len(name) > _LONGEST_PLACE:
            return None
        found = regions.resolve(name, parent_code=self.context.region_code, year=self.context.fiscal_year)
        return found if found is not None and found.region_code else None

    def _region_of(self, name: str) -> regions.Region | None:
        context = self.context
        name = pattern("verbs_patterns").sub("", name)
        own = regions.resolve(name, parent_code=context.region_code, year=context.fiscal_year)
        if own is not None:
            return own
        found = regions.find_in_text(name, year=context.fiscal_year, parent_code=context.region_code)
        return found[-1][1] if found else None

    def _why_not(self, said: Said) -> str | None:
        stated, own = said.stated, match_key(" ".join((said.stated.shared, said.stated.own)))
        if stated.role in ("change", "former"):
            return "comparison"
        is_line = said.facets.flow is not None and own.endswith(("收入", "支出"))
        if said.facets.no_fact == "comparison" and said.facets.flow != "balance" and not is_line:
            return "comparison"
        if said.parent is not None and said.parent.why_not not in (None, "comparison"):
            return said.parent.why_not
        if stated.listed_after is not None and not said.phrase.facets.choices:
            first = self.said[stated.listed_after]
            if first.why_not not in (None, "comparison"):
                return first.why_not
        if said.facets.no_fact in ("debt", "forecast", "statistics") and stated.kind == "money":
            return said.facets.no_fact
        if stated.op is not None or stated.is_condition or pattern("not.each").search(own):
            return "part"
        if self.is_elsewhere or pattern("not.plan").search(own):
            return "forecast"
        if not self.inherits and pattern("not.cause").search(match_key(stated.clause)):
            return "statistics"
        earlier = None if self.inherits or said.phrase.facets.choices else self._earlier(stated)
        if earlier is not None and earlier.why_not == "forecast" and earlier.stated.part == stated.part:
            return "forecast"  # 支出预计175亿元，加上债务还本支出82亿元
        frames = [match_key(text) for text in stated.outer]
        if any(pattern("not.plan_frames").search(text) for text in frames):
            return "forecast"
        return (
            "statistics"
            if stated.kind == "money" and any(pattern("not.span").search(text) for text in (own, *frames))
            else None
        )

    def _with_total(self, said: Said) -> None:
        """A number whose parts add up is a sum; parts that do not make up the whole are counted in it."""
        said.is_total = bool(said.stated.parts) and said.stated.is_proved
        if said.stated.parent is not None and said.parent is None:  # the sum stands behind: 总收入为…
            said.whole = self.said[said.stated.parent]
            if said.facets.flow is None and said.whole.facets.flow is not None:
                said.facets = replace(said.facets, flow=said.whole.facets.flow)
        if said.parent is not None and said.stated.parent is not None and not said.stated.is_proved:
            said.is_total = True


_FLOW_WORDS = {"income": "收入", "expenditure": "支出"}
_LINE_NAME = re.compile(r"^.*?年|(?:完成|执行|达到?|为|共|实现|预算数?)+$")
_BARE_FLOW = re.compile(r"(?:本年|当年|全年)?(?:总?收入|总?支出)(?:完成|执行|为|共)*")
_FLOW_WORD = re.compile(r"(?:收入|支出)(?:完成|执行)?$")
_SHARED_SOURCES = ("funding_source", "payer_level", "fund_type")


def _is_elsewhere(headings: Sequence[str]) -> bool:
    """Does the nearest heading that tells speak of rules, plans and others rather than of the programme's money?"""
    for heading in reversed(headings):
        key = match_key(heading)
        if pattern("headings.money").search(key):
            return False
        if pattern("headings.none").search(key) and not pattern("headings.mixed").search(key):
            return True
    return False


@lru_cache(maxsize=256)
def _of_headings(headings: tuple[str, ...]) -> Facets:
    """What the headings over a paragraph say for its numbers: the year and the fund, the nearest first."""
    found = NOTHING
    for heading in reversed(headings):
        found = found.merged(read_label(heading))
    return _only(found, ("fiscal_year", *_HEADING_FACETS))


def _only(facets: Facets, names: Sequence[str]) -> Facets:
    return replace(NOTHING, **{name: getattr(facets, name) for name in names})


def _with_phase(facets: Facets, outer: Facets) -> Facets:
    """The phase that words around say, where the own ones say none: 分别安排 around 甲."""
    if facets.choices or not outer.choices or facets.flow == "balance":
        return facets
    return replace(facets, choices=outer.choices, measure=facets.measure or outer.measure)


def _without_source(outer: Facets, own: Facets) -> Facets:
    """What a part takes over from its whole: all but the source where it has its own."""
    if own.funding_source is not None:
        outer = replace(outer, funding_source=None, payer_level=None)
    if own.flow == "balance":
        outer = replace(outer, choices=())
    return replace(outer, is_total=False, own_level=False, region=None)


def _label_item(label: str) -> str:
    """The name of a list entry; a label that tells what was done (全面支持稳就业) names nothing."""
    phrase = read_phrase(label)
    return "" if pattern("no_names_patterns").search(match_key(label)) else phrase.item


def _shares_source(phrase: Phrase, earlier: Said) -> bool:
    """What was left over from last year pays for nothing that is told behind it."""
    return phrase.facets.flow is None and earlier.facets.funding_source != "carryover"


def _says_all(stated: Stated) -> bool:
    return pattern("all_patterns").search(match_key(stated.own)) is not None


def _words_of(stated: Stated) -> str:
    """The words that name a number: those before it, or else those behind it (其中3万元来自省级财政)."""
    if stated.own and pattern("rest_patterns").fullmatch(match_key(stated.own)) is None:
        return stated.own
    found = pattern("behind_patterns").match(match_key(stated.behind))
    return found["name"] if found else stated.own


def purpose_of(stated: Stated) -> str:
    """安排20万元用于技能培训: what stands behind."""
    found = pattern("purposes_patterns").match(match_key(stated.behind))
    found = found or pattern("after_patterns").match(match_key(stated.after))
    return found["item"] if found else ""


def _is_phase_alone(phrase: Phrase) -> bool:
    """2030年预算执行数为: of what the sentence before it named."""
    return bool(phrase.facets.choices) and not (phrase.item or phrase.payee or phrase.facets.funding_source)


def _last_of_span(text: str) -> int | None:
    """2021-2023期间 speaks of 2023 in the end."""
    match = _SPAN_END.search(match_key(text))
    return int(match[1]) if match else None


def _day_of(said: Said, year: int | None) -> date | None:
    """截至12月25日 of the year that is spoken of."""
    words = (match_key(text) for text in reversed(said.stated.address))
    match = next(filter(None, map(_DAY.search, words)), None)
    if match is None or year is None:
        return None
    try:
        return date(year, int(match[1]), int(match[2]))
    except ValueError:
        return None


def _covers(said: Said) -> bool:
    """Does a month say up to when the money counts? 9月追加 is of that month alone."""
    return said.facets.phase in ("arrived", "executed", "paid") or said.facets.flow is not None
