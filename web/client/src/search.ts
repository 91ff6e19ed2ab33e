// Suggestions while typing, for <input name="q" data-suggest="/search.json">, and the print button
// (<button data-print hidden>) and the copy buttons (<button data-copy="id" data-done="…" hidden>),
// which are of use only where scripts run.
//
// The address is asked with ?q=… and answers {"hits": [{"id", "name", "type", "label", "url",
// "colour"?, "shape"?}]}, `label` being the word of the type. Without it the form works as it stands.
// With `data-fill` a suggestion is written into the field instead of opened; what was typed before
// the last semicolon or 、 stays.

import { wording } from "./wording.ts";

interface Hit {
  readonly name: string;
  readonly url: string;
  readonly label?: string;
  readonly type?: string;
  readonly shape?: string;
}

const PAUSE = 90;
const SVG = "http://www.w3.org/2000/svg";
const MARKS = new URL("../marks.svg", (document.currentScript as HTMLScriptElement | null)?.src ?? location.href);

let made = 0;

for (const button of document.querySelectorAll<HTMLElement>("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
for (const button of document.querySelectorAll<HTMLButtonElement>("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", () => void copy(button));
}
for (const input of document.querySelectorAll<HTMLInputElement>("input[data-suggest]")) {
  suggest(input);
}

/** Copy the text of a field; the button then says so. Where that is refused the text is selected. */
async function copy(button: HTMLButtonElement): Promise<void> {
  const field = document.getElementById(button.dataset["copy"] ?? "") as HTMLTextAreaElement | null;
  if (!field) return;
  try {
    await navigator.clipboard.writeText(field.value);
    button.textContent = button.dataset["done"] ?? button.textContent;
  } catch {
    field.select();
  }
}

function suggest(input: HTMLInputElement): void {
  const list = listOf(input);
  const fills = "fill" in input.dataset;
  let waiting: ReturnType<typeof setTimeout> | undefined;
  let asking: AbortController | undefined;
  let at = -1;

  const close = (): void => {
    list.hidden = true;
    point(-1);
    input.ariaExpanded = "false";
  };
  const point = (to: number): void => {
    at = to;
    [...list.children].forEach((option, place) => {
      option.ariaSelected = String(place === to);
    });
    const option = list.children[to];
    if (option) {
      input.setAttribute("aria-activedescendant", option.id);
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  };
  const ask = async (text: string): Promise<void> => {
    asking?.abort();
    asking = new AbortController();
    const asked = fills ? text.slice(lastPart(text)).trim() : text;
    const hits = await hitsOf(input.dataset["suggest"] ?? "", asked, asking.signal);
    if (hits === null) return;
    list.replaceChildren(...hits.map((hit, place) => optionOf(hit, `${list.id}-${place}`)));
    list.hidden = hits.length === 0;
    input.ariaExpanded = String(hits.length > 0);
    point(-1);
  };

  /** Close, and let no late answer open the list again. */
  const leave = (): void => {
    clearTimeout(waiting);
    asking?.abort();
    close();
  };
  input.addEventListener("input", () => {
    clearTimeout(waiting);
    const text = input.value.trim();
    if (text === "") {
      leave();
    } else {
      waiting = setTimeout(() => void ask(text), PAUSE);
    }
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || list.hidden) return;
    const count = list.children.length;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      point(at + step >= count ? -1 : at + step < -1 ? count - 1 : at + step);
    } else if (event.key === "Enter" && at >= 0) {
      event.preventDefault();
      list.children[at]?.querySelector("a")?.click();
    } else if (event.key === "Escape") {
      event.preventDefault();
      leave();
    }
  });
  input.addEventListener("blur", leave);
  if (fills) {
    list.addEventListener("click", (event) => {
      const name = (event.target as Element).closest("li")?.querySelector("bdi")?.textContent;
      if (!name) return;
      event.preventDefault();
      const before = input.value.slice(0, lastPart(input.value));
      input.value = before.endsWith(";") ? `${before} ${name}` : before + name;
      leave();
    });
  }
  // Pressing an option must not take the focus away before the click arrives.
  list.addEventListener("mousedown", (event) => event.preventDefault());
}

/** Give where the last of several names begins: after the last semicolon or 、. */
function lastPart(text: string): number {
  return Math.max(...[";", "；", "、"].map((mark) => text.lastIndexOf(mark))) + 1;
}

function listOf(input: HTMLInputElement): HTMLElement {
  made += 1;
  const list = document.createElement("ul");
  list.id = `suggestions-${made}`;
  list.className = "suggestions";
  list.role = "listbox";
  list.ariaLabel = wording(document.documentElement.lang)("suggestions");
  list.hidden = true;
  input.after(list);
  input.role = "combobox";
  input.ariaExpanded = "false";
  input.ariaAutoComplete = "list";
  input.setAttribute("aria-controls", list.id);
  return list;
}

/** Ask the server; null where a newer question overtook this one or no answer came. */
async function hitsOf(address: string, text: string, signal: AbortSignal): Promise<readonly Hit[] | null> {
  const asked = new URL(address, location.href);
  asked.searchParams.set("q", text);
  try {
    const answer = await fetch(asked, { signal, headers: { Accept: "application/json" } });
    if (!answer.ok) return null;
    const { hits } = (await answer.json()) as { hits?: readonly Hit[] };
    return hits ?? [];
  } catch (error) {
    if (!signal.aborted) console.warn(error);
    return null;
  }
}

function optionOf(hit: Hit, id: string): HTMLElement {
  const option = document.createElement("li");
  option.id = id;
  option.role = "option";
  const link = document.createElement("a");
  link.href = hit.url;
  link.tabIndex = -1;
  if (hit.shape) link.append(markOf(hit));
  const name = document.createElement("bdi");
  name.textContent = hit.name;
  link.append(name);
  if (hit.label) {
    const type = document.createElement("span");
    type.className = "remark";
    type.textContent = hit.label;
    link.append(type);
  }
  option.append(link);
  return option;
}

function markOf(hit: Hit): SVGElement {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", `mark type-${hit.type ?? ""}`);
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `${MARKS.pathname}#shape-${hit.shape}`);
  svg.append(use);
  return svg;
}
