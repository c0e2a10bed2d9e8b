"""The rules of form for a notebook: each is a function that lists what breaks it."""

import json
import re
import statistics
import symtable
import tomllib
from pathlib import Path

from nbformat.v4 import new_markdown_cell

ROOT = Path(__file__).resolve().parents[2]
SLIDE_TYPES = {"slide", "subslide", "skip", "notes"}  # a subslide is kept for readers
FOLDERS = r"(?<![\w.:/~-])/(?:work|home|root|tmp|usr|opt|var|mnt|Users|content)/"
WINDOWS = r"\b[A-Z]:\\\w+\\"
LARGEST = 1_500_000
MAY_IGNORE_OUTPUT = {"02": 1}  # cells whose output nbval need not compare


def tags(cell):
    return cell.metadata.get("tags", [])


def code(notebook, tag=None):
    """The code cells; with a tag, those that have it."""
    cells = [cell for cell in notebook.cells if cell.cell_type == "code"]
    return [cell for cell in cells if tag is None or tag in tags(cell)]


def lines(cell):
    return [line for line in cell.source.splitlines() if line.strip()]


def headings(notebook):
    """[(level, title), ...] of all Markdown headings, code blocks left out."""
    found = []
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            text = re.sub(r"```.*?```", "", cell.source, flags=re.DOTALL)
            found += re.findall(r"^(#{1,6}) +(.+)$", text, flags=re.MULTILINE)
    return [(len(marks), title) for marks, title in found]


def shown(cell):
    """All text that a cell's outputs show, in lower case."""
    texts = []
    for output in cell.outputs:
        texts += [output.get("text", ""), output.get("data", {}).get("text/plain", "")]
    return "\n".join(texts).lower()


def slide_type(cell):
    return cell.metadata.get("slideshow", {}).get("slide_type", "none")


def where(cell):
    return f"cell {cell.get('id', '?')} ({cell.source.strip()[:40]!r})"


def one_title(notebook, number):
    titles = [title for level, title in headings(notebook) if level == 1]
    if len(titles) != 1 or not notebook.cells[0].source.startswith("# "):
        yield f"needs one H1, in its first cell; has {titles}"


def headings_in_order(notebook, number):
    before = 0
    for level, title in headings(notebook):
        if level > before + 1:
            yield f"H{level} {title!r} follows an H{before}"
        before = level
    sections = [title for level, title in headings(notebook) if level == 2]
    if not 1 <= len(sections) <= 7:
        yield f"has {len(sections)} sections (H2); 1 to 7 are allowed"


def set_up_first(notebook, number):
    cells = notebook.cells
    if len(cells) < 3 or "setup" not in tags(cells[1]):
        yield "its second cell is not the set-up cell (tag setup)"
    elif "imports" not in tags(cells[2]):
        yield "the cell after the set-up cell is not the imports cell (tag imports)"
    else:
        project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
        if project["urls"]["Repository"] not in cells[1].source:
            yield "its set-up cell doesn't name the repository of pyproject.toml"


def short_cells(notebook, number):
    cells = [cell for cell in code(notebook) if "setup" not in tags(cell)]
    for cell in cells:
        if len(cell.source.splitlines()) > 25:
            yield f"{where(cell)} has over 25 lines"
        if any(len(line) > 88 for line in cell.source.splitlines()):
            yield f"{where(cell)} has a line over 88 characters"
    if cells and statistics.median(len(lines(cell)) for cell in cells) > 6:
        yield "its median code cell has over 6 lines"


def enough_words(notebook, number):
    cells = [cell for cell in code(notebook) if "setup" not in tags(cell)]
    ratio = words(notebook.cells) / max(1, sum(len(lines(cell)) for cell in cells))
    if not 6 <= ratio <= 20:
        yield f"has {ratio:.1f} words of prose per line of code; 6 to 20 are allowed"


def alt_text(notebook, number):
    for cell in code(notebook):
        for output in cell.outputs:
            data = output.get("data", {})
            alt = data.get("text/plain", "").strip()
            a_repr = re.match(r"<|\w+\(.*\)$", alt)
            drawn = any(kind.startswith("image/") for kind in data)
            if drawn and (len(alt.split()) < 4 or a_repr):
                yield f"{where(cell)} shows a picture without alt text: {alt[:40]!r}"


