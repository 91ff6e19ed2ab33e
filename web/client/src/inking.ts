// From the view to what is drawn on paper: land, ties, marks, words, and the legend under them.

import { paleness } from "./graph.ts";
import { radiusOf } from "./isles.ts";
import type { Point } from "./isles.ts";
import { mix, PRINTED } from "./palette.ts";
import type { Around, Sheet } from "./paper.ts";
import { shapeOf } from "./shapes.ts";
import type { Shape } from "./shapes.ts";
import { PATTERN } from "./patterns.ts";
import type { View } from "./view.ts";

export type Item =
  | {
      readonly kind: "path";
      readonly path: string;
      readonly fill: string | null;
      readonly stroke: string | null;
      readonly width: number;
      readonly dash: readonly number[];
    }
  | {
      readonly kind: "text";
      readonly x: number;
      readonly y: number;
      readonly text: string;
      readonly size: number;
      readonly weight: number;
      readonly colour: string;
      readonly halo: boolean;
    };

const EDGE = 24;
const LINE = 20;
const HEAD = 56;
const DASHES = { [PATTERN.solid]: [], [PATTERN.dashed]: [6, 3], [PATTERN.dotted]: [1.5, 3] } as const;
const KINDS: Readonly<Record<string, { width: number; dash: readonly number[] }>> = {
  strong: { width: 4, dash: [] },
  medium: { width: 2.5, dash: [] },
  weak: { width: 1, dash: [] },
  inferred: { width: 1.5, dash: [6, 3] },
  former: { width: 1.5, dash: [1.5, 3] },
};

/** Give everything that a sheet of paper shows. */
export function inkOf(view: View, around: Around): Sheet {
  const { width, height } = view.sigma.getDimensions();
  const full = Math.max(width + 2 * EDGE, 640);
  const left = (full - width) / 2;
  const lines = around.lines.flatMap((line) => wrapped(line, full - 2 * EDGE));
  const head = [
    text(EDGE, EDGE + 4, around.title, 20, 700),
    ...lines.map((line, at) => text(EDGE, HEAD + at * LINE, line, 13, 400, PRINTED.quiet)),
  ];
  const top = HEAD + lines.length * LINE;
  const legend = legendOf(around, full, top + height + LINE);
  const items = [...pictureOf(view).map((item) => moved(item, left, top)), ...head, ...legend.items];
  return { width: Math.round(full), height: Math.round(legend.bottom + EDGE), items };
}

function pictureOf(view: View): Item[] {
  return [...seaOf(view), ...tiesOf(view), ...marksOf(view), ...view.words().map(wordOf)];
}

function seaOf({ sigma, picture }: View): Item[] {
  const isles = picture.isles ?? [];
  const middle = new Map(isles.map((isle) => [isle.id, sigma.graphToViewport(isle)]));
  const routes = (picture.bridges ?? []).flatMap(({ a, b, n }) => {
    const [from, to] = [middle.get(a), middle.get(b)];
    return from && to ? [stroke(line(from, to), PRINTED.line, Math.min(1 + Math.sqrt(n), 9))] : [];
  });
  const land = isles.flatMap((isle) => {
    const dots = picture.nodes.filter((node) => node.isle === isle.id).map((node) => sigma.graphToViewport(node));
    const shore = Math.max(9, radiusOf(sigma, isle) * 0.34);
    const path = (reach: number): string => dots.map((dot) => circle(dot, reach)).join("");
    return [filled(path(shore + 1.25), mix(PRINTED.line, PRINTED.quiet, 0.35)), filled(path(shore), PRINTED.wash)];
  });
  return [...routes, ...land];
}

function tiesOf({ graph, sigma }: View): Item[] {
  return graph.mapEdges((_tie, { size, pale, pattern }, _a, _b, from, to) => {
    const [a, b] = [from, to].map(({ x, y }) => sigma.graphToViewport({ x, y })) as [Point, Point];
    return stroke(line(a, b), mix(PRINTED.quiet, PRINTED.paper, pale), Math.max(size, 0.6), DASHES[pattern]);
  });
}

function marksOf({ graph, sigma }: View): Item[] {
  return graph.mapNodes((_node, { x, y, size, shape, about, legend }) => {
    const at = sigma.graphToViewport({ x, y });
    const colour = mix(about.colour ?? legend?.colour ?? PRINTED.quiet, PRINTED.paper, paleness(about));
    return [
      ...(about.bridge ? [stroke(outline(shape, at, sigma.scaleSize(size) + 4), PRINTED.bridge, 2)] : []),
      mark(shape, at, sigma.scaleSize(size), colour),
    ];
  }).flat();
}

