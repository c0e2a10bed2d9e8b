// An extension of JupyterLab that `run.py lab` and `run.py present` add: slides, and a
// figure's alt text where a screen reader looks for it.

const HERE = new URL(".", document.currentScript.src);
const LIVE = ".jp-OutputArea";
const DRAWING = /^(plots|explorers|checks)\.\w+\(/;  // code that only shows something

function activate(app) {
  const { commands, shell } = app;
  const styles = ["slides.css", "lab.css"].map(name => Object.assign(
    document.createElement("link"), { rel: "stylesheet", href: new URL(name, HERE) }));
  document.head.append(...styles);
  let deck = null;

  const start = async at => {
    const { Deck } = await import(new URL("slides.js", HERE));
    const notebook = shell.currentWidget.content;
    const slides = read(notebook.widgets);
    const own = cell => slides.find(({ parts }) => parts.includes(cell?.node));
    const select = slide => {
      const index = slide.cells.find(cell => cell.model.type === "code") ?? slide.cells[0];
      if (own(notebook.activeCell) !== slide)
        notebook.activeCellIndex = notebook.widgets.indexOf(index);
    };
    const follow = (_, cell) => {  // Shift-Enter has gone on to the next slide
      const slide = own(cell);
      if (slide && slide !== slides[deck?.at]) deck.show(slides.indexOf(slide));
    };
    const seen = new Set(slides.flatMap(({ parts }) => parts));
    deck = new Deck(notebook.node, slides, {
      live: LIVE,
      at: Math.max(0, at ? slides.indexOf(own(notebook.widgets[at])) : 0),
      rest: notebook.widgets.map(({ node }) => node).filter(node => !seen.has(node)),
      shown: slide => {
        notebook.mode = "command";
        select(slide);
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

// Slides of a notebook's cells, by their slide_type. A subslide is kept for readers.
function read(cells) {
  const slides = [];
  let notes = [];
  for (const cell of cells) {
    const type = cell.model.getMetadata("slideshow")?.slide_type;
    const source = cell.model.sharedModel.source;
    if (/^##? /.test(source)) notes = [];  // a new section
    if (type === "slide" || type === "subslide" || !slides.length) {
      slides.push({ parts: [], cells: [], more: type === "subslide", notes: [...notes],
        title: title(source) });
    }
    const slide = slides.at(-1);
    if (type === "notes") {
      notes.push(cell.node);
      slide.notes.push(cell.node);
    } else if (type !== "skip") {
      slide.parts.push(cell.node);
      slide.cells.push(cell);
      const code = source.split("\n").filter(line => /^[^\s)#]/.test(line));
      const drawing = code.length === 1 && DRAWING.test(code[0]);
      cell.inputArea?.node.closest(".jp-Cell-inputWrapper")?.classList
        .toggle("deck-drawing", cell.model.type === "code" && drawing);
    }
  }
  return slides;
}

// A slide's heading, or its first words.
function title(source) {
  const heading = /^#+ +(.+)$/m.exec(source)?.[1] ?? source.split("\n")[0];
  const plain = heading.replace(/\[([^\]]*)\]\([^)]*\)|[*`$]/g, "$1").trim();
  return plain.length > 60 ? `${plain.slice(0, 58)}…` : plain;
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

// JupyterLab shows a figure without its alt text, which is the output's text/plain.
function watch(shell) {
  let waiting = false;
  const look = () => {
    waiting = false;
    for (const { outputArea } of shell.currentWidget?.content?.widgets ?? []) {
      outputArea?.widgets.forEach(({ node }, number) => {
        const image = node.querySelector("img:not([alt])");
        const words = image && outputArea.model.get(number)?.data["text/plain"];
        if (words) image.alt = String(words);
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
