// What the server sends becomes what is drawn.

import assert from "node:assert/strict";
import { test } from "node:test";

import { asPicture, lanes } from "../src/network.ts";
import type { PictureTie } from "../src/network.ts";
import { mix } from "../src/palette.ts";
import { SHAPES, shapeOf } from "../src/shapes.ts";
import { wording } from "../src/wording.ts";

function tie(id: string, source: string, target: string): PictureTie {
  return {
    id,
    source,
    target,
    relation: "SUPPORTS",
    label: "支援する",
    directed: true,
    strength: "weak",
    basis: "stated",
    status: "current",
  };
}

test("a lone tie runs down the middle", () => {
  assert.equal(lanes([tie("t", "b", "a")]).get("t"), 0);
});

test("ties there and back lie on different sides", () => {
  // Walking b → a, the right hand is on the other side: −½ there is +½ here.
  const lane = lanes([tie("there", "a", "b"), tie("back", "b", "a")]);
  assert.equal(lane.get("there"), -0.5);
  assert.equal(lane.get("back"), -0.5);
});

test("an answer that is no picture is refused with its address", () => {
  assert.throws(() => asPicture({ error: "no" }, "/picture.json"), /\/picture\.json/);
  assert.throws(() => asPicture(null, "/picture.json"), /nodes, ties and legend/);
});

test("the eleven shapes of the vocabulary are all drawn, and differently", () => {
  const words = "circle square diamond triangle pentagon down_triangle ring star hexagon square_ring mark";
  assert.deepEqual(Object.keys(SHAPES).sort(), words.split(" ").sort());
  assert.equal(new Set(Object.values(SHAPES).map((shape) => JSON.stringify(shape))).size, 11);
  assert.equal(shapeOf(null), SHAPES["mark"]);
});

test("a colour steps back into the paper", () => {
  assert.equal(mix("#000000", "#ffffff", 0), "#000000");
  assert.equal(mix("#000", "#fff", 1), "#ffffff");
  assert.equal(mix("#102030", "#304050", 0.5), "#203040");
});

test("the server's words go before our own", () => {
  assert.equal(wording("ja")("ties", { n: 3 }), "つながり3");
  assert.equal(wording("en", { ties: "{n} ties" })("ties", { n: 3 }), "3 ties");
});
