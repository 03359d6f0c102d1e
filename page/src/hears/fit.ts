// Names in a picture: as much of each as there is room for, at whatever size the letters are drawn.

/** `data-room` of a text is its room, in the picture's own measure, and `data-name` all of it. */
function fit(text: SVGTextElement): void {
  const letters = [...(text.dataset["name"] ?? "")];
  const room = Number(text.dataset["room"]);
  text.textContent = letters.join("");
  for (let n = letters.length - 1; n > 0 && text.getComputedTextLength() > room; n--)
    text.textContent = `${letters.slice(0, n).join("").trimEnd()}…`;
}

/** Looked at again whenever the picture has another size. */
export function fitting(picture: SVGSVGElement): SVGSVGElement {
  new ResizeObserver(() =>
    picture.querySelectorAll<SVGTextElement>("text[data-room]").forEach(fit)).observe(picture);
  return picture;
}
