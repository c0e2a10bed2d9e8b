// Paints the parts of a page on a canvas: it decides nothing, it only draws.
// A part's places are pixels of the page at its full size.

const FONT = '"DejaVu Sans", Verdana, "Bitstream Vera Sans", sans-serif';
const SMALLEST = 12;  // pixels of the screen that a text is high, however narrow the page
const THEME = {  // colours of the course that follow the reader's theme
  "#222222": ["--jp-content-font-color1", "#222222", "#e0e0e0"],
  "#ffffff": ["--jp-layout-color0", "#ffffff", "#111111"],
  "#e6e6e6": ["--jp-layout-color2", "#e6e6e6", "#424242"],
};

function isDark() {
  const { jpThemeLight } = document.body.dataset;  // JupyterLab's word, or Colab's
  return jpThemeLight ? jpThemeLight === "false"
    : document.documentElement.getAttribute("theme") === "dark";
}

class Painter {
  constructor(canvas, [wide, high]) {
    Object.assign(this, { canvas, wide, high, pictures: new Map() });
    canvas.style.aspectRatio = `${wide} / ${high}`;
    this.look();
  }

  // Asks for the width that there is and for the theme: never while painting, as the
  // browser would lay out the whole notebook to answer.
  look() {
    const style = getComputedStyle(this.canvas);
    this.shown = this.canvas.clientWidth || this.wide;
    this.sharp = (window.devicePixelRatio || 1) * (this.canvas.currentCSSZoom ?? 1);
    this.dark = isDark();
    this.theme = Object.fromEntries(Object.entries(THEME).map(
      ([colour, [name, light, dark]]) =>
        [colour, style.getPropertyValue(name).trim() || (this.dark ? dark : light)]));
  }

  // Decodes those pictures that are new, in base64, and forgets those that are gone. An
  // image element decodes in a fifth of the time that createImageBitmap takes for a blob.
  async take(images, wanted) {
    await Promise.all(Object.entries(images).map(async ([key, content]) => {
      if (this.pictures.has(key)) return;
      const picture = new Image(), kind = content.startsWith("/9j/") ? "jpeg" : "png";
      picture.src = `data:image/${kind};base64,${content}`;
      await picture.decode();
      this.pictures.set(key, picture);
    }));
    for (const key of this.pictures.keys()) if (!wanted.has(key)) this.pictures.delete(key);
  }

  // `offset`: how far what is held has been dragged since these parts were made.
  paint(parts, offset = [0, 0]) {
    const { canvas, wide, high, shown, sharp } = this;
    const size = [Math.round(shown * sharp), Math.round(shown * sharp * high / wide)];
    if (canvas.width !== size[0] || canvas.height !== size[1])
      [canvas.width, canvas.height] = size;
    this.scale = shown / wide;
    const ctx = this.ctx = canvas.getContext("2d");
    const zoom = size[0] / wide;
    ctx.setTransform(1, 0, 0, 1, 0, 0);
    ctx.clearRect(0, 0, ...size);
    for (const part of parts) {
      ctx.save();
      ctx.setTransform(zoom, 0, 0, zoom, 0, 0);
      if (part.clip) {
        ctx.beginPath();
        ctx.rect(...part.clip);
        ctx.clip();
      }
      if (part.held) ctx.translate(...offset);
      ctx.globalAlpha = part.alpha ?? 1;
      this[part.kind](part);
      ctx.restore();
    }
    canvas.dispatchEvent(new Event("load"));
  }

  // On a dark ground letters and lines are paler: so many percent of their own colour.
  colour(colour, percent = 100) {
    if (this.theme[colour]) return this.theme[colour];
    return this.dark ? `color-mix(in srgb, ${colour} ${percent}%, white)` : colour;
  }

  // Points x, y, x, y …; a null in place of an x begins anew.
  path({ xy, fill, line, width, dash, closed }) {
    const { ctx } = this;
    ctx.beginPath();
    let begins = true;
    for (let i = 0; i < xy.length; i += 2) {
      if (xy[i] === null) begins = true;
      else if (begins) ctx.moveTo(xy[i], xy[i + 1]);
      else ctx.lineTo(xy[i], xy[i + 1]);
      if (xy[i] !== null) begins = false;
    }
    if (closed) ctx.closePath();
    if (fill) {
      ctx.fillStyle = this.colour(fill);
      ctx.fill();
    }
    if (!line) return;
    ctx.strokeStyle = this.colour(line, 70);
    ctx.lineWidth = width ?? 2;
    ctx.lineJoin = "round";
    ctx.globalAlpha = fill ? 1 : ctx.globalAlpha;  // an edge is never faint
    ctx.setLineDash(dash ?? []);
    ctx.stroke();
  }

  text({ text, x, y, size, colour, align, bold, turn }) {
    const { ctx } = this;
    const font = pixels => `${bold ? "bold " : ""}${pixels}px ${FONT}`;
    ctx.font = font(size);
    const room = ctx.measureText(text).width;
    ctx.font = font(Math.max(size, SMALLEST / this.scale));
    ctx.fillStyle = this.colour(colour, 55);
    ctx.textAlign = align ?? "left";
    ctx.translate(x, y);
    if (turn) ctx.rotate(-turn * Math.PI / 180);
    ctx.fillText(text, 0, 0, room || 1);
  }

  image({ image, place: [left, top, width, height], smooth, turn }) {
    const { ctx } = this, picture = this.pictures.get(image);
    ctx.imageSmoothingEnabled = Boolean(smooth);
    ctx.imageSmoothingQuality = "high";
    ctx.translate(left + width / 2, top + height / 2);
    if (turn) ctx.rotate(-turn * Math.PI / 180);
    if (picture) ctx.drawImage(picture, -width / 2, -height / 2, width, height);
  }

  // Marks of one size; one colour for all, or one for each.
  dots({ xy, radius, fill, line, width, square }) {
    const { ctx } = this;
    for (let i = 0; i < xy.length; i += 2) {
      ctx.beginPath();
      if (square) ctx.rect(xy[i] - radius, xy[i + 1] - radius, 2 * radius, 2 * radius);
      else ctx.arc(xy[i], xy[i + 1], radius, 0, 7);
      if (fill) {
        ctx.fillStyle = this.colour(Array.isArray(fill) ? fill[i / 2] : fill);
        ctx.fill();
      }
      if (!line) continue;
      ctx.strokeStyle = this.colour(line);
      ctx.lineWidth = width ?? 1;
      ctx.stroke();
    }
  }

  // Squares with a colour and a text each, row by row; null: no square there.
  grid({ x, y, side, columns, fills, texts, size, alpha }) {
    const { ctx } = this;
    fills.forEach((fill, n) => {
      if (fill === null) return;
      const left = x + n % columns * side, top = y + Math.floor(n / columns) * side;
      ctx.globalAlpha = fill === "#e6e6e6" ? 1 : alpha[n] ?? alpha[0];
      ctx.fillStyle = this.colour(fill);
      ctx.fillRect(left + 1, top + 1, side - 2, side - 2);
      ctx.globalAlpha = 1;
      if (!texts[n]) return;
      ctx.save();
      this.text({ text: texts[n], x: left + side / 2, y: top + side / 2 + size * 0.36,
        size, colour: "#222222", align: "center" });
      ctx.restore();
    });
  }
}
