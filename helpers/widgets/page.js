// An explorer in the browser: controls, a canvas that follows them, a line of words.
//
// `host` answers: a kernel (at the end of this file), or the states that were recorded
// (player.js). It has `spec`, which never changes, `ask(values, number, moved)`, where
// moved are those of the values that are new, `press(name, value, moved)` and
// `listen(show)`; what it shows is {parts, images, words, values, regions, changes,
// answers}, where `answers` is the number of the question.

function explorer(root, host) {
  const { size, title, controls } = host.spec;
  const picture = size[1] > 0;  // a quiz has none
  root.className = `course-live course-${picture ? "explorer" : "quiz"}`;
  if (!picture) make(root, "b", "course-question", title);
  const form = make(root, "div", "course-controls");
  const scroll = make(root, "div", "course-scroll");
  const frame = make(scroll, "div", "course-frame");
  const canvas = make(frame, "canvas", "course-picture");
  const thinks = make(frame, "span", "course-thinks", "…");
  const words = make(root, "div", "course-words");
  scroll.hidden = !picture;
  canvas.tabIndex = 0;
  canvas.setAttribute("role", "img");
  words.setAttribute("role", "status");
  thinks.title = "the answer is being computed";
  frame.style.maxWidth = form.style.maxWidth = `${size[0]}px`;
  const painter = new Painter(canvas, size);

  let shown = { parts: [], values: {}, regions: [] };
  let asked = Date.now(), waiting = false, sent = {}, next = null, late = null;
  let drag = null, places = {};  // the pointer's place at each question

  // The last question wins: one is asked at a time, and those in between are dropped.
  const ask = values => {
    shown.values = { ...shown.values, ...values };
    if (waiting) {
      next = { ...next, ...values };
      return;
    }
    waiting = true;
    root.setAttribute("aria-busy", "true");
    sent = values;
    asked += 1;
    places[asked] = drag?.now;
    late = setTimeout(() => { thinks.style.visibility = "visible"; }, 250);
    host.ask(shown.values, asked, values);
  };
  const offset = () => {
    const from = places[shown.answers];
    if (!drag?.region.held || !from) return [0, 0];
    const { across, down } = drag.region;
    return [across ? drag.now[0] - from[0] : 0, down ? drag.now[1] - from[1] : 0];
  };
  const paint = () => painter.paint(shown.parts, offset());

  const show = async news => {
    const wanted = new Set(news.parts.map(part => part.image).filter(Boolean));
    await painter.take(news.images, wanted);
    // News that a thread sends, or another page, may know nothing of the last question.
    const mine = { ...news.values, ...(news.answers === asked ? {} : sent), ...next };
    shown = { ...news, values: mine };
    words.textContent = news.words;
    canvas.setAttribute("aria-label", `${title}. ${news.words}`);
    canvas.style.cursor = news.regions.length ? news.regions[0].cursor : "";
    for (const [name, control] of Object.entries(inputs))
      control.show(mine[name], news.changes[name] ?? {});
    paint();
    if (news.answers !== asked) return;
    clearTimeout(late);
    thinks.style.visibility = "hidden";
    places = { [asked]: places[asked] };
    waiting = false;
    sent = {};
    if (next) {
      const more = next;
      next = null;
      ask(more);
    } else root.setAttribute("aria-busy", "false");
  };

  // What was moved last, and not asked yet, is meant before the press.
  const press = (name, value) => {
    host.press(name, value, next ?? {});
    next = null;
  };

  const inputs = {};
  for (const [name, spec] of Object.entries(controls)) {
    const told = {
      change: value => ask({ [name]: value }),
      press: value => press(name, value),
      canvas,
    };
    inputs[name] = spec.place ? makePlaced(frame, spec, size, told)
      : makeControl(form, spec, told);
  }

  pointing(canvas, size, {
    regions: () => shown.regions,
    values: () => shown.values,
    controls,
    drag(now) {
      const held = (now ?? drag)?.region.held;
      drag = now;
      if (held && (now || !waiting)) paint();  // let go: where the answer has put it
    },
    ask,
    press,
  });

  // A key pressed here shall not reach JupyterLab as well: there arrows move the
  // selected cell, and "d d" deletes it.
  root.addEventListener("keydown", key => {
    const meant = key.ctrlKey || key.metaKey || key.altKey || key.key === "Escape"
      || (key.key === "Enter" && key.shiftKey);
    if (!meant) key.stopPropagation();
  });

  const lookAgain = () => {
    painter.look();
    paint();
  };
  const sized = new ResizeObserver(lookAgain);
  sized.observe(canvas);
  const themed = new MutationObserver(lookAgain);
  for (const element of [document.body, document.documentElement])
    themed.observe(element,
      { attributeFilter: ["data-jp-theme-light", "data-jp-theme-name", "theme"] });
  let turn = Promise.resolve();  // pictures take their time; what came first is shown first
  const leave = host.listen(news => {
    turn = turn.then(() => show(news)).catch(console.error);  // the next is shown
  });
  return () => {
    leave();
    sized.disconnect();
    themed.disconnect();
  };
}

function make(parent, tag, name, text = "") {
  const element = document.createElement(tag);
  element.className = name;
  element.textContent = text;
  parent.append(element);
  return element;
}

