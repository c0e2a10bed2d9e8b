"""Checker of notebook 10: a residual block, also where the shapes don't fit."""

from . import base
from .after import no_module


def residual(attempt):
    """Checks attempt(path, channels, out, stride): an nn.Module, path(x) + a way past.

    path: an nn.Module, (N, channels, H, W) to (N, out, ⌈H / stride⌉, ⌈W / stride⌉). The
    way past is x itself where that fits, and otherwise a 1×1 convolution without bias,
    with that stride. attempt may be a class.
    """
    from . import handed

    if isinstance(attempt, type) and base._is_stub(getattr(attempt, "forward", None)):
        return base.check_value("residual", None, 0, {})
    sizes = [(4, 4, 1), (4, 8, 2), (6, 3, 1), (4, 4, 2)]
    cases = [(handed.path(*size), *size) for size in sizes]
    return handed.judge(
        "residual",
        attempt,
        cases,
        lambda case, left, answer: no_module(answer) or _residual(*left, answer),
        lambda case: "a path, channels = {}, out = {}, stride = {}".format(*case[1:]),
    )


def _residual(path, channels, out, stride, block):
    """What is wrong with this block, in words; or nothing."""
    import torch

    from . import handed

    x, own = handed.batch(channels), {id(weight) for weight in path.parameters()}
    way = path(x)
    more = [weight for weight in block.parameters() if id(weight) not in own]
    try:
        y = block(x)
    except RuntimeError as error:
        if "must match" not in str(error):
            raise
        sizes = ["×".join(map(str, one.shape[1:])) for one in (x, way)]
        if more:
            need = "the convolution on the way past must bring x to that shape"
        else:
            need = "on the way past, a 1×1 convolution must bring x to that shape"
        return f"x is {sizes[0]} and path(x) is {sizes[1]}: {need}"
    if not torch.is_tensor(y):
        return f"forward must return a tensor, not {type(y).__name__}"
    if y.shape != way.shape:
        if y.shape[1] == channels + out:
            return "the two are laid one upon the other, as in DenseNet: add them"
        return f"its shape is {tuple(y.shape)}, and path(x) has {tuple(way.shape)}"
    if not own <= {id(weight) for weight in block.parameters()}:
        return "path isn't among the block's parts: keep it, self.path = path"
    if not torch.equal(block(x), y):
        return (
            "each call gives something else: make the convolution once, not in forward"
        )
    if near(y, way):
        return "there is no way past: add x to path(x)"
    if (y >= 0).all():
        return "nothing comes after the sum: no ReLU"
    if stride == 1 and channels == out:
        return _itself(path, x, y - way, more)
    return _brought(lambda x: block(x) - path(x), x, out, stride, more)


def near(one, other):
    return one.shape == other.shape and bool((one - other).abs().max() < 1e-4)


def _itself(path, x, past, more):
    """What is wrong with what is added where x fits, in words; or nothing."""
    way = path(x)
    if near(past, x):
        return (
            "here x fits as it is: nothing to learn on the way past" if more else None
        )
    reasons = {
        "path(x) is missing": x - way,
        "path(x) is missing, too: x alone is doubled": 2 * x - way,
        "x is subtracted: add it": -x,
        "path(x) is subtracted: add it": x - 2 * way,
        "that is the mean of both: add them": (x - way) / 2,
        "that is the product of both: add them": x * way - way,
        "that is path(x) twice: add x": way,
        "path comes twice, one after the other": path(way) - way,
        "path comes twice, one after the other, and then x": path(way) - way + x,
        "x is added before path, which then has to carry all": path(2 * x) - way,
        "x goes past as it is: no ReLU": x.relu(),
        "path(x) is added as it is: no ReLU after it": way.relu() + x - way,
        "x is added twice": 2 * x,
    }
    for words, wrong in reasons.items():
        if near(past, wrong):
            return words
    if more:
        return "here x fits as it is: add x itself, with nothing to learn"
    return "what is added to path(x) isn't x"


def _brought(past, x, out, stride, more):
    """What is wrong with what is added where x doesn't fit, in words; or nothing."""
    import torch

    y, channels = past(x), x.shape[1]
    steps = x[:, :, ::stride, ::stride]
    both = min(channels, out)
    if near(y[:, :both], steps[:, :both]):
        return "x's channels go past as they are; here a 1×1 convolution must mix them"
    if past(0 * x).abs().max() > 1e-4:
        return "the 1×1 convolution has no bias, and no BatchNorm comes after it"
    if near(past(-x), y) or not near(past(-x), -y):
        return "on the way past there is only the convolution: no ReLU, no BatchNorm"
    if not near(past(3 * x), 3 * y):
        return "on the way past there is only the convolution: no BatchNorm"
    seen, spot = torch.zeros_like(x), torch.zeros_like(x)
    seen[:, :, ::stride, ::stride] = steps
    spot[:, :, stride, stride] = x[:, :, stride, stride]
    alone = near(past(spot)[:, :, 1, 1], y[:, :, 1, 1])
    if not alone or not near(past(seen), y):
        neighbours = "the convolution on the way past is 1×1: it looks at no neighbour"
        if stride == 1:
            return neighbours
        pools = "the convolution itself takes the steps: nothing else makes x smaller"
        return [pools, neighbours]
    if not more:
        return "the convolution isn't among the block's parts: keep it as self.…"
    count = sum(weight.numel() for weight in more)
    if count != channels * out:
        return f"the way past has {count} parameters; {channels}·{out} are enough"
    if not all(weight.requires_grad for weight in more):
        return "the convolution on the way past must learn"
    return None
