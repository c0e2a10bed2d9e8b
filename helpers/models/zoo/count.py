"""What a network costs and sees, from the graph of its layers; no picture is computed.

torch.fx writes down which layer reads what. On the device “meta” each layer then says
the shape of what it gives, without its numbers, so that a large net takes no time.
"""

import copy
from typing import NamedTuple

import torch
from torch import fx, nn

WEIGHTED = nn.Conv2d, nn.Linear
SLIDING = nn.Conv2d, nn.MaxPool2d, nn.AvgPool2d


class Count(NamedTuple):
    """A network, counted for one picture.

    multiply_adds   of convolutions and dense layers, as in helpers.arithmetic
    depth           layers with weights on the longest way through
    field           pixels, along one side, that one unit sees before all places are
                    averaged; squeeze-and-excitation, which averages too, left out
    memory          bytes that PyTorch keeps for the way back, in single precision
    """

    shape: tuple
    parameters: int
    multiply_adds: int
    depth: int
    field: int
    memory: int


def count(net, shape=(3, 224, 224)):
    """A Count of any network, or part of one, for a picture of this shape."""
    net = nn.Sequential(copy.deepcopy(net)).to("meta").float().train()
    walk = Walk(fx.symbolic_trace(net))
    own = {storage(p) for p in net.state_dict().values()}
    kept = {}

    def keep(tensor):
        if storage(tensor) not in own:
            kept[storage(tensor)] = tensor
        return tensor

    with torch.autograd.graph.saved_tensors_hooks(keep, lambda tensor: tensor):
        out = walk.run(torch.zeros(1, *shape, device="meta"))
    depths, fields, _ = zip(*walk.ways.values(), strict=True)
    return Count(
        tuple(out.shape[1:]),
        sum(p.numel() for p in net.parameters()),
        walk.multiply_adds,
        max(depths),
        max(fields),
        sum(tensor.untyped_storage().nbytes() for tensor in kept.values()),
    )


def storage(tensor):
    """What two tensors share if they are the same numbers in memory."""
    return tensor.untyped_storage()._cdata


class Walk(fx.Interpreter):
    """Runs a graph, and notes the longest way to each value: (depth, field, stride)."""

    def __init__(self, graph):
        super().__init__(graph)
        self.ways, self.multiply_adds = {}, 0

    def run_node(self, node):
        value = super().run_node(node)
        before = [self.ways[other] for other in node.all_input_nodes]
        way = tuple(map(max, zip((0, 1, 1), *before, strict=True)))
        if node.op == "call_module":
            layer = self.fetch_attr(node.target)
            (read,), _ = self.fetch_args_kwargs_from_env(node)
            way = further(way, layer, read.shape, value.shape)
            if isinstance(layer, WEIGHTED):
                self.multiply_adds += value.numel() * layer.weight[0].numel()
        self.ways[node] = way
        return value


def further(way, layer, before, after):
    """The way after one more layer, which made the shape `after` of `before`."""
    depth, field, jump = way
    depth += isinstance(layer, WEIGHTED)
    if isinstance(layer, SLIDING):
        size, stride, dilation = (
            pair[0] if isinstance(pair, tuple) else pair
            for pair in (layer.kernel_size, layer.stride, getattr(layer, "dilation", 1))
        )
        field, jump = field + (size - 1) * dilation * jump, jump * stride
    elif isinstance(layer, nn.AdaptiveAvgPool2d) and before != after:
        field = 1  # the average over all places has no field of its own
    return depth, field, jump
