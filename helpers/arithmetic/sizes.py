"""How often does a filter fit? Along one side, with padding, steps and holes."""

import operator


def whole(name, value, least=1):
    """`value` as an int of at least `least`; else an error that names it."""
    allowed = f"{name} must be a whole number, {least} or more"
    try:
        if isinstance(value, bool):
            raise TypeError
        number = operator.index(value)
    except TypeError:
        hint = "; divide with // to stay whole" if isinstance(value, float) else ""
        raise TypeError(f"{allowed}; got {value!r}{hint}.") from None
    if number < least:
        raise ValueError(f"{allowed}; got {number}.")
    return number


def both_sides(padding):
    """`padding` as (before, after): one number means the same on both sides."""
    if isinstance(padding, (tuple, list)):
        if len(padding) != 2:
            raise ValueError(
                f"padding must be one number or (before, after); got {padding!r}."
            )
        return tuple(whole("padding", side, 0) for side in padding)
    return (whole("padding", padding, 0),) * 2


class DoesNotFit(ValueError):
    """The filter doesn't fit; holds what would: `.paddings`, `.strides`, `.sizes`.

    `.stops` is the fraction, `.lost` the pixels that no window reads when the
    fraction is rounded down (empty when no window fits at all).
    """

    def __init__(self, n, f, stride, padding, dilation):
        before, after = padding
        width = dilation * (f - 1) + 1
        room = n + before + after - width
        self.stops = room / stride + 1
        seen = [i for w in windows(n, f, stride, padding, dilation) for i in w]
        self.lost = sorted(set(range(n)) - set(seen)) if seen else []
        # Everything offered below is tried, so that nothing is offered that fails.
        self.paddings = _paddings(n, width, stride, padding)
        steps = range(1, width + 1)  # longer steps would jump over pixels
        fitting = [s for s in steps if room >= 0 and room % s == 0]
        below = [s for s in fitting if s < stride]
        above = [s for s in fitting if s > stride]
        self.strides = below[-1:] + above[:1]
        extra = room % stride if room >= 0 else room
        self.sizes = [
            m
            for m in ([n - extra, n - extra + stride] if extra > 0 else [n - extra])
            if m >= 1 and (m - n + room) >= 0 and (m - n + room) % stride == 0
        ]
        super().__init__(self._sentence(n, f, stride, padding, dilation, room))

    def _render_traceback_(self):
        """In a notebook the sentence is all there is to read, not the way to it."""
        return [f"DoesNotFit: {self}"]

    def _sentence(self, n, f, stride, padding, dilation, room):
        holes = f" with dilation {dilation}" if dilation > 1 else ""
        wide = f" ({dilation * (f - 1) + 1} wide)" if dilation > 1 else ""
        border = f" padded to {n + sum(padding)}" if sum(padding) else ""
        where = f"{_count(n, 'pixel')}{border}"
        if room < 0:
            problem = (
                f"a filter of {f}{holes}{wide} is {-room} too large for {where}; "
                "no window fits."
            )
        else:
            digits = max(2, len(str(stride)))
            stops = f"{self.stops:.{digits}f}".rstrip("0")
            lost = (
                f"{_count(len(self.lost), 'pixel')} "
                f"{'is' if len(self.lost) == 1 else 'are'} never read"
                if self.lost
                else f"{room % stride} of the padding is never read"
            )
            problem = (
                f"a filter of {f}{holes}{wide} in steps of {stride} makes {stops} "
                f"stops on {where}; {lost}."
            )
        ways = [f"with padding {_sides(p)}" for p in self.paddings]
        if self.strides:
            ways.append(f"with stride {' or '.join(map(str, self.strides))}")
        if self.sizes:
            ways.append(f"on {' or '.join(map(str, self.sizes))} pixels")
        if len(ways) == 1:
            return f"{problem} It fits {ways[0]}."
        return f"{problem} It fits {', '.join(ways[:-1])}, or {ways[-1]}."


def _count(number, noun):
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _sides(padding):
    before, after = padding
    if before == after:
        return str(before)
    if before == 0:
        return f"{after} on one side"
    return f"{before} on one side and {after} on the other"


def _paddings(n, width, stride, padding):
    """The smallest larger padding that fits: equal sides if any, else unequal."""

    def fits(before, after):
        room = n + before + after - width
        return room >= 0 and room % stride == 0

    low = max(padding)
    equal = range(low, low + max(width, stride) + 1)
    found = [(p, p) for p in equal if fits(p, p)]
    before, after = padding
    unequal = range(after + 1, after + width + stride + 1)
    return found[:1] or [(before, a) for a in unequal if fits(before, a)][:1]


def windows(n, f, stride=1, padding=0, dilation=1):
    """Every stop of the filter: a list of the `f` positions that it reads there.

    Pixels are 0 … n - 1; negative positions, and n or more, lie in the padding.
    Stops that stick out are left out, as PyTorch does.
    """
    n, f = whole("the number of pixels", n), whole("the filter's size", f)
    stride, dilation = whole("stride", stride), whole("dilation", dilation)
    before, after = both_sides(padding)
    last = n + after - dilation * (f - 1) - 1
    return [
        [start + dilation * k for k in range(f)]
        for start in range(-before, last + 1, stride)
    ]


def output_size(n, f, stride=1, padding=0, dilation=1, strict=True):
    """(n - f + 2·padding)/stride + 1: how many stops a filter of f makes on n pixels.

    `padding` is one number, or (before, after). With dilation the filter is
    dilation·(f - 1) + 1 wide. When the last step doesn't come out even, `strict`
    raises DoesNotFit; `strict=False` rounds down, as PyTorch does. A filter larger
    than the padded row never fits.
    """
    n, f = whole("the number of pixels", n), whole("the filter's size", f)
    stride, dilation = whole("stride", stride), whole("dilation", dilation)
    before, after = both_sides(padding)
    room = n + before + after - (dilation * (f - 1) + 1)
    if room < 0 or (strict and room % stride):
        raise DoesNotFit(n, f, stride, (before, after), dilation)
    return room // stride + 1


def same_padding(f):
    """(f - 1)/2: the padding that keeps the size, at stride 1, for an odd filter."""
    total = whole("the filter's size", f) - 1
    if total % 2:
        raise ValueError(
            f"a filter of {f} needs {total} pixels of padding in all, which two equal "
            f"sides can't share; use an odd filter, or padding=({total // 2}, "
            f"{total - total // 2})."
        )
    return total // 2


def parameters(f, channels, filters, groups=1):
    """F²·(C/groups)·K weights and K biases: what a layer of K filters has to learn.

    A dense layer is the case f=1: parameters(1, inputs, outputs). Neither stride nor
    padding nor dilation adds a parameter.
    """
    f = whole("the filter's size", f)
    channels, filters = whole("channels", channels), whole("filters", filters)
    check_groups(channels, filters, groups)
    return f**2 * channels // groups * filters + filters


def check_groups(channels, filters, groups):
    """Refuse groups that don't divide both the channels and the filters."""
    groups = whole("groups", groups)
    if channels % groups or filters % groups:
        both = [
            g
            for g in range(1, min(channels, filters) + 1)
            if channels % g == 0 and filters % g == 0
        ]
        raise ValueError(
            f"groups={groups} must divide both {channels} input channels and "
            f"{filters} filters; try one of {both}."
        )
