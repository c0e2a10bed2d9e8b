"""Mutants of a solution: its code with one small thing changed."""

import ast
import copy

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
    for path in paths(tree):
        for words, other in variants(at(tree, path)):
            changed = copy.deepcopy(tree)
            place(changed, path, other)
            text = ast.unparse(ast.fix_missing_locations(changed))
            if text != ast.unparse(tree):
                yield words, text


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
            if getattr(node, end):
                yield f"a slice without {end}", changed(node, **{end: None})
    elif isinstance(node, ast.Call):
        yield from of_call(node)
    elif isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Tuple):
        first, second, *rest = node.slice.elts
        turned = ast.Tuple([second, first, *rest], ast.Load())
        yield "two indices exchanged", changed(node, slice=turned)
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


def of_call(node):
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
