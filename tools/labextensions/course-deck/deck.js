// An extension of JupyterLab that `run.py lab` adds: the keys of the slide view.
//
// jupyterlab-slideshow alone goes on by one cell, whether or not that changes what is
// seen; it starts at the selected cell; and a click on a control, or beside the slide,
// takes the keys from it.

const WAYS = { ArrowRight: "forward", " ": "forward", PageDown: "forward",
  ArrowLeft: "back", "Shift ": "back", PageUp: "back" };
const REMOTE = ["PageDown", "PageUp"];  // what a presenter's remote sends: go anywhere
const FIELD = "textarea, input:not([type=checkbox], [type=range])";
const ARROWS = ".jp-Deck-Remote";  // on the screen, with the button to leave between

function activate({ commands, shell }) {
  const notebook = () => shell.currentWidget?.content;
  const presenting = () =>
    document.body.dataset.jpDeckMode === "presenting" && notebook()?.activeCell;

  // On or back, cell by cell, until something else is seen.
  const go = async way => {
    const { widgets } = notebook();
    const seen = () => widgets.map(cell => cell.hasClass("jp-deck-mod-visible")).join();
    const before = seen();
    let index;
    do {
      index = notebook().activeCellIndex;
      await commands.execute(`deck:${way}`);
    } while (seen() === before && notebook().activeCellIndex !== index);
  };

  // The button starts at the first slide, the command “Start Deck” at the selected one.
  commands.commandExecuted.connect((_, { id }) => {
    if (id === "deck:toggle" && !presenting() && notebook()?.activeCell)
      notebook().activeCellIndex = 0;
  });

  // The keys are the slide's, also after a press of the mouse on a control. One that
  // was reached with Tab keeps them, and so does a field to type into; Escape gives
  // them back.
  let pressed = false, asked = false;  // whether the focus is moved on purpose
  const ask = () => {
    asked = true;
    setTimeout(() => { asked = false; });
  };
  const giveBack = () => {
    ask();
    notebook().activeCell.node.focus({ preventScroll: true });
  };
  window.addEventListener("pointerup", ask, true);
  window.addEventListener("pointerdown", () => {
    pressed = true;
    ask();
  }, true);
  window.addEventListener("keydown", event => {
    if (event.key === "Tab") {
      pressed = false;
      ask();
    }
    if (!presenting() || event.ctrlKey || event.altKey || event.metaKey) return;
    const at = document.activeElement, lost = at === document.body;
    if (!lost && !at.closest(`.jp-Deck, ${ARROWS}`)) return;  // a dialog, a menu
    const control = at.closest(`.jp-OutputArea, ${ARROWS}`);
    const typing = at.isContentEditable || at.matches(FIELD);
    const way = WAYS[(event.shiftKey ? "Shift" : "") + event.key];
    const free = pressed || !control;
    if (way && (REMOTE.includes(event.key) || (free && !typing))) {
      giveBack();
      go(way);
    } else if (event.key === "Escape" && control) giveBack();
    else if (event.key === "Escape" && lost) commands.execute("deck:stop");
    else return;
    event.preventDefault();
    event.stopPropagation();
  }, true);

  // jupyterlab-slideshow focuses its cell also when the notebook is saved or first
  // changed: in the middle of a word, and the next letters would be commands.
  window.addEventListener("focusout", ({ target, relatedTarget: to }) => {
    const { activeCell, mode } = notebook() ?? {};
    if (asked || !presenting() || to !== activeCell.node || !to.contains(target)) return;
    if (target.closest(".jp-OutputArea")) queueMicrotask(() => target.focus());
    else if (mode === "edit") queueMicrotask(() => activeCell.editor.focus());
  }, true);

  // The arrows on the screen do as the keys do.
  window.addEventListener("click", event => {
    const arrow = event.target.closest(`${ARROWS} button`);
    const way = ["forward", "back"].find(
      way => arrow?.classList.contains(`jp-deck-mod-direction-${way}`));
    if (!way || !presenting()) return;
    event.stopPropagation();
    giveBack();
    go(way);
  }, true);
}

window._JUPYTERLAB ??= {};
window._JUPYTERLAB["course-deck"] = {
  init() {},
  get: async () => () => ({ id: "course-deck:keys", autoStart: true, activate }),
};
