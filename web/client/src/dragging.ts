// Moving nodes by hand: where they were put is remembered on this machine, per version and view.

import type { View } from "./view.ts";

export type Spots = Readonly<Record<string, readonly [number, number]>>;

const PREFIX = "kakehashi:places:";
const MOST_VIEWS = 40;

/** What was put where in a view of a version. */
export function remembered(version: string, scope: string): Spots {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(keyOf(version, scope)) ?? "{}");
    return isSpots(kept) ? kept : {};
  } catch {
    return {};
  }
}

/** Remember where nodes were put; of other versions nothing is kept. */
export function remember(version: string, scope: string, spots: Spots): void {
  try {
    const ours = Object.keys(localStorage).filter((key) => key.startsWith(PREFIX));
    const old = ours.filter((key) => !key.startsWith(`${PREFIX}${version}:`));
    for (const key of [...old, ...ours.slice(MOST_VIEWS)]) localStorage.removeItem(key);
    localStorage.setItem(keyOf(version, scope), JSON.stringify(spots));
  } catch (error) {
    console.warn(error);
  }
}

function keyOf(version: string, scope: string): string {
  return `${PREFIX}${version}:${scope}`;
}

function isSpots(kept: unknown): kept is Spots {
  const pair = (spot: unknown): boolean =>
    Array.isArray(spot) && spot.length === 2 && spot.every((part) => Number.isFinite(part));
  return typeof kept === "object" && kept !== null && Object.values(kept).every(pair);
}

/** Bind dragging; `moved` is told where a node stood and where it was put. */
export function bindDragging(
  stage: HTMLElement,
  { graph, sigma }: View,
  moved: (node: string, from: readonly [number, number], to: readonly [number, number]) => void,
): void {
  let held: { node: string; from: [number, number]; far: boolean } | null = null;
  sigma.on("downNode", ({ node, event }) => {
    if (event.original instanceof MouseEvent && event.original.button !== 0) return;
    const { x, y } = graph.getNodeAttributes(node);
    held = { node, from: [x, y], far: false };
    if (!sigma.getCustomBBox()) sigma.setCustomBBox(sigma.getBBox());
  });
  sigma.on("moveBody", ({ event }) => {
    if (held === null) return;
    held.far = true;
    const place = sigma.viewportToGraph(event);
    graph.mergeNodeAttributes(held.node, place);
    event.preventSigmaDefault();
    event.original.preventDefault();
    event.original.stopPropagation();
  });
  const put = (): void => {
    if (held?.far) {
      const { x, y } = graph.getNodeAttributes(held.node);
      moved(held.node, held.from, [x, y]);
      stage.dataset["dragged"] = held.node;
      setTimeout(() => delete stage.dataset["dragged"], 0);
    }
    held = null;
  };
  sigma.on("upNode", put);
  sigma.on("upStage", put);
}