def exercises(notebook, number):
    stubs = code(notebook, "exercise")
    if len(stubs) < 3:
        yield f"has {len(stubs)} exercises (tag exercise); at least 3 are needed"
    if len(code(notebook, "solution")) != len(stubs):
        yield "needs as many cells tagged solution as exercise"
    for cell in stubs:
        if "not attempted yet" not in shown(cell):
            yield f"{where(cell)}: the stub's output isn't 'not attempted yet'"


def solutions_give_nothing_away(notebook, number):
    for cell in code(notebook, "solution"):
        hidden = cell.metadata.get("jupyter", {}).get("source_hidden")
        form = cell.metadata.get("cellView") == "form"
        if not (hidden and form and cell.source.startswith("# @title Solution")):
            yield f"{where(cell)}: the solution is not collapsed (Jupyter and Colab)"
        if cell.outputs:
            yield f"{where(cell)}: the solution shows something"
        if not re.match(r"assert checks\.\w+\(.+\)\.passed$", lines(cell)[-1]):
            yield f"{where(cell)} doesn't end in assert checks.NAME(solution).passed"


def no_solution_needed(notebook, number):
    """Whoever skips the solution cells can run all others, and sees the same."""
    last = {}  # the cell that gave each name its present value
    for cell in code(notebook):
        if "setup" in tags(cell):  # not quite Python: it has a line for the shell
            continue
        table = symtable.symtable(cell.source, where(cell), "exec")
        given = {s.get_name() for s in table.get_symbols() if s.is_local()}
        if "solution" not in tags(cell):
            for name in globals_of(table) - given:
                if "solution" in tags(last.get(name, cell)):
                    yield f"{where(cell)} needs {name} of a solution cell"
        last |= dict.fromkeys(given, cell)


def globals_of(table):
    """The names that a cell, or a function in it, takes from the notebook."""
    top = table.get_type() == "module"
    names = {s.get_name() for s in table.get_symbols() if top or s.is_global()}
    return names.union(*map(globals_of, table.get_children()))


def answers_on_the_next_slide(notebook, number):
    for cell, after in zip(notebook.cells, [*notebook.cells[1:], None], strict=True):
        asks = cell.cell_type == "code" and "checks.predict(" in cell.source
        if asks and (after is None or slide_type(after) not in ("slide", "subslide")):
            yield f"the cell after {where(cell)} has to start a slide: the answer's"


def no_widget_state(notebook, number):
    if "widgets" in notebook.metadata:
        yield "its metadata keep the widgets' state"
    for cell in code(notebook):
        for output in cell.outputs:
            if any("widget" in kind for kind in output.get("data", {})):
                yield f"{where(cell)} keeps a widget view, which shows as an error"


def no_absolute_paths(notebook, number):
    for cell in notebook.cells:
        text = "\n".join([cell.source, *strings(cell.get("outputs", []))])
        for path in re.findall(FOLDERS, text) + re.findall(WINDOWS, text):
            yield f"{where(cell)} holds an absolute path: {path}"


def strings(value):
    """All strings in nested lists and dicts, but for pictures."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key in value:
            yield from [] if key.startswith("image/") else strings(value[key])
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)


def slides(notebook, number):
    for position, cell in enumerate(notebook.cells):
        kind = slide_type(cell)
        if "slideshow" in cell.metadata and kind not in SLIDE_TYPES:
            yield f"{where(cell)} has slide_type {kind!r}; to go on: no slideshow key"
        starts = re.match(r"##? ", cell.source) and cell.cell_type == "markdown"
        if (starts or position == 0) and kind not in ("slide", "subslide"):
            yield f"{where(cell)} has to start a slide (slide_type slide)"
        if {"setup", "imports", "solution"} & set(tags(cell)) and kind != "skip":
            yield f"{where(cell)} needs slide_type skip"


def a_lecture(notebook, number):
    """What a class sees is a talk; each section has notes for the presenter."""
    cells = notebook.cells
    count = sum(slide_type(cell) == "slide" for cell in cells)
    if not 20 <= count <= 25:
        yield f"has {count} slides for a class (slide_type slide); 20 to 25 are allowed"
    notes = None  # of the section that is being read
    for cell in [*cells, new_markdown_cell("## The end")]:
        if re.match("## ", cell.source):
            if notes == 0:
                yield f"the section before {where(cell)} has no notes"
            notes = 0
        elif notes is not None:
            notes += slide_type(cell) == "notes"


def something_to_see(notebook, number):
    """No slide is bare code: it has prose, a picture or a question."""
    slides = []
    for cell in notebook.cells:
        kind = slide_type(cell)
        if kind in ("slide", "subslide"):
            slides.append([])
        if kind not in ("skip", "notes"):
            slides[-1].append(cell)
    for parts in slides:
        outputs = [out for cell in parts for out in cell.get("outputs", [])]
        kinds = {kind for out in outputs for kind in out.get("data", {})}
        asks = any("checks." in cell.source for cell in parts)
        prose = any(cell.cell_type == "markdown" for cell in parts)
        if not (prose or asks or any("image" in kind for kind in kinds)):
            yield f"the slide of {where(parts[0])} has no prose, picture or question"


def words(cells):
    """How many words their prose has; code, formulas and addresses don't count."""
    prose = " ".join(cell.source for cell in cells if cell.cell_type == "markdown")
    prose = re.sub(r"```.*?```|\$\$.*?\$\$|\$[^$]*\$", " ", prose, flags=re.DOTALL)
    return len(re.findall(r"[^\W\d_][\w'’-]*", re.sub(r"\]\([^)]*\)", "]", prose)))