function mark(shape: Shape, at: Point, radius: number, colour: string): Item {
  const hollow = shape.band < 1;
  const width = hollow ? Math.max(radius * shape.band, 1.4) : Math.min(Math.max(radius * 0.16, 0.9), 1.8);
  // On the screen the rim lies within the shape, on paper a stroke runs along its middle.
  const path = outline(shape, at, Math.max(radius - width / 2, 0.5));
  return { kind: "path", path, fill: hollow ? PRINTED.paper : colour, stroke: hollow ? colour : PRINTED.rim, width, dash: [] };
}

/** The outline of a shape as a path. */
export function outline({ corners, turn, reach, notch }: Shape, at: Point, radius: number): string {
  const far = radius * reach;
  if (corners === 0) return circle(at, far);
  const points: Point[] = [];
  for (let corner = 0; corner < corners; corner += 1) {
    const angle = turn + (2 * Math.PI * corner) / corners;
    points.push(towards(at, angle, far));
    if (notch < 1) points.push(towards(at, angle + Math.PI / corners, far * notch));
  }
  return `M${points.map(({ x, y }) => `${round(x)} ${round(y)}`).join("L")}Z`;
}

function legendOf(around: Around, width: number, top: number): { items: Item[]; bottom: number } {
  const items: Item[] = [];
  let [x, y] = [EDGE, top];
  const step = (wide: number): void => {
    x += wide;
  };
  const room = (wide: number): void => {
    if (x + wide > width - EDGE && x > EDGE) [x, y] = [EDGE, y + LINE];
  };
  for (const { label, colour, shape } of around.legend) {
    const wide = 22 + widthOf(label) + 16;
    room(wide);
    const form = shape === undefined ? { ...shapeOf("square"), reach: 1.2 } : shapeOf(shape);
    items.push(mark(form, { x: x + 7, y }, 5, colour), text(x + 18, y, label, 13, 400));
    step(wide);
  }
  if (around.ties.length > 0) [x, y] = [EDGE, y + LINE];
  for (const { kind, label } of around.ties) {
    const drawn = KINDS[kind] ?? { width: 1, dash: [] };
    const wide = 36 + widthOf(label) + 16;
    room(wide);
    items.push(stroke(line({ x, y }, { x: x + 28, y }), PRINTED.quiet, drawn.width, drawn.dash), text(x + 34, y, label, 13, 400));
    step(wide);
  }
  return { items, bottom: y };
}

/** Break a line where it would leave the sheet. */
export function wrapped(words: string, width: number): string[] {
  const lines = [""];
  for (const sign of words) {
    const last = lines.length - 1;
    if (widthOf(lines[last] + sign) > width) lines.push(sign);
    else lines[last] += sign;
  }
  return lines;
}

/** About how wide a word is at 13 pixels: a full-width character 13, another 7.2. */
function widthOf(words: string): number {
  return [...words].reduce((width, sign) => width + (/[\u0020-\u024f\uff61-\uff9f]/.test(sign) ? 7.2 : 13), 0);
}

function moved(item: Item, right: number, down: number): Item {
  if (item.kind === "text") return { ...item, x: item.x + right, y: item.y + down };
  let place = 0;
  // Only A carries numbers that are no coordinates; its arcs are written by `circle` alone.
  const path = item.path.replace(/([MLA])([^MLAZ]*)/g, (_all, letter: string, numbers: string) => {
    const values = numbers.trim().split(/[\s,]+/).map(Number);
    const first = letter === "A" ? values.length - 2 : 0;
    place = 0;
    const told = values.map((value, at) => (at < first ? value : round(value + (place++ % 2 === 0 ? right : down))));
    return `${letter}${told.join(" ")}`;
  });
  return { ...item, path };
}

function wordOf(word: { text: string; font: string; colour: string; x: number; y: number }): Item {
  return { ...text(word.x, word.y, word.text, 13, word.font.startsWith("700") ? 700 : 400, word.colour), halo: true } as Item;
}

function text(x: number, y: number, words: string, size: number, weight: number, colour = PRINTED.ink): Item {
  return { kind: "text", x, y, text: words, size, weight, colour, halo: false };
}

function stroke(path: string, colour: string, width: number, dash: readonly number[] = []): Item {
  return { kind: "path", path, fill: null, stroke: colour, width, dash };
}

function filled(path: string, fill: string): Item {
  return { kind: "path", path, fill, stroke: null, width: 0, dash: [] };
}

function line(a: Point, b: Point): string {
  return `M${round(a.x)} ${round(a.y)}L${round(b.x)} ${round(b.y)}`;
}

/** A circle of two arcs; their radius is given a little too small, and is then scaled to fit. */
function circle({ x, y }: Point, r: number): string {
  const [left, right, arc] = [round(x - r), round(x + r), round(r * 0.97)];
  return `M${left} ${round(y)}A${arc} ${arc} 0 1 0 ${right} ${round(y)}A${arc} ${arc} 0 1 0 ${left} ${round(y)}Z`;
}

function towards({ x, y }: Point, angle: number, far: number): Point {
  return { x: x + Math.sin(angle) * far, y: y - Math.cos(angle) * far };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
