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

from helpers.widgets.explorer import SCRIPTS, Explorer, script
from tools import needed, record
from tools.execute import ROOT

HERE = Path(__file__).parent
DECK = HERE / "labextensions" / "course-deck"
WIDGETS = ROOT / "helpers" / "widgets"
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
    """Each of its outputs as HTML; figures as wide as JupyterLab shows them."""
    for out in cell.outputs:
        text = out.get("text") or f"{out.get('ename')}: {out.get('evalue')}"
        shown = output(out.get("data", {}), text if "data" not in out else None)
        sizes = [out.get("metadata", {}).get(kind, {}) for kind in IMAGES]
        for width in [size["width"] for size in sizes if "width" in size]:
            shown = shown.replace("<img ", f'<img style="width: {width}px" ')
        yield shown


def shown(cell, explorer):
    """What is seen of a cell; an explorer's place is filled by the page."""
    if cell.cell_type == "markdown":
        return markdown(cell.source)
    code = f'<div class="code">{highlight(cell.source)}</div>'
    if explorer is not None:
        return f'{code}<div class="explorer" data-record="{explorer}"></div>'
    return code + "\n".join(outputs(cell))


def cell_html(cell, explorer):
    """A cell with what slides.js has to know of it."""
    kind = cell.metadata.get("slideshow", {}).get("slide_type", "")
    source = html.escape(cell.source, quote=True)
    inside = shown(cell, explorer) if kind != "skip" else ""
    return f'<div class="cell" data-kind="{kind}" data-source="{source}">{inside}</div>'


# --- the page -----------------------------------------------------------------------


def page(notebook):
    """The whole file."""
    recorded = explorers(notebook)
    place = {number: at for at, number in enumerate(recorded)}
    heading = notebook.cells[0].source.partition("\n")[0]
    cells = [cell_html(c, place.get(n)) for n, c in enumerate(notebook.cells)]
    template = Template((HERE / "slides.html").read_text("utf-8"))
    records = json.dumps(list(recorded.values()), ensure_ascii=False)
    return template.substitute(
        title=html.escape(heading.lstrip("# ")),
        style="\n".join(
            [
                (DECK / "slides.css").read_text("utf-8"),
                (WIDGETS / "page.css").read_text("utf-8"),
                HtmlFormatter().get_style_defs(".highlight"),
            ]
        ),
        cells="\n".join(cells),
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
    target.write_text(page(notebook), "utf-8")
    print(f"{target}: {target.stat().st_size / 1e6:.1f} MB. Open it in a browser.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
