"""What is asked of every checker and of every explorer, whatever it is about."""

from unittest import mock

from helpers.checks import base

HANG = 600  # seconds that only end a test that hangs: no machine is so slow


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


def redraws_in_place(explorer, control, values):
    """What makes a step quick on any machine; `run.py bench` says how quick here.

    Artists are moved, none is made; and what doesn't move isn't drawn again.
    """
    view = explorer.view
    artists = view.fig.findobj()
    with mock.patch.object(view.canvas, "draw", side_effect=AssertionError):
        for value in values:
            explorer.controls[control].value = value
            assert view.fig.findobj() == artists
