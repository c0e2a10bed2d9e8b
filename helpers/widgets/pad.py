"""A transparent sheet over a picture, to draw on: the ink appears at once."""

import anywidget
import ipywidgets as widgets
import traitlets

# Runs in the browser. All lines go to Python as a whole, so nothing is lost where the
# messages are merged because Python is still busy with the last one.
SCRIPT = """
export default {
  render({ model, el }) {
    const side = model.get("side"), zoom = model.get("zoom"), wide = side * zoom;
    const sheet = document.createElement("canvas");
    const sharp = Math.max(2, window.devicePixelRatio);
    sheet.className = "course-pad";
    sheet.width = sheet.height = wide * sharp;
    sheet.tabIndex = 0;
    sheet.setAttribute("role", "application");
    sheet.setAttribute("aria-label", model.get("label"));
    sheet.style.cssText = `display:block;width:100%;cursor:crosshair;touch-action:none`;
    el.append(sheet);
    const ctx = sheet.getContext("2d");

    let lines = [...model.get("value")], mine = null;
    let pointer = null;  // the finger or mouse that is drawing
    let keys = null, inked = false;  // where the arrow keys have led, and whether down

    // From the middle, as the settings say: how wide, and moved how far.
    const place = () => model.get("place");
    const toPage = (at, i) => (at - side / 2) * place()[2] + side / 2 + place()[i];
    const toLine = (at, i) => (at - side / 2 - place()[i]) / place()[2] + side / 2;

    const draw = () => {
      ctx.setTransform(sharp * zoom, 0, 0, sharp * zoom, 0, 0);
      ctx.clearRect(0, 0, side, side);
      ctx.lineWidth = model.get("pen") * place()[2];
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
      mine = lines.map(line => [...line]);
      model.set("value", mine);
      model.save_changes();
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

    const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1],
      ArrowDown: [0, 1] };
    sheet.addEventListener("keydown", event => {
      const way = ways[event.key];
      if (!way && event.key !== " ") {
        if (event.ctrlKey || event.metaKey || event.altKey) return;
        if (event.key.length > 1 && event.key !== "Backspace") return;
        model.set("key", [model.get("key")[0] + 1, event.key]);
        model.save_changes();
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

    // A press on the picture around it leads here too: keys shall not go to JupyterLab.
    const lead = event => {
      if (event.target.className === "course-picture")
        sheet.focus({ preventScroll: true });
    };
    let box = null;
    const waiting = setInterval(() => {
      box = el.closest(".course-explorer");
      if (!box) return;
      clearInterval(waiting);
      box.addEventListener("click", lead);
    }, 50);

    const changed = () => {
      if (model.get("value") !== mine) lines = model.get("value").map(l => [...l]);
      if (!lines.length) inked = false;
      draw();
    };
    model.on("change:value", changed);
    model.on("change:place change:pen", draw);
    draw();
    return () => {
      clearInterval(waiting);
      box?.removeEventListener("click", lead);
      model.off("change:value", changed);
      model.off("change:place change:pen", draw);
    };
  },
};
"""


class Pad(anywidget.AnyWidget):
    """`value`: the lines drawn so far, each a list x, y, x, y … from the top left.

    They count in units: the sheet is `side` units wide, each `zoom` pixels of the page.
    place  (right, down, scale): how the lines lie, moved and scaled about the middle
    pen    how wide the lines are at scale 1

    key    how many other keys have been pressed on the sheet, and which one just now

    Mouse and finger draw; so do the arrow keys, once space has put the pen down.
    """

    _esm = SCRIPT

    value = traitlets.List().tag(sync=True, echo_update=False)
    side = traitlets.Int(28).tag(sync=True)
    zoom = traitlets.Int(10).tag(sync=True)
    place = traitlets.List([0, 0, 1]).tag(sync=True)
    pen = traitlets.Float(2.4).tag(sync=True)
    key = traitlets.List([0, ""]).tag(sync=True)
    label = traitlets.Unicode().tag(sync=True)


def over(picture, pad, left, top):
    """The pad over a picture, at this place in pixels of the picture at full size."""

    def share(pixels):
        return f"{100 * pixels / picture.width:.4f}%"

    pad.layout.margin = f"{share(top)} 0 0 {share(left)}"  # both of the width
    pad.layout.width = share(pad.side * pad.zoom)
    pad.layout.grid_area = picture.layout.grid_area = "1 / 1 / 2 / 2"
    picture.layout.margin = "0"
    room = widgets.Layout(max_width=f"{picture.width}px")
    return widgets.GridBox([picture, pad], layout=room)
