"""A notebook as one HTML file of slides: no Python, no network, explorers that move.

Called by `python3 run.py slides NN DIR`.
"""

import argparse
import ast
import html
import json
import re
import sys
from pathlib import Path
from string import Template

import nbformat
from latex2mathml.converter import convert
from nbconvert.filters import Highlight2HTML, ansi2html, markdown2html
from pygments.formatters import HtmlFormatter
from tqdm import tqdm

from helpers.widgets import record
from helpers.widgets.explorer import SCRIPTS, Explorer, script
from tools import needed
from tools.execute import ROOT

HERE = Path(__file__).parent
DECK = HERE / "labextensions" / "course-deck"
WIDGETS = ROOT / "helpers" / "widgets"
ONLY_SHOWS = r"(plots|explorers|checks)\.\w+\("  # code that a slide leaves out
IMAGES = "image/png", "image/jpeg"
highlight = Highlight2HTML(pygments_lexer="ipython3")


def explorers(notebook):
    """{a cell's number: its explorer, recorded}: the cells that it needs are run."""
    names, found = {"__name__": "__main__"}, {}
    for number in tqdm(needed.cells(notebook), unit=" cells"):
        cell = notebook.cells[number]
        if "setup" in cell.metadata.get("tags", []):  # for Colab, in IPython's words
            continue
        *before, last = ast.parse(cell.source).body
        exec(compile(ast.Module(before, []), "cell", "exec"), names)
        if isinstance(last, ast.Expr):
            value = eval(compile(ast.Expression(last.value), "cell", "eval"), names)
            if isinstance(value, Explorer) and value.still:  # a quiz has no picture
                found[number] = record.record(value)
        else:
            exec(compile(ast.Module([last], []), "cell", "exec"), names)
    return found


# --- cells as HTML ------------------------------------------------------------------


def markdown(source):
    """The text with its formulas as MathML, which browsers draw themselves."""
    code, formulas = [], []

    def keep(match):
        code.append(match[0])
        return f"\0{len(code) - 1}\0"

    def formula(match):
        display = "block" if match[1] else "inline"
        formulas.append(convert(match[1] or match[2], display=display))
        return f"\1{len(formulas) - 1}\1"

    source = re.sub(r"```.*?```|`[^`]*`", keep, source, flags=re.DOTALL)
    source = re.sub(
        r"\$\$(.+?)\$\$|\$(?!\s)([^$\n]+?)\$", formula, source, flags=re.DOTALL
    )
    # A link to another notebook leads nowhere here: its words stay.
    source = re.sub(r"\[([^\]]*)\]\((?!https?:)[^)]*\)", r"\1", source)
    source = re.sub("\0(\\d+)\0", lambda match: code[int(match[1])], source)
    text = markdown2html(source)
    return re.sub("\1(\\d+)\1", lambda match: formulas[int(match[1])], text)


def output(data, text):
    """One output, or what was printed, as HTML."""
    for kind in IMAGES:
        if kind in data:
            words = html.escape("".join(data.get("text/plain", "")), quote=True)
            return f'<img alt="{words}" src="data:{kind};base64,{data[kind]}">'
    if "text/html" in data:
        return data["text/html"]
    return f"<pre>{ansi2html(text or data.get('text/plain', ''))}</pre>"


def outputs(cell):
    for out in cell.outputs:
        text = out.get("text") or f"{out.get('ename')}: {out.get('evalue')}"
        meta = out.get("metadata", {})
        shown = output(out.get("data", {}), None if "data" in out else text)
        width = next(
            (meta[k]["width"] for k in IMAGES if "width" in meta.get(k, {})), 0
        )
        yield (
            shown.replace("<img ", f'<img style="width: {width}px" ')
            if width
            else shown
        )


def part(cell, explorer):
    """A cell as it is seen on a slide; an explorer's place is filled by the page."""
    if cell.cell_type == "markdown":
        return markdown(cell.source)
    code = [line for line in cell.source.split("\n") if re.match(r"[^\s)#]", line)]
    only_shows = len(code) == 1 and re.match(ONLY_SHOWS, code[0])
    shown = f'<div class="code{" deck-drawing" * bool(only_shows)}">'
    shown += f"{highlight(cell.source)}</div>"
    if explorer is not None:
        return f'{shown}<div class="explorer" data-record="{explorer}"></div>'
    return shown + "\n".join(outputs(cell))


def slides(notebook, recorded):
    """[(title, whether it is kept for readers, HTML, HTML of its notes), ...]"""
    found, notes, numbers = [], [], {}
    for number, cell in enumerate(notebook.cells):
        kind = cell.metadata.get("slideshow", {}).get("slide_type")
        if re.match("##? ", cell.source):
            notes = []
        if kind in ("slide", "subslide") or not found:
            found.append((title(cell.source), kind == "subslide", [], [*notes]))
        if kind == "notes":
            notes.append(markdown(cell.source))
            found[-1][3].append(notes[-1])
        elif kind != "skip":
            if number in recorded:
                numbers[number] = len(numbers)
            found[-1][2].append(part(cell, numbers.get(number)))
    return found


def title(source):
    heading = re.search(r"^#+ +(.+)$", source, re.MULTILINE)
    words = heading[1] if heading else source.split("\n")[0]
    return re.sub(r"\[([^\]]*)\]\([^)]*\)|[*`$]", r"\1", words)[:60]


# --- the page -----------------------------------------------------------------------


def section(slide):
    name, more, parts, notes = slide
    told = html.escape(name, quote=True)
    body = "".join(f'<div class="part">{shown}</div>' for shown in parts)
    return (
        f'<section data-title="{told}"{" data-more" * more}>{body}'
        f"<aside hidden>{''.join(notes)}</aside></section>"
    )


def page(notebook, name):
    """The whole file."""
    recorded = explorers(notebook)
    template = Template((HERE / "slides.html").read_text("utf-8"))
    records = json.dumps(list(recorded.values()), ensure_ascii=False)
    return template.substitute(
        title=html.escape(name),
        style="\n".join(
            [
                (DECK / "slides.css").read_text("utf-8"),
                (WIDGETS / "page.css").read_text("utf-8"),
                HtmlFormatter().get_style_defs(".highlight"),
            ]
        ),
        slides="\n".join(map(section, slides(notebook, recorded))),
        player=script(*SCRIPTS, "player"),
        deck=(DECK / "slides.js").read_text("utf-8").replace("export class", "class"),
        records=records.replace("</", "<\\/"),
    )


def main(arguments):
    words = argparse.ArgumentParser("python3 run.py slides", description=__doc__)
    words.add_argument("notebook", help="its file, or its number")
    words.add_argument("folder", metavar="DIR", type=Path)
    options = words.parse_args(arguments)
    path = Path(options.notebook)
    notebook = nbformat.read(path, as_version=4)
    options.folder.mkdir(parents=True, exist_ok=True)
    target = options.folder / f"{path.stem}.html"
    target.write_text(page(notebook, title(notebook.cells[0].source)), "utf-8")
    print(f"{target}: {target.stat().st_size / 1e6:.1f} MB. Open it in a browser.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
