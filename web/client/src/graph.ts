// From the server's picture to the graph that sigma draws.

import { MultiGraph } from "graphology";

import type { NodeAttributes, TieAttributes } from "./attributes.ts";
import { lanes } from "./network.ts";
import type { Picture, PictureNode, PictureTie, Strength } from "./network.ts";
import { mix } from "./palette.ts";
import type { Palette } from "./palette.ts";
import type { DrawnNode } from "./node-program.ts";
import { shapeOf } from "./shapes.ts";
import { PATTERN } from "./patterns.ts";
import type { DrawnTie } from "./tie-program.ts";

export type PictureGraph = MultiGraph<NodeAttributes, TieAttributes>;

/** How someone looks at an item: as it is, as near to what is pointed at, or as far from it. */
export type Light = "plain" | "near" | "far";

const WIDTH: Readonly<Record<Strength, number>> = { strong: 4, medium: 2.5, weak: 1 };
const FADED = 0.84;
/** How far the colour of a group, and of a contact outside the region, steps back into the paper. */
const PALE = 0.6;

interface Grain {
  /** Radii in pixels of the least and the most important node. */
  readonly least: number;
  readonly most: number;
  /** Share of a tie's full width, and how far its colour steps back into the paper. */
  readonly width: number;
  readonly pale: number;
}

const FULL_SIZE_FROM = 720;
/** More ties than so many for each node make a crowd of their own. */
const TIES_EACH = 4;

/** Large networks, many ties and small stages (width in pixels) take smaller marks and finer ties. */
export function grain(nodes: number, stage: number, ties = 0): Grain {
  const crowd = Math.max(nodes, ties / TIES_EACH);
  const scale = Math.min(Math.max(stage / FULL_SIZE_FROM, 0.62), 1);
  const scaled = (least: number, most: number, width: number, pale: number): Grain => ({
    least: least * scale,
    most: most * scale,
    width: width * Math.max(scale, 0.75),
    pale,
  });
  if (crowd > 2000) return scaled(2, 9, 0.3, 0.66);
  if (crowd > 200) return scaled(3, 11, 0.55, 0.52);
  return scaled(5, 14, 1, 0.38);
}

/** On islands the marks are small: the land is what is looked at. */
function onIslands(stage: number): Grain {
  const scale = Math.min(Math.max(stage / FULL_SIZE_FROM, 0.5), 1);
  return { least: 2.2 * scale, most: 8 * scale, width: 1, pale: 0.5 };
}

/** Radius in pixels of a node of importance 0 … 1. */
export function radius(size: number, { least, most }: Grain): number {
  return least + (most - least) * Math.sqrt(Math.min(Math.max(size, 0), 1));
}

/** Build the graph for a stage of this width; a tie whose end the picture does not hold is left out. */
export function graphOf(picture: Picture, stage: number): PictureGraph {
  const graph: PictureGraph = new MultiGraph<NodeAttributes, TieAttributes>();
  const legend = new Map(picture.legend.types.map((type) => [type.type, type]));
  const fine = picture.isles?.length ? onIslands(stage) : grain(picture.nodes.length, stage, picture.ties.length);
  const largestFirst = [...picture.nodes].sort((a, b) => b.size - a.size);
  for (const node of largestFirst) {
    const type = legend.get(node.type);
    graph.mergeNode(node.id, {
      x: node.x,
      y: node.y,
      size: radius(node.size, fine),
      about: node,
      legend: type,
      shape: shapeOf(type?.shape),
    });
  }
  addTies(graph, picture.ties, fine);
  return graph;
}

function addTies(graph: PictureGraph, ties: readonly PictureTie[], fine: Grain): void {
  const lane = lanes(ties);
  for (const tie of ties) {
    if (!graph.hasNode(tie.source) || !graph.hasNode(tie.target)) continue;
    graph.mergeEdgeWithKey(tie.id, tie.source, tie.target, {
      size: (WIDTH[tie.strength] ?? WIDTH.weak) * fine.width,
      pale: fine.pale,
      about: tie,
      lane: lane.get(tie.id) ?? 0,
      pattern: patternOf(tie),
    });
  }
}

/** Dashed is inferred, whatever its time; dotted is stated as former or planned, solid is stated. */
export function patternOf(tie: PictureTie): DrawnTie["pattern"] {
  if (tie.basis === "inferred") return PATTERN.dashed;
  return tie.status === "current" ? PATTERN.solid : PATTERN.dotted;
}

/** How far a node's colour steps back by itself. */
export function paleness({ aggregate, outside }: PictureNode): number {
  return aggregate || outside ? PALE : 0;
}

/** Give what the node program draws. */
export function drawnNode(
  node: NodeAttributes,
  palette: Palette,
  light: Light,
  picked = false,
): Partial<DrawnNode> {
  const colour = node.about.colour ?? node.legend?.colour ?? palette.quiet;
  const halo = picked ? palette.link : node.about.bridge ? palette.bridge : null;
  const shown = (hue: string): string => (light === "far" ? mix(hue, palette.paper, FADED) : hue);
  return {
    x: node.x,
    y: node.y,
    size: node.size,
    type: "shape",
    label: node.about.label,
    shape: node.shape,
    color: shown(mix(colour, palette.paper, paleness(node.about))),
    inside: palette.paper,
    rim: shown(mix(palette.rim, palette.paper, paleness(node.about) * 0.6)),
    halo: halo === null ? null : picked ? halo : shown(halo),
  };
}

/** Give what the tie program draws. */
export function drawnTie(tie: TieAttributes, palette: Palette, light: Light): Partial<DrawnTie> {
  const colour = { plain: tie.about.weakest ? 0 : tie.pale, near: 0, far: FADED + 0.04 }[light];
  const hue = tie.about.weakest ? palette.bridge : light === "near" ? palette.ink : palette.quiet;
  return {
    size: tie.size,
    type: "tie",
    color: mix(hue, palette.paper, colour),
    pattern: tie.pattern,
    arrow: tie.about.directed,
    lane: tie.lane,
  };
}
