"""Mutants of a solution: its code with one small thing changed."""

import ast
from itertools import chain

OPERATORS = {
    ast.Add: [ast.Sub],
    ast.Sub: [ast.Add],
    ast.Mult: [ast.Add, ast.Div],
    ast.Div: [ast.Mult, ast.FloorDiv],
    ast.FloorDiv: [ast.Div],
    ast.MatMult: [ast.Mult],
    ast.Mod: [ast.FloorDiv],
    ast.Pow: [ast.Mult],
    ast.Lt: [ast.LtE, ast.GtE],
    ast.LtE: [ast.Lt, ast.Gt],
    ast.Gt: [ast.GtE, ast.LtE],
    ast.GtE: [ast.Gt, ast.Lt],
    ast.Eq: [ast.NotEq],
    ast.NotEq: [ast.Eq],
    ast.Is: [ast.IsNot],
    ast.IsNot: [ast.Is],
    ast.In: [ast.NotIn],
    ast.NotIn: [ast.In],
    ast.And: [ast.Or],
    ast.Or: [ast.And],
}
NAMES = {
    "sum": ["max", "mean"],
    "mean": ["sum", "max"],
    "max": ["min", "mean"],
    "min": ["max"],
    "argmax": ["argmin"],
    "argmin": ["argmax"],
    "zeros": ["ones"],
    "ones": ["zeros"],
    "zeros_like": ["ones_like"],
    "all": ["any"],
    "any": ["all"],
    "floor": ["ceil"],
    "abs": ["float"],
    "float": ["int"],
}


def mutants(code):
    """(what was changed, the changed code) for each mutant of a function or class."""
    tree = ast.parse(code)
    same = ast.unparse(tree)
    parameters, names = variables(tree)
    for path in paths(tree):
        node = at(tree, path)
        more = with_names(node, parameters, names)
        for words, other in chain(variants(node), more):
            if other is None and len(path) == 1:
                continue  # the whole code
            changed = ast.parse(code)  # a copy, quicker than copy.deepcopy
            place(changed, path, other)
            text = ast.unparse(ast.fix_missing_locations(changed))
            if text != same:
                yield words, text


def variables(tree):
    """The parameters' names, and all names that stand for something in the code."""
    parameters = [node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)]
    stored = [
        node.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    ]
    return parameters, list(dict.fromkeys(parameters + stored))


def paths(node, path=()):
    """All places in the tree, each as a tuple of fields and positions."""
    for field, value in ast.iter_fields(node):
        children = value if isinstance(value, list) else [value]
        for number, child in enumerate(children):
            if isinstance(child, ast.AST):
                step = (field, number) if isinstance(value, list) else (field,)
                yield path + (step,)
                yield from paths(child, path + (step,))


def at(node, path):
    for field, *number in path:
        node = getattr(node, field)
        node = node[number[0]] if number else node
    return node


def place(tree, path, other):
    """Put another node at that place; a statement that is None goes."""
    parent, (field, *number) = at(tree, path[:-1]), path[-1]
    if not number:
        setattr(parent, field, other)
    elif other is not None:
        getattr(parent, field)[number[0]] = other
    else:
        del getattr(parent, field)[number[0]]
        if field == "body" and not parent.body:
            parent.body.append(ast.Pass())


