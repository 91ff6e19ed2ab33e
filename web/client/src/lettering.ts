// Where labels stand: the important speak first, none collides with another.

export interface Wish {
  readonly id: string;
  /** Middle of what the label belongs to, and how far that reaches, in pixels. */
  readonly x: number;
  readonly y: number;
  readonly reach: number;
  readonly width: number;
  readonly height: number;
  /** Middles to stand upon, best first, for a word that stands not beside its place but on it. */
  readonly upon?: readonly { readonly x: number; readonly y: number }[];
}

export interface Placed {
  readonly id: string;
  /** Left end and vertical middle of the text. */
  readonly x: number;
  readonly y: number;
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

const AIR = 4;
/** The first few always speak, and in a crowd all do, even where they cover a lesser node. */
const SPEAK_ANYWAY = 3;
const CROWD = 150;

/**
 * Place labels in the order given, each beside its node where room is left.
 *
 * A label tries right, left, below and above, and never covers another label. One of the greatest,
 * or any in a crowd, may cover lesser nodes where no other place is left. What finds no room stays
 * silent, and so does everything after `most` labels.
 */
export function place(
  wishes: readonly Wish[],
  area: { readonly width: number; readonly height: number },
  most: number,
): Placed[] {
  const nodes = wishes.map((wish) => around(wish));
  const taken: Box[] = [];
  const placed: Placed[] = [];
  for (const [rank, wish] of wishes.entries()) {
    if (placed.length >= most) break;
    const free = candidates(wish).filter(
      (box) => within(box, area) && !taken.some((other) => meet(box, other)),
    );
    const bold = rank < SPEAK_ANYWAY || wishes.length > CROWD || wish.upon !== undefined;
    const chosen =
      free.find((box) => clear(box, nodes, rank)) ??
      (bold ? free.find((box) => rank === 0 || !coversGreater(box, nodes, rank)) : undefined);
    if (chosen === undefined) continue;
    taken.push(chosen);
    placed.push({ id: wish.id, x: chosen.left, y: (chosen.top + chosen.bottom) / 2 });
  }
  return placed;
}

function around({ x, y, reach }: Wish): Box {
  return { left: x - reach, top: y - reach, right: x + reach, bottom: y + reach };
}

function candidates({ x, y, reach, width, height, upon }: Wish): Box[] {
  const from = (left: number, top: number): Box => ({
    left,
    top,
    right: left + width,
    bottom: top + height,
  });
  if (upon) return upon.map((middle) => from(middle.x - width / 2, middle.y - height / 2));
  return [
    from(x + reach + AIR, y - height / 2),
    from(x - reach - AIR - width, y - height / 2),
    from(x - width / 2, y + reach + AIR / 2),
    from(x - width / 2, y - reach - AIR / 2 - height),
  ];
}

function within(box: Box, { width, height }: { width: number; height: number }): boolean {
  return box.left >= 0 && box.top >= 0 && box.right <= width && box.bottom <= height;
}

function meet(one: Box, other: Box): boolean {
  return (
    one.left < other.right &&
    one.right > other.left &&
    one.top < other.bottom &&
    one.bottom > other.top
  );
}

function clear(box: Box, nodes: readonly Box[], own: number): boolean {
  return !nodes.some((node, rank) => rank !== own && meet(box, node));
}

function coversGreater(box: Box, nodes: readonly Box[], own: number): boolean {
  return nodes.slice(0, own).some((node) => meet(box, node));
}

/** Break a name into lines of about `most` full-width characters, at spaces where there are any. */
export function inLines(name: string, most: number, lines: number): string[] {
  const found: string[] = [];
  let rest = name;
  while (found.length < lines - 1 && shortened(rest, most) !== rest) {
    const fits = shortened(rest, most).length - 1;
    const space = rest.lastIndexOf(" ", fits);
    const cut = space > fits / 3 ? space : fits;
    found.push(rest.slice(0, cut).trimEnd());
    rest = rest.slice(cut).trimStart();
  }
  return [...found, shortened(rest, most)];
}

/** Shorten a name to about `most` full-width characters, counting half-width ones as half. */
export function shortened(name: string, most: number): string {
  let width = 0;
  let kept = "";
  for (const character of name) {
    width += /[\u0020-\u024f\uff61-\uff9f]/.test(character) ? 0.55 : 1;
    if (width > most) return `${kept.trimEnd()}…`;
    kept += character;
  }
  return name;
}
