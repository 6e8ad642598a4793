import type { QueryKey } from "@tanstack/react-query";
import type { ComponentType } from "react";
import type { z } from "zod";
import type { Permission } from "~/lib/session.ts";

export interface Stored {
  id: string;
  code: string;
  name: string;
  version: number;
  isActive?: boolean;
  source?: string;
}

/** What a list of one kind of master data needs to know about it. */
export interface ThingFacts {
  /** Texts: `plant:<kind>.create`, `.created`, `.saved`, `.deleted`, `.delete`. */
  kind: "line" | "station" | "group" | "operation" | "product" | "shift";
  path: string;
  /** The query keys that its lists and choices live under. */
  touches: QueryKey[];
  permission: Permission;
}

/** And what its drawer needs, which is loaded with the drawer. */
export interface Thing<R extends Stored> extends ThingFacts {
  create: z.ZodObject;
  patch: z.ZodObject;
  readKey: (row: R) => string;
  defaults: (row: R | null) => Record<string, unknown>;
  Fields: ComponentType<{ row: R | null }>;
  fieldOfCode: Partial<Record<string, string>>;
}

const places = { touches: [["lines"], ["stations"], ["station-groups"]] };

export const things: { [K in ThingFacts["kind"]]: ThingFacts } = {
  line: { kind: "line", path: "/lines", permission: "plant:config", ...places },
  station: { kind: "station", path: "/stations", permission: "plant:config", ...places },
  group: { kind: "group", path: "/station-groups", permission: "plant:config", ...places },
  operation: {
    kind: "operation",
    path: "/operations",
    permission: "operation:config",
    touches: [["operations"], ["routes"]],
  },
  product: {
    kind: "product",
    path: "/products",
    permission: "product:config",
    touches: [["products"]],
  },
  shift: { kind: "shift", path: "/shifts", permission: "plant:config", touches: [["shifts"]] },
};
