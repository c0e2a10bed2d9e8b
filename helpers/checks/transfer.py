"""Checker of notebook 09: freeze the first parts of a network."""

import copy

PARTS = ("stem", "block", "pool", "hidden", "drop", "fc")

TOO_FEW = "that is one part too few: the first k are model[:k]"
TOO_MANY = "that is one part too many: the first k are model[:k]"
DROPS = "Dropout still drops, and is one of the first k parts: eval() for them"


def frozen(attempt):
    """Checks attempt(model, k): made ready to train, but for its first k parts.

    model: an nn.Sequential, changed in place, or returned. Then it is trained as it is:
    the first k parts must do what they do in evaluation, all others learn as usual.
    """
    from helpers.checks import handed

    def given(seed, k, training):
        return handed.network(seed).train(training), k

    # the last freezes Dropout, too
    cases = [given(1, 3, False), given(2, 2, True), given(3, 1, False)]
    cases.append(given(7, 5, True))
    return handed.judge(
        "frozen",
        attempt,
        cases,
        lambda case, left, answer: _frozen(*left, answer, case[0]),
        lambda case: f"a network of 6 parts: {', '.join(PARTS)}; k = {case[1]}",
    )


def _frozen(model, k, answer, given):
    """What is wrong with a model that was made ready, in words; or nothing."""
    import torch
    from torch import nn

    from helpers.checks import handed

    silent, before = answer is None, handed.state(given)
    model = model if silent else answer
    if not isinstance(model, nn.Module):
        return f"the model is wanted, not {type(answer).__name__}"
    try:
        ready = handed.state(model)
    except ValueError:
        return "return the whole model: no part added, left out or exchanged"
    if any(value.shape != before[name].shape for name, value in ready.items()):
        return "its layers have other sizes than before"
    if any((value != before[name]).any() for name, value in ready.items()):
        return "its numbers are others than before: freezing keeps what was learnt"
    learns = {name for name, weight in handed.names(model) if weight.requires_grad}
    as_words = any(hasattr(part, "requires_grad") for part in model.modules())
    if not learns:
        none = "nothing learns any more: only the first k parts are to be frozen"
        return [TOO_MANY, none] if k == len(PARTS) - 1 else none
    if any(weight._backward_hooks for weight in model.parameters()):
        return (
            "a hook that makes gradients 0 freezes nothing: weight decay goes on, so "
            "requires_grad_(False)"
        )
    if handed.hooked(model):
        return "a hook is left on the model: take it off again, with hook.remove()"
    right = copy.deepcopy(given).train()
    right[:k].eval().requires_grad_(False)
    handed.train(right)
    handed.train(model)
    after = handed.state(model)
    moved = {name for name in after if (after[name] != before[name]).any()}
    weights = {name for name, _ in handed.names(model)}
    kept = {name for name in before if name.split(".")[0] in PARTS[:k]}
    norms = [one for one in model.modules() if isinstance(one, nn.BatchNorm2d)]
    drops = [one.training for one in model.modules() if isinstance(one, nn.Dropout)]
    modes = [one.training for one in norms]  # of the stem's and of the block's
    words = _weights(moved, weights, kept, k, silent, as_words)
    words = words or _modes(moved - weights, kept, modes, drops, k)
    if words:
        return words
    pairs = [(value, after[name]) for name, value in handed.state(right).items()]
    pairs.append([])
    for one in (right, model):
        torch.manual_seed(0)  # Dropout's
        pairs[-1].append(one(handed.pictures(0)))
    if not all(torch.allclose(*pair) for pair in pairs):
        return "it learns, but not as usual: only freeze, and leave the layers alone"
    return None


def _weights(moved, weights, kept, k, silent, as_words):
    """What is wrong with the parameters that have moved, in words; or nothing."""
    should, did = weights - kept, moved & weights

    def of(*parts):
        return {name for name in weights if name.split(".")[0] in parts}

    if did == should:
        return None
    nothing = []
    if did == weights:
        statistics = {name for name in kept - weights if "running" in name}
        known = {
            "model.requires_grad = False makes a new attribute, and no parameter hears "
            "of it: requires_grad_(False), or each parameter's own": as_words,
            "your function returns nothing, and nothing in the model is frozen": silent,
            "eval mode keeps BatchNorm's statistics, but every weight still learns: "
            "requires_grad_(False)": not moved & statistics,
            "nothing is frozen: requires_grad_(False) for the first k parts": True,
        }
        nothing = [words for words, fits in known.items() if fits]
    reasons = {
        "it is the other way round: the first k parts are frozen, the others learn": (
            weights & kept
        ),
        "only the last layer learns: only the first k parts are to be frozen": (
            of("fc")
        ),
        TOO_MANY: of(*PARTS[k + 1 :]),
        TOO_FEW: of(*PARTS[k - 1 :]),
        "that is part k alone: freeze all of the first k": weights - of(PARTS[k]),
        "that is the last of them alone: freeze all of the first k": (
            weights - of(PARTS[k - 1])
        ),
        "the first part still learns: model[:k] begins with it": (
            should | of(PARTS[0])
        ),
        "that is the first part alone: freeze all of the first k": (
            weights - of(PARTS[0])
        ),
        "the last k parts are frozen, not the first k": of(*PARTS[:-k]),
        "only weights are frozen: biases learn, too": (
            should | {name for name in kept & weights if name.endswith("bias")}
        ),
        "BatchNorm's weight and bias learn, too: freeze all of a part's parameters": (
            should | {name for name in kept & weights if ".1." in name}
        ),
        "only filters and matrices are frozen: a part's other parameters learn, too": (
            should | {name for name in kept & weights if ".0.weight" not in name}
        ),
        "only BatchNorm is frozen: the filters learn, too": (
            should | {name for name in kept & weights if ".1." not in name}
        ),
    }
    known = nothing + [words for words, wrong in reasons.items() if did == wrong]
    if did - should:
        last = f"{min(did - should)} still learns, and is in model[:{k}]"
    else:
        last = f"{min(should - did)} doesn't learn, and isn't in model[:{k}]"
    return [*known, last]


def _modes(moved, kept, modes, drops, k):
    """What is wrong with BatchNorms and Dropout; modes, drops: which of them train."""
    norms = min(k, 2)  # so many of the two are frozen
    if any("running" in name for name in moved & kept):
        return (
            "the weights stay, but BatchNorm's running mean and variance still follow "
            "the new pictures: eval() for the first k parts, after any train()"
        )
    if any(modes[:norms]):
        return (
            "BatchNorm keeps its statistics, but still normalises with each batch's "
            "own: eval() for the first k parts"
        )
    if k > PARTS.index("drop"):
        return [DROPS, TOO_FEW] if any(drops) else None
    if not all(modes[norms:]) and all(drops):
        return "only the first k parts' BatchNorms are frozen; others learn"
    if not all(drops):
        known = {
            "the parts that learn are in eval mode: their BatchNorm stands still and "
            "Dropout does nothing. train() for them": not any(modes[norms:]),
            "Dropout is off: train() for the parts that learn": all(modes[norms:]),
        }
        return [words for words, fits in known.items() if fits]
    if k < 2 and not moved:
        return "BatchNorm in the parts that learn doesn't follow the new pictures"
    return None
