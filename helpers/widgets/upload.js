// A button to choose pictures from the reader's files; they may be dropped as well.
// The browser turns each upright and cuts out the middle: what goes to Python is small,
// however large the photo. A file that is no picture goes there with an empty address.

function upload(parent, spec, page) {
  const button = make(parent, "button", "course-button course-upload", spec.label);
  button.type = "button";
  const input = make(parent, "input", "");
  Object.assign(input, { type: "file", accept: "image/*", multiple: true, hidden: true });

  const read = async file => {
    const picture = new Image(), { side } = spec;
    picture.src = URL.createObjectURL(file);
    try {
      await picture.decode();
      const sheet = document.createElement("canvas");
      sheet.width = sheet.height = side;
      const ctx = sheet.getContext("2d");
      ctx.fillStyle = "white";
      ctx.fillRect(0, 0, side, side);
      ctx.imageSmoothingQuality = "high";
      const { naturalWidth: wide, naturalHeight: high } = picture;
      const cut = Math.min(wide, high);
      ctx.drawImage(picture, (wide - cut) / 2, (high - cut) / 2, cut, cut, 0, 0, side, side);
      return [file.name, sheet.toDataURL("image/png")];
    } catch {
      return [file.name, ""];
    } finally {
      URL.revokeObjectURL(picture.src);
    }
  };
  const take = async files => {
    if (files.length) page.press(await Promise.all([...files].map(read)));
  };
  button.addEventListener("click", () => input.click());
  input.addEventListener("change", async () => {
    await take(input.files);
    input.value = "";  // the same file may be chosen again
  });

  // Files can be dropped anywhere on the explorer around it.
  const root = parent.closest(".course-explorer");
  root.addEventListener("dragover", event => {
    if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
  });
  root.addEventListener("drop", event => {
    event.preventDefault();
    event.stopPropagation();
    take(event.dataTransfer.files);
  });
  return { show() {} };
}
