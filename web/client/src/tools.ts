// The buttons on the picture.

import type { View } from "./view.ts";
import type { Say, Word } from "./wording.ts";

const SVG = "http://www.w3.org/2000/svg";
const STEP = 1.5;

const LINES = {
  zoom_in: "M8 3v10M3 8h10",
  zoom_out: "M3 8h10",
  whole: "M8 2v3M8 11v3M2 8h3M11 8h3M8 6.5a1.5 1.5 0 1 0 0 3a1.5 1.5 0 1 0 0-3",
  fullscreen: "M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10",
  lasso: "M8 2.5c3.3 0 6 1.7 6 4s-2.7 4-6 4-6-1.7-6-4 2.7-4 6-4M5 10c-1.5.6-1.5 2.6 0 3",
  undo: "M6 3 2.5 6.5 6 10M2.5 6.5H10a3.3 3.3 0 0 1 0 6.6H7",
  redo: "M10 3l3.5 3.5L10 10M13.5 6.5H6a3.3 3.3 0 0 0 0 6.6h3",
  keep_svg: "M8 2v8M5 7l3 3 3-3M2.5 13.5h11",
  keep_png: "M2.5 3.5h11v9h-11zM2.5 11l3.5-3.5 2.5 2.5 2-2 3 3M10.5 6h.01",
} as const satisfies Partial<Record<Word, string>>;

/** Make the tool bar of one figure. */
export function toolbar(figure: HTMLElement, view: View, say: Say): HTMLElement {
  const bar = document.createElement("div");
  bar.className = "picture-tools";
  bar.role = "group";
  bar.append(
    button("zoom_in", say, () => view.zoom(STEP)),
    button("zoom_out", say, () => view.zoom(1 / STEP)),
    button("whole", say, () => view.whole()),
  );
  if (document.fullscreenEnabled) bar.append(fullscreenButton(figure, say));
  return bar;
}

function fullscreenButton(figure: HTMLElement, say: Say): HTMLButtonElement {
  const full = button("fullscreen", say, () => {
    void (document.fullscreenElement === figure
      ? document.exitFullscreen()
      : figure.requestFullscreen());
  });
  full.ariaPressed = "false";
  figure.addEventListener("fullscreenchange", () => {
    const on = document.fullscreenElement === figure;
    full.ariaPressed = String(on);
    full.ariaLabel = full.title = say(on ? "leave_fullscreen" : "fullscreen");
  });
  return full;
}

export function button(word: keyof typeof LINES, say: Say, act: () => void): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.ariaLabel = made.title = say(word);
  made.append(icon(LINES[word]));
  made.addEventListener("click", act);
  return made;
}

function icon(lines: string): SVGElement {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 16 16");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", lines);
  svg.append(path);
  return svg;
}
