"""One way to refuse a name that isn't there: it says which ones are."""


def chosen(what, given, allowed):
    """`given`, if it is one of the names allowed; else a ValueError that lists them.

    chosen("split", "val", ["train", "test"])
    ValueError: There is no split 'val'; choose one of train, test.
    """
    names = list(allowed)
    if given not in names:
        listed = ", ".join(map(str, names))
        raise ValueError(f"There is no {what} {given!r}; choose one of {listed}.")
    return given
