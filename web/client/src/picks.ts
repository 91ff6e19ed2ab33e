// What is selected: in the picture, in the table and in the address, always the same.

import { withPicked } from "./address.ts";
import type { View } from "./view.ts";
import type { Say } from "./wording.ts";

export interface Picks {
  /** Select exactly these; unless `write` is false the address says so. */
  set(nodes: readonly string[], write?: boolean): void;
  /** Select those of these that are not, or take all out where all are. */
  toggle(nodes: readonly string[]): void;
}

/** Bind the selection; `changed` is told what was selected before and after somebody's deed. */
export function bindPicks(
  bar: HTMLElement,
  view: View,
  say: Say,
  changed: (before: readonly string[], after: readonly string[]) => void,
): Picks {
  let picked: string[] = [];
  const boxes = boxesOf(view, say, (node) => toggle([node]));
  const line = document.createElement("p");
  line.className = "picture-picked";
  line.hidden = true;
  const said = document.createElement("span");
  said.role = "status";
  const clear = document.createElement("button");
  clear.type = "button";
  clear.textContent = say("unpick");
  clear.addEventListener("click", () => deed([]));
  line.append(said, clear);
  bar.before(line);

  const set = (nodes: readonly string[], write = true): void => {
    picked = nodes.filter((node) => view.graph.hasNode(node));
    const now = new Set(picked);
    view.pick(now);
    for (const [node, box] of boxes) {
      box.checked = now.has(node);
      box.closest("tr")?.classList.toggle("is-picked", box.checked);
    }
    line.hidden = picked.length === 0;
    said.textContent = say("picked", { n: picked.length });
    if (write) history.replaceState(null, "", withPicked(location.href, picked));
  };
  const deed = (after: readonly string[]): void => {
    const before = picked;
    set(after);
    changed(before, after);
  };
  const toggle = (nodes: readonly string[]): void => {
    const now = new Set(picked);
    const all = nodes.length > 0 && nodes.every((node) => now.has(node));
    deed(all ? picked.filter((node) => !nodes.includes(node)) : [...new Set([...picked, ...nodes])]);
  };
  return { set, toggle };
}

/** Give every row of a node its box. */
function boxesOf(view: View, say: Say, toggle: (node: string) => void): Map<string, HTMLInputElement> {
  const boxes = new Map<string, HTMLInputElement>();
  for (const row of document.querySelectorAll<HTMLElement>("[data-picture-table] tr[data-node]")) {
    const node = row.dataset["node"] ?? "";
    const cell = row.querySelector("th");
    if (!view.graph.hasNode(node) || !cell) continue;
    const box = document.createElement("input");
    box.type = "checkbox";
    box.className = "pick";
    box.ariaLabel = say("pick_one", { name: view.graph.getNodeAttribute(node, "about").label });
    box.addEventListener("change", () => toggle(node));
    cell.prepend(box);
    boxes.set(node, box);
  }
  return boxes;
}
