"""A block of a network drawn as boxes and arrows, from the module itself."""

from matplotlib.patches import FancyArrowPatch, FancyBboxPatch
from matplotlib.path import Path

from .style import BLUE, GREY, INK, ORANGE, PALE, PURPLE, axes, bare, picture

WIDE, SMALL, HIGH = 0.76, 0.44, 0.8  # of boxes; columns and lanes are 1 apart
EDGES = {"input": BLUE, "weights": ORANGE, "pool": GREY, "meet": PURPLE}


def wiring(blocks):
    """A row for each named block, {name: module}, to be read from left to right.

    Orange boxes have weights. “+” adds, “join” puts maps one behind the other. What
    has no weights and reads one box, such as ReLU, is written into that box.
    """
    drawings = {name: laid_out(boxes(block)) for name, block in blocks.items()}
    lanes = [1 + max(lane for *_, lane in d.values()) for d in drawings.values()]
    above = [0.5 * any(arcs(d)) for d in drawings.values()]
    heights = [a + b for a, b in zip(lanes, above, strict=True)]
    fig, rows = axes(
        nrows := len(blocks),
        height=min(400, 10 * nrows + round(72 * sum(heights))),
        squeeze=False,
        height_ratios=heights,
    )
    last = max(column for d in drawings.values() for *_, column, _ in d.values())
    right = max(5, last) + 0.5
    for ax, (name, d), lane, room in zip(
        rows[:, 0], drawings.items(), lanes, above, strict=True
    ):
        left = -0.6 - 0.15 * right
        bare(ax).set(xlim=(left, right), ylim=(lane - 0.5, -0.5 - room))
        ax.text(left, (lane - 1) / 2, name, va="center", fontweight="bold")
        draw(ax, d)
    said = "; ".join(f"{name}: {words(d)}" for name, d in drawings.items())
    return picture(fig, f"Boxes and arrows, from left to right. {said}.")


def boxes(block):
    """{node: (label, kind, the nodes it reads)} of a module."""
    from torch import fx, nn  # only here: the other figures need no torch

    block = nn.Sequential(block)  # a single layer, too, is then a part
    modules = dict(block.named_modules())
    found, box_of = {}, {}
    for node in fx.symbolic_trace(block).graph.nodes:
        if node.op in ("output", "get_attr"):
            continue
        reads = [box_of[n] for n in node.all_input_nodes if n in box_of]
        label, kind = look(node, modules.get(node.target), len(reads))
        box_of[node] = node if kind else reads[0]
        if kind:
            found[node] = label, kind, reads
        elif label and found[reads[0]][1] != "input":
            old, *rest = found[reads[0]]
            found[reads[0]] = f"{old}, {label}", *rest
    return found


def look(node, layer, inputs):
    """(label, kind) of a node; without a kind it gets no box of its own."""
    name = type(layer).__name__ if layer else getattr(node.target, "__name__", "")
    if node.op == "placeholder":
        return "x", "input"
    if name == "Conv2d":
        size = "×".join(map(str, layer.kernel_size))
        alone = " alone" if layer.groups > 1 else ""
        return f"{size}{alone}\n{layer.in_channels}→{layer.out_channels}", "weights"
    if name == "Linear":
        return f"dense\n{layer.in_features}→{layer.out_features}", "weights"
    if name == "MaxPool2d":
        return f"max\n{layer.kernel_size}×{layer.kernel_size}", "pool"
    if inputs > 1:
        return "join" if "cat" in name else "+", "meet"
    active = {"relu": "ReLU", "relu6": "ReLU6", "gelu": "GELU"}.get(name.lower(), "")
    return active, ""


def laid_out(found):
    """{node: (label, kind, reads, column, lane)}.

    A box's column is its longest way from the input. Its lane is that of what it
    reads; of several ways that start at one box, each gets a lane of its own.
    """
    columns, lanes, taken = {}, {}, set()
    for node, (_, _, reads) in found.items():
        columns[node] = 1 + max((columns[n] for n in reads), default=-1)
        if len(reads) == 1:
            lane = lanes[reads[0]]
            while (columns[node], lane) in taken:
                lane += 1
            lanes[node] = lane
        else:
            mine = {lanes[n] for n in reads if columns[n] or len(reads) < 3}
            lanes[node] = sum(mine) / len(mine) if mine else 0
        taken.add((columns[node], lanes[node]))
    ways = [n for n, (_, _, reads) in found.items() if columns[n] == 1]
    first = next(iter(found))
    lanes[first] = sum(lanes[n] for n in ways) / len(ways) if ways else 0
    return {n: (*found[n], columns[n], lanes[n]) for n in found}


def arcs(drawing):
    """(from, to) of the arrows that must go round boxes of their own lane."""
    places = {(column, lane) for *_, column, lane in drawing.values()}
    for node, (*_, reads, column, lane) in drawing.items():
        for other in reads:
            *_, start, before = drawing[other]
            between = {(c, lane) for c in range(start + 1, column)}
            if before == lane and between & places:
                yield other, node


def draw(ax, drawing):
    """Boxes and arrows into the axes."""
    round_about = set(arcs(drawing))
    for node, (label, kind, reads, column, lane) in drawing.items():
        wide = width(kind)
        ax.add_patch(
            FancyBboxPatch(
                (column - wide / 2, lane - HIGH / 2),
                wide,
                HIGH,
                boxstyle="round,pad=0,rounding_size=0.08",
                fc=PALE if kind == "pool" else "white",
                ec=EDGES[kind],
                lw=2,
            )
        )
        text = label.replace(", ", "\n")
        ax.text(column, lane, text, ha="center", va="center", fontsize=10)
        for other in reads:
            _, before, _, start, level = drawing[other]
            if (other, node) in round_about:
                low, high = lane - HIGH / 2, lane - 1.05
                ends = [(start, low), (start, high), (column, high), (column, low)]
                path = Path(ends, [Path.MOVETO, *[Path.CURVE4] * 3])
            else:  # straight on as long as there may be boxes in the other lanes
                ends = [(start + width(before) / 2, level)]
                ends += [(column - 1 + WIDE / 2, level)] * (column - start > 1)
                path = Path([*ends, (column - wide / 2, lane)])
            arrow = {"arrowstyle": "-|>", "mutation_scale": 11, "color": INK, "lw": 1.3}
            ax.add_patch(FancyArrowPatch(path=path, **arrow))


def width(kind):
    return WIDE if kind in ("weights", "pool") else SMALL


def words(drawing):
    """The boxes as one line of text."""
    number = {node: k for k, node in enumerate(drawing)}
    said = []
    for node, (label, _, reads, *_) in drawing.items():
        label = label.replace("\n", " ").replace(", ", " ")
        if len(reads) > 1:
            label += f" of {' and '.join(str(number[n]) for n in reads)}"
        elif reads and number[reads[0]] != number[node] - 1:
            label += f" (from {number[reads[0]]})"
        said.append(f"{number[node]} {label}")
    return ", ".join(said)
