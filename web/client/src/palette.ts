// The colours of the page, read from its style sheet, so that picture and page are one.

export interface Palette {
  readonly ink: string;
  readonly quiet: string;
  readonly line: string;
  readonly paper: string;
  readonly bridge: string;
  readonly rim: string;
  readonly wash: string;
  readonly link: string;
}

/** Paper has its own colours whatever the screen wears. */
export const PRINTED: Palette = {
  ink: "#1f2933",
  quiet: "#55606b",
  line: "#d9dcd6",
  paper: "#ffffff",
  bridge: "#b8401c",
  rim: "#1f2933",
  wash: "#f6f7f4",
  link: "#14569b",
};

/** Read the palette from the custom properties that reach an element. */
export function paletteOf(element: Element): Palette {
  const style = getComputedStyle(element);
  const read = (name: string, otherwise: string): string => {
    const colour = style.getPropertyValue(name).trim();
    return isHex(colour) ? colour : otherwise;
  };
  const ink = read("--ink", PRINTED.ink);
  return {
    ink,
    quiet: read("--quiet", PRINTED.quiet),
    line: read("--line", PRINTED.line),
    paper: read("--paper", PRINTED.paper),
    bridge: read("--bridge", read("--vermilion", PRINTED.bridge)),
    rim: read("--rim", ink),
    wash: read("--wash", PRINTED.wash),
    link: read("--link", PRINTED.link),
  };
}

/** Mix two colours written #rgb or #rrggbb; `share` 0 gives the first, 1 the second. */
export function mix(one: string, other: string, share: number): string {
  const [a, b] = [channels(one), channels(other)];
  const mixed = a.map((value, place) => Math.round(value + ((b[place] ?? 0) - value) * share));
  return `#${mixed.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
}

function isHex(colour: string): boolean {
  return /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.test(colour);
}

function channels(colour: string): number[] {
  const digits = colour.slice(1);
  const long = digits.length === 3 ? [...digits].map((d) => d + d).join("") : digits;
  return [0, 2, 4].map((start) => Number.parseInt(long.slice(start, start + 2), 16));
}
