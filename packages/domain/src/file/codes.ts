import { defineCodes } from "../kernel/index.ts";

export const fileCodes = defineCodes({
  FILE_NOT_FOUND: { kind: "not_found", resolvedBy: null },
  FILE_TOO_LARGE: { kind: "invalid", resolvedBy: null },
  FILE_EMPTY: { kind: "invalid", resolvedBy: null },
  FILE_MISSING: { kind: "invalid", resolvedBy: null },
  FILE_TYPE_NOT_TAKEN: { kind: "invalid", resolvedBy: null },
  FILE_STORE_UNAVAILABLE: { kind: "busy", resolvedBy: "system:config" },
});

export type FileCode = keyof typeof fileCodes;
