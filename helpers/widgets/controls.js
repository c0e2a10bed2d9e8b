// The controls of an explorer: the browser's own, each with its label.
// `spec` is what controls.py says; `page.change(value)` tells that it was moved.

function makeControl(parent, spec, page) {
  const makers = { slider, steps, choice, tick, numbers, text, button, pad, upload,
    clicked: () => ({ show() {} }) };
  const before = parent.childElementCount;
  const control = makers[spec.kind](parent, spec, page);
  const made = [...parent.children].slice(before);
  const inputs = made.flatMap(e => [e, ...e.querySelectorAll("input, select")]);
  return {
    show(value, change) {
      control.show(value, change);
      for (const input of inputs) input.disabled = Boolean(change.disabled);
    },
  };
}

// A control over the page: at a place, and so wide, in pixels of the page.
function makePlaced(frame, spec, [wide, high], page) {
  const control = makeControl(frame, spec, page);
  const [left, top, width] = spec.place, element = frame.lastElementChild;
  element.classList.add("course-placed");
  Object.assign(element.style, { left: `${100 * left / wide}%`,
    top: `${100 * top / high}%`, width: `${100 * width / wide}%` });
  return control;
}

// The nearest value that the control has.
function settled(spec, value) {
  if (spec.kind === "choice" || spec.kind === "steps")
    return Math.min(Math.max(Math.round(value), 0), spec.options.length - 1);
  const steps = Math.round((value - spec.low) / spec.step);
  const most = Math.round((spec.high - spec.low) / spec.step);
  const near = spec.low + Math.min(Math.max(steps, 0), most) * spec.step;
  return Number(near.toFixed(decimals(spec.step)));
}

function decimals(step) {
  return String(step).split(".")[1]?.length ?? 0;
}

function labelled(parent, spec, tag, before = true) {
  const label = make(parent, "label", `course-control course-${spec.kind}`);
  const name = before && make(label, "span", "course-label", spec.label);
  const input = make(label, tag, "");
  const after = !before && make(label, "span", "", spec.label);
  input.setAttribute("aria-label", spec.label);
  if (spec.width) {
    label.style.width = label.style.minWidth = spec.width;
    input.style.minWidth = 0;
  }
  return { label, name: name || after, input };
}

function slider(parent, spec, page) {
  const { label, input } = labelled(parent, spec, "input");
  const number = make(label, "output", "");
  input.type = "range";
  [input.min, input.max, input.step] = [spec.low, spec.high, spec.step];
  const say = () => {
    const value = Number(input.value).toFixed(decimals(spec.step)).replace("-", "−");
    number.textContent = value;
    input.setAttribute("aria-valuetext", value);
  };
  input.addEventListener("input", () => {
    say();
    page.change(Number(input.value));
  });
  return {
    show(value, { high = spec.high }) {
      spec.high = high;
      input.max = high;
      input.value = value;
      say();
    },
  };
}

// A slider over a few values in their order.
function steps(parent, spec, page) {
  const { label, input } = labelled(parent, spec, "input");
  const name = make(label, "output", "");
  input.type = "range";
  [input.min, input.max, input.step] = [0, spec.options.length - 1, 1];
  const say = () => {
    name.textContent = spec.options[input.value];
    input.setAttribute("aria-valuetext", name.textContent);
  };
  input.addEventListener("input", () => {
    say();
    page.change(Number(input.value));
  });
  return {
    show(value) {
      input.value = value;
      say();
    },
  };
}

function choice(parent, spec, page) {
  const { input } = labelled(parent, spec, "select");
  for (const option of spec.options) make(input, "option", "", option);
  input.addEventListener("change", () => page.change(input.selectedIndex));
  return {
    show(value) { input.selectedIndex = value; },
  };
}

function tick(parent, spec, page) {
  const { input } = labelled(parent, spec, "input", false);
  input.type = "checkbox";
  input.addEventListener("change", () => page.change(input.checked));
  return { show(value) { input.checked = value; } };
}

// A table of fields to type numbers into; its value is a list of rows.
function numbers(parent, spec, page) {
  const table = make(parent, "div", "course-control course-numbers");
  table.setAttribute("role", "group");
  table.setAttribute("aria-label", spec.label);
  table.style.gridTemplateColumns = `repeat(${spec.columns}, 4em)`;
  const fields = Array.from({ length: spec.rows * spec.columns }, (_, n) => {
    const field = make(table, "input", "");
    const [row, column] = [Math.floor(n / spec.columns) + 1, n % spec.columns + 1];
    Object.assign(field, { type: "number", step: "any", min: spec.low, max: spec.high });
    field.setAttribute("aria-label", `${spec.label}, row ${row}, column ${column}`);
    field.addEventListener("input", () => {
      if (field.value !== "" && field.checkValidity()) page.change(read());
    });
    return field;
  });
  const read = () => Array.from({ length: spec.rows }, (_, row) =>
    fields.slice(row * spec.columns, (row + 1) * spec.columns).map(f => Number(f.value)));
  return {
    show(rows) {
      rows.flat().forEach((value, n) => {
        if (Number(fields[n].value) !== value || fields[n].value === "")
          fields[n].value = value;
      });
    },
  };
}

function text(parent, spec, page) {
  const { input } = labelled(parent, spec, "input");
  input.type = "text";
  input.placeholder = spec.placeholder;
  input.addEventListener("input", () => page.change(input.value));
  return {
    show(value) { if (document.activeElement !== input) input.value = value; },
  };
}

function button(parent, spec, page) {
  const input = make(parent, "button", "course-button", spec.label);
  input.type = "button";
  if (spec.width) input.style.width = spec.width;
  input.addEventListener("click", () => page.press());
  return { show(_, { label = spec.label }) { input.textContent = label; } };
}
