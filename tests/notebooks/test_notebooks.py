"""Every notebook keeps the rules of form; and every rule can indeed be broken."""

from functools import cache

import nbformat
import pytest
import shape
from nbconvert import HTMLExporter
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

ADDRESS = "https://github.com/cnn-companion/cnn-companion"


@cache
def read(path):
    return nbformat.read(path, as_version=4)


@pytest.mark.parametrize("rule", shape.RULES, ids=lambda rule: rule.__name__)
def test_notebook_keeps_the_rule(notebook_path, rule):
    assert not list(rule(read(notebook_path), notebook_path.name[:2]))


def test_set_up_cell_is_the_same_in_all(notebook_path):
    first = sorted(notebook_path.parent.glob("[0-9][0-9]_*.ipynb"))[0]
    ours, model = (read(path).cells[1] for path in (notebook_path, first))
    assert (ours.source, ours.metadata) == (model.source, model.metadata)


@pytest.mark.by_default("01")
def test_nbconvert_finds_each_figures_alt_text(notebook_path):
    page, _ = HTMLExporter(template_name="classic").from_notebook_node(
        read(notebook_path)
    )
    assert page.count("<img") > 5 and "No description has been provided" not in page


# --- the rules themselves --------------------------------------------------------


def result(text, **data):
    return new_output("execute_result", {"text/plain": text, **data})


def cell(source, text=None, tag=None, slide=None, **metadata):
    """A code cell with its saved output."""
    if tag:
        metadata["tags"] = [tag]
    if slide:
        metadata["slideshow"] = {"slide_type": slide}
    outputs = [result(text)] if text else []
    return new_code_cell(source, outputs=outputs, metadata=metadata)


def good_notebook():
    """A small notebook that keeps all rules."""
    slide = {"slideshow": {"slide_type": "slide"}}
    prose = "some quiet words to read before the cell that follows them here. "
    cells = [
        new_markdown_cell(
            "# 1 · Title\nAbout 22 minutes to read. " + prose, metadata=slide
        ),
        cell(f"course = '{ADDRESS}'", tag="setup", slide="skip"),
        cell("from helpers import plots", tag="imports", slide="skip"),
        new_markdown_cell("## A question\n" + prose * 8, metadata=slide),
        cell("1 + 1", "2"),
    ]
    picture = cell("plots.something()")
    picture.outputs = [result("Two bars of one height.", **{"image/png": "iVBO"})]
    cells.append(picture)
    for _ in range(3):
        solution = "# @title Solution\ntwo = 2\nassert checks.add(two).passed"
        hidden = {"jupyter": {"source_hidden": True}, "cellView": "form"}
        cells += [
            new_markdown_cell("### Exercise 1.1 · Add\n" + prose * 2),
            cell("checks.add(...)", "add: not attempted yet", "exercise"),
            cell(solution, tag="solution", slide="skip", **hidden),
        ]
    notes = {"slideshow": {"slide_type": "notes"}}
    cells += [new_markdown_cell("what to say", metadata=notes)]
    cells += [new_markdown_cell("more of it", metadata=slide) for _ in range(17)]
    cells += [
        cell("checks.predict('More?', ['yes', 'no'])", "Predict: More?"),
        cell("def twice(two):\n    return 2 * two", slide="slide"),
    ]
    cells[-1].outputs = picture.outputs
    notebook = new_notebook(cells=cells, metadata={"course": {"seconds": 10}})
    for count, made in enumerate(shape.code(notebook), 1):
        made.execution_count = count
    for count, made in enumerate(notebook.cells):
        made.id = f"c{count}"
    return notebook


def problems(notebook):
    return [text for rule in shape.RULES for text in rule(notebook, "01")]


def test_the_good_notebook_keeps_all_rules():
    assert problems(good_notebook()) == []


def set_source(position, source):
    def spoil(notebook):
        notebook.cells[position].source = source

    return spoil


def set_output(position, *outputs):
    def spoil(notebook):
        notebook.cells[position].outputs = list(outputs)

    return spoil


def set_metadata(position, **metadata):
    def spoil(notebook):
        notebook.cells[position].metadata.update(nbformat.from_dict(metadata))

    return spoil


def drop(position):
    return lambda notebook: notebook.cells.pop(position)


def long_lines(notebook):
    for made in shape.code(notebook):
        made.source += "\nx = 1" * 7


def too_many_sections(notebook):
    notebook.cells[3].source += "\n## More" * 7


def set_count(count):
    return lambda notebook: notebook.cells[4].update(execution_count=count)


def changes_a_name(notebook):
    notebook.cells[4].source = "two = 22"
    notebook.cells[-1].source = "[two for _ in range(2)]"


