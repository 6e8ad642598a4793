import { Cog } from "lucide-react";
import type { Feature } from "~/shell/feature.ts";
import { useUnfitCount } from "./api/equipment.ts";

export const feature: Feature = {
  menu: [
    {
      group: "floor",
      to: "/equipment",
      icon: Cog,
      key: "equipment",
      permission: "equipment:read",
      order: 60,
    },
  ],
  jobs: [
    {
      key: "unfitEquipment",
      to: "/equipment",
      search: { fit: "UNFIT" },
      icon: Cog,
      permission: "equipment:status",
      roles: ["maintenance", "line_leader"],
      useCount: useUnfitCount,
    },
  ],
};
