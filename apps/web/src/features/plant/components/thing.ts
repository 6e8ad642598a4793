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

/** What the drawer of one kind of master data needs to know about it. */
export interface Thing<R extends Stored> {
  /** Texts: `plant:<kind>.create`, `.created`, `.saved`, `.deleted`, `.delete`. */
  kind: "line" | "station" | "group" | "operation" | "product" | "shift";
  path: string;
  /** The query keys that its lists and choices live under. */
  touches: QueryKey[];
  permission: Permission;
  create: z.ZodObject;
  patch: z.ZodObject;
  readKey: (row: R) => string;
  defaults: (row: R | null) => Record<string, unknown>;
  Fields: ComponentType<{ row: R | null }>;
  fieldOfCode: Partial<Record<string, string>>;
}
