// An extension of JupyterLab that `run.py lab` and `run.py present` add: slides, and a
// figure's alt text where a screen reader looks for it.

const HERE = new URL(".", document.currentScript.src);
const LIVE = ".jp-OutputArea";

function activate(app) {
  const { commands, shell } = app;
  const styles = ["slides.css", "lab.css"].map(name => Object.assign(
    document.createElement("link"), { rel: "stylesheet", href: new URL(name, HERE) }));
  document.head.append(...styles);
  let deck = null;

  const start = async at => {
    const { Deck } = await import(new URL("slides.js", HERE));
    const notebook = shell.currentWidget.content;
    const cells = notebook.widgets.map(({ node, model, inputArea }) => ({
      node,
      kind: model.getMetadata("slideshow")?.slide_type,
      source: model.sharedModel.source,
      code: model.type === "code" ? inputArea.node.closest(".jp-Cell-inputWrapper") : null,
    }));
    const follow = (_, cell) => {  // Shift-Enter has gone on to the next slide
      const slide = deck ? deck.slideOf(cell?.node) : -1;
      if (slide >= 0 && slide !== deck.at) deck.show(slide);
    };
    deck = new Deck(notebook.node, cells, {
      live: LIVE,
      at,
      shown: ({ parts }) => {
        notebook.mode = "command";
        if (parts.includes(notebook.activeCell?.node)) return;
        const own = notebook.widgets.filter(({ node }) => parts.includes(node));
        const cell = own.find(({ model }) => model.type === "code") ?? own[0];
        notebook.activeCellIndex = notebook.widgets.indexOf(cell);
      },
      left: () => {
        notebook.activeCellChanged.disconnect(follow);
        deck = null;
        notebook.scrollToItem(notebook.activeCellIndex, "center");
      },
    });
    notebook.activeCellChanged.connect(follow);
  };

  const isNotebook = () => Boolean(shell.currentWidget?.content?.widgets?.[0]?.model);
  commands.addCommand("course:present", {
    label: "Show the slides",
    caption: "Show the slides, from the first one",
    isEnabled: isNotebook,
    execute: () => deck ? deck.stop() : start(0),
  });
  commands.addCommand("course:present-here", {
    label: "Show the slides from the selected cell",
    isEnabled: isNotebook,
    execute: () => start(shell.currentWidget.content.activeCellIndex),
  });
  commands.addKeyBinding({ command: "course:present", keys: ["Accel Alt P"],
    selector: ".jp-Notebook" });
  app.restored.then(() => watch(shell));
  const wanted = JSON.parse(
    document.getElementById("jupyter-config-data").textContent).coursePresent;
  if (wanted) app.restored.then(() => present(app, JSON.parse(wanted))).then(() => start(0));
}

// `run.py present`: open the notebook, and run what its explorers and quizzes need.
async function present({ commands, shell }, { path, cells }) {
  const panel = await commands.execute("docmanager:open", { path, factory: "Notebook" });
  await Promise.all([panel.revealed, panel.sessionContext.ready]);
  const notebook = panel.content, curtain = document.createElement("dialog");
  curtain.textContent = "The slides are being made ready …";
  document.body.append(curtain);
  curtain.showModal();
  notebook.deselectAll();
  notebook.activeCellIndex = cells[0];
  for (const number of cells) notebook.select(notebook.widgets[number]);
  await commands.execute("notebook:run-cell").catch(console.error);
  notebook.deselectAll();
  curtain.remove();
  shell.activateById(panel.id);
}

// JupyterLab shows a figure without its alt text, which is the output's text/plain; and
// a table that is too wide can't be scrolled by keyboard.
function watch(shell) {
  let waiting = false;
  const look = () => {
    waiting = false;
    for (const { outputArea } of shell.currentWidget?.content?.widgets ?? []) {
      outputArea?.widgets.forEach(({ node }, number) => {
        const image = node.querySelector("img:not([alt])");
        const words = image && outputArea.model.get(number)?.data["text/plain"];
        if (words) image.alt = String(words);
        const output = node.querySelector(".jp-OutputArea-output") ?? node;
        if (output.scrollWidth > output.clientWidth) output.tabIndex = 0;
      });
    }
  };
  new MutationObserver(() => {
    if (!waiting) requestAnimationFrame(look);
    waiting = true;
  }).observe(shell.node, { childList: true, subtree: true });
}

window._JUPYTERLAB ??= {};
window._JUPYTERLAB["course-deck"] = {
  init() {},
  get: async () => () => ({ id: "course-deck:slides", autoStart: true, activate }),
};
