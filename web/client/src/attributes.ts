// What the graph keeps about a node and a tie.

import type { LegendType, PictureNode, PictureTie } from "./network.ts";
import type { Shape } from "./shapes.ts";
import type { DrawnTie } from "./tie-program.ts";

export interface NodeAttributes {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly about: PictureNode;
  readonly legend: LegendType | undefined;
  readonly shape: Shape;
}

export interface TieAttributes {
  readonly size: number;
  /** How far the tie's colour steps back into the paper, 0 … 1. */
  readonly pale: number;
  readonly about: PictureTie;
  readonly lane: number;
  readonly pattern: DrawnTie["pattern"];
}
