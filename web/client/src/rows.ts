// The table that says the same: its rows light the picture, and the picture lights its rows.

const NEAR = "is-near";

export interface Rows {
  /** Mark the rows of these nodes, and no others. */
  mark(nodes: readonly string[]): void;
}

/** Bind all rows that bear a node; `look` is told the node under pointer or focus, then null. */
export function bindRows(look: (node: string | null) => void): Rows {
  const rows = [...document.querySelectorAll<HTMLElement>("[data-picture-table] [data-node]")];
  for (const row of rows) {
    if (row.dataset["bound"] !== undefined) continue;
    row.dataset["bound"] = "";
    const node = row.dataset["node"] ?? null;
    row.addEventListener("mouseenter", () => look(node));
    row.addEventListener("mouseleave", () => look(null));
    row.addEventListener("focusin", () => look(node));
    row.addEventListener("focusout", () => look(null));
  }
  return {
    mark(nodes) {
      const near = new Set(nodes);
      for (const row of rows) {
        row.classList.toggle(NEAR, near.has(row.dataset["node"] ?? ""));
      }
    },
  };
}
