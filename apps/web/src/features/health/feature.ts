import { HeartPulse } from "lucide-react";
import type { Feature } from "~/shell/feature.ts";
import { useTroubleCount } from "./api/trouble-count.ts";

export const feature: Feature = {
  menu: [
    {
      group: "admin",
      to: "/admin",
      icon: HeartPulse,
      key: "health",
      permission: "ops:read",
      order: 5,
    },
  ],
  jobs: [
    {
      key: "health",
      to: "/admin",
      icon: HeartPulse,
      permission: "ops:read",
      roles: ["admin"],
      useCount: useTroubleCount,
    },
  ],
};
