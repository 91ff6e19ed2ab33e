// The shapes of the types, as the node program draws them; web/static/marks.svg holds the same.

export interface Shape {
  /** 0 is a circle, otherwise the number of corners. */
  readonly corners: number;
  /** Where the first corner points, in radians, clockwise from straight up. */
  readonly turn: number;
  /** How far a corner reaches, in radii: shapes of one size cover about the same area. */
  readonly reach: number;
  /** How far the notch between two corners reaches, in reaches; 1 for a shape without notches. */
  readonly notch: number;
  /** Share of the radius that is coloured, counted from the rim; 1 for a filled shape. */
  readonly band: number;
}

const HALF_TURN = Math.PI;

function filled(corners: number, turn: number, reach: number, notch = 1): Shape {
  return { corners, turn, reach, notch, band: 1 };
}

const MARK: Shape = { corners: 0, turn: 0, reach: 0.7, notch: 1, band: 0.34 };

export const SHAPES: Readonly<Record<string, Shape>> = {
  circle: filled(0, 0, 1),
  square: filled(4, HALF_TURN / 4, 1.26),
  diamond: filled(4, 0, 1.3),
  triangle: filled(3, 0, 1.46),
  pentagon: filled(5, 0, 1.15),
  down_triangle: filled(3, HALF_TURN, 1.46),
  star: filled(5, 0, 1.42, 0.5),
  hexagon: filled(6, HALF_TURN / 6, 1.1),
  ring: { corners: 0, turn: 0, reach: 1, notch: 1, band: 0.3 },
  square_ring: { corners: 4, turn: HALF_TURN / 4, reach: 1.26, notch: 1, band: 0.3 },
  mark: MARK,
};

/** Give a shape by the vocabulary's name for it; what has none is a small mark. */
export function shapeOf(name: string | null | undefined): Shape {
  return SHAPES[name ?? "mark"] ?? MARK;
}
