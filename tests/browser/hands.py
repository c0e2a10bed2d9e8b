"""What hands do with an explorer in the browser, and what eyes wait for."""


def button(page, name):
    return page.locator(".course-explorer").get_by_role("button", name=name)


def push(page, name):
    button(page, name).focus()
    page.keyboard.press("Enter")


def says(page, pattern):
    """Waits until the words under the picture hold the regular expression."""
    page.wait_for_function(
        "pattern => new RegExp(pattern).test(seen.words())", arg=pattern, timeout=60_000
    )


def draw(page, line, scale=1, right=0, down=0):
    """Draws with the mouse on the pad, along points counted in its units."""
    box = page.locator(".course-pad").bounding_box()
    zoom = box["width"] / 28
    places = [
        (box["x"] + zoom * (scale * x + right), box["y"] + zoom * (scale * y + down))
        for x, y in line
    ]
    page.mouse.move(*places[0])
    page.mouse.down()
    for place in places[1:]:
        page.mouse.move(*place, steps=4)
        page.wait_for_timeout(15)
    page.mouse.up()
    page.wait_for_timeout(500)
