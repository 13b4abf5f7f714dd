"""What a term is for: names, never what is done to a policy or said about a report."""

from __future__ import annotations

import pytest

from normalizers.terms import parse_terms


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("建议优化资金管理办法，按实际保费支出的35%给予补助。", None),
        ("降低申报门槛，补贴比例为45%。", None),
        ("设定合理的奖补比例，按实际利息的35%给予贴息。", None),
        ("主要存在问题：补贴标准已达设备购置费的80%。", None),
        ("其中3个绩效目标分解不细（占比15%），补贴比例为70%。", None),
        ("将一般企业海外投资保险补助比例由15%提高至25%。", "海外投资保险"),
        ("例如甲市冷库建设贷款补贴比例为35%。", "甲市冷库建设贷款补贴"),
        ("对全县48户蔬菜大棚种植补贴30%。", "蔬菜大棚种植"),
        ("支持本地企业开展的设备检测，按不超过65%的比例予以补助。", "本地企业开展的设备检测"),
        ("买方在东盟的出口业务按不超过75%给予补助。", "买方在东盟的出口业务"),
        ("蔬菜大棚在灾后重建时每亩补助200元。", "蔬菜大棚"),
        ("完善冷库设施，每座补助3万元。", "完善冷库设施"),
        ("核桃种植每亩补助200元。", "核桃种植"),
        ("新建连片茶园40亩以上的，按每亩500元给予一次性补助。", "新建连片茶园"),
        ("种植面积40亩以上的，按每亩500元给予一次性补助。", None),
        ("备注：保险费由财政承担40%。", None),
        ("附注：青贮玉米每亩补助60元。", "青贮玉米"),
    ],
)
def test_the_item_is_a_name(text: str, item: str | None) -> None:
    assert {term.item for term in parse_terms(text)} == {item}


def test_a_cost_without_a_name_is_what_the_share_is_of_and_no_item() -> None:
    [term] = parse_terms("设备租赁服务，对其发生的费用给予补贴，按不超过60%的比例予以支持。")
    assert (term.item, term.base_text) == ("设备租赁服务", "发生的费用")
