import { AlarmClock, Timer } from "lucide-react";
import type { Feature } from "~/shell/feature.ts";
import { useExpiredCount } from "./api/clocks.ts";

export const feature: Feature = {
  menu: [
    {
      group: "floor",
      to: "/clocks",
      icon: Timer,
      key: "clocks",
      permission: "clock:read",
      order: 40,
    },
    {
      group: "engineering",
      to: "/time-rules",
      icon: AlarmClock,
      key: "timeRules",
      permission: "clock:config",
      order: 40,
    },
  ],
  jobs: [
    {
      key: "overdueClocks",
      to: "/clocks",
      search: { state: "EXPIRED" },
      icon: AlarmClock,
      permission: "clock:waive",
      roles: ["plant_manager"],
      useCount: useExpiredCount,
    },
    {
      key: "watchClocks",
      to: "/clocks",
      icon: Timer,
      permission: "clock:read",
      roles: ["line_leader"],
      useCount: useExpiredCount,
    },
    {
      key: "timeRules",
      to: "/time-rules",
      icon: AlarmClock,
      permission: "clock:config",
      roles: ["engineer"],
    },
  ],
};
