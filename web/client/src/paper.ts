// A picture on paper: as lines, shapes and words, which become an SVG or a PNG.

import { inkOf } from "./inking.ts";
import type { Item } from "./inking.ts";
import type { View } from "./view.ts";
import type { Say } from "./wording.ts";

export const FAMILY = '"Noto Sans JP", "Noto Sans CJK JP", "Hiragino Sans", "Yu Gothic UI", Meiryo, sans-serif';
const SHARP = 2;

export interface Sheet {
  readonly width: number;
  readonly height: number;
  readonly items: readonly Item[];
}

/** What stands around the picture: its title, what it shows and when, where it is from. */
export interface Around {
  readonly title: string;
  readonly lines: readonly string[];
  readonly legend: readonly { readonly label: string; readonly colour: string; readonly shape?: string | null }[];
  readonly ties: readonly { readonly kind: string; readonly label: string }[];
}

/** Give the file of a view. */
export async function fileOf(kind: "svg" | "png", view: View, around: Around): Promise<Blob> {
  const sheet = inkOf(view, around);
  if (kind === "svg") return new Blob([asSvg(sheet)], { type: "image/svg+xml" });
  const canvas = onCanvas(sheet);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no PNG"))), "image/png");
  });
}

/** Have the browser keep a file. */
export function keep(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

/** What stands around the view of a page. */
export function aroundOf(view: View, say: Say): Around {
  const { picture } = view;
  const day = new Date().toISOString().slice(0, 10);
  const trail = [...document.querySelectorAll(".trail li")].map((step) => step.textContent?.trim() ?? "");
  const chips = [...document.querySelectorAll(".map-chips li a[title]")].map((chip) => chip.firstChild?.textContent?.trim() ?? "");
  const sources = (picture.sources ?? []).join(say("between"));
  const { swatches } = picture.legend;
  const types = picture.legend.types.map(({ label, colour, shape }) => ({
    label,
    colour: swatches?.length ? "#ffffff" : (colour ?? "#7a7f85"),
    shape,
  }));
  return {
    title: [picture.title, ...trail.slice(1)].join(" › "),
    lines: [
      say("paper_shown", { n: picture.shown ?? picture.nodes.length, m: picture.total ?? picture.nodes.length, order: picture.order ?? "" }),
      ...(picture.legend.remarks ?? []),
      ...(chips.length > 0 ? [say("paper_conditions", { what: chips.join(say("between")) })] : []),
      say("paper_version", { version: picture.version, day }),
      ...(sources ? [say("paper_sources", { sources })] : []),
    ],
    legend: [...types, ...(swatches ?? [])],
    ties: picture.legend.ties ?? [],
  };
}

/** Write a sheet as SVG; every text is escaped. */
export function asSvg({ width, height, items }: Sheet): string {
  const parts = items.map(svgOf).join("\n");
  return `<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${escaped(FAMILY)}">
<rect width="${width}" height="${height}" fill="#ffffff"/>
${parts}
</svg>
`;
}

function svgOf(item: Item): string {
  if (item.kind === "text") {
    const halo = item.halo ? ' stroke="#ffffff" stroke-width="4" stroke-linejoin="round" paint-order="stroke"' : "";
    return `<text x="${round(item.x)}" y="${round(item.y)}" dominant-baseline="middle" font-size="${item.size}" font-weight="${item.weight}" fill="${item.colour}"${halo}>${escaped(item.text)}</text>`;
  }
  const dash = item.dash.length > 0 ? ` stroke-dasharray="${item.dash.join(" ")}"` : "";
  const stroke = item.stroke ? ` stroke="${item.stroke}" stroke-width="${round(item.width)}"${dash}` : "";
  return `<path d="${item.path}" fill="${item.fill ?? "none"}"${stroke}/>`;
}

/** Escape what would be markup, and show what no reader would see. */
export function escaped(text: string): string {
  const unseen = /[\u202a-\u202e\u2066-\u2069\u0000-\u001f\u007f-\u009f\ud800-\udfff]/gu;
  return text
    .replace(unseen, (sign) => `‹U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}›`)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}

function onCanvas({ width, height, items }: Sheet): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [width * SHARP, height * SHARP];
  const context = canvas.getContext("2d");
  if (context === null) return canvas;
  context.scale(SHARP, SHARP);
  context.fillStyle = "#ffffff";
  context.fillRect(0, 0, width, height);
  context.textBaseline = "middle";
  context.lineJoin = "round";
  for (const item of items) paint(context, item);
  return canvas;
}

function paint(context: CanvasRenderingContext2D, item: Item): void {
  if (item.kind === "text") {
    context.font = `${item.weight} ${item.size}px ${FAMILY}`;
    context.setLineDash([]);
    if (item.halo) {
      [context.strokeStyle, context.lineWidth] = ["#ffffff", 4];
      context.strokeText(item.text, item.x, item.y);
    }
    context.fillStyle = item.colour;
    context.fillText(item.text, item.x, item.y);
    return;
  }
  const path = new Path2D(item.path);
  if (item.fill) {
    context.fillStyle = item.fill;
    context.fill(path);
  }
  if (item.stroke) {
    context.setLineDash([...item.dash]);
    [context.strokeStyle, context.lineWidth] = [item.stroke, item.width];
    context.stroke(path);
  }
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
