import { CircleAlert, Hand, ListChecks, TriangleAlert } from "lucide-react";
import type { Feature } from "~/shell/feature.ts";
import { useHeldCount, useUndecidedCount } from "./api/counts.ts";

export const feature: Feature = {
  menu: [
    {
      group: "quality",
      to: "/defects",
      icon: TriangleAlert,
      key: "defects",
      permission: "quality:read",
      order: 10,
    },
  ],
  jobs: [
    {
      key: "decideDefects",
      to: "/defects",
      search: { state: "RECORDED" },
      icon: CircleAlert,
      permission: "quality:disposition",
      roles: ["quality"],
      useCount: useUndecidedCount,
    },
    {
      key: "heldUnits",
      to: "/defects",
      search: { tab: "held" },
      icon: Hand,
      permission: "quality:disposition",
      roles: ["quality"],
      useCount: useHeldCount,
    },
    {
      key: "defectCodes",
      to: "/defects",
      search: { tab: "codes" },
      icon: ListChecks,
      permission: "quality:code_config",
      roles: ["quality"],
    },
    {
      key: "watchDefects",
      to: "/defects",
      icon: TriangleAlert,
      permission: "quality:read",
      roles: ["line_leader", "plant_manager"],
    },
  ],
};
