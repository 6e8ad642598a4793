import { bake } from "./bake.ts";
import { aoiDaily, mounterProgram, ovenProgram } from "./machines.ts";
import { fridge, pasteUse } from "./paste.ts";
import type { ShippedForm } from "./shipped-form.ts";
import { stencilCleaning, stencilUse } from "./stencil.ts";
import { fixture, squeegee } from "./tools.ts";

export type { ShippedForm } from "./shipped-form.ts";

/** The paper forms that come with the product; only the server imports them. */
export const shippedForms: readonly ShippedForm[] = [
  bake,
  pasteUse,
  fridge,
  stencilUse,
  stencilCleaning,
  squeegee,
  fixture,
  aoiDaily,
  ovenProgram,
  mounterProgram,
];
