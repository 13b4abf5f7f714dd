"""Money that sentences state with a phase or a payer: rows of `budget`, and of `disbursement` (`grants`)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from normalizers.text import match_key
from pipeline.context import Row
from pipeline.facts import Paper
from pipeline.prose.grants import grant_rows, is_grant, is_line, is_paid, table_of
from pipeline.prose.paragraph import Paragraph
from pipeline.prose.phases import (
    flow_of,
    is_spent_by_parts,
    phase_around,
    phase_of_growth,
    phase_of_headings,
    phase_of_parts,
)
from pipeline.prose.places import own_level
from pipeline.prose.rows import Rows, confidence_of
from pipeline.prose.settled_number import Said
from pipeline.prose.words import pattern

_PHASES = frozenset({"initial", "adjustment", "adjusted", "issued", "arrived", "executed"})
_OF_DOCUMENT = {"department_budget": "initial", "department_final_account": "executed"}
_SPENT = ("execution", "payment")
_WHOLE = re.compile(r"(?:资金|经费|补助|补贴)(?:总额|总计|合计|共计?|总量|总规模)$|(?:总额|合计|共计)$")
_OF_BEFORE = ("为", "完成", "仅完成", "占", "达到", "相当于")
_LINK = re.compile(r"(?:为|达|共|约|是)+$")
_CARRIED_OUT = re.compile(r"预算(?:收支)?执行")
_CODES = re.compile(r"[(](?:类|款|项)[)]")


@dataclass(slots=True)
class Money:
    """Builds the rows of money of one document's sentences."""

    rows: Rows
    paper: Paper
    is_notice: bool = False  # allots money to offices and places
    is_fiscal: bool = False  # a government's or department's budget or accounts, of no one programme

    def build(self, paragraph: Paragraph) -> dict[str, list[Row]]:
        """Rows of a paragraph by the name of the published table."""
        found: dict[str, list[Row]] = {"budget": [], "disbursement": []}
        spent: list[tuple[Said, Row]] = []
        wholes: list[tuple[Said, Row]] = []
        late = [one for one in paragraph.said if _waits(one)]
        for said in (*(one for one in paragraph.said if not _waits(one)), *reversed(late)):
            if said.taken or said.why_not is not None:
                continue
            if said.stated.kind == "percent" and _is_rate(said):
                _attach_rate(said, spent)
                continue
            phase = self._phase(paragraph, said)
            if said.yuan is None or not self._is_own(paragraph, said, phase):
                continue
            if is_grant(paragraph, said, phase, is_notice=self.is_notice, is_fiscal=self.is_fiscal):
                grants = grant_rows(self.rows, paragraph, said, phase, is_notice=self.is_notice)
                found["disbursement"] += grants
                if len(grants) == 1 and grants[0]["paid_yuan"] is not None:
                    spent.append((said, grants[0]))
            elif is_line(said):
                row = self._budget(said, "executed" if phase == "paid" else phase)
                found["budget"].append(row)
                wholes.append((said, row))
                if row["phase"] == "executed" and row["flow"] != "balance":
                    spent.append((said, row))
        for said, row in wholes:  # what is divided among recipients is no line above other lines
            if said.parts and all(table_of(part) == "disbursement" for part in said.parts):
                row["is_total"] = False
        return found

    def _phase(self, paragraph: Paragraph, said: Said) -> str | None:
        """The phase that its words state, else that of its heading or of the kind of document."""
        facets = said.facets
        if facets.flow == "balance":
            return None
        if said.stated.role == "latter" and (not facets.choices or "adjusted" in facets.choices):
            return "adjusted"
        if said.stated.role == "former":  # 由年初预算的80万元调增至95万元
            return "initial"
        if facets.choices:
            return facets.choices[0]
        if facets.measure == "actual":
            return "executed"
        if said.parent is not None and said.parent.facets.choices:
            return said.parent.facets.choices[0]
        if facets.flow is None and flow_of(said) is None:
            is_spent = not self.is_fiscal and is_spent_by_parts(said)
            return phase_of_parts(said) or ("executed" if is_spent else None)
        if not self.is_fiscal and facets.fund_type is None:
            return "executed" if (facets.flow or flow_of(said)) == "expenditure" else None
        stated = phase_around(paragraph, said) or phase_of_headings(paragraph) or self._phase_of_document()
        return stated or phase_of_growth(paragraph, said)

    def _phase_of_document(self) -> str | None:
        """That of the kind of document; a report on last year's accounts and next year's budget has none."""
        title = match_key(self.paper.title)
        if pattern("fiscal_titles").search(title) is None:
            return None
        if "执行" in title:
            return None if "预算" in _CARRIED_OUT.sub("", title) else "executed"
        of_title = "executed" if "决算" in title else "initial" if "预算" in title else None
        return _OF_DOCUMENT.get(self.paper.document_type or "") or of_title

    def _is_own(self, paragraph: Paragraph, said: Said, phase: str | None) -> bool:
        """Is it money of the programme or of the budget that the document is about?"""
        own = match_key(said.stated.own or said.stated.behind)  # 53亿元新增专项债券
        if self.is_fiscal and own.startswith("涉及"):
            return False
        if pattern("not.others").search(own):
            return False
        has_place = said.parent is not None or bool(said.stated.shared)
        shared = "" if said.names_region else match_key(said.stated.shared)
        is_rule = not has_place and pattern("not.rule").search(own)
        if phase is None and (is_rule or (said.parent is None and pattern("not.rule").search(shared))):
            return False  # 获评甲、乙的，分别奖励9万元、6万元
        is_fiscal_line = self.is_fiscal and said.facets.flow in ("income", "expenditure")
        is_part = said.parent is not None and said.stated.is_proved and bool(said.parent.taken)
        if is_part and not pattern("not.wrong").search(own):
            return True
        if _is_foreign(own) and not is_fiscal_line and not _is_money_of_budget(said):
            return False
        if said.parent is not None and said.parent.taken:
            return True
        whole = match_key(said.parent.stated.own) if said.parent is not None else ""
        if _is_foreign(whole) and not is_fiscal_line:
            return False
        if self.is_notice and (said.phrase.payee or is_paid(said)):
            return True
        if phase is None:
            is_paid_by = said.facets.payer_level is not None or "地方" in own
            states_payer = is_paid_by and (not self.is_fiscal or said.parent is not None)
            is_sum = said.is_total and any(part.taken for part in said.parts)
            is_place = said.names_region and not self.is_fiscal and (said.is_place or said.parent is not None)
            is_whole = not self.is_fiscal and bool(_WHOLE.search(own) or _WHOLE.search(_LINK.sub("", own)))
            return said.facets.flow == "balance" or states_payer or is_sum or is_place or is_whole
        if not self.is_fiscal or said.parent is not None or said.whole is not None:
            return True
        return bool(said.path or said.phrase.facets.fund_type)

    def _budget(self, said: Said, phase: str | None) -> Row:
        facets = said.facets
        path = tuple(_printed(name) for name in said.path)
        program = self.rows.context.program_name
        said.taken.append(("budget", "amount_yuan"))
        return self.rows.fact(
            said,
            confidence_of(said),
            region_code=said.region_code,
            fiscal_year=said.year,
            program_name=program,
            line_item=path[-1] if path else program,
            parent_line_item=path[-2] if len(path) > 1 else None,
            line_path=list(path),
            line_level=len(path) or None,
            flow=facets.flow or flow_of(said),
            statement=None,
            function_code=None,
            function_name=None,
            economic_code=None,
            economic_name=None,
            income_code=None,
            income_name=None,
            code_source=None,
            fund_type=facets.fund_type,
            expenditure_type=facets.expenditure_type,
            funding_source=_source(said, self.rows) or _own_level(said, self.rows),
            phase=phase if phase in _PHASES else None,
            scope=facets.scope or "annual",
            is_total=said.is_total,
            amount_text=said.stated.text,
            amount_unit=said.stated.unit.name if said.stated.unit else None,
            unit_source="cell",
            amount_yuan=said.yuan,
            as_of=said.as_of,
            quarter=facets.quarter,
            execution_rate_printed_pct=None,
        )


