// A row of slides: which one is seen, the keys that turn them, their numbers, an
// overview, and the presenter's notes on a second page. In JupyterLab (deck.js) and on a
// web page (`run.py slides`) alike.
//
// It is made of a notebook's cells, each {node, kind: its slide_type, source, code: the
// element that shows its code, if it has any}. A slide is {parts: [nodes], title,
// notes: [nodes], more: whether a class goes past it, as it is kept for readers}.

const KEYS = { ArrowRight: [1, false], " ": [1, false], PageDown: [1, false],
  ArrowLeft: [-1, false], "Shift ": [-1, false], PageUp: [-1, false],
  ArrowDown: [1, true], ArrowUp: [-1, true] };  // [way, also what is kept for readers]
const REMOTE = ["PageDown", "PageUp"];  // what a presenter's remote sends: go anywhere
const FIELD = "textarea, input:not([type=checkbox], [type=range])";
const DRAWING = /^(plots|explorers|checks)\.\w+\(/;  // code that only shows something
const SCREEN = [1280, 720];  // for which slides are laid out; others are zooms of it
const LEAST_ZOOM = 0.85;
const HELP = `→ or Space: on · ← : back · ↓ ↑ : also what is kept for readers
o: overview · n: notes · c: code · f: full screen · Escape: leave`;

function read(cells) {
  const slides = [];
  let notes = [];  // of the section so far
  for (const { node, kind, source, code } of cells) {
    if (!code && /^##? /.test(source)) notes = [];
    if (kind === "slide" || kind === "subslide" || !slides.length) {
      slides.push({ parts: [], title: title(source), notes: [...notes],
        more: kind === "subslide" });
    }
    const slide = slides.at(-1);
    if (kind === "notes") {
      notes.push(node);
      slide.notes.push(node);
    } else if (kind !== "skip") slide.parts.push(node);
    const lines = source.split("\n").filter(line => /^[^\s)#]/.test(line));
    code?.classList.toggle("deck-drawing", lines.length === 1 && DRAWING.test(lines[0]));
  }
  return slides;
}

// A slide's heading, or its first words.
function title(source) {
  const heading = /^#+ +(.+)$/m.exec(source)?.[1] ?? source.split("\n")[0];
  const plain = heading.replace(/\[([^\]]*)\]\([^)]*\)|[*`$]/g, "$1").trim();
  return plain.length > 60 ? `${plain.slice(0, 58)}…` : plain;
}

export class Deck {
  // host: what holds the cells; live: a selector of what has keys of its own; at: the
  // number of a cell, whose slide is shown first
  constructor(host, cells, { live, at = 0, shown = () => {}, left = null }) {
    Object.assign(this, { host, live, shown, left, slides: read(cells) });
    const seen = new Set(this.slides.flatMap(({ parts }) => parts));
    this.rest = cells.map(({ node }) => node).filter(node => !seen.has(node));
    this.pressed = false;  // whether what has the focus was reached by the mouse
    this.started = Date.now();
    this.bar = this.makeBar();
    this.overview = this.makeOverview();
    const hear = { capture: true, signal: (this.end = new AbortController()).signal };
    addEventListener("keydown", event => this.key(event), hear);
    addEventListener("pointerdown", () => { this.pressed = true; }, hear);
    addEventListener("resize", () => this.fit(), hear);
    document.body.dataset.deck = "presenting";
    host.classList.add("deck-host");
    for (const element of this.rest) element.classList.add("deck-off");
    this.show(Math.max(0, this.slideOf(cells[at].node)));
  }

  stop() {
    this.end.abort();
    clearInterval(this.clock);
    this.notes?.close();
    this.bar.remove();
    this.overview.remove();
    delete document.body.dataset.deck;
    this.host.classList.remove("deck-host");
    this.host.style.zoom = "";
    for (const element of [...this.rest, ...this.slides.flatMap(({ parts }) => parts)])
      element.classList.remove("deck-off");
    this.left?.();
  }

  slideOf(node) {
    return this.slides.findIndex(({ parts }) => parts.includes(node));
  }

  // As large as the screen; a slide that is too high for it is shrunk, but not too much.
  fit() {
    const { host } = this;
    const whole = Math.min(innerWidth / SCREEN[0], innerHeight / SCREEN[1]);
    host.style.zoom = whole;
    if (host.scrollHeight > host.clientHeight)
      host.style.zoom = whole * Math.max(LEAST_ZOOM, host.clientHeight / host.scrollHeight);
  }

  show(at) {
    this.at = at;
    this.slides.forEach(({ parts }, number) => {
      for (const part of parts) part.classList.toggle("deck-off", number !== at);
    });
    this.host.scrollTop = 0;
    this.fit();
    for (const late of [200, 1000])  // when formulas and figures are there
      setTimeout(() => this.end.signal.aborted || this.fit(), late);
    this.number.textContent = this.place(at);
    this.shown(this.slides[at]);
    this.writeNotes();
  }

  // "12 / 25", or "12 + 1 / 25" on the first slide after it that is kept for readers.
  place(at) {
    const main = this.slides.slice(0, at + 1).filter(({ more }) => !more).length;
    const all = this.slides.filter(({ more }) => !more).length;
    const last = this.slides.findLastIndex(({ more }, n) => n <= at && !more);
    return `${main}${at > last ? ` + ${at - last}` : ""} / ${all}`;
  }

  go(way, all) {
    let at = this.at + way;
    while (!all && this.slides[at]?.more) at += way;
    if (this.slides[at]) this.show(at);
  }

  key(event) {
    if (event.key === "Tab") this.pressed = false;
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const at = document.activeElement ?? document.body;
    const lost = at === document.body;
    if (!lost && !this.host.contains(at) && !this.bar.contains(at)) return;  // a dialog
    const control = at.closest(this.live) || this.bar.contains(at);
    const typing = at.isContentEditable || at.matches(FIELD);
    const own = (control && !this.pressed) || typing;  // it has its keys for itself
    const meant = KEYS[(event.shiftKey ? "Shift" : "") + event.key];
    const command = this.commands()[event.key];
    if (meant && (REMOTE.includes(event.key) || !own)) {
      this.host.focus({ preventScroll: true });
      this.go(...meant);
    } else if (event.key === "Escape" && (control || typing)) {
      if (!typing || control) this.host.focus({ preventScroll: true });
      else return;  // an editor has its own way to give back the keys
    } else if (event.key === "Escape") this.commands().leave();
    else if (!own && command) command();
    else if (own || event.key.length > 1) return;  // other letters command JupyterLab
    event.preventDefault();
    event.stopPropagation();
  }

  commands() {
    return {
      Home: () => this.show(0),
      End: () => this.show(this.slides.length - 1),
      o: () => this.overview.open || this.openOverview(),
      n: () => this.openNotes(),
      c: () => this.host.classList.toggle("deck-code"),
      f: () => document.fullscreenElement ? document.exitFullscreen()
        : document.documentElement.requestFullscreen(),
      leave: () => this.left && this.stop(),
    };
  }

  makeBar() {
    const bar = document.createElement("div");
    bar.className = "deck-bar";
    const add = (text, label, press) => {
      const button = document.createElement("button");
      Object.assign(button, { textContent: text, title: label, type: "button" });
      button.setAttribute("aria-label", label);
      button.addEventListener("click", () => {
        this.host.focus({ preventScroll: true });
        press();
      });
      bar.append(button);
    };
    const commands = this.commands();
    add("←", "back", () => this.go(-1));
    this.number = document.createElement("span");
    bar.append(this.number);
    add("→", "on", () => this.go(1));
    add("☰", "overview", commands.o);
    add("✎", "notes", commands.n);
    if (this.left) add("×", "leave the slides", commands.leave);
    bar.title = HELP;
    document.body.append(bar);
    return bar;
  }

  // --- all slides, to jump ------------------------------------------------------------

  makeOverview() {
    const dialog = document.createElement("dialog");
    dialog.className = "deck-overview";
    dialog.setAttribute("aria-label", "all slides");
    this.slides.forEach((slide, at) => {
      const button = document.createElement("button");
      button.textContent = `${this.place(at).split(" /")[0]} · ${slide.title}`;
      button.className = slide.more ? "deck-more" : "";
      button.addEventListener("click", () => {
        dialog.close();
        this.show(at);
      });
      dialog.append(button);
    });
    dialog.addEventListener("keydown", event => {
      event.stopPropagation();
      const way = { ArrowDown: "next", ArrowUp: "previous" }[event.key];
      if (!way) return;
      event.preventDefault();
      document.activeElement[`${way}ElementSibling`]?.focus();
    });
    document.body.append(dialog);
    return dialog;
  }

  openOverview() {
    this.overview.showModal();
    this.overview.children[this.at].focus();
  }

  // --- a second page, for the presenter -----------------------------------------------

  openNotes() {
    this.notes = open("", "deck-notes", "popup,width=900,height=700");
    if (!this.notes) {
      this.number.textContent = "the browser has blocked the notes' window";
      return;
    }
    this.notes.addEventListener("keydown", event => {
      const meant = KEYS[(event.shiftKey ? "Shift" : "") + event.key];
      if (meant) this.go(...meant);
    });
    clearInterval(this.clock);
    this.clock = setInterval(() => this.writeClock(), 1000);
    this.writeNotes();
  }

  writeNotes() {
    const page = this.notes?.document?.body;
    if (!page) return;
    page.ownerDocument.title = "Notes";
    page.style = "font: 20px/1.5 sans-serif; margin: 24px; max-width: 40em";
    const make = (tag, text) =>
      Object.assign(page.ownerDocument.createElement(tag), { textContent: text });
    const slide = this.slides[this.at];
    const after = this.slides.find(({ more }, number) => number > this.at && !more);
    this.time = make("p", "");
    page.replaceChildren(make("p", `${this.place(this.at)} · ${slide.title}`),
      ...slide.notes.map(note => page.ownerDocument.importNode(note, true)),
      make("p", after ? `Next: ${after.title}` : "The last slide."), this.time);
    this.writeClock();
  }

  writeClock() {
    const seconds = Math.round((Date.now() - this.started) / 1000);
    const two = number => String(number).padStart(2, "0");
    this.time.textContent = `${Math.floor(seconds / 60)}:${two(seconds % 60)}`;
  }
}
