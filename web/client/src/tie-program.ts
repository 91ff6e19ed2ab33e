// Draws every tie in one WebGL call: width by strength, solid, dashed or dotted, arrow or none.

import { EdgeProgram } from "sigma/rendering";
import type { ProgramInfo } from "sigma/rendering";
import type { EdgeDisplayData, NodeDisplayData, RenderParams } from "sigma/types";
import { floatColor } from "sigma/utils";

import type { NodeAttributes, TieAttributes } from "./attributes.ts";

import type { PATTERN } from "./patterns.ts";

export interface DrawnTie extends EdgeDisplayData {
  readonly pattern: (typeof PATTERN)[keyof typeof PATTERN];
  readonly arrow: boolean;
  /** Lane among the ties of the same two nodes, counted from the middle. */
  readonly lane: number;
}

const UNIFORMS = ["u_matrix", "u_viewport", "u_sizeRatio", "u_pixelRatio"] as const;

// Lengths are CSS pixels. The quad lies along the tie, as wide as arrow or pointer need.
const VERTEX = /* glsl */ `
attribute vec2 a_corner;
attribute vec2 a_source;
attribute vec2 a_target;
attribute vec2 a_radii;
attribute vec4 a_style;
attribute vec4 a_color;
attribute vec4 a_id;

uniform mat3 u_matrix;
uniform vec2 u_viewport;
uniform float u_sizeRatio;

varying float v_along;
varying float v_across;
varying vec2 v_ends;
varying vec3 v_style;
varying vec4 v_color;

const float bias = 255.0 / 254.0;
const float spacing = 6.0;
const float air = 2.5;

void main() {
  vec2 source = (u_matrix * vec3(a_source, 1.0)).xy * u_viewport * 0.5;
  vec2 target = (u_matrix * vec3(a_target, 1.0)).xy * u_viewport * 0.5;
  vec2 way = target - source;
  float span = max(length(way), 0.001);
  vec2 forward = way / span;
  vec2 right = vec2(forward.y, -forward.x);
  float scale = 1.0 / u_sizeRatio;
  float width = a_style.x * clamp(scale, 0.7, 1.6);
  #ifdef PICKING_MODE
  float half_width = max(width, 6.0);
  #else
  float half_width = a_style.z > 0.5 ? width + 3.5 : 0.5 * width + 1.0;
  #endif
  float lane = a_style.w * (spacing + a_style.x * 0.5);

  v_along = a_corner.x * span;
  v_across = a_corner.y * half_width;
  v_ends = vec2(a_radii.x * scale, span - a_radii.y * scale - air * a_style.z);
  v_style = vec3(width, a_style.yz);
  vec2 place = source + forward * v_along + right * (v_across + lane);
  gl_Position = vec4(2.0 * place / u_viewport, 0.0, 1.0);
  #ifdef PICKING_MODE
  v_color = a_id;
  #else
  v_color = a_color;
  #endif
  v_color.a *= bias;
}
`;

const FRAGMENT = /* glsl */ `
precision highp float;

varying float v_along;
varying float v_across;
varying vec2 v_ends;
varying vec3 v_style;
varying vec4 v_color;

uniform float u_pixelRatio;

float covered(float distance) {
  return clamp(0.5 - distance * u_pixelRatio, 0.0, 1.0);
}

float line(float width, float pattern, float start, float stop) {
  float across = abs(v_across) - 0.5 * width;
  float within = max(start - v_along, v_along - stop);
  if (pattern < 0.5) return max(across, within);
  float from = v_along - start;
  if (pattern < 1.5) {
    float period = 9.0 + width;
    float gap = abs(mod(from, period) - 0.5 * period) - 0.32 * period;
    return max(max(across, within), gap);
  }
  float period = 3.5 + 1.6 * width;
  float dot_radius = max(0.5 * width, 0.9);
  float dot_place = mod(from, period) - 0.5 * period;
  return max(length(vec2(dot_place, v_across)) - dot_radius, within);
}

void main(void) {
  #ifdef PICKING_MODE
  if (v_along < v_ends.x || v_along > v_ends.y || abs(v_across) > max(v_style.x, 5.0)) discard;
  gl_FragColor = v_color;
  #else
  float width = v_style.x;
  float head = v_style.z > 0.5 ? 3.0 + 2.3 * width : 0.0;
  float seen = covered(line(width, v_style.y, v_ends.x, v_ends.y - 0.8 * head));
  if (head > 0.0) {
    float from_tip = v_ends.y - v_along;
    float wing = (abs(v_across) - from_tip * 0.42) * 0.92;
    seen = max(seen, covered(max(max(wing, from_tip - head), -from_tip)));
  }
  gl_FragColor = vec4(v_color.rgb, 1.0) * seen * v_color.a;
  #endif
}
`;

export class TieProgram extends EdgeProgram<
  (typeof UNIFORMS)[number],
  NodeAttributes,
  TieAttributes
> {
  override getDefinition() {
    const { FLOAT, UNSIGNED_BYTE, TRIANGLES } = WebGLRenderingContext;
    return {
      VERTICES: 6,
      VERTEX_SHADER_SOURCE: VERTEX,
      FRAGMENT_SHADER_SOURCE: FRAGMENT,
      METHOD: TRIANGLES,
      UNIFORMS,
      ATTRIBUTES: [
        { name: "a_source", size: 2, type: FLOAT },
        { name: "a_target", size: 2, type: FLOAT },
        { name: "a_radii", size: 2, type: FLOAT },
        { name: "a_style", size: 4, type: FLOAT },
        { name: "a_color", size: 4, type: UNSIGNED_BYTE, normalized: true },
        { name: "a_id", size: 4, type: UNSIGNED_BYTE, normalized: true },
      ],
      CONSTANT_ATTRIBUTES: [{ name: "a_corner", size: 2, type: FLOAT }],
      CONSTANT_DATA: [
        [0, -1],
        [1, -1],
        [0, 1],
        [0, 1],
        [1, -1],
        [1, 1],
      ],
    };
  }

  override processVisibleItem(
    index: number,
    start: number,
    source: NodeDisplayData,
    target: NodeDisplayData,
    data: EdgeDisplayData,
  ): void {
    const { pattern, arrow, lane } = data as DrawnTie;
    this.array.set(
      [
        source.x,
        source.y,
        target.x,
        target.y,
        source.size,
        target.size,
        data.size,
        pattern,
        arrow ? 1 : 0,
        lane,
        floatColor(data.color),
        index,
      ],
      start,
    );
  }

  override setUniforms(params: RenderParams, { gl, uniformLocations }: ProgramInfo): void {
    gl.uniformMatrix3fv(uniformLocations["u_matrix"] ?? null, false, params.matrix);
    gl.uniform2f(uniformLocations["u_viewport"] ?? null, params.width, params.height);
    gl.uniform1f(uniformLocations["u_sizeRatio"] ?? null, params.sizeRatio);
    gl.uniform1f(uniformLocations["u_pixelRatio"] ?? null, params.pixelRatio);
  }
}
