"""A picture on the page that is replaced quickly and tells where it's pressed."""

import anywidget
import traitlets

# Runs in the browser. `pointer` goes to Python: the number of the press, where it
# began and where the pointer is now, in pixels of the page from the top left corner.
# Moves are merged while Python is still drawing, so that a drag never lags behind.
SCRIPT = """
export default {
  render({ model, el }) {
    const picture = document.createElement("img");
    picture.className = "course-picture";
    picture.alt = "";  // the line of words below it says what is to be seen
    picture.draggable = false;
    const wide = model.get("width"), high = model.get("height");
    // An explicit shape keeps the page from jumping while a new picture loads.
    picture.style.cssText = `display:block;width:${wide}px;max-width:100%;height:auto;
      aspect-ratio:${wide}/${high}`;
    const show = () => {
      const old = picture.src;
      picture.src = URL.createObjectURL(new Blob([model.get("value")]));
      if (old) URL.revokeObjectURL(old);
    };
    show();
    model.on("change:value", show);
    el.append(picture);

    const cursor = model.get("cursor");
    if (cursor) {
      let press = 0, start = null;
      picture.style.cursor = cursor;
      picture.style.touchAction = "none";
      const tell = event => {
        const box = picture.getBoundingClientRect();
        const now = [event.clientX - box.left, event.clientY - box.top];
        now[0] *= wide / box.width;  // it is smaller in a narrow window
        now[1] *= high / box.height;
        start ??= now;
        model.set("pointer", [press, ...start, ...now]);
        model.save_changes();
      };
      picture.addEventListener("pointerdown", event => {
        if (event.button) return;
        press = model.get("pointer")[0] + 1;
        start = null;
        picture.setPointerCapture(event.pointerId);
        tell(event);
      });
      picture.addEventListener("pointermove", event => { if (start) tell(event); });
      const end = () => { start = null; };
      picture.addEventListener("pointerup", end);
      picture.addEventListener("pointercancel", end);
    }
    return () => model.off("change:value", show);
  },
};
"""


class Picture(anywidget.AnyWidget):
    """`value`, the bytes of a JPEG or PNG, shown `width` × `height` pixels large.

    It's shown smaller where there is less room; places on it count as at full size.

    With a `cursor` (the look of the pointer over it, a CSS name) it can be clicked and
    dragged: `pointer` is then [press, x at its start, y, x now, y].
    """

    _esm = SCRIPT

    value = traitlets.Bytes().tag(sync=True)
    width = traitlets.Int().tag(sync=True)
    height = traitlets.Int().tag(sync=True)
    cursor = traitlets.Unicode().tag(sync=True)
    pointer = traitlets.List([0, 0, 0, 0, 0]).tag(sync=True)
