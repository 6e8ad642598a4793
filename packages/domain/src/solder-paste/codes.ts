import { defineCodes } from "../kernel/index.ts";

const config = "paste:config";
const handle = "paste:handle";
const override = "paste:override";

/** Every refusal of paste, and who can put it right; null: the person, e.g. with another bottle. */
export const pasteCodes = defineCodes({
  PASTE_TYPE_NOT_FOUND: { kind: "not_found", resolvedBy: config },
  PASTE_TYPE_CODE_DUPLICATE: { kind: "conflict", resolvedBy: config },
  PASTE_TYPE_HAS_DEPENDENCIES: { kind: "refused", resolvedBy: config },
  PASTE_TYPE_INACTIVE: { kind: "refused", resolvedBy: config },
  PASTE_BOTTLE_NOT_FOUND: { kind: "not_found", resolvedBy: handle },
  PASTE_BOTTLE_EXISTS: { kind: "conflict", resolvedBy: null },
  PASTE_STATE_INVALID: { kind: "refused", resolvedBy: null },
  PASTE_STEP_NOT_FOR_TYPE: { kind: "refused", resolvedBy: config },
  PASTE_EXPIRED: { kind: "refused", resolvedBy: null },
  PASTE_OUT_OF_COLD_EXCEEDED: { kind: "refused", resolvedBy: null },
  PASTE_OPEN_LIFE_EXCEEDED: { kind: "refused", resolvedBy: null },
  PASTE_STENCIL_LIFE_EXCEEDED: { kind: "refused", resolvedBy: null },
  PASTE_THAW_TOO_SHORT: { kind: "refused", resolvedBy: null },
  PASTE_THAW_CYCLES_EXCEEDED: { kind: "refused", resolvedBy: config },
  PASTE_RECHILL_FORBIDDEN: { kind: "refused", resolvedBy: config },
  PASTE_NOT_STIRRED: { kind: "refused", resolvedBy: handle },
  PASTE_STIR_TOO_SHORT: { kind: "refused", resolvedBy: null },
  PASTE_STIR_FORBIDDEN: { kind: "refused", resolvedBy: config },
  PASTE_FIFO_VIOLATION: { kind: "refused", resolvedBy: override },
  PASTE_MIXING_FORBIDDEN: { kind: "refused", resolvedBy: handle },
  PASTE_BOUND_ELSEWHERE: { kind: "refused", resolvedBy: handle },
  PASTE_ALREADY_BOUND: { kind: "refused", resolvedBy: null },
  PASTE_NOT_BOUND: { kind: "refused", resolvedBy: handle },
  PASTE_NOT_USABLE: { kind: "refused", resolvedBy: handle },
  PASTE_REASON_REQUIRED: { kind: "refused", resolvedBy: null },
  PASTE_FRIDGE_REQUIRED: { kind: "refused", resolvedBy: null },
  PASTE_FRIDGE_UNSUITABLE: { kind: "refused", resolvedBy: config },
  FRIDGE_NOT_FOUND: { kind: "not_found", resolvedBy: config },
  FRIDGE_CODE_DUPLICATE: { kind: "conflict", resolvedBy: config },
  FRIDGE_HAS_DEPENDENCIES: { kind: "refused", resolvedBy: config },
  FRIDGE_INACTIVE: { kind: "refused", resolvedBy: config },
  FRIDGE_READING_NOT_FOUND: { kind: "not_found", resolvedBy: null },
  FRIDGE_READING_TOO_OLD: { kind: "refused", resolvedBy: null },
  FRIDGE_READING_IN_FUTURE: { kind: "refused", resolvedBy: null },
  FRIDGE_READING_REVIEWED: { kind: "refused", resolvedBy: null },
  FRIDGE_READING_OWN: { kind: "refused", resolvedBy: handle },
});

export type PasteCode = keyof typeof pasteCodes;
