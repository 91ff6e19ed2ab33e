// The picture component: finds the figures of a page and brings each to life.
//
// <figure class="picture" data-picture="/picture.json?…" data-language="ja">…</figure>
// `data-wheel="zoom"`, the class `large` or the full screen let the wheel zoom at once; elsewhere
// the page scrolls until the picture was pressed or Ctrl is held.

import { explore, far, startExploring } from "./explore.ts";
import { bindKeys } from "./keys.ts";
import { fetchPicture } from "./network.ts";
import type { Picture } from "./network.ts";
import { bindRows } from "./rows.ts";
import { toolbar } from "./tools.ts";
import { draw } from "./view.ts";
import type { Looked, View } from "./view.ts";
import { wording } from "./wording.ts";
import type { Say } from "./wording.ts";

const WHEEL_HINT_FROM = 480;
/** How the rows of islands are marked. */
const ISLE = "isle:";

showAll();
if (document.querySelector(".map-tools")) startExploring(showAll);

function showAll(): void {
  for (const figure of document.querySelectorAll<HTMLElement>("figure[data-picture]")) {
    void show(figure);
  }
}

/** Load and draw one figure; every other state says what it is. */
async function show(figure: HTMLElement): Promise<void> {
  const address = figure.dataset["picture"] ?? "";
  const say = wording(figure.dataset["language"]);
  const stage = stageOf(figure);
  state(stage, "loading", say("loading"));
  let picture: Picture;
  try {
    picture = await fetchPicture(address);
  } catch (error) {
    console.warn(error);
    failed(stage, say, () => void show(figure));
    return;
  }
  const better = wording(figure.dataset["language"], picture.texts);
  if (picture.nodes.length === 0) {
    state(stage, "empty", better("empty"));
    return;
  }
  if (!hasWebGL()) {
    state(stage, "no-webgl", better("no_webgl"));
    return;
  }
  stage.replaceChildren();
  figure.dataset["state"] = "drawn";
  bring(figure, stage, draw(picture, stage), better);
}

/** Bind everything that looks at one drawn picture. */
function bring(figure: HTMLElement, stage: HTMLElement, view: View, say: Say): void {
  const { line, status } = statusLine(hint(figure, say));
  const bar = document.createElement("div");
  bar.className = "picture-bar";
  bar.append(line, toolbar(figure, view, say));
  stage.after(bar);
  const rows = bindRows((node) => look(lookedAt(view, node)));
  const look = (at: Looked): void => {
    view.look(at);
    const { said, nodes } = sayWhat(view, at, say);
    status.textContent = said;
    rows.mark(nodes);
  };
  const explorer = "explored" in figure.dataset ? explore(figure, stage, view, say, look) : null;
  const open = (node: string): void => {
    if (explorer) return explorer.press(node);
    const { url } = view.graph.getNodeAttributes(node).about;
    if (url) location.assign(url);
  };
  stage.tabIndex = 0;
  stage.role = "application";
  stage.ariaLabel = say("stage");
  bindPointer(stage, view, look, open, () => {
    status.textContent = `${status.textContent}${say("between")}${say("again")}`;
  });
  const order = (view.picture.isles ?? []).map(({ id }) => `${ISLE}${id}`);
  bindKeys(stage, view, (node) => look(lookedAt(view, node)), open, order.length > 0 ? order : undefined);
  bindWheel(figure, stage);
  bindPrint(figure, stage, view);
}

/** What a row or a stop of the keyboard stands for: a node, an island, or nothing that is drawn. */
function lookedAt({ graph, picture }: View, node: string | null): Looked {
  if (node === null) return null;
  const isle = node.startsWith(ISLE) ? node.slice(ISLE.length) : null;
  if (isle !== null && (picture.isles ?? []).some(({ id }) => id === isle)) return { isle };
  return graph.hasNode(node) ? { node } : null;
}

function bindPointer(
  stage: HTMLElement,
  view: View,
  look: (at: Looked) => void,
  open: (node: string) => void,
  askAgain: () => void,
): void {
  const { sigma, looked } = view;
  const cursor = (shape: "pointer" | "grab"): void => {
    stage.style.cursor = shape;
  };
  sigma.on("enterNode", ({ node }) => {
    if (far(view)) return;
    cursor("pointer");
    look({ node });
  });
  sigma.on("leaveNode", () => {
    if (far(view)) return;
    cursor("grab");
    look(null);
  });
  sigma.on("enterEdge", ({ edge }) => look({ tie: edge }));
  sigma.on("leaveEdge", () => look(null));
  sigma.on("clickStage", () => look(null));

  let touched: string | null = null;
  stage.addEventListener("touchstart", () => {
    const at = looked();
    touched = at !== null && "node" in at ? at.node : null;
  }, { capture: true, passive: true });
  sigma.on("clickNode", ({ node, event }) => {
    if (stage.dataset["dragged"] !== undefined || far(view)) return;
    const byTouch = event.original.type.startsWith("touch");
    if (byTouch && touched !== node) {
      look({ node });
      askAgain();
    } else if (event.original instanceof MouseEvent && (event.original.ctrlKey || event.original.metaKey)) {
      window.open(sigma.getGraph().getNodeAttributes(node).about.url, "_blank", "noopener");
    } else {
      open(node);
    }
  });
}

