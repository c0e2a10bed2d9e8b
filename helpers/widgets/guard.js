// Runs in the browser inside every `Live` widget; `here` is an invisible image there.
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

  // A screen reader says a slider's name and value as they are seen. The number beside
  // it is no second stop for Tab; it can be clicked and typed into.
  const name = () => box.querySelectorAll(".widget-hslider").forEach(slider => {
    const handle = slider.querySelector(".noUi-handle, .ui-slider-handle");
    const value = slider.querySelector(".widget-readout");
    if (!handle || !value) return;
    const label = slider.querySelector(".widget-label").textContent;
    handle.setAttribute("role", "slider");  // ipywidgets 7 has none
    handle.setAttribute("aria-label", label);
    handle.setAttribute("aria-valuetext", value.textContent);
    value.setAttribute("aria-label", label);
    value.tabIndex = -1;
  });
  new MutationObserver(name).observe(box, { childList: true, subtree: true });
  name();
})();
