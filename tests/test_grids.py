"""Cells that span rows and columns come as a plain grid, whatever a page asks for."""

from __future__ import annotations

import time

import pytest

from kg.sources import html, markdown
from kg.sources.blocks import Grid


def grid(markup: str) -> Grid:
    (found,) = (block for block in html.parse(f"<table>{markup}</table>").blocks if isinstance(block, Grid))
    return found


def header(markup: str) -> list[str]:
    return [cell.text for cell in grid(markup).header]


def rows(markup: str) -> list[list[str]]:
    return [[cell.text for cell in row] for row in grid(markup).rows]


TWO_STOREYS = """
<thead>
<tr><th rowspan="2">Method</th><th colspan="2">GSM8K</th><th>MMLU</th></tr>
<tr><th>Acc</th><th>F1</th><th>Acc</th></tr>
</thead>
<tbody><tr><td>FastKV</td><td>71.3</td><td>70.1</td><td><b>49.2</b></td></tr></tbody>
"""


def test_a_head_over_several_columns_gives_each_its_words() -> None:
    assert header(TWO_STOREYS) == ["Method", "GSM8K Acc", "GSM8K F1", "MMLU Acc"]
    assert rows(TWO_STOREYS) == [["FastKV", "71.3", "70.1", "49.2"]]
    assert grid(TWO_STOREYS).rows[0][3].bold == ((0, 4),)


def test_the_name_of_several_rows_holds_for_each() -> None:
    markup = """
    <tr><th>Model</th><th>Method</th><th>Acc</th></tr>
    <tr><td rowspan="2">Llama 3</td><td>SnapKV</td><td>70.1</td></tr><tr><td>FastKV</td><td>71.3</td></tr>
    <tr><td>Qwen2</td><td>FastKV</td><td>68.0</td></tr>
    """
    assert rows(markup) == [["Llama 3", "SnapKV", "70.1"], ["Llama 3", "FastKV", "71.3"], ["Qwen2", "FastKV", "68.0"]]


def test_a_row_over_a_group_stands_in_the_first_column() -> None:
    markup = """
    <tr><th>Method</th><th>Acc</th></tr>
    <tr><th colspan="2">Llama 3</th></tr><tr><td>FastKV</td><td>71.3</td></tr>
    """
    assert header(markup) == ["Method", "Acc"]
    assert rows(markup) == [["Llama 3", ""], ["FastKV", "71.3"]]


def test_a_figure_over_two_columns_is_not_made_two() -> None:
    markup = "<tr><th>Method</th><th>A</th><th>B</th></tr><tr><td>FastKV</td><td colspan='2'>71.3</td></tr>"
    assert rows(markup) == [["FastKV", "71.3", ""]]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("68.0<sub>±0.3</sub>", "68.0_±0.3"),
        ("10<sup>3</sup>", "10^3"),
        ("68.0<sub>2</sub>", "68.0_2"),
        ("CO<sub>2</sub>", "CO2"),
    ],
)
def test_small_figures_do_not_run_into_those_before_them(cell: str, text: str) -> None:
    assert rows(f"<tr><th>a</th></tr><tr><td>{cell}</td></tr>") == [[text]]


def test_a_table_in_markdown_may_be_html() -> None:
    (found,) = (
        block for block in markdown.parse(f"# T\n\n<table>{TWO_STOREYS}</table>\n").blocks if isinstance(block, Grid)
    )
    assert [cell.text for cell in found.header] == ["Method", "GSM8K Acc", "GSM8K F1", "MMLU Acc"]


def test_a_table_of_heads_alone_keeps_its_rows() -> None:
    assert rows("<tr><th>a</th><th>b</th></tr><tr><th>c</th><th>d</th></tr>") == [["c", "d"]]


@pytest.mark.parametrize("asked", ["0", "-3", "all", "", "2.5e9", "9" * 5000, "1000000"])
def test_any_span_may_be_asked_for(asked: str) -> None:
    found = rows(f"<tr><th>a</th></tr><tr><td colspan='{asked}' rowspan='{asked}'>b</td></tr><tr><td>c</td></tr>")
    assert found[0][0] == "b"
    assert sum(map(len, found)) <= 300


def test_hostile_spans_are_bounded_over_the_whole_page() -> None:
    cell = "<td colspan='1000000' rowspan='1000000'>b</td>"
    page = "<table>" + f"<tr>{cell * 20}</tr>" * 1000 + "</table>"
    started = time.monotonic()
    blocks = html.parse(page * 2).blocks
    cells = sum(len(row) for block in blocks if isinstance(block, Grid) for row in block.rows)
    assert cells < 2 * 20_000 + 50_000  # as written, and what spans may add
    assert time.monotonic() - started < 20
