"""Checker of notebook 09: two learning rates in one network."""

import re
from collections.abc import Iterable, Mapping
from math import isclose

from helpers.checks import base
from helpers.checks.transfer import PARTS


def rates(attempt):
    """Checks attempt(model, mild, strong): an optimizer, or its parameter groups.

    model.fc, new, learns at the rate `strong`, every other parameter that learns at
    `mild`. Those that don't (requires_grad is False) are in no group.
    """
    from helpers.checks import handed

    def given(seed, k, mild, strong):
        model = handed.network(seed)
        model[:k].requires_grad_(False)
        return model.train(), mild, strong

    cases = [
        given(4, 1, 0.02, 0.5),
        given(5, 2, 0.001, 0.25),
        given(6, 0, 1e-3, 1e-2),
    ]

    def words(case):
        stuck = [
            name
            for name, part in case[0].named_children()
            if not all(weight.requires_grad for weight in part.parameters())
        ]
        return (
            f"a network of {', '.join(PARTS)}; frozen: {', '.join(stuck) or 'none'}; "
            f"mild = {case[1]}, strong = {case[2]}"
        )

    report = handed.judge(
        "rates", attempt, cases, lambda case, left, got: _rates(case, *left, got), words
    )
    error = "RuntimeError: (The size of tensor|Boolean value of Tensor)"
    if re.match(error, dict(report.details).get("got", "")):
        report.verdict = (
            "rates: `in` and == compare tensors number by number, not whether they are "
            "the same: go by the parameter's name, or by its id()"
        )
    return report


def _rates(case, model, mild, strong, answer):
    """What is wrong with an optimizer or its groups, in words; or nothing."""
    from helpers.checks import handed

    if changed := handed.changed("the model", case[0], model):
        return changed
    found = _found(answer, handed.names(model))
    if isinstance(found, str):
        return found
    names = {name for name, _ in handed.names(model)}
    learn = {name for name, weight in handed.names(case[0]) if weight.requires_grad}
    fc, rest = {n for n in learn if n[:2] == "fc"}, {n for n in learn if n[:2] != "fc"}
    twice = [name for name, rates in found.items() if len(rates) > 1]
    if twice:
        return f"{min(twice)} is there twice: a parameter is in one group, and once"
    rate = {name: rates[0] for name, rates in found.items()}

    missing, extra = learn - set(rate), set(rate) - learn
    if extra:
        if set(rate) == names - learn | fc:
            return "these are those that don't learn: `if p.requires_grad`"
        return f"{min(extra)} is frozen: leave out what doesn't learn"
    lacking = {
        "there is no parameter in any group": learn,
        "model.fc is missing: without a group it doesn't learn": fc,
        "only model.fc is there: all others that learn belong in, at the mild rate": (
            rest
        ),
        "the biases are missing: they learn, too": {
            n for n in learn if n.endswith("bias")
        },
        "BatchNorm's weight and bias are missing: they learn, too": {
            n for n in learn if ".1." in n
        },
        "hidden is missing: it learns, at the mild rate": {
            n for n in learn if "hidden" in n
        },
    }
    for words, those in lacking.items():
        if missing and missing == those:
            return words
    if missing:
        return f"{min(missing)} is in no group: it doesn't learn"
    return _at_rates(rate, fc, rest, mild, strong)


def _found(answer, names):
    """{name: [rate, …]} of all that is in the groups; or what is wrong, in words."""
    groups = getattr(answer, "param_groups", answer)
    if groups is None:
        return "your function returns nothing here: end it with return"
    groups = [groups] if isinstance(groups, Mapping) else groups
    if not isinstance(groups, Iterable) or isinstance(groups, str):
        return "a list of groups, or an optimizer, is wanted"
    name_of, found = {id(one): name for name, one in names}, {}
    for group in groups:
        if not isinstance(group, Mapping) or "params" not in group:
            return 'a group is a dict, {"params": …, "lr": …}'
        if "lr" not in group:
            return 'a group has no rate of its own, "lr"'
        params, rate = group["params"], group["lr"]
        if not (base.is_array(rate) and base.numbers(rate).size == 1):
            return f"a rate is a number, not {base.show(rate)}"
        if hasattr(params, "parameters"):
            return 'a group\'s "params" are parameters, not the layer that has them'
        if not isinstance(params, Iterable):
            return f'a group\'s "params" are parameters, not {type(params).__name__}'
        for one in [params] if hasattr(params, "detach") else params:
            one = one[1] if isinstance(one, tuple) else one  # with its name
            if isinstance(one, str):
                return "these are names; the parameters themselves are wanted"
            if id(one) not in name_of:
                return "a group holds something that is no parameter of this model"
            found.setdefault(name_of[id(one)], []).append(base.numbers(rate).item())
    return found


def _at_rates(rate, fc, rest, mild, strong):
    """What is wrong with the rates, {name: rate}, in words; or nothing."""

    def at(most, **rates):
        """True if these are the rates; `most` is that of all that isn't named."""
        return all(
            near(value, next((r for n, r in rates.items() if n in name), most))
            for name, value in rate.items()
        )

    def near(one, other):  # in single precision, too
        return isclose(one, other, rel_tol=1e-5)

    if at(fc=strong, most=mild):
        return None
    if at(fc=mild, most=strong):
        return "the rates are exchanged: what is new learns fast, what is kept slowly"
    if at(most=mild):
        return "all learn at the mild rate: model.fc is new, and has all to learn"
    if at(most=strong):
        return "all learn at the strong rate, which destroys what was learnt before"
    if at(fc=strong, hidden=strong, most=mild):
        return "only model.fc is new: hidden is a dense layer, too, but an old one"
    if at(weight=mild, bias=strong, most=mild):
        return "all biases learn at the strong rate: only those of model.fc should"
    for one, other in ("weight", "bias"), ("bias", "weight"):
        if at(**{f"fc.{other}": strong}, most=mild):
            return f"model.fc's {one} is new, too: the strong rate"
    if at(fc=1e-2, most=1e-3):
        return "the rates are those that are given, not always 0.001 and 0.01"
    wanted = dict.fromkeys(rest, mild) | dict.fromkeys(fc, strong)
    name = min(name for name in rate if not near(rate[name], wanted[name]))
    return f"{name} learns at {rate[name]:g}, and should at {wanted[name]:g}"
