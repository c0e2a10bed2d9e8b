"""A list of layers, as arithmetic counts it, made into a network that runs."""

from collections import OrderedDict

from torch import nn

from helpers import arithmetic
from helpers.models.seeding import drawn


def built(shape, layers, seed=0, activation=nn.ReLU, after=None):
    """nn.Sequential from pictures (N, *shape) to what the last layer gives, (N, …).

    `layers` are Conv, Pool (maximum) and Dense records with names; `activation` follows
    every convolution and dense layer but the last one. after={"fc6": [nn.Dropout()]}
    puts more behind a layer's activation. Windows that don't fit are rounded down.
    """
    rows = arithmetic.table(layers, shape, strict=False)
    net = OrderedDict()
    with drawn(seed):
        for layer, row in zip(layers, rows, strict=True):
            name = layer.name or f"pool{len(net)}"
            if isinstance(layer, arithmetic.Dense) and "flat" not in net:
                net["flat"] = nn.Flatten()
            net[name] = module(layer, shape)
            if not isinstance(layer, arithmetic.Pool) and layer is not layers[-1]:
                net[f"{name}_active"] = activation()
            for number, more in enumerate((after or {}).get(name, [])):
                net[f"{name}_{number}"] = more
            shape = row.shape
    return nn.Sequential(net).float()


def module(layer, shape):
    """The torch layer of one record, for inputs (N, *shape); He's weights, biases 0."""
    if isinstance(layer, arithmetic.Pool):
        return nn.MaxPool2d(layer.size, layer.step, layer.padding)
    if isinstance(layer, arithmetic.Conv):
        made = nn.Conv2d(
            shape[0],
            layer.filters,
            layer.size,
            layer.stride,
            layer.padding,
            layer.dilation,
            layer.groups,
        )
    else:
        inputs = 1
        for side in shape:
            inputs *= side
        made = nn.Linear(inputs, layer.units)
    nn.init.kaiming_normal_(made.weight, nonlinearity="relu")
    nn.init.zeros_(made.bias)
    return made