def _waits(said: Said) -> bool:
    """Is it a sum that says nothing of itself, so that its parts tell what it is?"""
    facets = said.facets
    says = facets.choices or facets.flow is not None or facets.measure == "actual"
    return said.is_total and bool(said.parts) and not says


def _is_money_of_budget(said: Said) -> bool:
    """Do the own words name a phase or payer of a budget, whatever else they name: 拨付保费补贴?"""
    own = said.phrase.facets
    return (
        bool(own.choices)
        and said.facets.no_fact is None
        and not pattern("not.foreign").search(match_key(said.phrase.item or ""))
    )


def _is_foreign(words: str) -> bool:
    """Is it money of others: 债券, but not 债券奖励?"""
    if pattern("not.granted").search(words) and not pattern("not.wrong").search(words):
        return False
    return pattern("not.foreign").search(words) is not None or pattern("not.wrong").search(words) is not None


def _source(said: Said, rows: Rows) -> str | None:
    """The source that the words name; 区本级 of an autonomous region is the region itself."""
    is_region = (rows.context.region_code or "").endswith("0000") and "区本级" in said.stated.own
    return "province" if is_region and said.facets.funding_source == "county" else said.facets.funding_source


def _own_level(said: Said, rows: Rows) -> str | None:
    return own_level(rows.context.region_code) if said.facets.own_level else None


def _printed(name: str) -> str:
    """一般公共服务支出(类)统计信息事务(款)统计管理(项) is called by its last part."""
    parts = [part.strip('“”"') for part in _CODES.split(name) if part.strip('“”"')]
    if _CODES.search(name) and parts:
        return parts[-1]
    return name[1:-1] if name.startswith("“") and name.endswith("”") else name


def _is_rate(said: Said) -> bool:
    """Is a percentage a rate of execution: 执行率98%, or 完成预算的98%?"""
    return (
        said.facets.rate_of in _SPENT or pattern("not.rate_of").search(match_key(said.stated.own)) is not None
    )


def _attach_rate(said: Said, spent: Sequence[tuple[Said, Row]]) -> None:
    """A rate of execution is that of the last amount spent before it, in its sentence or the one before."""
    own = match_key(said.stated.own)
    if own.startswith(("占", "为", "达", "相当于")) and "预算" not in own:
        return
    is_next = own.startswith(_OF_BEFORE)  # 支出9万元，为预算的98%; others are of the whole: 其中…，执行率98%
    for other, row in reversed(spent):
        table = other.taken[0][0]
        of_place = said.names_region and other.region_code == said.region_code
        if table == "disbursement" and not of_place:
            continue
        if other.parent is not None and not is_next:
            continue
        if said.stated.sentence - other.stated.sentence > 1:
            return
        if row["execution_rate_printed_pct"] is None:
            row["execution_rate_printed_pct"] = float(said.stated.value)
            said.taken.append((table, "execution_rate_printed_pct"))
            return
        return
