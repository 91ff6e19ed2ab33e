// What the server says about a picture: the contract of /picture.json.

export type Strength = "strong" | "medium" | "weak";
export type Basis = "stated" | "inferred";
export type Status = "current" | "former" | "planned";

export interface PictureNode {
  readonly id: string;
  readonly label: string;
  /** The chief type; colour and shape come with it from the legend. */
  readonly type: string;
  readonly types?: readonly string[];
  readonly url?: string;
  readonly x: number;
  readonly y: number;
  /** Importance from 0 to 1. */
  readonly size: number;
  readonly bridge?: boolean;
  readonly aggregate?: boolean;
  /** Whether it is there only as a contact of the region that is looked at. */
  readonly outside?: boolean;
  /** A remark to be read with the name: a group, not named in the source. */
  readonly note?: string;
  /** On the map: the island it lies on, a colour that is not its type's, all its ties and contacts. */
  readonly isle?: string;
  readonly colour?: string;
  readonly degree?: number;
  readonly contacts?: number;
}

/** A community on the map: a click enters it. */
export interface Isle {
  readonly id: string;
  readonly label: string;
  readonly count: number;
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly url: string;
}

/** How many ties run between two islands. */
export interface Bridge {
  readonly a: string;
  readonly b: string;
  readonly n: number;
}

export interface Swatch {
  readonly colour: string;
  readonly label: string;
}

export interface PictureTie {
  readonly id: string;
  readonly source: string;
  readonly target: string;
  readonly relation: string;
  readonly label: string;
  readonly directed: boolean;
  readonly strength: Strength;
  readonly basis: Basis;
  readonly status: Status;
  readonly status_label?: string;
  /** Whether a route is weakest here. */
  readonly weakest?: boolean;
}

export interface LegendType {
  readonly type: string;
  readonly label: string;
  readonly colour: string | null;
  readonly shape: string | null;
}

export interface Picture {
  readonly title: string;
  readonly version: string;
  readonly nodes: readonly PictureNode[];
  readonly ties: readonly PictureTie[];
  readonly legend: {
    readonly types: readonly LegendType[];
    readonly ties?: readonly { readonly kind: string; readonly label: string }[];
    readonly swatches?: readonly Swatch[];
    readonly remarks?: readonly string[];
  };
  readonly isles?: readonly Isle[];
  readonly bridges?: readonly Bridge[];
  readonly shown?: number;
  readonly total?: number;
  readonly order?: string;
  readonly sources?: readonly string[];
  readonly texts?: Readonly<Record<string, string>>;
}

/** Fetch a picture; what is not a picture is an error, as is an answer that is not 2xx. */
export async function fetchPicture(address: string): Promise<Picture> {
  const answer = await fetch(address, {
    headers: { Accept: "application/json" },
    credentials: "same-origin",
  });
  if (!answer.ok) {
    throw new Error(`${address}: ${answer.status} ${answer.statusText}`);
  }
  return asPicture(await answer.json(), address);
}

/** Check the shape of an answer where the rest of the component relies on it. */
export function asPicture(data: unknown, address: string): Picture {
  const picture = data as Partial<Picture> | null;
  if (!Array.isArray(picture?.nodes) || !Array.isArray(picture.ties) || !picture.legend) {
    throw new Error(`${address}: expected nodes, ties and legend`);
  }
  return picture as Picture;
}

/**
 * Give each tie its lane: ties between the same two nodes lie side by side.
 *
 * Lanes are counted from the middle (… −1, 0, 1 … or … −½, ½ …) on the right hand of someone who
 * walks from the tie's source to its target.
 */
export function lanes(ties: readonly PictureTie[]): Map<string, number> {
  const between = new Map<string, PictureTie[]>();
  for (const tie of ties) {
    const pair = [tie.source, tie.target].sort().join("\u0000");
    const together = between.get(pair);
    if (together) {
      together.push(tie);
    } else {
      between.set(pair, [tie]);
    }
  }
  const lane = new Map<string, number>();
  for (const together of between.values()) {
    together.forEach((tie, place) => {
      const side = place - (together.length - 1) / 2;
      lane.set(tie.id, tie.source <= tie.target ? side : 0 - side);
    });
  }
  return lane;
}