// Mouse, finger and arrow keys on the picture. A region says what they ask for:
// across, down  [control, its value at one edge, and at the other]
// relative      counted from where the control was when the button went down
// points        [x, y, values]: the nearest one is meant; a value of what is clicked is
//               told by the press alone
// arrows        [control of left and right, control of up and down]
function pointing(canvas, [wide, high], page) {
  const where = event => {
    const box = canvas.getBoundingClientRect();  // smaller in a narrow window
    return [(event.clientX - box.left) * wide / box.width,
      (event.clientY - box.top) * high / box.height];
  };
  const inside = ([x, y], [left, top, width, height]) =>
    x >= left && y >= top && x < left + width && y < top + height;
  let drag = null;

  const along = (axis, i) => {
    const [name, low, top] = axis, [left, , width, height] = drag.region.place;
    const start = [left, drag.region.place[1]][i], length = [width, height][i];
    const each = (top - low) / length;
    const value = drag.region.relative
      ? drag.values[name] + (drag.now[i] - drag.start[i]) * each
      : low + (drag.now[i] - start) * each;
    const spec = page.controls[name];
    const least = spec.low ?? 0, most = spec.high ?? spec.options.length - 1;
    // What is held goes no further than its control.
    drag.now[i] += (Math.min(Math.max(value, least), most) - value) / each;
    return [name, settled(spec, value)];
  };
  const tell = begins => {
    const { region, now } = drag;
    let wanted = {};
    if (region.points) {
      const far = ([x, y]) => Math.hypot(x - now[0], y - now[1]);
      const nearest = region.points.reduce((a, b) => (far(b) < far(a) ? b : a));
      wanted = nearest[2];
      const [name] = Object.keys(wanted);
      if (page.controls[name].kind === "clicked") {
        if (begins) page.press(name, wanted[name]);
        return;
      }
    }
    if (region.across) wanted = Object.fromEntries([along(region.across, 0)]);
    if (region.down) wanted = { ...wanted, ...Object.fromEntries([along(region.down, 1)]) };
    page.drag(drag);
    const values = page.values();
    if (Object.entries(wanted).some(([name, value]) => values[name] !== value))
      page.ask(wanted);
  };
  canvas.addEventListener("pointerdown", event => {
    if (event.button) return;
    const now = where(event);
    const region = page.regions().findLast(({ place }) => inside(now, place));
    if (!region) return;
    drag = { region, start: now, now: [...now], values: { ...page.values() } };
    canvas.setPointerCapture(event.pointerId);
    tell(true);
  });
  // A finger scrolls the page, but where something is to be dragged.
  canvas.addEventListener("touchstart", event => {
    const now = where(event.touches[0]);
    if (page.regions().some(({ place }) => inside(now, place))) event.preventDefault();
  }, { passive: false });
  canvas.addEventListener("pointermove", event => {
    const over = page.regions().findLast(({ place }) => inside(where(event), place));
    canvas.style.cursor = drag?.region.cursor ?? over?.cursor ?? "";
    if (!drag) return;
    drag.now = where(event);
    tell(false);
  });
  const end = () => {
    drag = null;
    page.drag(null);
  };
  canvas.addEventListener("pointerup", end);
  canvas.addEventListener("pointercancel", end);

  const ways = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [1, -1],
    ArrowDown: [1, 1] };
  canvas.addEventListener("keydown", event => {
    const [axis, way] = ways[event.key] ?? [];
    const name = page.regions().map(({ arrows }) => arrows?.[axis]).find(Boolean);
    if (!name) return;
    event.preventDefault();
    const spec = page.controls[name], now = page.values()[name];
    const value = settled(spec, now + way * (spec.step ?? 1));
    if (value !== now) page.ask({ [name]: value });
  });
}

// --- in a notebook: the kernel answers -----------------------------------------------

class Kernel {
  constructor(model) {
    const { images, ...last } = model.get("shown");
    this.last = { ...last, images: inBase64(images) };
    Object.assign(this, { model, spec: model.get("spec") });
    this.hear = this.hear.bind(this);
  }

  listen(show) {
    this.show = show;
    show(this.last);
    this.model.on("msg:custom", this.hear);
    this.model.send({ ready: true });  // until then Python sends all, afterwards changes
    return () => this.model.off("msg:custom", this.hear);
  }

  // Only what has changed is sent: pictures that are new, parts by their numbers; of a
  // part that was there what is new about it, of a line perhaps only the y; of a long
  // list perhaps each value once, and its letter wherever it comes.
  hear({ count, changed, images, ...rest }, buffers) {
    const parts = this.last.parts.slice(0, count);
    const letter = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    const whole = value => (value?.letters
      ? [...value.letters].map(each => value.known[letter.indexOf(each)]) : value);
    for (const [number, brief] of Object.entries(changed)) {
      const { ys, ...news } = Object.fromEntries(
        Object.entries(brief).map(([name, value]) => [name, whole(value)]));
      if (ys) news.xy = parts[number].xy.map((x, n) => (n % 2 ? ys[(n - 1) / 2] : x));
      parts[number] = news.kind ? news : { ...parts[number], ...news };
    }
    const added = Object.fromEntries(images.map((key, n) => [key, buffers[n]]));
    this.last = { ...this.last, ...rest, parts, images: inBase64(added) };
    this.show(this.last);
  }

  // Only what was moved: the others may have been changed by a press that is under way.
  // A trait of the model would be overtaken by such a press.
  ask(values, number, moved) {
    this.model.send({ ask: moved, number });
  }

  press(name, value, moved) {
    this.model.send({ press: name, value, ask: moved });
  }
}

// {key: bytes}, as text that a picture's address can hold.
function inBase64(images) {
  const text = ({ buffer, byteOffset, byteLength }) =>
    new Uint8Array(buffer, byteOffset, byteLength).reduce(
      (letters, byte) => letters + String.fromCharCode(byte), "");
  return Object.fromEntries(
    Object.entries(images).map(([key, bytes]) => [key, btoa(text(bytes))]));
}

export default {
  render: ({ model, el }) => explorer(make(el, "div", ""), new Kernel(model)),
};
