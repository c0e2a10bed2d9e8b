"""The texts beside these modules: mistakes, long words, the predictions' answers.

In each, what belongs to a line stands below it, further in.
"""

import re
import textwrap
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
NONE = "(no single one)"  # the answer of a question that has several, or depends


def blocks(text):
    """{line: what stands below it, further in}"""
    found = re.findall(r"(\S.*)\n((?: .*\n)+)", text)
    return {line: textwrap.dedent(below).strip() for line, below in found}


@cache
def mistakes():
    """{name of an exercise: {words that name a mistake: the change that makes it}}"""
    texts = [path.read_text("utf-8") for path in sorted(HERE.glob("nb*.txt"))]
    parts = re.split(r"^\[(\w+)\]\n", "\n".join(texts), flags=re.MULTILINE)[1:]
    return dict(zip(parts[::2], map(blocks, parts[1::2]), strict=True))


def first(name, seen):
    """The words of the first of an exercise's mistakes that is seen; or nothing."""
    pairs = zip(mistakes()[name], seen, strict=True)
    return next((words for words, wrong in pairs if wrong), None)


def say(key, **values):
    """What words.txt has under the key, with the values filled in."""
    return read("words")[key].format(**values)


@cache
def read(name):
    """{line: what stands below it} of one text; of predictions, {question: answer}"""
    return blocks((HERE / f"{name}.txt").read_text("utf-8"))
