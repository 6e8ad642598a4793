/** What a person may scan as the next step of a bottle; RECEIVE, BIND, UNBIND and EXPIRE have doors of their own. */
export const pasteStepActions = [
  "STORE",
  "TAKE_OUT",
  "READY",
  "STIR",
  "OPEN",
  "RETURN",
  "EMPTY",
  "SCRAP",
] as const;
export const pasteActions = [...pasteStepActions, "BIND", "UNBIND"] as const;
/** Every row of a bottle's history. */
export const pasteStepKinds = [...pasteActions, "RECEIVE", "EXPIRE"] as const;
/** Which of its limits ends a bottle's life. */
export const usableLimits = ["SHELF_LIFE", "OUT_OF_COLD", "OPEN_LIFE", "STENCIL_LIFE"] as const;

/** 50×30 mm or 70×40 mm. */
export const labelSizes = ["50x30", "70x40"] as const;

export type PasteStepAction = (typeof pasteStepActions)[number];
export type PasteAction = (typeof pasteActions)[number];
export type PasteStepKind = (typeof pasteStepKinds)[number];
export type UsableLimit = (typeof usableLimits)[number];
export type LabelSize = (typeof labelSizes)[number];
