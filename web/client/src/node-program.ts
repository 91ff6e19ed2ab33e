// Draws every node in one WebGL call: a regular shape, its dark rim, and the halo of a bridge.

import { NodeProgram } from "sigma/rendering";
import type { ProgramInfo } from "sigma/rendering";
import type { NodeDisplayData, RenderParams } from "sigma/types";
import { floatColor } from "sigma/utils";

import type { NodeAttributes, TieAttributes } from "./attributes.ts";
import type { Shape } from "./shapes.ts";

export interface DrawnNode extends NodeDisplayData {
  readonly shape: Shape;
  readonly rim: string;
  readonly inside: string;
  /** Colour of the halo, or null for a node that bridges nothing. */
  readonly halo: string | null;
}

const UNIFORMS = ["u_matrix", "u_viewport", "u_sizeRatio", "u_pixelRatio"] as const;

// Lengths in the shaders are CSS pixels; the picture's y grows upwards.
const VERTEX = /* glsl */ `
attribute vec2 a_corner;
attribute vec2 a_position;
attribute float a_size;
attribute vec4 a_form;
attribute float a_band;
attribute vec4 a_color;
attribute vec4 a_rim;
attribute vec4 a_inside;
attribute vec4 a_halo;
attribute vec4 a_id;

uniform mat3 u_matrix;
uniform vec2 u_viewport;
uniform float u_sizeRatio;

varying vec2 v_place;
varying vec4 v_form;
varying float v_radius;
varying float v_band;
varying vec4 v_color;
varying vec4 v_rim;
varying vec4 v_inside;
varying vec4 v_halo;

const float bias = 255.0 / 254.0;
const float margin = 6.0;

void main() {
  float radius = a_size / u_sizeRatio;
  vec2 centre = (u_matrix * vec3(a_position, 1.0)).xy;
  v_place = a_corner * (radius * max(a_form.z, 1.0) + margin);
  gl_Position = vec4(centre + 2.0 * v_place / u_viewport, 0.0, 1.0);
  v_form = a_form;
  v_radius = radius;
  v_band = a_band;
  v_rim = a_rim;
  v_inside = a_inside;
  v_halo = a_halo;
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

varying vec2 v_place;
varying vec4 v_form;
varying float v_radius;
varying float v_band;
varying vec4 v_color;
varying vec4 v_rim;
varying vec4 v_inside;
varying vec4 v_halo;

uniform float u_pixelRatio;

const float pi = 3.14159265;

// Signed distance to a shape of n corners: everything is folded into half the sector of one corner,
// where the outline is the straight line from the corner to the notch beside it.
float outline(vec2 place) {
  float reach = v_radius * v_form.z;
  if (v_form.x < 0.5) return length(place) - reach;
  float sector = 2.0 * pi / v_form.x;
  float angle = atan(place.x, place.y) - v_form.y;
  float folded = abs(mod(angle + 0.5 * sector, sector) - 0.5 * sector);
  vec2 here = length(place) * vec2(cos(folded), sin(folded));
  vec2 corner = vec2(reach, 0.0);
  float straight = cos(0.5 * sector);
  float depth = v_form.w < 1.0 ? reach * v_form.w : reach * straight;
  vec2 notch = depth * vec2(straight, sin(0.5 * sector));
  vec2 along = normalize(notch - corner);
  vec2 from = here - corner;
  return from.x * along.y - from.y * along.x;
}

float covered(float distance) {
  return clamp(0.5 - distance * u_pixelRatio, 0.0, 1.0);
}

void main(void) {
  float distance = outline(v_place);
  #ifdef PICKING_MODE
  gl_FragColor = distance > 3.0 ? vec4(0.0) : v_color;
  #else
  float rim = clamp(v_radius * 0.16, 0.9, 1.8);
  float band = v_band < 1.0 ? max(v_radius * v_band, 1.6) : 1.0e6;
  vec4 colour = mix(v_inside, v_color, covered(-distance - rim - band));
  colour = mix(colour, v_rim, covered(-distance - rim));
  vec4 drawn = vec4(colour.rgb, 1.0) * covered(distance);
  float halo = v_halo.a * covered(abs(distance - 3.2) - 1.1);
  gl_FragColor = drawn + vec4(v_halo.rgb, 1.0) * halo * (1.0 - drawn.a);
  #endif
}
`;

export class ShapeProgram extends NodeProgram<
  (typeof UNIFORMS)[number],
  NodeAttributes,
  TieAttributes
> {
  override getDefinition() {
    const { FLOAT, UNSIGNED_BYTE, TRIANGLES } = WebGLRenderingContext;
    const colour = (name: string) => ({ name, size: 4, type: UNSIGNED_BYTE, normalized: true });
    return {
      VERTICES: 6,
      VERTEX_SHADER_SOURCE: VERTEX,
      FRAGMENT_SHADER_SOURCE: FRAGMENT,
      METHOD: TRIANGLES,
      UNIFORMS,
      ATTRIBUTES: [
        { name: "a_position", size: 2, type: FLOAT },
        { name: "a_size", size: 1, type: FLOAT },
        { name: "a_form", size: 4, type: FLOAT },
        { name: "a_band", size: 1, type: FLOAT },
        colour("a_color"),
        colour("a_rim"),
        colour("a_inside"),
        colour("a_halo"),
        colour("a_id"),
      ],
      CONSTANT_ATTRIBUTES: [{ name: "a_corner", size: 2, type: FLOAT }],
      CONSTANT_DATA: [
        [-1, -1],
        [1, -1],
        [-1, 1],
        [-1, 1],
        [1, -1],
        [1, 1],
      ],
    };
  }

  override processVisibleItem(index: number, start: number, data: NodeDisplayData): void {
    const { shape, rim, inside, halo } = data as DrawnNode;
    this.array.set(
      [
        data.x,
        data.y,
        data.size,
        shape.corners,
        shape.turn,
        shape.reach,
        shape.notch,
        shape.band,
        floatColor(data.color),
        floatColor(rim),
        floatColor(inside),
        halo === null ? 0 : floatColor(halo),
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
