"""A button to choose pictures from the user's files; they may be dropped as well."""

import anywidget
import traitlets

# Runs in the browser, which reads each file, turns it upright and cuts out the middle:
# what goes to Python is small, however large the photo. A file that can't be read as
# a picture goes there with an empty address.
SCRIPT = """
export default {
  render({ model, el }) {
    const button = document.createElement("button");
    button.className = "jupyter-widgets jupyter-button widget-button course-upload";
    button.style.cssText = "width:140px";
    button.textContent = model.get("description");
    const input = document.createElement("input");
    input.type = "file";
    input.accept = "image/*";
    input.multiple = true;
    input.hidden = true;
    el.append(button, input);

    const read = async file => {
      const picture = new Image(), side = model.get("side");
      picture.src = URL.createObjectURL(file);
      try {
        await picture.decode();
        const sheet = document.createElement("canvas");
        sheet.width = sheet.height = side;
        const ctx = sheet.getContext("2d");
        ctx.fillStyle = "white";
        ctx.fillRect(0, 0, side, side);
        ctx.imageSmoothingQuality = "high";
        const wide = picture.naturalWidth, high = picture.naturalHeight;
        const cut = Math.min(wide, high);
        ctx.drawImage(picture, (wide - cut) / 2, (high - cut) / 2, cut, cut, 0, 0, side,
          side);
        return [file.name, sheet.toDataURL("image/png")];
      } catch {
        return [file.name, ""];
      } finally {
        URL.revokeObjectURL(picture.src);
      }
    };
    const take = async files => {
      if (!files.length) return;
      model.set("value", await Promise.all([...files].map(read)));
      model.save_changes();
    };
    button.addEventListener("click", () => input.click());
    input.addEventListener("change", async () => {
      await take(input.files);
      input.value = "";  // the same file may be chosen again
    });

    // Files can be dropped anywhere on the explorer around it.
    let box = null;
    const over = event => {
      if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
    };
    const drop = event => {
      over(event);
      event.stopPropagation();
      take(event.dataTransfer.files);
    };
    const waiting = setInterval(() => {
      box = el.closest(".course-explorer");
      if (!box) return;
      clearInterval(waiting);
      box.addEventListener("dragover", over);
      box.addEventListener("drop", drop);
    }, 50);
    return () => {
      clearInterval(waiting);
      box?.removeEventListener("dragover", over);
      box?.removeEventListener("drop", drop);
    };
  },
};
"""


class Upload(anywidget.AnyWidget):
    """`value`: the pictures chosen last, [file's name, address "data:image/png…"].

    Each is the middle of the picture, `side` × `side` pixels, on white.
    """

    _esm = SCRIPT

    value = traitlets.List().tag(sync=True)
    side = traitlets.Int(224).tag(sync=True)
    description = traitlets.Unicode("choose files…").tag(sync=True)
