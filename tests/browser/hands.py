"""What hands do in the browser, and what eyes wait for."""

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
