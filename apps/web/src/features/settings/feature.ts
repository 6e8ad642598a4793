import { SlidersHorizontal } from "lucide-react";
import type { Feature } from "~/shell/feature.ts";

export const feature: Feature = {
  menu: [
    {
      group: "admin",
      to: "/admin/settings",
      icon: SlidersHorizontal,
      key: "settings",
      permission: "system:config",
      order: 30,
    },
  ],
  jobs: [
    {
      key: "settings",
      to: "/admin/settings",
      icon: SlidersHorizontal,
      permission: "system:config",
      roles: ["admin"],
    },
  ],
};
