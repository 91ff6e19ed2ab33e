// Suggestions while typing, for <input name="q" data-suggest="/search.json">, and the print button
// (<button data-print hidden>) and the copy buttons (<button data-copy="id" data-done="…" hidden>),
// which are of use only where scripts run.
//
// The address is asked with ?q=… and answers {"hits": [{"id", "name", "type", "label", "url",
// "colour"?, "shape"?, "why"?}]}, `label` being the word of the type, under which its hits stand, and
// `why` what else than the name itself fits. Without it the form works as it stands. With `data-fill`
// a suggestion is written into the field instead of opened; what was typed before the last semicolon
// or 、 stays.
//
// The field is a combobox: the arrows go through the options, Enter takes one or sends what was
// typed, Escape closes. Keys that an input method is still using (isComposing; 229 where a browser
// tells the end of a composition before its Enter) are its own: they neither choose nor send.

import "./again.ts";
import { wording } from "./wording.ts";

interface Hit {
  readonly name: string;
  readonly url: string;
  readonly label?: string;
  readonly type?: string;
  readonly shape?: string;
  readonly why?: string;
}

const PAUSE = 90;
/** So long what was suggested for an earlier text may stand, out of reach, until the answer comes. */
const STALE = 300;
const COMPOSING = 229;
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
  let options: readonly HTMLElement[] = [];
  let waiting: ReturnType<typeof setTimeout> | undefined;
  let stale: ReturnType<typeof setTimeout> | undefined;
  let asking: AbortController | undefined;
  let composing = false;
  let at = -1;

  const point = (to: number): void => {
    at = to;
    options.forEach((option, place) => {
      option.ariaSelected = String(place === to);
    });
    const option = options[to];
    if (option) {
      input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else {
      input.removeAttribute("aria-activedescendant");
    }
  };
  const show = (hits: readonly Hit[]): void => {
    clearTimeout(stale);
    list.ariaBusy = "false";
    options = hits.map((hit, place) => optionOf(hit, `${list.id}-${place}`));
    list.replaceChildren(...groupsOf(hits, options, list.id));
    // The order of the eyes is the order of the arrows: by groups.
    options = [...list.querySelectorAll<HTMLElement>("[role=option]")];
    list.hidden = options.length === 0;
    input.ariaExpanded = String(options.length > 0);
    point(-1);
  };
  /** Close, and let no late answer open the list again. */
  const leave = (): void => {
    clearTimeout(waiting);
    asking?.abort();
    show([]);
  };
  /** What stands was suggested for another text: nothing of it can be taken, and it soon goes. */
  const outdate = (): void => {
    asking?.abort();
    point(-1);
    if (list.hidden || list.ariaBusy === "true") return;
    list.ariaBusy = "true";
    stale = setTimeout(() => show([]), STALE);
  };
  const ask = async (text: string): Promise<void> => {
    const mine = new AbortController();
    asking = mine;
    const asked = fills ? text.slice(lastPart(text)).trim() : text;
    const hits = await hitsOf(input.dataset["suggest"] ?? "", asked, mine.signal);
    if (asking === mine && !mine.signal.aborted) show(hits ?? []);
  };
  const take = (option: HTMLElement, elsewhere: boolean): void => {
    const { url = "/", name = "" } = option.dataset;
    if (fills) {
      const before = input.value.slice(0, lastPart(input.value));
      input.value = before.endsWith(";") ? `${before} ${name}` : before + name;
      leave();
    } else if (elsewhere) {
      window.open(url, "_blank", "noopener");
    } else {
      leave();
      location.assign(url);
    }
  };

  input.addEventListener("input", () => {
    clearTimeout(waiting);
    const text = input.value.trim();
    if (text === "") {
      leave();
    } else {
      outdate();
      waiting = setTimeout(() => void ask(text), PAUSE);
    }
  });
  input.addEventListener("compositionstart", () => {
    composing = true;
  });
  input.addEventListener("compositionend", () => {
    composing = false;
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || composing || event.keyCode === COMPOSING) {
      if (event.key === "Enter") event.preventDefault();
      return;
    }
    const open = !list.hidden && list.ariaBusy !== "true";
    const count = options.length;
    if (open && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      point(at + step >= count ? -1 : at + step < -1 ? count - 1 : at + step);
    } else if (event.key === "Enter") {
      const option = options[at];
      if (open && option) {
        event.preventDefault();
        take(option, false);
      } else {
        leave();
      }
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      leave();
    }
  });
  input.addEventListener("blur", leave);
  const pressed = (event: MouseEvent): void => {
    const option = (event.target as Element).closest<HTMLElement>("[role=option]");
    if (!option || list.ariaBusy === "true") return;
    event.preventDefault();
    take(option, event.button === 1 || event.ctrlKey || event.metaKey);
  };
  list.addEventListener("click", pressed);
  list.addEventListener("auxclick", (event) => {
    if (event.button === 1) pressed(event);
  });
  // Pressing an option must not take the focus away before the click arrives.
  list.addEventListener("mousedown", (event) => event.preventDefault());
}

/** Give where the last of several names begins: after the last semicolon or 、. */
function lastPart(text: string): number {
  return Math.max(...[";", "；", "、"].map((mark) => text.lastIndexOf(mark))) + 1;
}

function listOf(input: HTMLInputElement): HTMLElement {
  made += 1;
  const list = document.createElement("div");
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

/** Put the options of one type together under its word, the type of the best hit first. */
function groupsOf(hits: readonly Hit[], options: readonly HTMLElement[], id: string): HTMLElement[] {
  const groups = new Map<string, HTMLElement>();
  hits.forEach((hit, place) => {
    const option = options[place];
    if (!option) return;
    const word = hit.label ?? "";
    let group = groups.get(word);
    if (!group) {
      group = groupOf(word, `${id}-group-${groups.size}`);
      groups.set(word, group);
    }
    group.append(option);
  });
  return [...groups.values()];
}

function groupOf(word: string, id: string): HTMLElement {
  const group = document.createElement("ul");
  group.role = "group";
  if (word) {
    const heading = document.createElement("li");
    heading.id = id;
    heading.role = "presentation";
    heading.className = "kind";
    heading.textContent = word;
    group.setAttribute("aria-labelledby", id);
    group.append(heading);
  }
  return group;
}

function optionOf(hit: Hit, id: string): HTMLElement {
  const option = document.createElement("li");
  option.id = id;
  option.role = "option";
  option.dataset["url"] = hit.url;
  option.dataset["name"] = hit.name;
  if (hit.shape) option.append(markOf(hit));
  const name = document.createElement("bdi");
  name.textContent = hit.name;
  option.append(name);
  if (hit.why) {
    const why = document.createElement("span");
    why.className = "remark";
    why.textContent = hit.why;
    option.append(why);
  }
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
