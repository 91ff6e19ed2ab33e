// One drawn picture: sigma, what is looked at, and the words over it.

import Sigma from "sigma";

import type { NodeAttributes, TieAttributes } from "./attributes.ts";
import { drawnNode, drawnTie, graphOf } from "./graph.ts";
import type { Light, PictureGraph } from "./graph.ts";
import { drawIsles, isleAt } from "./isles.ts";
import { placeWords, wordsOf } from "./words.ts";
import type { Word, Words } from "./words.ts";
import type { Picture } from "./network.ts";
import { ShapeProgram } from "./node-program.ts";
import { PRINTED, paletteOf } from "./palette.ts";
import type { Palette } from "./palette.ts";
import { TieProgram } from "./tie-program.ts";

export interface View {
  readonly picture: Picture;
  readonly graph: PictureGraph;
  readonly sigma: Sigma<NodeAttributes, TieAttributes>;
  /** Light a node, a tie or nothing; everything not near it steps back. */
  look(at: Looked): void;
  looked(): Looked;
  /** Mark the nodes that are selected, and no others. */
  pick(nodes: ReadonlySet<string>): void;
  /** The island under a point of the stage. */
  isleAt(x: number, y: number): string | null;
  zoom(factor: number): void;
  pan(right: number, down: number): void;
  whole(): void;
  /** Bring a node into sight if it is outside. */
  approach(node: string): void;
  /** The words as they stand on white paper. */
  words(): Word[];
  /** Draw once on white paper and give the drawing. */
  print(): HTMLCanvasElement;
  end(): void;
}

export type Looked =
  | { readonly node: string }
  | { readonly tie: string }
  | { readonly isle: string }
  | null;

const STILL = matchMedia("(prefers-reduced-motion: reduce)");
const DARK = matchMedia("(prefers-color-scheme: dark)");

/** How long a movement may take: one frame where the system asks for none (sigma divides by it). */
function duration(): number {
  return STILL.matches ? 1 : 180;
}