def bare_code(notebook):
    for position in 4, 5:
        set_metadata(position, slideshow={"slide_type": "slide"})(notebook)


def wordy(notebook):
    notebook.cells[3].source += " word" * 400


def wordless(notebook):
    for made in notebook.cells:
        if made.cell_type == "markdown":
            made.source = made.source.splitlines()[0]


VIEW = {"application/vnd.jupyter.widget-view+json": {}}


def picture(text):
    return set_output(5, result(text, **{"image/png": "iVBO"}))


ERROR = new_output("error", ename="E", evalue="bad", traceback=["E: bad"])
STDERR = new_output("stream", name="stderr", text="Warning")
HOME = "/".join(["", "home", "someone", "data.npz"])

BROKEN = [
    ("one_title", set_source(0, "No title")),
    ("one_title", set_source(3, "# A second title")),
    ("headings_in_order", set_source(3, "### Too deep")),
    ("headings_in_order", too_many_sections),
    ("set_up_first", drop(1)),
    ("set_up_first", drop(2)),
    ("set_up_first", set_source(1, "course = 'elsewhere'")),
    ("short_cells", set_source(4, "x = 1\n" * 26)),
    ("short_cells", set_source(4, "x = " + "1" * 90)),
    ("short_cells", long_lines),
    ("enough_words", wordy),
    ("enough_words", wordless),
    ("alt_text", picture("")),
    ("alt_text", picture("<Figure size 640x480 with 1 Axes>")),
    ("alt_text", picture("Picture(png, a b c d e)")),
    ("exercises", drop(7)),
    ("exercises", drop(8)),
    ("exercises", set_output(7, result("sum: correct"))),
    ("solutions_give_nothing_away", set_metadata(8, jupyter={"source_hidden": False})),
    ("solutions_give_nothing_away", set_metadata(8, cellView="code")),
    ("solutions_give_nothing_away", set_source(8, "assert checks.add(2).passed")),
    ("solutions_give_nothing_away", set_source(8, "# @title Solution\nchecks.add(2)")),
    ("solutions_give_nothing_away", set_output(8, result("add: correct"))),
    ("no_solution_needed", set_source(-1, "two + 1")),
    ("no_solution_needed", set_source(-1, "def three():\n    return two + 1")),
    ("no_solution_needed", changes_a_name),
    ("no_widget_state", lambda notebook: notebook.metadata.update(widgets={})),
    ("no_widget_state", set_output(4, result("a view", **VIEW))),
    ("no_absolute_paths", set_source(4, f"open('{HOME}')")),
    ("no_absolute_paths", set_output(4, result(HOME))),
    ("no_absolute_paths", set_output(4, result("C:\\Users\\someone"))),
    ("slides", set_metadata(4, slideshow={"slide_type": "-"})),
    ("slides", set_metadata(4, slideshow={})),
    ("slides", set_metadata(3, slideshow={"slide_type": "fragment"})),
    ("a_lecture", set_metadata(-1, slideshow={"slide_type": "subslide"})),
    ("a_lecture", set_source(15, "## A section without notes")),
    ("something_to_see", bare_code),
    ("honest_minutes", set_source(0, "# 1 · Title\nAbout 10 minutes to read.")),
    ("slides", set_metadata(1, slideshow={"slide_type": "slide"})),
    ("slides", set_metadata(8, slideshow={"slide_type": "slide"})),
    ("answers_on_the_next_slide", drop(-1)),
    (
        "answers_on_the_next_slide",
        set_metadata(-1, slideshow={"slide_type": "fragment"}),
    ),
    ("executed", set_count(None)),
    ("executed", set_count(9)),
    ("errors_only_where_meant", set_output(4, ERROR)),
    ("errors_only_where_meant", set_metadata(4, tags=["raises-exception"])),
    ("errors_only_where_meant", set_output(4, STDERR)),
    ("outputs_compared", set_metadata(4, tags=["nbval-ignore-output"])),
    ("outputs_compared", set_metadata(4, tags=["solutoin"])),
    ("unique_ids", lambda notebook: notebook.cells[4].update(id="c5")),
    ("time_budget", lambda notebook: notebook.metadata.pop("course")),
    ("time_budget", lambda notebook: notebook.metadata.course.update(seconds=0)),
    ("size", set_source(4, "x" * 1_600_000)),
]


@pytest.mark.parametrize(("name", "spoil"), BROKEN)
def test_the_rule_fails_on_a_broken_notebook(name, spoil):
    notebook = good_notebook()
    spoil(notebook)
    assert list(getattr(shape, name)(notebook, "01"))


def test_every_rule_is_broken_by_some_notebook():
    assert {name for name, _ in BROKEN} == {rule.__name__ for rule in shape.RULES}
