// Runs in the browser inside every `LiveBox`; `here` is an invisible image there.
(function guard() {
  const box = here.closest(".course-live");
  if (!box) return setTimeout(guard, 50);

  // A key pressed in a control shall not reach JupyterLab as well: there arrows move
  // the selected cell and "d d" deletes it.
  box.addEventListener("keydown", key => {
    const meant = key.ctrlKey || key.metaKey || key.altKey || key.key == "Escape"
      || (key.key == "Enter" && key.shiftKey);
    if (!meant) key.stopPropagation();
  });
})();
