"""Layers as plain records: what they compute is counted, never run."""

from dataclasses import dataclass
from math import prod

from helpers.arithmetic.sizes import both_sides, check_groups, output_size, whole


def _slid(shape, layer, strict):
    """The spatial sizes after sliding `layer` over `shape` = (channels, …sizes)."""
    if len(shape) < 2:
        raise ValueError(
            f"{type(layer).__name__} slides over a (channels, height, width) picture "
            f"or a (channels, length) row, but its input has shape {shape}; after a "
            "Dense layer only Dense layers can follow."
        )
    return tuple(
        output_size(
            n, layer.size, layer.step, layer.padding, layer.dilation, strict=strict
        )
        for n in shape[1:]
    )


@dataclass(frozen=True)
class Conv:
    """`filters` filters of size×size. What makes it special, if anything:

    `sees`    a partial connection table: for each filter, the input maps it reads
    `shared`  False: every output place has weights of its own (“local, unshared”)
    `bias`    True: one a filter; "unit": one for every output; False: none
    """

    filters: int
    size: int
    stride: int = 1
    padding: int | tuple[int, int] = 0
    dilation: int = 1
    groups: int = 1
    bias: bool | str = True
    shared: bool = True
    sees: tuple[tuple[int, ...], ...] | None = None
    name: str = ""

    def __post_init__(self):
        whole("filters", self.filters)
        whole("groups", self.groups)
        _check_window(self)
        if self.bias not in (True, False, "unit"):
            raise ValueError(
                f'bias must be True, False or "unit" (one for every output); got '
                f"{self.bias!r}."
            )
        if self.sees is not None and len(self.sees) != self.filters:
            raise ValueError(
                f"sees needs one row a filter: {self.filters} rows; got "
                f"{len(self.sees)}."
            )
        if self.sees is not None and self.groups > 1:
            raise ValueError("give either groups or sees (a partial table), not both.")

    @property
    def step(self):
        return self.stride

    def count(self, shape, strict):
        """(output shape, units, parameters, connections, multiply-adds)."""
        places = _slid(shape, self, strict)
        channels = shape[0]
        check_groups(channels, self.filters, self.groups)
        if self.sees is None:
            pairs = channels // self.groups * self.filters  # input map to filter
        else:
            unknown = {m for row in self.sees for m in row} - set(range(channels))
            if unknown:
                raise ValueError(
                    f"sees names input map {min(unknown)}, but the input has maps 0 to "
                    f"{channels - 1}."
                )
            pairs = sum(len(set(row)) for row in self.sees)
        weights = pairs * self.size ** len(places)
        units = self.filters * prod(places)
        own = self.bias == "unit" or not self.shared
        biases = 0 if not self.bias else units if own else self.filters
        uses = weights * prod(places)
        params = (weights if self.shared else uses) + biases
        connections = uses + (units if self.bias else 0)
        return (self.filters, *places), units, params, connections, uses

    def __str__(self):
        words = [f"{self.filters} of {self.size}", *_window_words(self, 1)]
        words += [f"{self.groups} groups"] * (self.groups > 1)
        words += ["partial"] * (self.sees is not None)
        words += ["unshared"] * (not self.shared)
        return f"conv {', '.join(words)}"


@dataclass(frozen=True)
class Pool:
    """Windows of size×size in each map, `stride` apart (default: side by side).

    `trainable`: LeNet's subsampling, which adds up the window, times one weight a
    map, plus one bias a map. Otherwise (maximum, average) nothing is learnt.
    """

    size: int
    stride: int | None = None
    padding: int | tuple[int, int] = 0
    dilation: int = 1
    trainable: bool = False
    name: str = ""

    def __post_init__(self):
        _check_window(self)

    @property
    def step(self):
        return self.size if self.stride is None else self.stride

    def count(self, shape, strict):
        """(output shape, units, parameters, connections, multiply-adds)."""
        places = _slid(shape, self, strict)
        after = (shape[0], *places)
        if not self.trainable:
            return after, 0, 0, 0, 0
        units = prod(after)
        uses = units * self.size ** len(places)
        return after, units, 2 * shape[0], uses + units, uses

    def __str__(self):
        kind = "subsample" if self.trainable else "pool"
        return f"{kind} {', '.join([str(self.size), *_window_words(self, self.size)])}"


@dataclass(frozen=True)
class Dense:
    """`units` outputs, each with a weight for every input number.

    `trainable=False`: fixed weights, which make connections but no parameters.
    """

    units: int
    bias: bool = True
    trainable: bool = True
    name: str = ""

    def __post_init__(self):
        whole("units", self.units)

    def count(self, shape, strict):
        """(output shape, units, parameters, connections, multiply-adds)."""
        uses = prod(shape) * self.units
        connections = uses + (self.units if self.bias else 0)
        params = connections if self.trainable else 0
        return (self.units,), self.units, params, connections, uses

    def __str__(self):
        return f"dense {self.units}{'' if self.trainable else ', fixed'}"


def _check_window(layer):
    whole("size", layer.size)
    whole("stride", layer.step)
    whole("dilation", layer.dilation)
    both_sides(layer.padding)


def _window_words(layer, usual_step):
    if layer.step != usual_step:
        yield f"stride {layer.step}"
    if layer.padding not in (0, (0, 0)):
        both = layer.padding
        yield f"padding {both if isinstance(both, int) else '+'.join(map(str, both))}"
    if layer.dilation > 1:
        yield f"dilation {layer.dilation}"