function bindWheel(figure: HTMLElement, stage: HTMLElement): void {
  const free = wheelIsFree(figure);
  stage.addEventListener(
    "wheel",
    (event) => {
      const mine =
        free || event.ctrlKey || document.activeElement === stage || document.fullscreenElement === figure;
      if (!mine) event.stopPropagation();
    },
    { capture: true, passive: true },
  );
  stage.addEventListener("mousedown", () => stage.focus({ preventScroll: true }));
}

function wheelIsFree(figure: HTMLElement): boolean {
  return figure.dataset["wheel"] === "zoom" || figure.classList.contains("large");
}

function hint(figure: HTMLElement, say: Say): string {
  if ("explored" in figure.dataset) return say("hint_map");
  if (matchMedia("(pointer: coarse)").matches) return say("hint_touch");
  const short = wheelIsFree(figure) || figure.clientWidth < WHEEL_HINT_FROM;
  return short ? say("hint") : `${say("hint")}${say("hint_wheel")}`;
}

function bindPrint(figure: HTMLElement, stage: HTMLElement, view: View): void {
  addEventListener("beforeprint", () => {
    if (!figure.isConnected) return;
    figure.querySelector(".picture-print")?.remove();
    const paper = view.print();
    paper.className = "picture-print";
    stage.after(paper);
  });
  addEventListener("afterprint", () => figure.querySelector(".picture-print")?.remove());
}

/** Say in one line what is looked at, and which nodes' rows it concerns. */
function sayWhat({ graph, picture }: View, at: Looked, say: Say): { said: string; nodes: string[] } {
  if (at === null) return { said: "", nodes: [] };
  if ("isle" in at) {
    const isle = (picture.isles ?? []).find(({ id }) => id === at.isle);
    const parts = [isle?.label, say("members", { n: isle?.count ?? 0 }), say("enter")];
    return { said: parts.filter(Boolean).join(say("between")), nodes: [`${ISLE}${at.isle}`] };
  }
  if ("node" in at) {
    const { about, legend } = graph.getNodeAttributes(at.node);
    const parts = [
      about.label,
      legend?.label,
      about.bridge ? say("bridge") : undefined,
      about.note || (about.aggregate ? say("aggregate") : undefined),
      about.outside ? say("outside") : undefined,
      say("ties", { n: graph.degree(at.node) }),
    ];
    return { said: parts.filter(Boolean).join(say("between")), nodes: [at.node] };
  }
  const { about } = graph.getEdgeAttributes(at.tie);
  const [source, target] = [about.source, about.target].map((id) => graph.getNodeAttributes(id).about.label);
  const parts = [
    `${source} ${about.directed ? "→" : "—"} ${target}`,
    about.label,
    say(about.strength),
    about.basis === "inferred" ? say("inferred") : undefined,
    about.status === "current" ? undefined : about.status_label || say(about.status),
  ];
  return { said: parts.filter(Boolean).join(say("between")), nodes: [about.source, about.target] };
}

function stageOf(figure: HTMLElement): HTMLElement {
  const there = figure.querySelector<HTMLElement>(".picture-stage");
  if (there) return there;
  const stage = document.createElement("div");
  stage.className = "picture-stage";
  figure.prepend(stage);
  return stage;
}

/** Make the line that says what is looked at; while it is nothing, the style sheet shows the hint. */
function statusLine(nothing: string): { line: HTMLElement; status: HTMLElement } {
  const line = document.createElement("p");
  line.className = "picture-says";
  line.dataset["hint"] = nothing;
  const status = document.createElement("span");
  status.ariaLive = "polite";
  line.append(status);
  return { line, status };
}

/** Show a state that is not a picture: loading, empty, error or without WebGL. */
function state(stage: HTMLElement, name: "loading" | "empty" | "error" | "no-webgl", ...lines: string[]): void {
  const figure = stage.parentElement;
  if (figure) figure.dataset["state"] = name;
  const said = document.createElement("div");
  said.className = `picture-state picture-${name}`;
  said.role = name === "error" ? "alert" : "status";
  said.append(
    ...lines.map((line) => {
      const paragraph = document.createElement("p");
      paragraph.textContent = line;
      return paragraph;
    }),
  );
  stage.replaceChildren(said);
}

function failed(stage: HTMLElement, say: Say, again: () => void): void {
  state(stage, "error", say("failed"), say("failed_more"));
  const retry = document.createElement("button");
  retry.type = "button";
  retry.textContent = say("retry");
  retry.addEventListener("click", again, { once: true });
  stage.firstElementChild?.append(retry);
}

function hasWebGL(): boolean {
  const canvas = document.createElement("canvas");
  return (canvas.getContext("webgl2") ?? canvas.getContext("webgl")) !== null;
}
