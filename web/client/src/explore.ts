// What the map can do besides being looked at: select, move, undo, enter, keep.

import { idsOf, scopeOf, withValue } from "./address.ts";
import { cardOf } from "./card.ts";
import { bindDragging, remember, remembered } from "./dragging.ts";
import type { Spots } from "./dragging.ts";
import { bindGoing } from "./going.ts";
import type { Go } from "./going.ts";
import { bindLasso } from "./lasso.ts";
import { aroundOf, fileOf, keep } from "./paper.ts";
import { bindPicks } from "./picks.ts";
import type { Picks } from "./picks.ts";
import { bindSorting } from "./sorting.ts";
import { button } from "./tools.ts";
import { doings } from "./undo.ts";
import type { Looked, View } from "./view.ts";
import type { Say } from "./wording.ts";

export interface Explorer {
  /** Do what pressing a node, or `isle:` and an island, does here. */
  press(node: string): void;
}

const ISLE = "isle:";
const CLOSE = 0.55;
const SETTLED = 400;

interface Current {
  readonly view: View;
  readonly picks: Picks;
  move(spots: Spots): void;
  told(): void;
}

let current: Current | null = null;
let go: Go = async (address) => location.assign(address);
const done = doings(() => current?.told());

/** Bind what the whole page shares; `arrive` shows the pictures of new content. */
export function startExploring(arrive: () => void): void {
  sortTables();
  go = bindGoing(
    () => {
      current?.view.end();
      current = null;
    },
    () => {
      sortTables();
      arrive();
    },
    (from, to) => done.done({ undo: () => go(from, true, false), redo: () => go(to, true, false) }),
  );
  document.addEventListener("keydown", (event) => {
    const typing = (event.target as Element).closest("input, select, textarea");
    if (typing || !(event.ctrlKey || event.metaKey)) return;
    const key = event.key.toLowerCase();
    const back = key === "z" && !event.shiftKey;
    if (!back && key !== "y" && key !== "z") return;
    event.preventDefault();
    void (back ? done.undo() : done.redo());
  });
}

/** Whether a map shows its islands from afar, where one enters islands, not nodes. */
export function far({ picture, sigma }: View): boolean {
  return (picture.isles?.length ?? 0) > 0 && sigma.getCamera().ratio >= CLOSE;
}

/** Bring the map's picture to life. */
export function explore(
  figure: HTMLElement,
  stage: HTMLElement,
  view: View,
  say: Say,
  look: (at: Looked) => void,
): Explorer {
  const bar = figure.querySelector<HTMLElement>(".picture-bar") ?? figure;
  const picks = bindPicks(bar, view, say, (before, after) => {
    done.done({ undo: () => current?.picks.set(before), redo: () => current?.picks.set(after) });
  });
  const card = cardOf(bar, view, say, (address) => void go(address), (node) => picks.toggle([node]));
  figure.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const within = document.activeElement?.closest(".picture-card");
    card.show(null);
    if (within) stage.focus({ preventScroll: true });
  });
  const lasso = bindLasso(stage, view, (nodes) => picks.toggle(nodes));
  const scope = scopeOf(location.pathname + location.search);
  const spots = new Map(Object.entries(remembered(view.picture.version, scope)));
  const move = (moved: Spots): void => {
    for (const [node, [x, y]] of Object.entries(moved)) {
      if (view.graph.hasNode(node)) view.graph.mergeNodeAttributes(node, { x, y });
      spots.set(node, [x, y]);
    }
    remember(view.picture.version, scope, Object.fromEntries(spots));
  };
  for (const [node, [x, y]] of spots) {
    if (view.graph.hasNode(node)) view.graph.mergeNodeAttributes(node, { x, y });
  }
  if (!view.picture.isles?.length) {
    bindDragging(stage, view, (node, from, to) => {
      move({ [node]: to });
      done.done({ undo: () => current?.move({ [node]: from }), redo: () => current?.move({ [node]: to }) });
    });
  }
  const tools = toolsOf(figure, stage, view, say, lasso.take);
  current = { view, picks, move, told: tools.told };
  tools.told();
  bindIsles(stage, view, look);
  rememberCamera(view);
  picks.set(idsOf(new URL(location.href).searchParams.get("pick")), false);
  return {
    press(node) {
      const isle = view.picture.isles?.find(({ id }) => `${ISLE}${id}` === node);
      if (isle) void go(isle.url);
      else card.show(node);
    },
  };
}

function sortTables(): void {
  for (const table of document.querySelectorAll<HTMLTableElement>(".columns table, .table-abroad table, .rest table")) {
    bindSorting(table, document.documentElement.lang === "en" ? "Sort" : "並べ替える");
  }
}

/** From afar the islands are pointed at and entered. */
function bindIsles(stage: HTMLElement, view: View, look: (at: Looked) => void): void {
  const { sigma, picture } = view;
  if (!picture.isles?.length) return;
  sigma.on("moveBody", ({ event }) => {
    if (!far(view)) return;
    const isle = view.isleAt(event.x, event.y);
    stage.style.cursor = isle === null ? "grab" : "pointer";
    look(isle === null ? null : { isle });
  });
  stage.addEventListener("mouseleave", () => look(null));
  const enter = (x: number, y: number): void => {
    const at = far(view) ? view.isleAt(x, y) : null;
    const isle = picture.isles?.find(({ id }) => id === at);
    if (isle) void go(isle.url);
  };
  sigma.on("clickStage", ({ event }) => enter(event.x, event.y));
  sigma.on("clickNode", ({ event }) => enter(event.x, event.y));
}

function toolsOf(
  figure: HTMLElement,
  stage: HTMLElement,
  view: View,
  say: Say,
  take: (taken: boolean) => void,
): { told(): void } {
  const bar = figure.querySelector(".picture-tools");
  const lasso = button("lasso", say, () => {
    const taken = lasso.ariaPressed !== "true";
    lasso.ariaPressed = String(taken);
    take(taken);
    stage.focus({ preventScroll: true });
  });
  lasso.ariaPressed = "false";
  const undo = button("undo", say, () => void done.undo());
  const redo = button("redo", say, () => void done.redo());
  const file = (kind: "svg" | "png"): void => {
    const name = `kakehashi-map-${view.picture.version}.${kind}`;
    void fileOf(kind, view, aroundOf(view, say)).then((blob) => keep(blob, name));
  };
  bar?.prepend(lasso, undo, redo);
  bar?.append(button("keep_svg", say, () => file("svg")), button("keep_png", say, () => file("png")));
  return {
    told() {
      undo.disabled = done.past === 0;
      redo.disabled = done.future === 0;
    },
  };
}

/** The address says where the camera stands, and a link puts it there again. */
function rememberCamera({ sigma }: View): void {
  const camera = sigma.getCamera();
  const parts = (new URL(location.href).searchParams.get("at") ?? "").split(",").map(Number);
  const [x, y, ratio] = parts;
  if (x !== undefined && y !== undefined && ratio !== undefined && parts.every(Number.isFinite)) {
    camera.setState({ x, y, ratio: camera.getBoundedRatio(ratio) });
  }
  let waiting: ReturnType<typeof setTimeout> | undefined;
  camera.on("updated", (state) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      if (current?.view.sigma !== sigma) return;
      const usual = Math.abs(state.x - 0.5) + Math.abs(state.y - 0.5) + Math.abs(state.ratio - 1) < 0.002;
      const at = [state.x, state.y, state.ratio].map((part) => part.toFixed(3)).join(",");
      history.replaceState(null, "", withValue(location.href, "at", usual ? "" : at));
    }, SETTLED);
  });
}
