"""A block of a network as boxes that read one another, for plots.wiring."""

from torch import fx, nn


def boxes(block):
    """[(label, kind, numbers of the boxes that it reads, column, lane), …] of a module.

    What has no weights and reads one box, such as ReLU, is written into that box.
    A box's column is its longest way from the input. Its lane is that of what it
    reads; of several ways that start at one box, each gets a lane of its own.
    """
    block = nn.Sequential(block)  # a single layer, too, is then a part
    modules = dict(block.named_modules())
    found, box_of = [], {}
    for node in fx.symbolic_trace(block).graph.nodes:
        if node.op in ("output", "get_attr"):
            continue
        reads = [box_of[n] for n in node.all_input_nodes if n in box_of]
        label, kind = _look(node, modules.get(node.target), len(reads))
        box_of[node] = len(found) if kind else reads[0]
        if kind:
            found.append((label, kind, reads))
        elif label and found[reads[0]][1] != "input":
            old, *rest = found[reads[0]]
            found[reads[0]] = f"{old}, {label}", *rest
    return _laid_out(found)


def _look(node, layer, inputs):
    """(label, kind) of a node; without a kind it gets no box of its own."""
    name = type(layer).__name__ if layer else getattr(node.target, "__name__", "")
    if node.op == "placeholder":
        return "x", "input"
    if name == "Conv2d":
        size = "×".join(map(str, layer.kernel_size))
        apart = f" in {layer.groups}" if layer.groups > 1 else ""
        if layer.groups == layer.in_channels > 1:
            apart = " alone"
        return f"{size}{apart}\n{layer.in_channels}→{layer.out_channels}", "weights"
    if name == "Linear":
        return f"dense\n{layer.in_features}→{layer.out_features}", "weights"
    if name == "MaxPool2d":
        return f"max\n{layer.kernel_size}×{layer.kernel_size}", "pool"
    if inputs > 1:
        return "join" if "cat" in name else "+", "meet"
    active = {"relu": "ReLU", "relu6": "ReLU6", "gelu": "GELU"}.get(name.lower(), "")
    return active, ""


def _laid_out(boxes):
    columns, lanes = [], []
    for _, _, reads in boxes:
        column = 1 + max((columns[n] for n in reads), default=-1)
        if len(reads) == 1:
            lane = lanes[reads[0]]
            while (column, lane) in zip(columns, lanes, strict=True):
                lane += 1
        else:
            mine = {lanes[n] for n in reads if columns[n] or len(reads) < 3}
            lane = sum(mine) / len(mine) if mine else 0
        columns.append(column)
        lanes.append(lane)
    ways = [lane for column, lane in zip(columns, lanes, strict=True) if column == 1]
    lanes[0] = sum(ways) / len(ways) if ways else 0
    places = zip(boxes, columns, lanes, strict=True)
    return [(*box, column, lane) for box, column, lane in places]
