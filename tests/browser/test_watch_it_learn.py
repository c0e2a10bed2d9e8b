"""Watch it learn, in a real JupyterLab: it runs, and nothing has to wait for it."""

from hands import button, push, says

from tools import browser

CELL = "from helpers import explorers\nexplorer = explorers.watch_it_learn()\nexplorer"


def pictures_in(page, milliseconds):
    before = page.evaluate("() => seen.pictures")
    page.wait_for_timeout(milliseconds)
    return page.evaluate("() => seen.pictures") - before


def run(page, code):
    """What the code prints in the notebook's kernel, or the error it ends with."""
    return page.evaluate(
        """async code => {
            let said = '';
            const kernel = panel.sessionContext.session.kernel;
            const cell = kernel.requestExecute({code});
            cell.onIOPub = message => {
                said += (message.content.text ?? '') + (message.content.ename ?? '');
            };
            await cell.done;
            return said.trim();
        }""",
        code,
    )


def test_nothing_runs_before_start(page):
    assert browser.words(page).startswith("Not one step yet")
    assert pictures_in(page, 700) == 0


def test_start_and_pause(page):
    cells = browser.state(page)
    push(page, "start")
    says(page, "^Step")
    assert pictures_in(page, 3000) >= 3
    push(page, "pause")
    button(page, "start").wait_for()
    page.wait_for_timeout(500)
    assert pictures_in(page, 1000) == 0
    assert browser.state(page) == cells


def test_another_cell_runs_in_the_meantime(page):
    push(page, "start")
    button(page, "pause").wait_for()
    assert run(page, "print(6 * 7)") == "42"
    count = "len(explorer.memory['trainer'].losses)"
    code = f"import time; a = {count}; time.sleep(2); print({count} > a)"
    assert run(page, code) == "True"  # and it trains while that cell runs


def test_an_interrupt_stops_the_cell_and_not_the_training(page):
    page.evaluate(
        """() => { setTimeout(() =>
            panel.sessionContext.session.kernel.interrupt(), 1500); }"""
    )
    assert run(page, "while True: time.sleep(0.01)") == "KeyboardInterrupt"
    assert pictures_in(page, 3000) >= 2
    assert run(page, "print(explorer.memory['thread'].is_alive())") == "True"


def test_settings_change_while_it_trains(page):
    noise = page.get_by_label("wrong labels, %")
    for _ in range(4):
        noise.focus()
        page.keyboard.press("ArrowRight")
    says(page, "40 % of the training labels are wrong")
    page.get_by_label("learning rate").select_option("0.3")
    page.get_by_label("batch size").select_option("8")
    page.wait_for_timeout(3000)
    trainer = "explorer.memory['trainer']"
    used = f"{trainer}.waiting_size, {trainer}.optimizer.param_groups[0]['lr']"
    assert run(page, f"print({used})") == "8 0.3"
    browser.shot(page, "learn_noise")


def test_step_and_reset(page):
    push(page, "reset")
    says(page, "^Not one step yet")
    push(page, "step")
    says(page, "^Step 1:")
    push(page, "step")
    says(page, "^Step 2:")
    assert pictures_in(page, 700) == 0
