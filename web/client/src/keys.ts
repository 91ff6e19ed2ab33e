// The picture by keyboard: Tab walks through the nodes, the greatest first.

import type { View } from "./view.ts";

const STEP = 60;
const FACTOR = 1.5;


/** Bind the keys of a stage. `open` goes to a node's page; `stand` is told where the keyboard is. */
export function bindKeys(
  stage: HTMLElement,
  view: View,
  stand: (node: string | null) => void,
  open: (node: string) => void,
  order: readonly string[] = view.graph.nodes(),
): void {
  let at = -1;
  let left = false;

  const go = (to: number): boolean => {
    if (to < 0 || to >= order.length) {
      leave();
      return false;
    }
    at = to;
    const node = order[at] as string;
    if (view.graph.hasNode(node)) view.approach(node);
    stand(node);
    return true;
  };
  const leave = (): void => {
    at = -1;
    stand(null);
  };
  const moves: Readonly<Record<string, () => void>> = {
    ArrowLeft: () => view.pan(-STEP, 0),
    ArrowRight: () => view.pan(STEP, 0),
    ArrowUp: () => view.pan(0, -STEP),
    ArrowDown: () => view.pan(0, STEP),
    "+": () => view.zoom(FACTOR),
    ";": () => view.zoom(FACTOR),
    "=": () => view.zoom(FACTOR),
    "-": () => view.zoom(1 / FACTOR),
    "0": () => view.whole(),
  };

  stage.addEventListener("focus", () => {
    left = false;
  });
  stage.addEventListener("blur", leave);
  stage.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const node = order[at];
    if (event.key === "Tab" && !left) {
      if (go(event.shiftKey ? at - 1 : at + 1)) event.preventDefault();
    } else if (event.key === "Enter" && node !== undefined) {
      open(node);
    } else if (event.key === "Escape" && at >= 0) {
      left = true;
      leave();
    } else if (moves[event.key] !== undefined) {
      event.preventDefault();
      moves[event.key]?.();
    }
  });
}
