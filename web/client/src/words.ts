// Writes the labels of nodes, and of the ties that are looked at, onto sigma's canvas for labels.

import type Sigma from "sigma";

import type { NodeAttributes, TieAttributes } from "./attributes.ts";
import type { Light, PictureGraph } from "./graph.ts";
import { inLines, place, shortened } from "./lettering.ts";
import type { Wish } from "./lettering.ts";
import { mix } from "./palette.ts";
import type { Palette } from "./palette.ts";
import type { Isle } from "./network.ts";
import type { Looked } from "./view.ts";

export interface Words {
  readonly sigma: Sigma<NodeAttributes, TieAttributes>;
  readonly graph: PictureGraph;
  readonly palette: Palette;
  readonly looked: Looked;
  readonly lightOfNode: (node: string) => Light;
  readonly stage: HTMLElement;
  readonly isles: readonly Isle[];
  readonly picked: ReadonlySet<string>;
}

interface Lettered extends Wish {
  readonly text: string;
  /** The lines it stands in, where it needs more than one. */
  readonly lines?: readonly string[];
  readonly font: string;
  readonly colour: string;
}

const SIZE = 13;
const LINE = 18;
/** From one line of a name to the next. */
const LEAD = 16;
const MOST_LABELS = 120;
const MOST_WISHES = 400;
const MOST_TIE_WORDS = 16;
const FULL_WIDTH_CHARACTERS = { narrow: 11, wide: 16 } as const;
const WIDE_FROM = 480;
const BEFORE_ALL = 10;
/** From this zoom on the nodes of the islands say their names. */
const ISLE_CLOSE = 0.55;
/** How far from its middle an island ends, in radii. */
const SHORELINE = 1.12;

const widths = new Map<string, number>();

/** A word with its place: left end and vertical middle. */
export interface Word {
  readonly text: string;
  readonly font: string;
  readonly colour: string;
  readonly x: number;
  readonly y: number;
}

/** Write all words of one rendering. */
export function placeWords(words: Words): void {
  const context = words.sigma.getCanvases()["labels"]?.getContext("2d");
  if (!context) return;
  context.textBaseline = "middle";
  context.lineJoin = "round";
  for (const word of wordsOf(words, context)) write(context, word, words.palette.paper);
}

/** Give the words of one rendering, where they stand. */
export function wordsOf(words: Words, context: CanvasRenderingContext2D): Word[] {
  const family = getComputedStyle(words.stage).fontFamily;
  const labels = [...isleNames(words, context, family), ...nodeLabels(words, context, family)];
  const relations = tieWords(words, context, family);
  const all = new Map([...labels, ...relations].map((label) => [label.id, label]));
  const [first, rest] = [labels.slice(0, 1), labels.slice(1)];
  const order = words.looked === null ? labels : [...first, ...relations, ...rest];
  return place(order, words.sigma.getDimensions(), MOST_LABELS).flatMap(({ id, x, y }) => {
    const label = all.get(id);
    return label ? linesOf(label, x, y, context) : [];
  });
}

/** The lines of a label, one under the other, each on the middle of its width. */
function linesOf({ text, lines, width, font, colour }: Lettered, x: number, y: number, context: CanvasRenderingContext2D): Word[] {
  const all = lines ?? [text];
  return all.map((line, at) => ({
    text: line,
    font,
    colour,
    x: all.length === 1 ? x : x + (width - widthOf(context, line, font)) / 2,
    y: y + (at - (all.length - 1) / 2) * LEAD,
  }));
}

function write(context: CanvasRenderingContext2D, { text, font, colour, x, y }: Word, paper: string): void {
  context.font = font;
  context.strokeStyle = paper;
  context.lineWidth = 4;
  context.strokeText(text, x, y);
  context.fillStyle = colour;
  context.fillText(text, x, y);
}