def variants(node):
    """(words, another node for its place) for all that can be done to it."""
    for other in OPERATORS.get(type(node), []):
        yield f"{type(node).__name__} is {other.__name__}", other()
    if isinstance(node, ast.Constant):
        for value in constants(node.value):
            yield f"{node.value!r} is {value!r}", ast.Constant(value)
    elif isinstance(node, ast.UnaryOp):
        yield f"no {type(node.op).__name__}", node.operand
    elif isinstance(node, ast.AugAssign):
        yield "= for an operation", ast.Assign([node.target], node.value)
    elif isinstance(node, ast.Slice):
        for end in ("lower", "upper", "step"):
            value = getattr(node, end)
            if value:
                yield f"a slice without {end}", changed(node, **{end: None})
            if value and end != "step":
                for other in (plus(value, 1), plus(value, -1)):
                    yield (
                        f"{end} is {ast.unparse(other)}",
                        changed(node, **{end: other}),
                    )
    elif isinstance(node, ast.BinOp):
        yield "only what stands left", node.left
        yield "only what stands right", node.right
    elif isinstance(node, ast.BoolOp):
        for value in node.values:
            yield f"only {ast.unparse(value)}", value
    elif isinstance(node, ast.Compare) and len(node.ops) > 1:
        first, last = node.comparators[0], node.comparators[-1]
        yield "only the first comparison", ast.Compare(node.left, node.ops[:1], [first])
        between = node.comparators[-2]
        yield "only the last comparison", ast.Compare(between, node.ops[-1:], [last])
    elif isinstance(node, ast.Call):
        yield from of_call(node)
    elif isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Tuple):
        first, second, *rest = node.slice.elts
        turned = ast.Tuple([second, first, *rest], ast.Load())
        yield "two indices exchanged", changed(node, slice=turned)
    elif isinstance(node, (ast.List, ast.Tuple)) and isinstance(node.ctx, ast.Load):
        for number in range(len(node.elts)):
            entries = list(node.elts)
            entry = entries.pop(number)
            yield f"without entry {number}", changed(node, elts=entries)
            earlier = [*entries[: number - 1], entry, *entries[number - 1 :]]
            if number:
                yield f"entry {number} one earlier", changed(node, elts=earlier)
    elif isinstance(node, (ast.Name, ast.Attribute)):
        field = "id" if isinstance(node, ast.Name) else "attr"
        for other in NAMES.get(getattr(node, field), []):
            yield f"{getattr(node, field)} is {other}", changed(node, **{field: other})
    elif isinstance(node, (ast.If, ast.IfExp)):
        turned = ast.UnaryOp(ast.Not(), node.test)
        yield "an if turned round", changed(node, test=turned)
    kept = ast.Return, ast.FunctionDef, ast.ClassDef
    if isinstance(node, ast.stmt) and not isinstance(node, kept):
        yield f"without {ast.unparse(node)[:40]!r}", None


def with_names(node, parameters, names):
    """What can be done with the names in the code: confuse them, or take a type."""
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
        for other in names if node.id in names else []:
            yield f"{other} for {node.id}", ast.Name(other, ast.Load())
    elif isinstance(node, ast.Return) and node.value:
        for name in parameters:
            code = f"np.array({ast.unparse(node.value)}).astype(np.array({name}).dtype)"
            code = code.replace("np.", "__import__('numpy').")
            words = f"in the type of {name}"
            yield words, ast.Return(ast.parse(code, mode="eval").body)


def plus(node, number):
    return ast.BinOp(node, ast.Add(), ast.Constant(number))


def of_call(node):
    if isinstance(node.func, ast.Name) and len(node.args) == 1 and not node.keywords:
        yield f"no {node.func.id}()", node.args[0]
    if getattr(node.func, "id", "") == "range":
        *start, stop = node.args
        yield "all but the last", changed(node, args=[*start, plus(stop, -1)])
        if not start:
            yield "all but the first", changed(node, args=[ast.Constant(1), stop])
    if len(node.args) > 1:
        first, second, *rest = node.args
        yield "two arguments exchanged", changed(node, args=[second, first, *rest])
    for keyword in node.keywords:
        others = [other for other in node.keywords if other is not keyword]
        yield f"a call without {keyword.arg}", changed(node, keywords=others)
    if isinstance(node.func, ast.Attribute) and not node.args and not node.keywords:
        yield f"no .{node.func.attr}()", node.func.value


def changed(node, **fields):
    """A copy of the node with other fields."""
    return type(node)(**{**dict(ast.iter_fields(node)), **fields})


def constants(value):
    if isinstance(value, bool):
        return [not value]
    if isinstance(value, str):  # a pattern's signs for how often
        return [
            value[:n] + other + value[n + 1 :]
            for n, sign in enumerate(value)
            for other in ("+", "*", "?", "")
            if sign in "+*?" and other != sign
        ]
    if isinstance(value, (int, float)):
        return [value + 1, value - 1] if value else [1, -1]
    return []