def on_a_first_reading(notebook):
    """The cells but for notes, and what stands under a heading marked optional."""
    level, found = 9, []  # of the optional heading that we are under
    for cell in notebook.cells:
        heading = re.match(r"(#+) (.*)", cell.source)
        prose = cell.cell_type == "markdown"
        if prose and heading and len(heading[1]) <= level:
            level = len(heading[1]) if "optional" in heading[2].lower() else 9
        if level == 9 and slide_type(cell) != "notes":
            found.append(cell)
    return found


def honest_minutes(notebook, number):
    """130 words a minute, 24 seconds a code cell, 6 minutes an exercise; up to 75."""
    cells = on_a_first_reading(notebook)
    known = {"setup", "solution"}
    run = [c for c in cells if c.cell_type == "code" and not known & set(tags(c))]
    minutes = words(cells) / 130 + 0.4 * len(run)
    minutes += 6 * sum("exercise" in tags(cell) for cell in run)
    said = re.search(r"About (\d+) minutes to read", notebook.cells[0].source)
    if not said or abs(int(said[1]) - minutes) > 5 or int(said[1]) > 75:
        yield f"takes {minutes:.0f} minutes; its title says {said and said[1]}"
    count = sum(slide_type(cell) != "notes" for cell in notebook.cells)
    if count > 200:
        yield f"has {count} cells without notes; 200 are allowed"


def executed(notebook, number):
    counts = [cell.execution_count for cell in code(notebook)]
    if counts != list(range(1, len(counts) + 1)):
        yield "was not executed from top to bottom: python3 run.py execute"


def errors_only_where_meant(notebook, number):
    for cell in code(notebook):
        failed = any(output.output_type == "error" for output in cell.outputs)
        if failed != ("raises-exception" in tags(cell)):
            yield f"{where(cell)}: an error and the tag raises-exception go together"
        if any(output.get("name") == "stderr" for output in cell.outputs):
            yield f"{where(cell)} writes to stderr, which differs between machines"


def outputs_compared(notebook, number):
    known = {
        "setup",
        "imports",
        "notes",
        "exercise",
        "solution",
        "raises-exception",
        "timed",
    }
    used = [tag for cell in notebook.cells for tag in tags(cell)]
    if used.count("nbval-ignore-output") > MAY_IGNORE_OUTPUT.get(number, 0):
        yield "has more cells tagged nbval-ignore-output than allowed"
    for tag in set(used) - known - {"nbval-ignore-output"}:
        yield f"has a tag that nothing knows: {tag}"


def unique_ids(notebook, number):
    ids = [cell.get("id") for cell in notebook.cells]
    if None in ids or len(set(ids)) < len(ids):
        yield "its cells' ids are missing or not unique"


def time_budget(notebook, number):
    seconds = notebook.metadata.get("course", {}).get("seconds")
    if not isinstance(seconds, int) or not 0 < seconds <= 120:
        yield "promises no running time (metadata: course: seconds, at most 120)"


def size(notebook, number):
    if len(json.dumps(notebook, ensure_ascii=False)) > LARGEST:
        yield f"is larger than {LARGEST / 1e6} MB"


RULES = [
    one_title,
    headings_in_order,
    set_up_first,
    short_cells,
    enough_words,
    alt_text,
    exercises,
    solutions_give_nothing_away,
    no_solution_needed,
    no_widget_state,
    no_absolute_paths,
    slides,
    a_lecture,
    something_to_see,
    honest_minutes,
    answers_on_the_next_slide,
    executed,
    errors_only_where_meant,
    outputs_compared,
    unique_ids,
    time_budget,
    size,
]
