// A transparent sheet over the picture, to draw on: the ink appears at once.
// All lines go to Python as a whole, so nothing is lost where questions are dropped.

function pad(parent, spec, page) {
  const { side, zoom } = spec;
  const sheet = make(parent, "canvas", "course-pad");
  const sharp = Math.max(2, window.devicePixelRatio);
  sheet.width = sheet.height = side * zoom * sharp;
  sheet.tabIndex = 0;
  sheet.setAttribute("role", "application");
  sheet.setAttribute("aria-label", spec.label);
  const ctx = sheet.getContext("2d");

  let lines = [], mine = null;
  let pointer = null;  // the finger or mouse that is drawing
  let keys = null, inked = false;  // where the arrow keys have led, and whether down
  let pen = 2.4, place = [0, 0, 1];  // how the lines lie: moved, and scaled

  const toPage = (at, i) => (at - side / 2) * place[2] + side / 2 + place[i];
  const toLine = (at, i) => (at - side / 2 - place[i]) / place[2] + side / 2;
  const draw = () => {
    ctx.setTransform(sharp * zoom, 0, 0, sharp * zoom, 0, 0);
    ctx.clearRect(0, 0, side, side);
    ctx.lineWidth = pen * place[2];
    ctx.lineCap = ctx.lineJoin = "round";
    ctx.strokeStyle = "#222222";
    for (const line of lines) {
      ctx.beginPath();
      ctx.moveTo(toPage(line[0], 0), toPage(line[1], 1));
      for (let i = 0; i < line.length; i += 2)
        ctx.lineTo(toPage(line[i], 0), toPage(line[i + 1], 1));
      ctx.stroke();
    }
    if (keys && document.activeElement === sheet) {
      ctx.lineWidth = 0.2;
      ctx.strokeStyle = inked ? "#d55e00" : "#0072b2";
      ctx.beginPath();
      ctx.arc(...keys, 0.8, 0, 7);
      ctx.stroke();
    }
  };
  const tell = () => {
    draw();
    mine = JSON.stringify(lines);
    page.change(JSON.parse(mine));
  };
  const tidy = number => Math.round(number * 100) / 100;
  const add = (x, y, begins) => {
    const point = [tidy(toLine(x, 0)), tidy(toLine(y, 1))];
    if (begins) lines.push([]);
    const line = lines[lines.length - 1];
    const [a, b] = line.slice(-2);
    if (begins || Math.hypot(point[0] - a, point[1] - b) > 0.15) line.push(...point);
  };
  const where = event => {
    const box = sheet.getBoundingClientRect();  // smaller in a narrow window
    return [(event.clientX - box.left) * side / box.width,
      (event.clientY - box.top) * side / box.height];
  };

  sheet.addEventListener("pointerdown", event => {
    if (event.button || pointer !== null) return;
    pointer = event.pointerId;
    keys = null;
    sheet.setPointerCapture(pointer);
    add(...where(event), true);
    tell();
  });
  sheet.addEventListener("pointermove", event => {
    if (event.pointerId !== pointer || !lines.length) return;
    const between = event.getCoalescedEvents?.() ?? [];
    for (const each of between.length ? between : [event]) add(...where(each));
    tell();
  });
  const end = event => { if (event.pointerId === pointer) pointer = null; };
  sheet.addEventListener("pointerup", end);
  sheet.addEventListener("pointercancel", end);

  // The arrow keys move the pen, space puts it down; others are the explorer's.
  const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1],
    ArrowDown: [0, 1] };
  sheet.addEventListener("keydown", event => {
    const way = ways[event.key];
    if (!way && event.key !== " ") {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key.length === 1 || event.key === "Backspace") page.press(event.key);
      return;
    }
    event.preventDefault();
    keys ??= [side / 2, side / 2];
    if (way) keys = keys.map((at, i) => Math.min(Math.max(at + way[i], 0), side));
    else inked = !inked;
    if (inked) add(...keys, !way || !lines.length);
    if (inked) tell(); else draw();
  });
  sheet.addEventListener("focus", () => {
    if (sheet.matches(":focus-visible")) keys ??= [side / 2, side / 2];
    draw();
  });
  sheet.addEventListener("blur", () => { inked = false; draw(); });
  // A press on the picture around it leads here too: the keys are the sheet's.
  page.canvas.addEventListener("click", () => sheet.focus({ preventScroll: true }));

  return {
    show(value, change) {
      ({ pen = pen, place = place } = change);
      // What comes back from Python late is older than what is being drawn.
      if (pointer === null && JSON.stringify(value) !== mine) {
        lines = structuredClone(value);
        mine = JSON.stringify(value);
      }
      if (!lines.length) inked = false;
      draw();
    },
  };
}
