"""Watch it learn, in a real JupyterLab: it runs, and nothing has to wait for it."""

from hands import button, push, says

from tools import browser

CELL = "from helpers import explorers\nexplorer = explorers.watch_it_learn()\nexplorer"


def wait_for_pictures(page, count):
    wanted = browser.pictures(page) + count
    page.wait_for_function("wanted => seen.pictures >= wanted", arg=wanted)


def pictures_meanwhile(page):
    before = browser.pictures(page)
    page.wait_for_timeout(700)
    return browser.pictures(page) - before


def run(page, code):
    """What the code prints in the notebook's kernel, or the error it ends with.

    Where it prints “stop me”, it is interrupted.
    """
    return page.evaluate(
        """async code => {
            let said = '';
            const kernel = panel.sessionContext.session.kernel;
            const cell = kernel.requestExecute({code});
            cell.onIOPub = ({content: {text = '', ename = ''}}) => {
                if (text.includes('stop me')) kernel.interrupt();
                said += text + ename;
            };
            await cell.done;
            return said.trim();
        }""",
        code,
    )


def test_nothing_runs_before_start(page):
    assert browser.words(page).startswith("Not one step yet")
    assert pictures_meanwhile(page) == 0


def test_start_and_pause(page):
    cells = browser.state(page)
    push(page, "start")
    says(page, "^Step")
    wait_for_pictures(page, 3)
    push(page, "pause")
    button(page, "start").wait_for()
    browser.settle(page)
    assert pictures_meanwhile(page) == 0
    assert browser.state(page) == cells


def test_another_cell_runs_in_the_meantime(page):
    push(page, "start")
    button(page, "pause").wait_for()
    assert run(page, "print(6 * 7)") == "42"
    count = "len(explorer.memory['trainer'].losses)"
    code = f"import time\na = {count}\nwhile {count} == a: time.sleep(0.01)"
    assert run(page, code) == ""  # and it trains while that cell runs


def test_an_interrupt_stops_the_cell_and_not_the_training(page):
    code = "print('stop me', flush=True)\nwhile True: time.sleep(0.01)"
    assert run(page, code).split() == ["stop", "me", "KeyboardInterrupt"]
    wait_for_pictures(page, 2)
    assert run(page, "print(explorer.memory['thread'].is_alive())") == "True"


def test_settings_change_while_it_trains(page):
    noise = page.get_by_label("wrong labels, %")
    for _ in range(4):
        noise.focus()
        page.keyboard.press("ArrowRight")
    says(page, "40 % of the training labels are wrong")
    page.get_by_label("learning rate").select_option("0.3")
    page.get_by_label("batch size").select_option("8")
    page.locator('.course-explorer[aria-busy="false"]').wait_for()  # both are heard
    wait_for_pictures(page, 2)
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
    assert pictures_meanwhile(page) == 0
