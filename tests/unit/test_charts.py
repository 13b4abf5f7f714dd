"""Pictures: what is drawn, whether all of it is on the sheet, and whether its characters are letters."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image

from pipeline import charts, cli
from pipeline.answers.named_queries import find_query
from pipeline.charts import canvas, fonts, points, rates, ratios
from pipeline.errors import EnvironmentProblem
from pipeline.language import CHINESE, ENGLISH, choose, in_use
from pipeline.publishing.publish import open_publication, tables_from_rows
from tests import factories
from tests.drawing import drawn, texts, widths, with_font

pytest.importorskip("matplotlib", reason="the extra `charts` is not installed")

Row = dict[str, Any]


def test_a_matplotlibrc_beside_reports_is_not_obeyed() -> None:
    import matplotlib as mpl

    with mpl.rc_context({"savefig.facecolor": "red", "lines.linewidth": 40.0}):  # as it would have set them
        with canvas.drawing(fonts.find_font(None)) as drawn_with:
            assert drawn_with.rcParams["savefig.facecolor"] == "auto"
            assert drawn_with.rcParams["lines.linewidth"] < 3
        assert mpl.rcParams["lines.linewidth"] == 40.0


def ratio(**changes: Any) -> Row:
    row: Row = dict.fromkeys(find_query("subsidy_ratios").columns)
    return row | {
        **{
            "region_name": "宁波市",
            "region_code": "330200",
            "fiscal_year": 2023,
            "enterprise_class": "small",
        },
        **{"status": "in_force", "instrument": "premium_subsidy", "document_id": "a", "page_number": 3},
        **changes,
    }


def rate(**changes: Any) -> Row:
    row: Row = dict.fromkeys(find_query("execution_rates").columns)
    return row | {"region_name": "宁波市", "fiscal_year": 2023, "rate_on_initial_pct": 90.0} | changes


def lost(**changes: Any) -> Row:
    row: Row = dict.fromkeys(find_query("points_lost").columns)
    return row | {"region_name": "宁波市", "weight": 10.0, "score": 7.0, "points_lost": 3.0} | changes


@pytest.fixture(autouse=True)
def font() -> Iterator[None]:
    yield from with_font()


LONG = ratio(
    region_name="内蒙古自治区鄂尔多斯市东胜区经济技术开发区",
    **{
        "market": "一带一路沿线国家和地区以及新兴市场",
        "status": "historic",
        "export_max_usd": 5e7,
        "floor_pct": 120.0,
    },
)
FIGURES = {
    "ratios": lambda: ratios.draw(
        [ratio(fixed_pct=100.0), ratio(ceiling_pct=100.0), LONG], "长" * 90, "源" * 200
    ),
    "rates": lambda: rates.draw(
        [
            rate(region_name=f"{n}市", program_name="很长的项目名称" * 9, rate_printed_pct=n * 9.0)
            for n in range(12)
        ],
        "执行率",
        "来源",
    ),
    "points": lambda: points.draw(
        [lost(level3="很长的指标名称" * 9), lost(weight=0.5, points_lost=0.5)], "失分", "来源"
    ),
}


@pytest.mark.parametrize("name", FIGURES)
def test_no_text_is_cut_at_the_edge(name: str) -> None:
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    paper = FigureCanvasAgg(FIGURES[name]())
    paper.draw()
    ink = np.asarray(paper.buffer_rgba())[..., :3].min(axis=2) < 250
    assert ink.any()
    assert not any(edge.any() for edge in (ink[0], ink[-1], ink[:, 0], ink[:, -1]))


def test_the_title_stands_apart_from_the_keys() -> None:
    figure = ratios.draw([ratio(fixed_pct=50.0)], "标题", "来源")
    boxes = {text.get_text(): text.get_window_extent() for text in texts(figure)}
    assert boxes["标题"].y0 >= boxes["= 固定比例"].y1
    assert boxes["= 固定比例"].y0 >= boxes["小微企业"].y1


def test_the_font_has_the_characters() -> None:
    figure = ratios.draw([ratio(ceiling_pct=50.0), ratio(floor_pct=30.0)], "各城市补贴比例对比", "来源")
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        canvas.save(figure, "png", io.BytesIO(), "标题")


def test_ceiling_floor_and_fixed_share_look_different() -> None:
    rows = [ratio(fixed_pct=40.0), ratio(ceiling_pct=40.0), ratio(floor_pct=40.0)]
    figure = ratios.draw(rows, "标题", "来源")
    [axis] = figure.axes
    looks = {(bar.get_facecolor(), bar.get_edgecolor(), bar.get_hatch()) for bar in axis.patches}
    assert len(looks) == 3
    assert {"40%", "≤ 40%", "≥ 40%"} <= set(drawn(figure).splitlines())


@pytest.mark.parametrize(("value", "least"), [(30.0, 100.0), (120.0, 120.0)])
def test_axes_begin_at_nothing_and_hold_the_whole(value: float, least: float) -> None:
    [axis] = ratios.draw([ratio(fixed_pct=value)], "标题", "来源").axes
    assert axis.get_xlim()[0] == 0 and axis.get_xlim()[1] >= least
    axis, _ = rates.draw([rate(rate_on_initial_pct=value)], "标题", "来源").axes
    assert axis.get_xlim()[0] == 0 and axis.get_xlim()[1] >= least


def test_a_term_that_two_reports_state_is_one_bar() -> None:
    rows = [
        ratio(fixed_pct=50.0),
        ratio(fixed_pct=50.0, document_id="b"),
        ratio(fixed_pct=50.0, market="新兴市场"),
    ]
    assert [bar.label for bar in ratios.bars_of(rows)] == ["宁波市 2023", "宁波市 2023 新兴市场"]


def test_terms_not_in_force_say_so() -> None:
    rows = [ratio(fixed_pct=50.0, status="recommended", export_min_usd=3e6, enterprise_class=None)]
    text = drawn(ratios.draw(rows, "标题", "来源"))
    assert "宁波市 2023 出口≥300万美元 （仅建议）" in text
    assert "未写明企业类别" in text and "浅色：往期或仅建议" in text


def test_tiers_stand_in_the_order_of_their_exports() -> None:
    tiers = [(5e6, 1e7), (1e7, None), (None, 5e6)]
    rows = [ratio(ceiling_pct=50.0, export_min_usd=low, export_max_usd=high) for low, high in tiers]
    assert [bar.label.split()[-1] for bar in ratios.bars_of(rows)] == [
        "出口≤500万美元",
        "出口500–1,000万美元",
        "出口≥1,000万美元",
    ]


def test_years_of_a_programme_stand_together_with_the_rate_that_is_printed() -> None:
    rows = [
        rate(region_code="330200", fiscal_year=2024, program_name="2024年度专项资金"),
        rate(region_code="330300", region_name="温州市", program_name="专项资金"),
        rate(region_code="330200", program_name="2023年度专项资金", rate_printed_pct=95.0),
        rate(region_code="330200", program_name="2023年度专项资金", rate_printed_pct=95.0, document_id="b"),
    ]
    figure = rates.draw(rows, "标题", "来源")
    axis, _ = figure.axes
    labels = [label.get_text() for label in axis.get_yticklabels()]
    assert labels == ["宁波市 2023 专项资金", "宁波市 2024 专项资金", "温州市 2023 专项资金"]
    assert widths(axis) == [90.0, 95.0, 90.0, 90.0]
    assert "90%（印刷 95%）" in drawn(figure)


def test_what_a_document_says_is_no_formula() -> None:
    figure = points.draw([lost(level3="$\\frac{1}{$ \x1b[31m")], "$标题$", "来源")
    assert "$\\frac{1}{$ \\x1b[31m｜宁波市 年度不明" in drawn(figure)


def test_the_source_line_counts_documents_pages_and_what_is_missing() -> None:
    rows = [{"document_id": "a", "page_number": 1}, {"document_id": "a", "page_number": 2}]
    line = charts.source_line([*rows, rows[0]], 2, 5, 7)
    assert line.startswith("来源：1 份文件，2 页；数据版本 7；")
    assert "2 行没有可画的数字" in line and "另有 5 行未画出" in line


@pytest.fixture
def data(tmp_path: Path) -> Path:
    with open_publication(tmp_path / "data") as publication:
        terms = [factories.term(), factories.term(ratio_op="≥", ratio_pct=30.0, enterprise_class="general")]
        publication.put(factories.document(), tables_from_rows({"subsidy_terms": terms}))
        publication.commit([factories.region()])
    return tmp_path / "data"


def test_the_command_writes_svg_and_png(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for form in ("svg", "png"):
        where = [
            "--data",
            str(data),
            "--param",
            "city=宁波",
            "--lang",
            "zh",
            "--output",
            str(tmp_path / f"x.{form}"),
        ]
        assert cli.main(["chart", "subsidy_ratios", *where]) == 0
    assert capsys.readouterr().out.startswith(("2 ", "已"))
    with Image.open(tmp_path / "x.png") as picture:
        picture.load()
        assert picture.text["Title"] == "各城市补贴比例对比（宁波）"
    root = ElementTree.parse(tmp_path / "x.svg").getroot()
    assert root.tag.endswith("svg") and "各城市补贴比例对比（宁波）" in "".join(root.itertext())
    first = (tmp_path / "x.svg").read_bytes()
    assert cli.main(["chart", "subsidy_ratios", *where[:-1], str(tmp_path / "x.svg")]) == 0
    assert (tmp_path / "x.svg").read_bytes() == first


def test_what_cannot_be_drawn_is_said(data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def complaint(name: str, output: str) -> str:
        assert cli.main(["chart", name, "--data", str(data), "--output", str(tmp_path / output)]) == 1
        return capsys.readouterr().err

    assert "Charts: subsidy_ratios" in complaint("nothing", "x.svg")
    assert ".svg or .png" in complaint("subsidy_ratios", "x.pdf")
    assert "nothing to draw" in complaint("points_lost", "x.svg")
    assert not list(tmp_path.glob("x.*"))


def test_without_a_font_the_way_out_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fonts, "FOLDERS", (str(tmp_path),))
    monkeypatch.setattr(fonts, "_PACKAGE", "no_such_package")
    choose(ENGLISH)
    with pytest.raises(EnvironmentProblem, match="no font") as error:
        fonts.find_font()
    assert "fonts-noto-cjk" in error.value.hint
    (tmp_path / "NotoSansCJK-Regular.ttc").touch()
    (tmp_path / "NotoSansSC-Regular.otf").touch()
    assert fonts.find_font().name == "NotoSansSC-Regular.otf"
    with pytest.raises(EnvironmentProblem, match="there is no font"):
        fonts.find_font(tmp_path / "missing.ttf")
    (tmp_path / "text.ttf").write_text("no font")
    with pytest.raises(EnvironmentProblem, match="is no font"), canvas.drawing(tmp_path / "text.ttf"):
        pass


def test_shares_of_several_payers_say_whose_they_are() -> None:
    own, whole = ratio(ceiling_pct=25.0, gov_level="city"), ratio(ceiling_pct=55.0, gov_level="province+city")
    with in_use(CHINESE):
        labels = [bar.label for bar in ratios.bars_of([own, whole])]
    assert labels == ["宁波市 2023 市级", "宁波市 2023 省市合计"]
    assert [bar.label for bar in ratios.bars_of([own])] == ["宁波市 2023"]
