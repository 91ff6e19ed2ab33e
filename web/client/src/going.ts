// Going from one view of the map to the next without leaving the page: links and forms with `data-go`
// and `data-form` are fetched, and the page's content takes their place. Without scripts they are
// plain links and forms, and lead to the same.

import { addressOf } from "./address.ts";

const CONTENT = "content";
/** How long a reader of screens is given to see the new content before it is told of it. */
const BREATH = 150;

/** Go to an address: `push` puts it into the browser's history, `note` into what can be undone. */
export type Go = (address: string, push?: boolean, note?: boolean) => Promise<void>;

/** Bind links and forms once; `leave` is told before the content goes, `arrive` when the new stands. */
export function bindGoing(
  leave: () => void,
  arrive: () => void,
  went: (from: string, to: string) => void,
): Go {
  let asking: AbortController | undefined;
  let shown = here();
  const go: Go = async (address, push = true, note = true) => {
    const before = here();
    asking?.abort();
    asking = new AbortController();
    const content = document.getElementById(CONTENT);
    if (!content) return location.assign(address);
    content.ariaBusy = "true";
    try {
      const answer = await fetch(address, { signal: asking.signal, headers: { Accept: "text/html" } });
      const final = new URL(answer.url, location.href);
      if (!answer.ok || final.pathname !== new URL(address, location.href).pathname) return location.assign(address);
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      const next = fresh.getElementById(CONTENT);
      if (!next) return location.assign(address);
      if (push) history.pushState(null, "", final.pathname + final.search);
      shown = here();
      leave();
      swap(content, next);
      document.title = fresh.title;
      arrive();
      announce(content);
      if (push && note) went(before, here());
    } catch (error) {
      if (error instanceof DOMException && error.name === "AbortError") return;
      location.assign(address);
    } finally {
      content.ariaBusy = null;
    }
  };
  document.addEventListener("click", (event) => {
    const link = (event.target as Element).closest<HTMLAnchorElement | SVGAElement>("a[data-go]");
    if (!link || event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    void go(link.getAttribute("href") ?? "");
  });
  document.addEventListener("submit", (event) => {
    const form = event.target as HTMLFormElement;
    if (!form.matches("[data-form]")) return;
    event.preventDefault();
    const fields = [...new FormData(form)].map(([name, value]) => [name, String(value)] as const);
    void go(addressOf(form.getAttribute("action") ?? "", fields));
  });
  document.addEventListener("change", (event) => {
    const form = (event.target as Element).closest<HTMLFormElement>("form[data-live]");
    form?.requestSubmit();
  });
  statusLine();
  addEventListener("popstate", () => {
    if (here() !== shown) void go(here(), false); // else only the place within the page changed
  });
  return go;
}

/** Say what is shown now: where one is, the conditions, how much of how much, what else is to know. */
function announce(content: HTMLElement): void {
  const line = document.getElementById("map-status") ?? statusLine();
  const words = (selector: string): string[] =>
    [...content.querySelectorAll(selector)].map((one) => (one.firstChild?.textContent ?? one.textContent ?? "").trim());
  const said = [
    ...words(".trail [aria-current]"),
    ...words(".map-chips a[title]"),
    ...words(".picture [data-said]"),
    ...words("p.notice, .notice p"),
  ];
  line.textContent = "";
  setTimeout(() => (line.textContent = said.filter(Boolean).join(document.documentElement.lang === "en" ? ". " : "。")), BREATH);
}

function statusLine(): HTMLElement {
  const line = document.createElement("p");
  line.id = "map-status";
  line.className = "hidden";
  line.role = "status";
  document.body.append(line);
  return line;
}

function here(): string {
  return location.pathname + location.search;
}

/** Put the new content in, keeping what is open, the search field that is typed in, and the focus. */
function swap(content: HTMLElement, next: HTMLElement): void {
  const open = new Set([...content.querySelectorAll<HTMLDetailsElement>("details[data-keep][open]")].map((one) => one.dataset["keep"]));
  const focused = markOf(document.activeElement);
  const scrolled = content.querySelector(".map-choices")?.scrollTop ?? 0;
  const search = content.querySelector<HTMLFormElement>("form.map-search");
  const newer = next.querySelector<HTMLFormElement>("form.map-search");
  for (const one of next.querySelectorAll<HTMLDetailsElement>("details[data-keep]")) one.open = open.has(one.dataset["keep"]);
  if (search && newer) {
    for (const old of search.querySelectorAll("input[type=hidden]")) old.remove();
    search.prepend(...newer.querySelectorAll("input[type=hidden]"));
    const [field, value] = [search.querySelector<HTMLInputElement>("[name=q]"), newer.querySelector<HTMLInputElement>("[name=q]")];
    if (field && value) field.value = value.value;
    newer.replaceWith(search);
  }
  content.replaceChildren(...next.childNodes);
  const choices = content.querySelector(".map-choices");
  if (choices) choices.scrollTop = scrolled;
  const again = focused ? content.querySelector<HTMLElement>(focused) : null;
  if (!again) content.tabIndex = -1;
  (again ?? content).focus({ preventScroll: true });
}

/** How to find the focused element again in the new content. */
function markOf(element: Element | null): string | null {
  if (!element || element === document.body) return null;
  if (element.id) return `#${CSS.escape(element.id)}`;
  const name = element.getAttribute("name");
  if (name) return `[name="${CSS.escape(name)}"]`;
  return element.classList.contains("picture-stage") ? ".picture-stage" : null;
}
