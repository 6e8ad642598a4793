import { Cpu, RadioTower } from "lucide-react";
import type { Feature } from "~/shell/feature.ts";
import { useUndecidedCount } from "./api/monitor.ts";

export const feature: Feature = {
  menu: [
    {
      group: "floor",
      to: "/ingest",
      icon: RadioTower,
      key: "machineEvents",
      permission: "ingest:read",
      order: 50,
    },
    {
      group: "engineering",
      to: "/ingest/endpoints",
      icon: Cpu,
      key: "endpoints",
      permission: "ingest:config",
      order: 65,
    },
  ],
  jobs: [
    {
      key: "machineEvents",
      to: "/ingest",
      icon: RadioTower,
      permission: "ingest:operate",
      roles: ["engineer", "line_leader"],
      useCount: useUndecidedCount,
    },
  ],
};
