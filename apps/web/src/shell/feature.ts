import type { LinkProps } from "@tanstack/react-router";
import type { LucideIcon } from "lucide-react";
import type { ComponentType } from "react";
import type { Permission } from "~/lib/session.ts";

type To = NonNullable<LinkProps["to"]>;

/** The menu's groups are jobs, in the order of the day. */
export const menuGroups = ["floor", "planning", "quality", "engineering", "admin"] as const;
export type MenuGroup = (typeof menuGroups)[number];

export interface MenuEntry {
  group: MenuGroup;
  to: To;
  icon: LucideIcon;
  /** Text: `menu:<key>`. */
  key: string;
  permission: Permission;
  /** Smaller comes first within the group. */
  order: number;
}

/** A job to start from the home page. Texts: `menu:job.<key>` and `menu:job.<key>.hint`. */
export interface Job {
  key: string;
  to: To;
  search?: Record<string, string>;
  icon: LucideIcon;
  permission: Permission;
  /** Whose main work it is; these come first and large. Role codes. */
  roles: readonly string[];
  /** How many are waiting; asked live. Omit when there is nothing to count. */
  useCount?: () => number | undefined;
}

export type ScanKind =
  | "UNIT"
  | "PANEL"
  | "CARRIER"
  | "RUN"
  | "ORDER"
  | "PRODUCT"
  | "ROUTE"
  | "PASTE_BOTTLE";

/** What `features/<noun>/feature.ts` exports as `feature`; the shell collects them all. */
export interface Feature {
  menu?: readonly MenuEntry[];
  jobs?: readonly Job[];
  /** Something small that every page has in its top bar. Travels with the frame: keep it tiny. */
  corner?: ComponentType;
  /** Where a scanned or searched thing opens. */
  opens?: Partial<Record<ScanKind, (key: string) => string>>;
}

const modules = import.meta.glob<Feature>("../features/*/feature.ts", {
  eager: true,
  import: "feature",
});

const features = Object.values(modules);

export const menu: readonly MenuEntry[] = features
  .flatMap((feature) => feature.menu ?? [])
  .toSorted(
    (a, b) => menuGroups.indexOf(a.group) - menuGroups.indexOf(b.group) || a.order - b.order,
  );

/** In the order of the menu, so that a role's main work does not depend on file names. */
export const jobs: readonly Job[] = features
  .flatMap((feature) => feature.jobs ?? [])
  .toSorted((a, b) => placeInMenu(a.to) - placeInMenu(b.to));

function placeInMenu(to: To): number {
  const at = menu.findIndex((entry) => entry.to === to);
  return at < 0 ? menu.length : at;
}

export const corners: readonly ComponentType[] = features.flatMap(({ corner }) => corner ?? []);

/** The address of a thing, or null when no screen shows its kind. */
export function addressOf(kind: string, key: string): string | null {
  for (const { opens } of features) {
    const open = opens?.[kind as ScanKind];
    if (open) return open(key);
  }
  return null;
}
