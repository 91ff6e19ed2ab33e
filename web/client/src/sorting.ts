// Tables that can be sorted: the heading of a column becomes a button.

const NUMBER = /^-?[\d,]+(\.\d+)?$/;

/** Make the headings of a table sort it; the order it came in is the third way. */
export function bindSorting(table: HTMLTableElement, word: string): void {
  const body = table.tBodies[0];
  if (table.tBodies.length !== 1 || body === undefined) return;
  const given = [...body.rows];
  const heads = [...(table.tHead?.rows[0]?.cells ?? [])];
  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "sort";
    button.title = word;
    button.append(...head.childNodes);
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      const numeric = head.classList.contains("number");
      const [first, second] = numeric ? ["descending", "ascending"] : ["ascending", "descending"];
      const next = head.ariaSort === first ? second : head.ariaSort === second ? null : first;
      for (const other of heads) other.ariaSort = null;
      head.ariaSort = next ?? null;
      body.append(...(next ? ordered(given, column, next === "descending") : given));
    });
  });
}

/** Give rows in the order of one column: numbers by value, words as people of the page's language do. */
export function ordered(
  rows: readonly HTMLTableRowElement[],
  column: number,
  falling: boolean,
): HTMLTableRowElement[] {
  const compare = new Intl.Collator(document.documentElement.lang || "ja", { numeric: true }).compare;
  const keyed = rows.map((row) => ({ row, said: row.cells[column]?.innerText.trim() ?? "" }));
  keyed.sort((a, b) => compared(a.said, b.said, compare) * (falling ? -1 : 1));
  return keyed.map(({ row }) => row);
}

/** Compare two cells: numbers by value, nothing after everything. */
export function compared(a: string, b: string, compare: (a: string, b: string) => number): number {
  if (NUMBER.test(a) && NUMBER.test(b)) return Number(a.replaceAll(",", "")) - Number(b.replaceAll(",", ""));
  if (a === "" || b === "") return Number(a === "") - Number(b === "");
  return compare(a, b);
}
