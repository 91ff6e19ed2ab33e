// What can be done with the node that was pressed: open its page, see around it, go on from it.

import { listOf } from "./address.ts";
import type { View } from "./view.ts";
import type { Say } from "./wording.ts";

const HUB = 100;
const ADDED = 60;

export interface Card {
  show(node: string | null): void;
}

/** Make the card under the stage; `go` leads to another view, `toggle` selects. */
export function cardOf(
  bar: HTMLElement,
  view: View,
  say: Say,
  go: (address: string) => void,
  toggle: (node: string) => void,
): Card {
  const card = document.createElement("div");
  card.className = "picture-card";
  card.role = "group";
  card.hidden = true;
  bar.before(card);
  const button = (words: string, act: () => void): HTMLButtonElement => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = words;
    made.addEventListener("click", act);
    return made;
  };
  const address = (changes: Readonly<Record<string, string>>): string => {
    const url = new URL(location.href);
    for (const name of ["at", "q", "most", "view"]) url.searchParams.delete(name);
    for (const [name, value] of Object.entries(changes)) {
      if (value === "") url.searchParams.delete(name);
      else url.searchParams.set(name, value);
    }
    return url.pathname + url.search;
  };
  const widen = (node: string, hidden: number, label: string): void => {
    const query = new URL(location.href).searchParams;
    const opened = [query.get("open") ?? "", listOf([node])].filter(Boolean).join(",");
    const add = (): void => go(address({ open: opened }));
    if (hidden <= HUB) return add();
    card.replaceChildren(
      paragraph(say("hub", { name: label, n: hidden.toLocaleString(), m: ADDED })),
      button(say("hub_add", { m: ADDED }), add),
      link(say("as_list"), `${view.graph.getNodeAttributes(node).about.url ?? ""}?all=1#ties`),
      button(say("not_now"), () => show(node)),
    );
    card.querySelector("button")?.focus();
  };
  const show = (node: string | null): void => {
    card.hidden = node === null;
    if (node === null || !view.graph.hasNode(node)) return;
    const { about, legend } = view.graph.getNodeAttributes(node);
    const focus = new URL(location.href).searchParams.get("focus");
    const hidden = Math.max(0, (about.contacts ?? 0) - view.graph.neighbors(node).length);
    const steps = [1, 2, 3].map((n) =>
      button(say(n === 1 ? "around_one" : "around", { n }), () =>
        go(address({ focus: node, steps: n > 1 ? String(n) : "", community: "", open: "", pick: "" })),
      ),
    );
    card.ariaLabel = about.label;
    card.replaceChildren(
      paragraph([about.label, legend?.label].filter(Boolean).join(say("between"))),
      link(say("open_page"), about.url ?? ""),
      ...steps,
      ...(focus && focus !== node && hidden > 0
        ? [button(say("widen", { n: hidden.toLocaleString() }), () => widen(node, hidden, about.label))]
        : []),
      button(say("pick"), () => toggle(node)),
      button(say("close"), () => show(null)),
    );
  };
  return { show };
}

function paragraph(words: string): HTMLElement {
  const made = document.createElement("p");
  const name = document.createElement("bdi");
  name.textContent = words;
  made.append(name);
  return made;
}

function link(words: string, address: string): HTMLAnchorElement {
  const made = document.createElement("a");
  made.href = address;
  made.textContent = words;
  return made;
}
