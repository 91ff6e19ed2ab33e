// Labels never collide, the important speak first.

import assert from "node:assert/strict";
import { test } from "node:test";

import { inLines, place, shortened } from "../src/lettering.ts";
import type { Wish } from "../src/lettering.ts";

const AREA = { width: 400, height: 300 };

function wish(id: string, x: number, y: number): Wish {
  return { id, x, y, reach: 6, width: 80, height: 18 };
}

test("a lone label stands right of its node", () => {
  assert.deepEqual(place([wish("a", 100, 100)], AREA, 9), [{ id: "a", x: 110, y: 100 }]);
});

test("at the right edge it stands on the left", () => {
  assert.deepEqual(place([wish("a", 390, 100)], AREA, 9), [{ id: "a", x: 300, y: 100 }]);
});

test("no two labels meet, and the first of a crowd always speaks", () => {
  const crowd = Array.from({ length: 60 }, (_, n) =>
    wish(`n${n}`, 20 + ((n * 47) % 360), 20 + ((n * 31) % 260)),
  );
  const placed = place(crowd, AREA, 99);
  assert.equal(placed[0]?.id, "n0");
  assert.ok(placed.length > 8);
  for (const [rank, one] of placed.entries()) {
    for (const other of placed.slice(rank + 1)) {
      const apart = Math.abs(one.x - other.x) >= 80 || Math.abs(one.y - other.y) >= 18;
      assert.ok(apart, `${one.id} meets ${other.id}`);
    }
  }
});

test("no more labels than asked for", () => {
  const row = Array.from({ length: 9 }, (_, n) => wish(`n${n}`, 20, 20 + n * 30));
  assert.equal(place(row, AREA, 4).length, 4);
});

test("a long name is cut by what it takes in width", () => {
  assert.equal(shortened("淀川精密工業", 8), "淀川精密工業");
  assert.equal(shortened("地方独立行政法人なにわ産業技術支援機構", 8), "地方独立行政法人…");
  assert.equal(shortened("ABC Engineering", 12), "ABC Engineering");
});

test("a long name stands in lines, broken at a space, and only the last is cut", () => {
  assert.deepEqual(inLines("京都府", 12, 2), ["京都府"]);
  assert.deepEqual(inLines("CENTRE NATIONAL DE LA RECHERCHE SCIENTIFIQUE", 12, 9), [
    "CENTRE NATIONAL DE LA",
    "RECHERCHE",
    "SCIENTIFIQUE",
  ]);
  const [first, second, ...more] = inLines("公益財団法人京都高度技術研究所産学公連携本部", 12, 2);
  assert.deepEqual([first, more], ["公益財団法人京都高度技術", []]);
  assert.equal(second, "研究所産学公連携本部");
  assert.ok(inLines("な".repeat(99), 12, 2)[1]?.endsWith("…"));
});