/** Draw a picture into a stage. Throws where the browser gives no WebGL. */
export function draw(picture: Picture, stage: HTMLElement): View {
  const graph = graphOf(picture, stage.clientWidth);
  let palette: Palette = paletteOf(stage);
  let looked: Looked = null;
  let near = new Set<string>();
  let picked: ReadonlySet<string> = new Set<string>();

  const lightOfNode = (node: string): Light =>
    looked === null ? "plain" : near.has(node) ? "near" : "far";
  const lightOfTie = (tie: string): Light => {
    if (looked === null) return "plain";
    if ("tie" in looked) return looked.tie === tie ? "near" : "far";
    if ("isle" in looked) return "plain";
    return graph.extremities(tie).includes(looked.node) ? "near" : "far";
  };

  const sigma = new Sigma<NodeAttributes, TieAttributes>(graph, stage, {
    allowInvalidContainer: true,
    defaultNodeType: "shape",
    defaultEdgeType: "tie",
    nodeProgramClasses: { shape: ShapeProgram },
    edgeProgramClasses: { tie: TieProgram },
    nodeReducer: (id, node) => drawnNode(node, palette, lightOfNode(id), picked.has(id)),
    edgeReducer: (id, tie) => drawnTie(tie, palette, lightOfTie(id)),
    defaultDrawNodeHover: () => undefined,
    renderLabels: false,
    enableEdgeEvents: true,
    stagePadding: stage.clientWidth < 480 ? 30 : 56,
    minCameraRatio: 0.02,
    maxCameraRatio: 2.5,
    zoomDuration: duration(),
    inertiaDuration: duration(),
    doubleClickZoomingDuration: duration(),
  });
  const camera = sigma.getCamera();

  const everything = { nodes: graph.nodes(), edges: graph.edges() };
  let ended = false;
  const repaint = (schedule: boolean): void => {
    if (ended) return;
    sigma.refresh({ partialGraph: everything, skipIndexation: true, schedule });
  };
  const recolour = (): void => {
    palette = paletteOf(stage);
    repaint(true);
  };
  const resized = new ResizeObserver(() => {
    const { width, height } = sigma.getDimensions();
    if (width !== stage.offsetWidth || height !== stage.offsetHeight) sigma.scheduleRefresh();
  });
  resized.observe(stage);
  DARK.addEventListener("change", recolour);
  const isles = picture.isles ?? [];
  const sea = isles.length > 0 ? seaUnder(sigma) : null;
  const said = (): Words => ({ sigma, graph, palette, looked, lightOfNode, stage, isles, picked });
  const write = (): void => {
    if (sea) drawIsles({ sigma, picture, palette, looked, context: sea });
    placeWords(said());
  };
  sigma.on("afterRender", write);
  // Sigma has drawn once before anyone could listen.
  write();

  return {
    picture,
    graph,
    sigma,
    pick(nodes) {
      picked = nodes;
      repaint(true);
    },
    isleAt: (x, y) => isleAt(sigma, isles, { x, y }),
    looked: () => looked,
    look(at) {
      if (same(looked, at)) return;
      looked = at;
      near = nearTo(graph, at);
      repaint(true);
    },
    zoom(factor) {
      void camera.animate({ ratio: camera.getBoundedRatio(camera.ratio / factor) }, { duration: duration() });
    },
    pan(right, down) {
      const here = sigma.framedGraphToViewport(camera);
      const there = sigma.viewportToFramedGraph({ x: here.x + right, y: here.y + down });
      void camera.animate(there, { duration: duration() });
    },
    whole() {
      void camera.animatedReset({ duration: duration() });
    },
    approach(node) {
      const place = sigma.getNodeDisplayData(node);
      if (place === undefined) return;
      const seen = sigma.framedGraphToViewport(place);
      const { width, height } = sigma.getDimensions();
      const outside = seen.x < 24 || seen.y < 24 || seen.x > width - 24 || seen.y > height - 24;
      if (outside) void camera.animate({ x: place.x, y: place.y }, { duration: duration() });
    },
    words() {
      const context = document.createElement("canvas").getContext("2d");
      return context ? wordsOf({ ...said(), palette: PRINTED, looked: null, lightOfNode: () => "plain" }, context) : [];
    },
    print() {
      palette = PRINTED;
      repaint(false);
      const paper = flattened(sigma, palette.paper);
      palette = paletteOf(stage);
      repaint(true);
      return paper;
    },
    end() {
      ended = true;
      resized.disconnect();
      DARK.removeEventListener("change", recolour);
      sigma.kill();
    },
  };
}

/** The layer under ties and nodes, on which the islands lie. */
function seaUnder(sigma: Sigma<NodeAttributes, TieAttributes>): CanvasRenderingContext2D | null {
  return sigma.createCanvas("sea", { beforeLayer: "edges" }).getContext("2d");
}

function same(one: Looked, other: Looked): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function nearTo(graph: PictureGraph, at: Looked): Set<string> {
  if (at === null) return new Set();
  if ("tie" in at) return new Set(graph.extremities(at.tie));
  if ("isle" in at) return new Set(graph.filterNodes((_, { about }) => about.isle === at.isle));
  return new Set([at.node, ...graph.neighbors(at.node)]);
}

/** Lay the layers onto one canvas; only right after a synchronous render do they still hold pixels. */
function flattened(sigma: Sigma<NodeAttributes, TieAttributes>, background: string): HTMLCanvasElement {
  const { sea, edges, nodes, labels } = sigma.getCanvases();
  const paper = document.createElement("canvas");
  const context = paper.getContext("2d");
  if (!edges || !nodes || !labels || context === null) return paper;
  [paper.width, paper.height] = [edges.width, edges.height];
  context.fillStyle = background;
  context.fillRect(0, 0, paper.width, paper.height);
  for (const layer of [sea, edges, nodes, labels]) if (layer) context.drawImage(layer, 0, 0);
  return paper;
}
