"""Checker of notebook 10: a residual block, also where the shapes don't fit."""

import copy

from helpers.checks import base
from helpers.checks.after import near, no_module


def residual(attempt):
    """Checks attempt(path, channels, out, stride): an nn.Module, path(x) + a way past.

    path: an nn.Module, (N, channels, H, W) to (N, out, ⌈H / stride⌉, ⌈W / stride⌉). The
    way past is x itself where that fits, and otherwise a 1×1 convolution without bias,
    with that stride. attempt may be a class.
    """
    from helpers.checks import handed

    if isinstance(attempt, type) and base._is_stub(getattr(attempt, "forward", None)):
        return base.check_value("residual", None, 0, {})

    def verdict(case, left, block):
        path, *sizes = left
        return (
            no_module(block)
            or _residual(case[0], path, *sizes, block)
            or _shared(block, attempt(*copy.deepcopy(case)))
        )

    sizes = [(4, 4, 1), (4, 8, 2), (6, 3, 1), (4, 4, 2)]
    cases = [(handed.path(*size), *size) for size in sizes]
    return handed.judge(
        "residual",
        attempt,
        cases,
        verdict,
        lambda case: "a path, channels = {}, out = {}, stride = {}".format(*case[1:]),
    )


def _shared(block, another):
    """What is wrong where two blocks learn the same numbers, in words; or nothing."""
    if {*block.parameters()} & {*another.parameters()}:
        return "two blocks share a convolution: make a new one for each, in __init__"
    return None


def _residual(before, path, channels, out, stride, block):
    """What is wrong with this block, in words; or nothing. before: path as it was."""
    import torch

    from helpers.checks import handed

    x, own = handed.batch(channels), {id(weight) for weight in path.parameters()}
    way, given = path(x), x.clone()
    more = [weight for weight in block.parameters() if id(weight) not in own]
    try:
        y = block(x)
    except RuntimeError as error:
        if "match" not in str(error):
            raise
        sizes = ["×".join(map(str, one.shape[1:])) for one in (given, way)]
        if more:
            need = "the convolution on the way past must bring x to that shape"
        else:
            need = "on the way past, a 1×1 convolution must bring x to that shape"
        return f"x is {sizes[0]} and path(x) is {sizes[1]}: {need}"
    if not torch.is_tensor(y):
        return f"forward must return a tensor, not {type(y).__name__}"
    if not torch.equal(x, given):
        return "forward changes x itself, as x += … does: write path(x) + x"
    if changed := handed.changed("path", before, path):
        return changed
    if y.shape != way.shape:
        if y.shape[1] == channels + out:
            return "the two are laid one upon the other, as in DenseNet: add them"
        return f"its shape is {tuple(y.shape)}, and path(x) has {tuple(way.shape)}"
    if not own <= {id(weight) for weight in block.parameters()}:
        return "path isn't among the block's parts: keep it, self.path = path"
    fits = stride == 1 and channels == out
    if not torch.equal(block(x), y):
        chance = "each call gives something else: no Dropout, nothing else by chance"
        if fits or torch.equal(block.eval()(x), block(x)):
            return chance
        anew = "each call gives something else: make the convolution once, in __init__"
        return [anew, chance]
    if near(y, way):
        return "there is no way past: add x to path(x)"
    if (y >= 0).all():
        if (y == 0).any():
            return "nothing comes after the sum: no ReLU"
        return "nothing comes after the sum: here nothing is below 0"
    if fits:
        words = _itself(path, x, y - way, more)
    else:
        words = _brought(block, path, x, out, stride, more)
    words = words or _backwards(block, path, x, more)
    if not (words or more or fits):
        return "the convolution isn't among the block's parts: keep it as self.…"
    return words


def _itself(path, x, past, more):
    """What is wrong with what is added where x fits, in words; or nothing."""
    import torch

    way = path(x)
    if near(past, x):
        return "here x fits as it is: beside path, nothing learns" if more else None
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
        "nothing comes after the sum: no tanh": (way + x).tanh() - way,
    }
    for words, wrong in reasons.items():
        if near(past, wrong):
            return words
    if more:
        return "here x fits as it is: add x itself, with nothing to learn"
    y, parts = (past + way).reshape(-1, 1), torch.stack([way, x], -1).reshape(-1, 2)
    times = torch.linalg.lstsq(parts, y).solution
    if near(parts @ times, y):
        a, b = times.flatten().tolist()
        return f"path(x) is taken {a:.3g} times and x {b:.3g} times: each once"
    return "what is added to path(x) isn't x"


