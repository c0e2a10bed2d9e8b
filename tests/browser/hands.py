"""What hands do in the browser, and what eyes wait for."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tools import browser


def button(page, name):
    return page.locator(".course-explorer").get_by_role("button", name=name)


def push(page, name):
    button(page, name).focus()
    page.keyboard.press("Enter")
    browser.settle(page)


def says(page, pattern):
    """Waits until the words under the picture hold the regular expression."""
    page.wait_for_function(
        "pattern => new RegExp(pattern).test(seen.words())", arg=pattern
    )


def draw(page, line):
    """Draws with the mouse on the pad, along points counted in its units."""
    browser.stroke(page, page.locator(".course-pad"), line, wide=28)


def click(page, x, y):
    """A click at a place of the picture, as it is shown."""
    browser.stroke(page, page.locator(".course-picture"), [(x, y)])


def assert_accessible(page, *own):
    """axe-core finds nothing serious within what these selectors find."""
    context = {"include": [[selector] for selector in own]}
    found = Axe().run(page, context=context, options={"resultTypes": ["violations"]})
    serious = [
        (rule["id"], rule["help"], [node["html"][:200] for node in rule["nodes"][:3]])
        for rule in found.response["violations"]
        if rule["impact"] in ("serious", "critical")
    ]
    assert not serious, serious


# --- slides --------------------------------------------------------------------------


def go_to(page, number):
    """Selects the cell; while slides are shown, that shows it."""
    page.evaluate("number => { panel.content.activeCellIndex = number; }", number)
    browser.settle(page)


def present(page):
    """Shows the slides from the first one, as a presenter does."""
    page.locator('[data-jp-item-name="slides"]').click()
    page.locator(".deck-bar").wait_for()
    browser.settle(page)


def stop(page):
    page.evaluate(
        """() => document.body.dataset.deck
            && jupyterapp.commands.execute('course:present')"""
    )
    wait_for_the_end(page)


def wait_for_the_end(page):
    page.wait_for_function("() => !document.body.dataset.deck")
    browser.settle(page)


def sleep(page, milliseconds):
    """Lets a timer go first that the page has set for the same time before."""
    page.evaluate(
        "time => new Promise(end => { setTimeout(end, time); })", milliseconds
    )


def steps(cells, more=False):
    """What is to be seen, one list of cells for each press.

    more: also what is kept for readers, on which ↓ and ↑ go.
    """
    found, skipped = [], False
    for number, cell in enumerate(cells):
        kind = cell.metadata.get("slideshow", {}).get("slide_type")
        if kind in ("slide", "subslide"):
            skipped = kind == "subslide" and not more
            found += [] if skipped else [[number]]
        elif kind not in ("skip", "notes") and not skipped:
            found[-1].append(number)
    return found


def shown(page):
    """The numbers of the cells that are seen."""
    browser.settle(page)
    return page.evaluate(
        """() => panel.content.widgets.flatMap((cell, number) =>
            cell.hasClass('deck-off') ? [] : [number])"""
    )


def click_left_edge(page, button):
    browser.stroke(page, button, [(2, 15)])


def drag(page, explorer, start, end):
    """Drags on the picture; both places have to be heard there."""
    picture = explorer.locator(".course-picture")
    picture.evaluate(
        """picture => {
            window.heard = [];
            for (const type of ['pointerdown', 'pointermove'])
                picture[`on${type}`] = event => heard.push(
                    [event.type, event.offsetX, event.offsetY]);
        }"""
    )
    browser.stroke(page, picture, [start, end])
    heard = page.evaluate("() => heard")
    (down,) = (place for kind, *place in heard if kind == "pointerdown")
    assert down == pytest.approx(start, abs=1.5)
    assert heard[-1][1:] == pytest.approx(end, abs=1.5)
