// What the map's script writes and reads: addresses, selections, undo, sorting, paper.

import assert from "node:assert/strict";
import { test } from "node:test";

import { addressOf, idsOf, listOf, scopeOf, withPicked, withValue } from "../src/address.ts";
import { outline, wrapped } from "../src/inking.ts";
import { inside } from "../src/lasso.ts";
import { asSvg, escaped } from "../src/paper.ts";
import { SHAPES } from "../src/shapes.ts";
import { compared } from "../src/sorting.ts";
import { doings } from "../src/undo.ts";

const SQUARE = [
  { x: 0, y: 0 },
  { x: 10, y: 0 },
  { x: 10, y: 10 },
  { x: 0, y: 10 },
];

test("ids with a comma survive the way into an address and back", () => {
  const ids = ["local:a,b", "houjin:1130001011420", "local:a,b"];
  const address = withPicked("/map", ids);
  assert.deepEqual(idsOf(new URL(address, "http://x").searchParams.get("pick")), ["local:a,b", "houjin:1130001011420"]);
  assert.equal(listOf([]), "");
  assert.equal(withPicked("/map?pick=a&role=liaison", []), "/map?role=liaison");
});

test("a link holds at most 200 selected", () => {
  const many = Array.from({ length: 500 }, (_, n) => `local:${n}`);
  assert.equal(idsOf(new URL(withPicked("/map", many), "http://x").searchParams.get("pick")).length, 200);
});

test("a form's ticks become one value in the address, what is usual is left out", () => {
  const fields = [
    ["type.Firm", "1"],
    ["type.University", "1"],
    ["colour", "type"],
    ["size", ""],
    ["year", "2021"],
  ] as const;
  assert.equal(addressOf("/map", fields), "/map?type=Firm,University&year=2021");
});

test("what only changes the look leaves dragged marks where they are", () => {
  assert.equal(scopeOf("/map?role=liaison&focus=b&at=0.5,0.5,1&pick=a"), scopeOf("/map?focus=b&colour=region"));
  assert.notEqual(scopeOf("/map?focus=a"), scopeOf("/map?focus=b"));
  assert.equal(withValue("/map?at=1,2,3&q=x", "at", ""), "/map?q=x");
});

test("a lasso holds what lies inside it and nothing else", () => {
  assert.equal(inside({ x: 5, y: 5 }, SQUARE), true);
  assert.equal(inside({ x: 15, y: 5 }, SQUARE), false);
  assert.equal(inside({ x: 5, y: -1 }, SQUARE), false);
});

test("undo and redo go both ways, and a new deed ends what could be redone", async () => {
  let at = 0;
  const done = doings();
  const go = (to: number): void => {
    const from = at;
    at = to;
    done.done({ undo: () => void (at = from), redo: () => void (at = to) });
  };
  go(1);
  go(2);
  await done.undo();
  assert.equal(at, 1);
  await done.redo();
  assert.equal(at, 2);
  await done.undo();
  go(7);
  assert.equal(done.future, 0);
  await done.undo();
  await done.undo();
  await done.undo();
  assert.equal(at, 0);
});

test("numbers are sorted by value, and what is empty comes last", () => {
  const compare = (a: string, b: string): number => a.localeCompare(b);
  const sorted = ["12", "1,000", "", "3"].sort((a, b) => compared(a, b, compare));
  assert.deepEqual(sorted, ["3", "12", "1,000", ""]);
});

test("a hostile name is text in the SVG, and what turns the writing round is shown", () => {
  const name = '</text><script>alert(1)</script>"\u202Egnp';
  assert.equal(escaped(name), "&lt;/text&gt;&lt;script&gt;alert(1)&lt;/script&gt;&quot;‹U+202E›gnp");
  const svg = asSvg({
    width: 10,
    height: 10,
    items: [{ kind: "text", x: 1, y: 1, text: name, size: 13, weight: 400, colour: "#000000", halo: true }],
  });
  assert.ok(!svg.includes("<script"));
});

test("every shape of the vocabulary has an outline of its own on paper", () => {
  const paths = Object.values(SHAPES).map((shape) => outline(shape, { x: 0, y: 0 }, 10) + shape.band);
  assert.equal(new Set(paths).size, paths.length);
  assert.ok(paths.every((path) => !path.includes("NaN")));
});

test("a long line of sources is broken, not cut", () => {
  const words = "中小企業のイノベーションの在り方に関する有識者検討会・".repeat(6);
  const lines = wrapped(words, 400);
  assert.equal(lines.join(""), words);
  assert.ok(lines.every((line) => line.length <= 31));
});
