"""What python-pptx's chart interface has no words for, in DrawingML (ECMA-376 part 1, section 21.2)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn

from hoshin.reporting.to_pptx.words import Frame

_NOT_IN_AREAS = ("c:marker", "c:smooth", "c:dLbls", "c:errBars")


def feet(low: Sequence[float | None], high: Sequence[float | None]) -> list[float | None]:
    """Where an area begins. A gap takes the middle of the bounds beside it, so that no flank falls to zero."""
    middles = [None if a is None or b is None else (a + b) / 2 for a, b in zip(low, high, strict=True)]
    last = next((m for m in middles if m is not None), None)
    filled: list[float | None] = []
    for foot, middle in zip(low, middles, strict=True):
        filled.append(last if middle is None else foot)
        last = last if middle is None else middle
    return filled


def heights(low: Sequence[float | None], high: Sequence[float | None]) -> list[float | None]:
    """How high an area is above its foot: nothing in a gap."""
    return [0.0 if a is None or b is None else b - a for a, b in zip(low, high, strict=True)]


def band(native: Any, foot: Any, height: Any, colour: str) -> None:  # noqa: ANN401 python-pptx has no types
    """Turn two series of a line chart into a stacked area behind the lines, the lower one not seen."""
    lines = native._chartSpace.find(f".//{qn('c:lineChart')}")
    area = parse_xml(f'<c:areaChart {nsdecls("c")}><c:grouping val="stacked"/><c:varyColors val="0"/></c:areaChart>')
    for series, fill in (
        (foot, "<a:noFill/>"),
        (height, f'<a:solidFill><a:srgbClr val="{colour[1:].upper()}"/></a:solidFill>'),
    ):
        element = series._element
        for name in _NOT_IN_AREAS:
            for child in element.findall(qn(name)):
                element.remove(child)
        old = element.find(qn("c:spPr"))
        if old is not None:
            element.remove(old)
        look = parse_xml(f"<c:spPr {nsdecls('c', 'a')}>{fill}<a:ln><a:noFill/></a:ln></c:spPr>")
        element.find(qn("c:tx")).addnext(look)
        area.append(element)
    for axis in lines.findall(qn("c:axId")):
        area.append(parse_xml(f'<c:axId {nsdecls("c")} val="{axis.get("val")}"/>'))
    lines.addprevious(area)


def inner_plot(native: Any, plot: Frame, frame: Frame) -> None:  # noqa: ANN401
    """Give the plot itself, without its labels, a place inside the chart."""
    area = native._chartSpace.find(f".//{qn('c:plotArea')}")
    old = area.find(qn("c:layout"))
    if old is not None:
        area.remove(old)
    area.insert(
        0,
        parse_xml(
            f'<c:layout {nsdecls("c")}><c:manualLayout><c:layoutTarget val="inner"/>'
            '<c:xMode val="edge"/><c:yMode val="edge"/>'
            f'<c:x val="{plot.left / frame.width:.4f}"/><c:y val="{plot.top / frame.height:.4f}"/>'
            f'<c:w val="{plot.width / frame.width:.4f}"/><c:h val="{plot.height / frame.height:.4f}"/>'
            "</c:manualLayout></c:layout>"
        ),
    )


def label_every(axis: Any, step: int) -> None:  # noqa: ANN401
    """Label each ``step``-th category."""
    element = axis._element
    for name in ("c:tickLblSkip", "c:tickMarkSkip"):
        for old in element.findall(qn(name)):
            element.remove(old)
    before = element.find(qn("c:noMultiLvlLbl"))
    for name in ("tickLblSkip", "tickMarkSkip"):
        skip = parse_xml(f'<c:{name} {nsdecls("c")} val="{step}"/>')
        if before is not None:
            before.addprevious(skip)
        else:
            element.append(skip)


def date_every(axis: Any, step: int, unit: str) -> None:  # noqa: ANN401
    """Label each ``step``-th period of an axis of dates; ``unit`` is months, weeks or days."""
    element = axis._element
    element.find(qn("c:baseTimeUnit")).set("val", "months" if unit == "months" else "days")
    days = 7 * step if unit == "weeks" else step
    for name, value in (("majorTimeUnit", "months" if unit == "months" else "days"), ("majorUnit", days)):
        element.find(qn("c:baseTimeUnit")).addnext(parse_xml(f'<c:{name} {nsdecls("c")} val="{value}"/>'))


def nudge(label: Any, down: float) -> None:  # noqa: ANN401
    """Move a data label by a share of the chart's height."""
    if abs(down) < 0.004:
        return
    element = label._dLbl
    layout = parse_xml(
        f'<c:layout {nsdecls("c")}><c:manualLayout><c:x val="0"/><c:y val="{down:.4f}"/></c:manualLayout></c:layout>'
    )
    element.find(qn("c:idx")).addnext(layout)


def drop_line(series: Any, length: float, colour: str) -> None:  # noqa: ANN401
    """An upright line of ``length`` axis units below each point: an error bar, so that it moves with the data."""
    bars = parse_xml(
        f'<c:errBars {nsdecls("c", "a")}><c:errDir val="y"/><c:errBarType val="minus"/><c:errValType val="fixedVal"/>'
        f'<c:noEndCap val="1"/><c:val val="{length:.10g}"/><c:spPr><a:ln w="12700"><a:solidFill>'
        f'<a:srgbClr val="{colour[1:].upper()}"/></a:solidFill></a:ln></c:spPr></c:errBars>'
    )
    series._element.find(qn("c:cat")).addprevious(bars)


def legend_without(native: Any, hidden: Sequence[int]) -> None:  # noqa: ANN401
    """Take entries out of the legend."""
    position = native.legend._element.find(qn("c:legendPos"))
    for index in reversed(hidden):
        entry = parse_xml(f'<c:legendEntry {nsdecls("c")}><c:idx val="{index}"/><c:delete val="1"/></c:legendEntry>')
        position.addnext(entry)
