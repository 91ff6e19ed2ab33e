// Selecting by drawing a line around nodes: while the lasso is taken, or with Shift held.

import type { Point } from "./isles.ts";
import type { View } from "./view.ts";

export interface Lasso {
  /** Take the lasso, or put it away. */
  take(taken: boolean): void;
  readonly taken: boolean;
}

const LEAST = 6;

/** Whether a point lies inside a polygon (even–odd rule). */
export function inside({ x, y }: Point, polygon: readonly Point[]): boolean {
  let within = false;
  for (let at = 0, before = polygon.length - 1; at < polygon.length; before = at, at += 1) {
    const [a, b] = [polygon[at] as Point, polygon[before] as Point];
    const crosses = a.y > y !== b.y > y && x < ((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x;
    if (crosses) within = !within;
  }
  return within;
}

/** Bind the lasso; `caught` gets the nodes inside what was drawn. */
export function bindLasso(stage: HTMLElement, view: View, caught: (nodes: string[]) => void): Lasso {
  let taken = false;
  let line: Point[] = [];
  let drawing = false;
  const canvas = document.createElement("canvas");
  canvas.className = "picture-lasso";
  const pointOf = (event: PointerEvent): Point => {
    const box = stage.getBoundingClientRect();
    return { x: event.clientX - box.x, y: event.clientY - box.y };
  };
  stage.addEventListener(
    "pointerdown",
    (event) => {
      if (!taken && !event.shiftKey) return;
      event.stopImmediatePropagation();
      event.preventDefault();
      drawing = true;
      line = [pointOf(event)];
      [canvas.width, canvas.height] = [stage.clientWidth, stage.clientHeight];
      stage.append(canvas);
      stage.setPointerCapture(event.pointerId);
    },
    { capture: true },
  );
  // Sigma listens to the mouse and to touches, not to pointers.
  for (const type of ["mousedown", "touchstart"]) {
    stage.addEventListener(type, (event) => drawing && event.stopImmediatePropagation(), { capture: true });
  }
  stage.addEventListener("pointermove", (event) => {
    if (!drawing) return;
    line.push(pointOf(event));
    draw(canvas, line, view);
  });
  const end = (): void => {
    if (!drawing) return;
    drawing = false;
    canvas.remove();
    if (line.length >= LEAST) caught(nodesIn(view, line));
    else {
      const near = nearest(view, line[0]);
      if (near !== null) caught([near]);
    }
  };
  stage.addEventListener("pointerup", end);
  stage.addEventListener("pointercancel", end);
  return {
    take(now) {
      taken = now;
      stage.classList.toggle("lassoing", now);
    },
    get taken() {
      return taken;
    },
  };
}

function nodesIn({ graph, sigma }: View, line: readonly Point[]): string[] {
  return graph.filterNodes((_, { x, y }) => inside(sigma.graphToViewport({ x, y }), line));
}

/** The node under a press that drew nothing. */
function nearest({ graph, sigma }: View, point: Point | undefined): string | null {
  if (point === undefined) return null;
  let best: { node: string; far: number } | null = null;
  graph.forEachNode((node, { x, y, size }) => {
    const at = sigma.graphToViewport({ x, y });
    const far = Math.hypot(at.x - point.x, at.y - point.y);
    if (far <= sigma.scaleSize(size) + 6 && (best === null || far < best.far)) best = { node, far };
  });
  return (best as { node: string } | null)?.node ?? null;
}

function draw(canvas: HTMLCanvasElement, line: readonly Point[], view: View): void {
  const context = canvas.getContext("2d");
  const [first, ...rest] = line;
  if (!context || !first) return;
  const colour = getComputedStyle(view.sigma.getContainer()).getPropertyValue("--link").trim() || "#14569b";
  context.clearRect(0, 0, canvas.width, canvas.height);
  context.beginPath();
  context.moveTo(first.x, first.y);
  for (const { x, y } of rest) context.lineTo(x, y);
  context.closePath();
  context.globalAlpha = 0.12;
  context.fillStyle = colour;
  context.fill();
  context.globalAlpha = 1;
  context.strokeStyle = colour;
  context.setLineDash([5, 4]);
  context.lineWidth = 1.5;
  context.stroke();
}
