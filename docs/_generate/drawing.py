"""
A state machine as SVG, in levels from the top down, with nothing but this file to draw it.

States stand on even levels; a label takes part in the layout as a node of its own on a level between, so that no two
labels overlap. Within a level nodes are ordered by the places of their neighbours, and then moved as near to them as
the order allows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from itertools import pairwise

import attrs

from gov_deadlines.show import width

PAD, GAP, AIR, LINE, PORT, SWEEPS = 12, 18, 24, 17, 16, 24
START = ""


@attrs.define(eq=False)
class Node:
    """A state, a label, or a point that a long arrow passes."""

    level: int
    wide: float
    high: float
    state: str | None = None
    lines: Sequence[str] = ()
    x: float = 0.0
    y: float = 0.0
    above: list[Node] = attrs.field(factory=list)
    below: list[Node] = attrs.field(factory=list)


@attrs.define(eq=False)
class Arrow:
    """The nodes that an arrow passes, from the top down; one that goes back is drawn from its lower end."""

    nodes: list[Node]
    is_back: bool


def drawn(
    names: Mapping[str, str], arrows: Mapping[tuple[str, str], Sequence[str]], clocks: Mapping[str, str], title: str
) -> str:
    """The drawing of the states *names*, in their order, the unopened one first, with *arrows* and their labels."""
    states, ways = _laid(names, arrows)
    levels: dict[int, list[Node]] = {}
    for node in [*states.values(), *(node for way in ways for node in way.nodes if node.state is None)]:
        levels.setdefault(node.level, []).append(node)
    ordered = [levels[level] for level in sorted(levels)]
    _order(ordered)
    _place(ordered)
    return _svg(states, ways, clocks, title)


def _laid(
    names: Mapping[str, str], arrows: Mapping[tuple[str, str], Sequence[str]]
) -> tuple[dict[str, Node], list[Arrow]]:
    """Each state on its level, below all that lead to it in the order of the table; arrows as chains of nodes."""
    place = {name: number for number, name in enumerate(names)}
    ranks = dict.fromkeys(names, 1)
    ranks[START] = 0
    for name in names:
        for source, target in arrows:
            if target == name and place[source] < place[name]:
                ranks[name] = max(ranks[name], ranks[source] + 1)
    states = {
        name: Node(2 * ranks[name], _wide(zh) if name else 14, 34 if name else 14, name, (zh,))
        for name, zh in names.items()
    }
    for name, node in states.items():
        ends = [target if source == name else source for source, target in arrows if name in (source, target)]
        ups = sum(ranks[other] < ranks[name] for other in ends)
        node.wide = max(node.wide, PORT * max(ups, len(ends) - ups)) if name else node.wide
    ways = []
    for (source, target), labels in arrows.items():
        is_back = place[target] < place[source]
        top, foot = (states[target], states[source]) if is_back else (states[source], states[target])
        middle = (top.level + foot.level) // 2
        middle += 1 - middle % 2
        chain = [top]
        for level in range(top.level + 1, foot.level):
            lines = labels if level == middle else ()
            wide = max((_wide(line) for line in lines), default=6) - (PAD if lines else 0)
            chain.append(Node(level, wide, LINE * len(lines), lines=lines))
        chain.append(foot)
        for upper, lower in pairwise(chain):
            upper.below.append(lower)
            lower.above.append(upper)
        ways.append(Arrow(chain, is_back))
    return states, ways


def _wide(text: str) -> float:
    return width(text) * 7.2 + 2 * PAD


def _order(levels: list[list[Node]]) -> None:
    """The order in each level that was found to cross least, by the mean places of neighbours, down and up in turn."""
    best, fewest = [list(level) for level in levels], _crossings(levels)
    for sweep in range(SWEEPS):
        going_down = sweep % 2 == 0
        for level in levels if going_down else reversed(levels):
            place = {id(node): index for other in levels for index, node in enumerate(other)}

            def mean(node: Node, place: dict[int, int] = place, *, going_down: bool = going_down) -> float:
                near = node.above if going_down else node.below
                return sum(place[id(other)] for other in near) / len(near) if near else place[id(node)]

            level.sort(key=mean)
        crossed = _crossings(levels)
        if crossed < fewest:
            best, fewest = [list(level) for level in levels], crossed
    for level, order in zip(levels, best, strict=True):
        level[:] = order


def _crossings(levels: list[list[Node]]) -> int:
    found = 0
    for upper, lower in pairwise(levels):
        place = {id(node): index for index, node in enumerate(lower)}
        ends = [place[id(other)] for node in upper for other in sorted(node.below, key=lambda n: place.get(id(n), 0))]
        found += sum(a > b for index, a in enumerate(ends) for b in ends[index + 1 :])
    return found


def _place(levels: list[list[Node]]) -> None:
    """Coordinates: levels below each other, nodes as near to their neighbours as order and widths allow."""
    y = 6.0
    for level in levels:
        high = max(node.high for node in level)
        for node in level:
            node.y = y + high / 2
        y += high + AIR
        _spread(level, [0.0] * len(level))
    for sweep in range(SWEEPS):
        for level in levels if sweep % 2 == 0 else reversed(levels):
            near = [(node.above if sweep % 2 == 0 else node.below) or [node] for node in level]
            if sweep >= SWEEPS - 4:
                near = [[*node.above, *node.below] or [node] for node in level]
            _spread(level, [sum(other.x for other in others) / len(others) for others in near])
    left = min(node.x - node.wide / 2 for level in levels for node in level)
    for level in levels:
        for node in level:
            node.x += 6 - left


def _spread(level: list[Node], wanted: Sequence[float]) -> None:
    """Nodes of one level where they are wanted, pushed apart as little as need be."""
    offsets, reach = [], 0.0
    for index, node in enumerate(level):
        reach += (level[index - 1].wide + node.wide) / 2 + GAP if index else 0.0
        offsets.append(reach)
    blocks: list[list[float]] = []  # nodes that touch move as one, to the mean of what they want
    for want, offset in zip(wanted, offsets, strict=True):
        blocks.append([want - offset, 1.0])
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            mean, count = blocks.pop()
            other, number = blocks.pop()
            blocks.append([(mean * count + other * number) / (count + number), count + number])
    means = [mean for mean, count in blocks for _ in range(int(count))]
    for node, offset, mean in zip(level, offsets, means, strict=True):
        node.x = mean + offset


def _svg(states: Mapping[str, Node], ways: Sequence[Arrow], clocks: Mapping[str, str], title: str) -> str:
    nodes = [*states.values(), *(node for way in ways for node in way.nodes)]
    wide = max(node.x + node.wide / 2 for node in nodes) + 6
    high = max(node.y + node.high / 2 for node in nodes) + 6
    head = (
        f'<svg class="gd-states" viewBox="0 0 {wide:.0f} {high:.0f}" width="{wide:.0f}" '
        f'style="--own: {wide:.0f}px" role="img">'
        f"<title>{title}</title>"
        '<defs><marker id="gd-arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" '
        'orient="auto-start-reverse"><path d="M0 0L8 4L0 8z"/></marker></defs>'
    )
    parts = [head]
    parts += [_path(way, ways) for way in ways]
    parts += [_text(node) for way in ways for node in way.nodes if node.state is None and node.lines]
    parts += [_box(node, clocks.get(name, "")) for name, node in states.items()]
    return "".join(parts) + "</svg>"


def _path(way: Arrow, ways: Sequence[Arrow]) -> str:
    first, *passed, last = way.nodes
    points = [(first.x + _port(way, ways, top=True), first.y + first.high / 2)]
    for node in passed:
        points += [(node.x, node.y - node.high / 2), (node.x, node.y + node.high / 2)]
    points.append((last.x + _port(way, ways, top=False), last.y - last.high / 2))
    if way.is_back:
        points.reverse()
    x, y = points[0]
    drawn = [f"M{x:.1f} {y:.1f}"]
    for u, v in points[1:]:
        middle = (y + v) / 2
        drawn.append(f"C{x:.1f} {middle:.1f} {u:.1f} {middle:.1f} {u:.1f} {v:.1f}")
        x, y = u, v
    back = ' class="back"' if way.is_back else ""
    return f'<path{back} d="{"".join(drawn)}" marker-end="url(#gd-arrow)"/>'


def _port(way: Arrow, ways: Sequence[Arrow], *, top: bool) -> float:
    """How far from the middle of its state an arrow leaves or arrives, so that several do not lie on each other."""
    node = way.nodes[0 if top else -1]
    others = [other for other in ways if other.nodes[0 if top else -1] is node]
    others.sort(key=lambda other: other.nodes[1 if top else -2].x)
    if node.state == START or len(others) == 1:
        return 0.0
    step = min(float(PORT), (node.wide - 16) / (len(others) - 1))
    return (others.index(way) - (len(others) - 1) / 2) * step


def _text(node: Node) -> str:
    top = node.y - node.high / 2
    lines = "".join(
        f'<tspan x="{node.x:.1f}" y="{top + LINE * (number + 0.74):.1f}">{escape(line)}</tspan>'
        for number, line in enumerate(node.lines)
    )
    box = f'<rect x="{node.x - node.wide / 2:.1f}" y="{top:.1f}" width="{node.wide:.1f}" height="{node.high:.1f}"/>'
    return f'<g class="label">{box}<text>{lines}</text></g>'


def _box(node: Node, clock: str) -> str:
    if node.state == START:
        return f'<circle cx="{node.x:.1f}" cy="{node.y:.1f}" r="6"/>'
    x, y = node.x - node.wide / 2, node.y - node.high / 2
    return (
        f'<g class="state {clock}"><rect x="{x:.1f}" y="{y:.1f}" width="{node.wide:.1f}" height="{node.high:.1f}" '
        f'rx="7"/><text x="{node.x:.1f}" y="{node.y + 5:.1f}">{escape(node.lines[0])}</text></g>'
    )
