"""A list of layers, counted row by row; and what a unit at its end can see."""

import html
from dataclasses import dataclass

from helpers.arithmetic.layers import Conv, Dense, Pool
from helpers.arithmetic.sizes import both_sides, whole
from helpers.chosen import chosen


@dataclass(frozen=True)
class Row:
    """One layer, counted. `shape` is (channels, height, width), or (units,)."""

    layer: str
    shape: tuple
    units: int
    parameters: int
    connections: int
    multiply_adds: int
    receptive_field: int | None


COUNTS = "units", "parameters", "connections", "multiply_adds"


@dataclass(frozen=True)
class Table:
    """The layers' rows, in order; `total` adds them up, without the input.

    A sequence of Row records: `t[0].shape`, `t["C3"].parameters`, `for row in t`.
    """

    input_shape: tuple
    inputs: int
    rows: tuple[Row, ...]

    def __len__(self):
        return len(self.rows)

    def __iter__(self):
        return iter(self.rows)

    def __getitem__(self, key):
        if isinstance(key, str):
            names = [row.layer.split(": ")[0] for row in self.rows]
            key = names.index(chosen("layer", key, names))
        return self.rows[key]

    @property
    def total(self):
        sums = [sum(getattr(row, count) for row in self.rows) for count in COUNTS]
        last = self.rows[-1] if self.rows else Row("", self.input_shape, *[0] * 4, 1)
        return Row("total", last.shape, *sums, last.receptive_field)

    def _lines(self):
        yield [
            "layer",
            "output shape",
            "units",
            "parameters",
            "connections",
            "multiply–adds",
            "receptive field",
        ]
        yield ["input", _times(self.input_shape), f"({self.inputs:,})", *[""] * 4]
        for row in (*self.rows, self.total):
            counts = [f"{getattr(row, count):,}" for count in COUNTS]
            field = "" if row.receptive_field is None else str(row.receptive_field)
            yield [row.layer, _times(row.shape), *counts, field]

    def __repr__(self):
        lines = list(self._lines())
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]

        def text(cells):
            pairs = list(zip(cells, widths, strict=True))
            left = [cell.ljust(width) for cell, width in pairs[:2]]
            return "  ".join(left + [c.rjust(w) for c, w in pairs[2:]]).rstrip()

        rule = "-" * len(text(lines[0]))
        return "\n".join([text(lines[0]), rule, *map(text, lines[1:-1]), rule]) + (
            "\n" + text(lines[-1])
        )

    def _repr_html_(self):
        head, *body, total = self._lines()

        def cells(line, tag):
            sides = ["left", "left", *["right"] * 5]
            return "".join(
                f'<{tag} style="text-align:{side};white-space:nowrap">'
                f"{html.escape(cell)}</{tag}>"
                for cell, side in zip(line, sides, strict=True)
            )

        rows = "".join(f"<tr>{cells(line, 'td')}</tr>" for line in body)
        return (
            f"<table><thead><tr>{cells(head, 'th')}</tr></thead><tbody>{rows}</tbody>"
            f'<tfoot style="border-top:1px solid">'
            f"<tr>{cells(total, 'th')}</tr></tfoot></table>"
        )


def _times(shape):
    return "×".join(map(str, shape))


def table(layers, input_shape, strict=True):
    """A Table: shapes, units, parameters, connections, multiply-adds, fields.

    `input_shape` is (channels, height, width), (channels, length) or (numbers,). A
    layer that doesn't fit raises DoesNotFit with the layer's name, or is rounded down
    as in PyTorch with `strict=False`. The receptive field is that of a unit far from
    the border, at most the longest side of the input.
    """
    layers, shape = _list(layers), _shape(input_shape)
    input_shape = shape
    longest = max(input_shape[1:], default=None)
    field, jump, rows, inputs = 1, 1, [], 1
    for side in input_shape:
        inputs *= side
    for number, layer in enumerate(layers, 1):
        if not isinstance(layer, (Conv, Pool, Dense)):
            raise TypeError(
                f"layer {number} is {layer!r}; a table takes Conv, Pool and Dense."
            )
        name = f"{layer.name}: {layer}" if layer.name else str(layer)
        try:
            shape, *counts = layer.count(shape, strict)
        except ValueError as error:
            error.args = (f"layer {number} ({name}): {error}",)
            raise
        if isinstance(layer, Dense):
            field = longest
        else:
            field += (layer.size - 1) * layer.dilation * jump
            jump *= layer.step
        seen = None if longest is None else min(field, longest)
        rows.append(Row(name, shape, *counts, seen))
    return Table(input_shape, inputs, tuple(rows))


def _list(layers):
    if not isinstance(layers, (list, tuple)):
        raise TypeError(
            "layers must be a list, from the input on, such as [Conv(6, 5), Pool(2)]; "
            f"got {layers!r}."
        )
    return list(layers)


def _shape(input_shape):
    if not isinstance(input_shape, (tuple, list)) or not input_shape:
        raise TypeError(
            "input_shape must be (channels, height, width), (channels, length) or "
            f"(numbers,); got {input_shape!r}."
        )
    return tuple(whole("each number in input_shape", side) for side in input_shape)


def _window(layer):
    """(size, stride, padding, dilation) of a layer, or of a plain (K, S), (K, S, D)."""
    if isinstance(layer, (Conv, Pool)):
        return layer.size, layer.step, both_sides(layer.padding)[0], layer.dilation
    if isinstance(layer, (tuple, list)) and len(layer) in (2, 3):
        size, stride, dilation = (*layer, 1)[:3]
        size, stride = whole("the filter's size", size), whole("stride", stride)
        return size, stride, 0, whole("dilation", dilation)
    if isinstance(layer, Dense):
        raise TypeError("a dense layer sees its whole input; table() knows how much.")
    raise TypeError(f"a layer must be Conv, Pool, (K, S) or (K, S, D); got {layer!r}.")


def receptive_field(layers):
    """Input pixels, along one side, that can change one output of the stack.

    Each layer adds (K - 1)·D pixels of its own input, and those lie as far apart in
    the picture as the strides of the layers *before* it say. Layers are Conv, Pool or
    plain (K, S) or (K, S, D), from the input on; no layers at all see one pixel.
    """
    field, jump = 1, 1
    for layer in _list(layers):
        size, stride, _, dilation = _window(layer)
        field += (size - 1) * dilation * jump
        jump *= stride
    return field


def sees(layers, unit):
    """(first, last) input pixel that output number `unit` of the stack sees.

    Walks back from the output; pixels below 0 lie in the padding.
    """
    first = last = whole("unit", unit, 0)
    for layer in reversed(_list(layers)):
        size, stride, padding, dilation = _window(layer)
        first = first * stride - padding
        last = last * stride - padding + (size - 1) * dilation
    return first, last
