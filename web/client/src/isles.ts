// The islands of the map: communities as land, the ties between them as routes over the sea.

import type Sigma from "sigma";

import type { NodeAttributes, TieAttributes } from "./attributes.ts";
import type { Isle, Picture } from "./network.ts";
import { mix } from "./palette.ts";
import type { Palette } from "./palette.ts";
import type { Looked } from "./view.ts";

type Screen = Sigma<NodeAttributes, TieAttributes>;

export interface Chart {
  readonly sigma: Screen;
  readonly picture: Picture;
  readonly palette: Palette;
  readonly looked: Looked;
  readonly context: CanvasRenderingContext2D;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** How far land reaches around a node, as a share of its island's radius, and at least in pixels. */
const SHORE = 0.34;
const LEAST_SHORE = 9;
const COAST = 1.25;
const REACH = 1.12;

/** Draw sea routes, then coasts, then land; on land that is pointed at the rest steps back. */
export function drawIsles({ sigma, picture, palette, looked, context }: Chart): void {
  clear(context, sigma.getDimensions());
  const isles = picture.isles ?? [];
  const at = looked !== null && "isle" in looked ? looked.isle : null;
  routes(context, sigma, picture, palette, at);
  for (const isle of isles) {
    const dots = landOf(sigma, picture, isle);
    const shore = Math.max(LEAST_SHORE, radiusOf(sigma, isle) * SHORE);
    const near = at === isle.id;
    fill(context, dots, shore + COAST, near ? palette.quiet : mix(palette.line, palette.quiet, 0.35));
    fill(context, dots, shore, near ? mix(palette.wash, palette.line, 0.45) : palette.wash);
  }
}

/** Clear the layer; where the stage changed, let it be as large, in the pixels of the screen. */
function clear(context: CanvasRenderingContext2D, size: { width: number; height: number }): void {
  const { canvas } = context;
  const fine = devicePixelRatio || 1;
  const [width, height] = [Math.round(size.width * fine), Math.round(size.height * fine)];
  if (canvas.width !== width || canvas.height !== height) {
    [canvas.width, canvas.height] = [width, height];
    canvas.style.width = `${size.width}px`;
    canvas.style.height = `${size.height}px`;
  }
  context.setTransform(fine, 0, 0, fine, 0, 0);
  context.clearRect(0, 0, size.width, size.height);
}

/** The island under a point of the stage; where two are near, the one whose middle is nearer. */
export function isleAt(sigma: Screen, isles: readonly Isle[], point: Point): string | null {
  let best: { id: string; share: number } | null = null;
  for (const isle of isles) {
    const middle = sigma.graphToViewport(isle);
    const share = Math.hypot(point.x - middle.x, point.y - middle.y) / Math.max(radiusOf(sigma, isle) * REACH, 14);
    if (share <= 1 && (best === null || share < best.share)) best = { id: isle.id, share };
  }
  return best?.id ?? null;
}

/** An island's radius in pixels. */
export function radiusOf(sigma: Screen, { x, y, radius }: Isle): number {
  const middle = sigma.graphToViewport({ x, y });
  const rim = sigma.graphToViewport({ x: x + radius, y });
  return Math.hypot(rim.x - middle.x, rim.y - middle.y);
}

function landOf(sigma: Screen, picture: Picture, isle: Isle): Point[] {
  const graph = sigma.getGraph();
  const dots = picture.nodes.flatMap((node) => {
    if (node.isle !== isle.id || !graph.hasNode(node.id)) return [];
    const { x, y } = graph.getNodeAttributes(node.id);
    return [sigma.graphToViewport({ x, y })];
  });
  return dots.length > 0 ? dots : [sigma.graphToViewport(isle)];
}

function fill(context: CanvasRenderingContext2D, dots: readonly Point[], radius: number, colour: string): void {
  context.fillStyle = colour;
  context.beginPath();
  for (const { x, y } of dots) {
    context.moveTo(x + radius, y);
    context.arc(x, y, radius, 0, 2 * Math.PI);
  }
  context.fill();
}

function routes(
  context: CanvasRenderingContext2D,
  sigma: Screen,
  picture: Picture,
  palette: Palette,
  at: string | null,
): void {
  const middle = new Map((picture.isles ?? []).map((isle) => [isle.id, sigma.graphToViewport(isle)]));
  for (const { a, b, n } of [...(picture.bridges ?? [])].reverse()) {
    const [from, to] = [middle.get(a), middle.get(b)];
    if (!from || !to) continue;
    const near = at === a || at === b;
    context.strokeStyle = near ? palette.quiet : mix(palette.line, palette.paper, at === null ? 0.1 : 0.6);
    context.lineWidth = Math.min(1 + Math.sqrt(n), 9);
    context.beginPath();
    context.moveTo(from.x, from.y);
    context.lineTo(to.x, to.y);
    context.stroke();
  }
}