function nodeLabels(
  { sigma, graph, palette, looked, lightOfNode, isles, picked }: Words,
  context: CanvasRenderingContext2D,
  family: string,
): Lettered[] {
  const close = isles.length === 0 || sigma.getCamera().ratio < ISLE_CLOSE;
  const { width, height } = sigma.getDimensions();
  const most = FULL_WIDTH_CHARACTERS[width < WIDE_FROM ? "narrow" : "wide"];
  const seen: { label: Lettered; weight: number }[] = [];
  graph.forEachNode((id, { about, size, shape }) => {
    const data = sigma.getNodeDisplayData(id);
    if (data === undefined) return;
    const { x, y } = sigma.framedGraphToViewport(data);
    if (x < 0 || y < 0 || x > width || y > height) return;
    const light = lightOfNode(id);
    if (!close && !about.bridge && !picked.has(id) && light !== "near") return;
    const pointed = looked !== null && "node" in looked && looked.node === id;
    const font = `${pointed || about.bridge || picked.has(id) ? 700 : 400} ${SIZE}px ${family}`;
    const text = pointed ? about.label : shortened(about.label, most);
    const weight =
      size + (about.bridge ? size : 0) + (picked.has(id) ? BEFORE_ALL * size : 0) + (light === "near" ? BEFORE_ALL * size : 0) + (pointed ? 1e6 : 0);
    const label = {
      id,
      x,
      y,
      reach: sigma.scaleSize(size) * Math.max(1, shape.reach * 0.85) + (about.bridge ? 4 : 1),
      width: 0,
      height: LINE,
      text,
      font,
      colour: light === "far" ? mix(palette.ink, palette.paper, 0.72) : about.outside ? palette.quiet : palette.ink,
    };
    seen.push({ label, weight });
  });
  seen.sort((a, b) => b.weight - a.weight);
  return seen
    .slice(0, MOST_WISHES)
    .map(({ label }) => ({ ...label, width: widthOf(context, label.text, label.font) }));
}

/** The names of the islands, the largest first, each on its own middle or close above it. */
function isleNames(
  { sigma, palette, looked, isles }: Words,
  context: CanvasRenderingContext2D,
  family: string,
): Lettered[] {
  const { width } = sigma.getDimensions();
  const most = width < WIDE_FROM ? 8 : 12;
  return isles.map(({ id, label, x, y, radius }) => {
    const pointed = looked !== null && "isle" in looked && looked.isle === id;
    const font = `700 ${SIZE}px ${family}`;
    const lines = inLines(label, most, pointed ? 9 : 2);
    const tall = LINE + (lines.length - 1) * LEAD;
    const middle = sigma.graphToViewport({ x, y });
    const top = sigma.graphToViewport({ x, y: y + radius });
    const reach = Math.abs(middle.y - top.y);
    return {
      id: `isle:${id}`,
      ...middle,
      reach,
      upon: [-1, 1, 0].map((side) => ({ x: middle.x, y: middle.y + side * (reach * SHORELINE + tall / 2) })),
      width: Math.max(...lines.map((line) => widthOf(context, line, font))),
      height: tall,
      text: label,
      lines,
      font,
      colour: looked === null || pointed || !("isle" in looked) ? palette.ink : palette.quiet,
    };
  });
}

function tieWords(
  { sigma, graph, palette, looked }: Words,
  context: CanvasRenderingContext2D,
  family: string,
): Lettered[] {
  if (looked === null) return [];
  if ("isle" in looked) return [];
  const ties = "tie" in looked ? [looked.tie] : graph.edges(looked.node);
  const font = `400 ${SIZE}px ${family}`;
  const strongest = ties
    .map((tie) => graph.getEdgeAttributes(tie))
    .sort((a, b) => b.size - a.size)
    .slice(0, MOST_TIE_WORDS);
  return strongest.flatMap(({ about }) => {
    const [source, target] = [about.source, about.target].map((id) => sigma.getNodeDisplayData(id));
    if (!source || !target) return [];
    const [a, b] = [sigma.framedGraphToViewport(source), sigma.framedGraphToViewport(target)];
    const width = widthOf(context, about.label, font);
    if (Math.hypot(b.x - a.x, b.y - a.y) < width) return [];
    return [
      {
        id: `tie:${about.id}`,
        ...between(a, b, 0.5),
        reach: 0,
        upon: [0.5, 0.34, 0.66].map((share) => between(a, b, share)),
        width,
        height: LINE,
        text: about.label,
        font,
        colour: palette.quiet,
      },
    ];
  });
}

interface Point {
  readonly x: number;
  readonly y: number;
}

function between(a: Point, b: Point, share: number): Point {
  return { x: a.x + (b.x - a.x) * share, y: a.y + (b.y - a.y) * share };
}

function widthOf(context: CanvasRenderingContext2D, text: string, font: string): number {
  const key = `${font} ${text}`;
  const known = widths.get(key);
  if (known !== undefined) return known;
  context.font = font;
  const width = context.measureText(text).width;
  widths.set(key, width);
  return width;
}
