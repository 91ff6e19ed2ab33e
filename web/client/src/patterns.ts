// How a tie is drawn: as stated, as inferred, as former or planned.

export const PATTERN = { solid: 0, dashed: 1, dotted: 2 } as const;