def _brought(block, path, x, out, stride, more):
    """What is wrong with what is added where x doesn't fit, in words; or nothing."""
    import torch

    def past(x):
        return block(x) - path(x)

    y, channels = past(x), x.shape[1]
    steps = x[:, :, ::stride, ::stride]
    both = min(channels, out)
    only = "on the way past there is only the convolution:"
    if near(y[:, :both], steps[:, :both]):
        return "x's channels go past as they are; here a 1×1 convolution must mix them"
    if near(past(9 * x), past(3 * x)):  # BatchNorm's ε counts for little there
        return f"{only} no BatchNorm, nothing else that normalises"
    seen, spot = torch.zeros_like(x), torch.zeros_like(x)
    seen[:, :, ::stride, ::stride] = steps
    spot[:, :, stride, stride] = x[:, :, stride, stride]
    alone = near(past(spot)[:, :, 1, 1], y[:, :, 1, 1])
    if not alone or not near(past(seen), y):
        neighbours = f"{only} 1×1, it looks at no neighbour"
        if stride == 1:
            return neighbours
        pools = "the convolution itself takes the steps: nothing else makes x smaller"
        return [pools, neighbours]
    if past(0 * x).abs().max() > 1e-4:
        return f"{only} it has no bias, and where x is 0, it gives 0"
    if near(past(2 * x), 2 * y) and not near(past(-x), -y):
        return f"{only} no ReLU or the like"
    if not near(past(2 * x - x.flip(0)), 2 * y - past(x.flip(0))):
        return f"{only} no nonlinearity, such as tanh"
    return _weighed(more, channels * out)


def _weighed(more, wanted):
    """What is wrong with the numbers that the way past learns, in words; or nothing."""
    count = sum(weight.numel() for weight in more)
    if 0 < count < wanted:
        return (
            f"the way past has {count} parameters, and needs channels·out = {wanted}: "
            "each of its filters reads all channels"
        )
    if count > wanted:
        return (
            f"the way past has {count} parameters; channels·out = {wanted} are enough"
        )
    if not all(weight.requires_grad for weight in more):
        return "the convolution on the way past must learn"
    return None


def _backwards(block, path, x, more):
    """What is wrong in evaluation, or with the gradients, in words; or nothing.

    What is added to path(x) is linear in x by now, and in the weights `more`.
    """
    import torch

    weights, y = list(path.parameters()), block(x)
    random = torch.Generator().manual_seed(0)
    pull = torch.randn(y.shape, generator=random)
    other = torch.randn(x.shape, generator=random)

    def slopes(output, *asked):
        return torch.autograd.grad(
            (output * pull).sum(), asked, allow_unused=True, materialize_grads=True
        )

    def added(x):
        return (pull * (block(x) - path(x))).sum()

    def alike(one, other):
        return torch.allclose(one, other, rtol=1e-3, atol=1e-3)

    for mode in (True, False):
        block.train(mode)
        x = x.detach().requires_grad_()
        if not near(block(x), y):
            if near(block(x), path(x)):
                return "in eval() x isn't added: it goes past in training and after"
            return "in eval() it gives something else: leave self.training out of it"
        if not block(x).requires_grad:
            return "no gradient comes back through it: no detach() and no no_grad()"
        down, *got = slopes(block(x), x, *weights)
        through, *wanted = slopes(path(x), x, *weights)
        if not any(one.any() for one in got):
            return "no gradient reaches path's weights: no detach() and no no_grad()"
        if not all(map(alike, got, wanted)):
            return "path's weights are for path alone: the way past has its own"
        if not alike(((down - through) * other).sum(), added(other)):
            return (
                "a gradient gets lost on its way back to x: no detach(), no no_grad()"
            )
        if more:
            pairs = zip(slopes(block(x), *more), more, strict=True)
            if not alike(sum((slope * one).sum() for slope, one in pairs), added(x)):
                return "the convolution on the way past gets no gradient: no no_grad()"
    return None
