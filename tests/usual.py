"""What is asked of every checker, whatever it is about."""

from helpers.checks import base


def stubs_and_crashes_are_shown(checker, arguments):
    """`arguments`: the parameters of the function that is checked, like "x, size"."""
    assert "not attempted yet" in repr(checker(eval(f"lambda {arguments}: ...")))
    assert "not attempted yet" in repr(checker(...))
    assert "ZeroDivisionError" in repr(checker(eval(f"lambda {arguments}: 1 / 0")))
    assert "without calling it" in repr(checker(3))
    assert "returns nothing" in repr(
        checker(eval(f"lambda {arguments}: print(end='')"))
    )


def no_two_mistakes_look_alike(checker, monkeypatch):
    """Each wrong function is named by its own words, and none passes."""
    kept, real = {}, base.check

    def check(name, attempt, right, cases, mistakes):
        kept.update(mistakes)
        return real(name, attempt, right, cases, mistakes)

    with monkeypatch.context() as patch:
        patch.setattr(base, "check", check)
        checker(lambda *case: 0)
    assert len(kept) >= 20
    for words, wrong in kept.items():
        assert words in repr(checker(wrong))
