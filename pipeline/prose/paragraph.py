"""What the numbers of a paragraph mean: their own words, then those of what they depend on, the headings last."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractors.prose import Sentence
from normalizers.clauses import Stated, divides, read_paragraph
from normalizers.facets import Facets
from normalizers.text import match_key
from pipeline.context import Context
from pipeline.prose.dividing import divided_before, of_same_stage, stage_divided, with_divided_flow
from pipeline.prose.funds import share_fund, with_fund
from pipeline.prose.inheriting import (
    CODED,
    EXECUTED,
    FLOW_WORDS,
    is_done,
    is_elsewhere,
    is_of_office,
    is_phase_alone,
    label_item,
    line_of_heading,
    of_headings,
    phase_behind,
    purpose_of,
    says_all,
    shares_source,
    with_all_payers,
    with_phase,
    without_office,
    without_source,
    words_of,
)
from pipeline.prose.phrases import NOTHING, Phrase, read_frame, read_phrase
from pipeline.prose.places import carry_subject, settle_place
from pipeline.prose.reasons import why_not
from pipeline.prose.settled_number import Said
from pipeline.prose.times import Years, last_of_span, months_covered
from pipeline.prose.words import pattern

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
_LABEL_FACETS = (*_OUTER_FACETS, "funding_source", "payer_level", "recipient_class")
_OF_YEAR = re.compile(r"全年|年度|当年|本年")
# 2031年度收入合计 is called 收入合计, 2031年末结余 年末结余; 上年结转 and 当年收支结余 are names.
_LINE_NAME = re.compile(
    r"^.*?\d{4}(?=年[初末底])|^(?:.*?\d{4}年度?|[今全]年)(?![初末底])|^(?:安排|完成|实现)+(?:[本当]年)?(?=.)|(?:完成|执行|达到?|为|共|实现|安排|预算数?)+$"
)
_ALL = "(?P<all>总量|总计|合计)?"
_BARE_FLOW = re.compile(rf"(?:本年|当年|全年)?(?:总?收入|总?支出){_ALL}(?:完成|执行|安排|为|共)*")
_FLOW_WORD = re.compile(rf"(?:收入|支出){_ALL}(?:完成|执行)?$")
_SHARED_SOURCES = ("funding_source", "payer_level", "fund_type")


class Paragraph:
    """Reads the sentences of one paragraph; `said` are its numbers, in reading order.

    `before` are the numbers of the paragraph before, which a list may divide (按品种看，…). `inherits`: a clause that
    names nothing speaks of the money that the clause before it named. `title` is that of the document, `year`
    the one that its section opened with.
    """

    def __init__(
        self,
        sentences: Sequence[Sentence],
        context: Context,
        before: Sequence[Said] = (),
        *,
        inherits: bool = True,
        title: str = "",
        year: int | None = None,
    ) -> None:
        self.context = context
        self.before = before
        self.inherits = inherits
        self.sentences = sentences
        self.headings = sentences[0].section
        self.said: list[Said] = []
        self.section = of_headings(self.headings)
        covered = None if inherits else months_covered((title, *self.headings))
        self.years = Years(context.fiscal_year, year or self.section.fiscal_year, reported=covered)
        self.is_elsewhere = is_elsewhere(self.headings)
        self._read()

    def under(self, name: str) -> bool:
        """Does a heading over the paragraph name this, too?"""
        return any(match_key(name) in match_key(heading) for heading in self.headings)

    def _read(self) -> None:
        numbers = read_paragraph([sentence.text for sentence in self.sentences])
        self.divided = divided_before(numbers, self.before)
        heard = 0
        for n, stated in enumerate(numbers):
            for sentence in self.sentences[heard : stated.sentence]:
                self.years.hear(sentence.text)
            heard = max(heard, stated.sentence + 1)
            self.said.append(self._one(numbers, n, stated))
        for said in self.said:
            said.parts = [self.said[n] for n in said.stated.parts]
            self._with_total(said)
            if said.parts:
                said.facets = with_all_payers(said)
                if not self.inherits:
                    share_fund(said)

    def _one(self, numbers: Sequence[Stated], n: int, stated: Stated) -> Said:
        sentence = self.sentences[stated.sentence]
        phrase = read_phrase(words_of(stated))
        before = stated.parent is not None and stated.parent < n
        parent = self.said[stated.parent] if before and stated.parent is not None else self.divided.get(n)
        facets = phrase.facets
        if CODED.search(match_key(stated.own)):
            facets = facets.changed(flow="expenditure")
        if pattern("flow.balance").search(match_key(stated.own)) and not stated.own.endswith("等"):
            facets = facets.changed(flow="balance", choices=())
        own_outer = (
            stated.outer[len(parent.stated.address) :] if before and parent is not None else stated.outer
        )
        outer = [read_frame(text) for text in reversed(own_outer) if not divides(text)]
        explicit = next((one.facets.fiscal_year for one in (phrase, *outer) if one.facets.fiscal_year), None)
        explicit = explicit or next(filter(None, map(last_of_span, reversed(stated.address))), None)
        facets = with_divided_flow(facets, own_outer)
        stage = stage_divided(own_outer)
        facets = with_phase(with_phase(facets, stage), phase_behind(stated))
        for one in outer:
            facets = facets.merged(one.facets.only(_LABEL_FACETS))
            facets = with_phase(facets, one.facets)
        if stated.kind == "money" and pattern("left_patterns").match(match_key(stated.behind)):
            facets = facets.changed(flow="balance", choices=())
        elif is_done(numbers, n):
            facets = with_phase(facets, EXECUTED)
        if facets.funding_source is None and phrase.facets.choices and not phrase.item:
            facets = facets.merged(self._source_of_rate(stated).only(_SHARED_SOURCES))
        named = phrase.item or self._outer_item(own_outer, stated.label)
        if not self.inherits and is_of_office(named):
            named = ""  # 某某局2031年度收入总计
        if not named and stated.parent is not None and phrase.facets.recipient_class is not None:
            named = stated.own  # 其中小微企业12万元
        item = named
        if parent is not None:
            facets = facets.merged(of_same_stage(without_source(parent.facets, facets), stage))
        else:
            facets, item = self._with_earlier(stated, phrase, facets, item)
            if stated.listed_after is not None:
                facets = with_phase(facets, self.said[stated.listed_after].facets)
        if not self.inherits:
            facets = with_fund(facets, stated.own, parent, self.headings)
        is_line = not self.inherits and _BARE_FLOW.fullmatch(match_key(stated.own)) is not None
        item = named or (item if is_line else "") or purpose_of(stated) or item
        if not named and stated.parts and max(stated.parts) < n:  # a sum behind its parts
            names = {self.said[part].item for part in stated.parts}
            item = names.pop() if len(names) == 1 else ""
        names_line = facets.flow is not None or phrase.facets.expenditure_type is not None
        if not item and not self.inherits and stated.kind == "money" and not stated.depth:
            item, facets = line_of_heading(self.headings, phrase, facets)
        if not item and not self.inherits and names_line:
            item = without_office(_LINE_NAME.sub("", match_key(stated.own)))
        if not named and item.endswith("收入") and facets.flow in ("expenditure", "balance"):
            item = ""
        said = Said(stated, sentence, phrase, facets, item, parent=parent)
        said.path = self._path(said)
        self.years.settle(said, explicit)
        settle_place(said, self.context)
        carry_subject(said, self.said, self.context)
        said.why_not = why_not(self, said)
        return said

    def _source_of_rate(self, stated: Stated) -> Facets:
        """The payer that the rate in front of an amount names: 省级资金到位率80%，实际到位16万元."""
        last = self.said[-1] if self.said else None
        if last is None or last.stated.kind != "percent":
            return NOTHING
        same = (last.stated.sentence, last.stated.part) == (stated.sentence, stated.part)
        return last.phrase.facets if same else NOTHING

    def _outer_item(self, outer: Sequence[str], label: str) -> str:
        """The name that words around give: the label of a list entry, or a frame that is a name (公交线路方面)."""
        for text in reversed(outer):
            if text == label:
                item = label_item(text)
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
        earlier = self.earlier(stated)
        if earlier is None and not item and not self.inherits and is_phase_alone(phrase):
            earlier = self.earlier(replace(stated, sentence=stated.sentence - 1))
        if earlier is None or stated.depth:
            return facets, item
        bare = _BARE_FLOW.fullmatch(match_key(stated.own))
        is_same = earlier.facets.fund_type is not None and earlier.stated.part == stated.part
        if facets.flow == "balance" and not self.inherits and is_same:
            facets = facets.merged(earlier.facets.only(("fund_type",)))  # …支出12万元，年终结余2万元
        if (
            not item and bare and facets.flow in FLOW_WORDS and earlier.facets.fund_type is not None
        ):  # …收入36万元，支出12万元
            item = f"{_FLOW_WORD.sub('', earlier.item)}{FLOW_WORDS[facets.flow]}{bare['all'] or ''}"
            facets = facets.merged(earlier.facets.only(("fund_type", "is_whole_region")))
        says_phase = bool(phrase.facets.choices) or phrase.facets.measure == "actual"
        if not item and bare and not self.inherits and facets.flow == "expenditure":
            item = earlier.item if earlier.facets.flow is None else ""  # 预备费9万元，支出2万元
        if (
            not item
            and not self.inherits
            and says_phase
            and not phrase.payee
            and (
                earlier.facets.flow is not None or pattern("spent_patterns").fullmatch(match_key(stated.own))
            )
            and (earlier.facets.flow is None or facets.flow in (None, earlier.facets.flow))
        ):
            item = earlier.item  # 收入预算16万元，实际完成17万元
            facets = facets.merged(earlier.facets.only(("fund_type", "flow", "is_whole_region")))
        if not stated.own:  # 6万元用于监理
            facets = with_phase(facets, earlier.facets)
        of_other = facets.funding_source is not None and earlier.facets.funding_source is not None
        if not item and self.inherits and not of_other:
            item = earlier.item
            if stated.kind == "money" and facets.funding_source is None and not says_all(stated):
                facets = facets.merged(
                    earlier.facets.only(_SHARED_SOURCES if shares_source(phrase, earlier) else ())
                )
        own = phrase.facets
        if _OF_YEAR.search(match_key(stated.own)):
            return facets, item
        if own.fiscal_year is None and own.as_of is None and own.month is None and own.quarter is None:
            facets = facets.merged(earlier.facets.only(("fiscal_year", "as_of", "quarter", "month")))
        return facets, item

    def earlier(self, stated: Stated) -> Said | None:
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

    def _with_total(self, said: Said) -> None:
        """A number whose parts add up is a sum; parts that do not make up the whole are counted in it."""
        said.is_total = bool(said.stated.parts) and said.stated.is_proved
        if said.stated.parent is not None and said.parent is None:  # the sum stands behind: 总收入为…
            said.whole = self.said[said.stated.parent]
            if said.facets.flow is None and said.whole.facets.flow is not None:
                said.facets = said.facets.changed(flow=said.whole.facets.flow)
        if said.parent is not None and said.stated.parent is not None and not said.stated.is_proved:
            said.is_total = True
