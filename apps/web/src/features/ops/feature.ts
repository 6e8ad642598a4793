import { Workflow } from "lucide-react";
import type { Feature } from "~/shell/feature.ts";
import { useDeadJobCount } from "./api/overview.ts";

export const feature: Feature = {
  menu: [
    {
      group: "admin",
      to: "/ops/jobs",
      icon: Workflow,
      key: "jobs",
      permission: "job:read",
      order: 50,
    },
  ],
  jobs: [
    {
      key: "deadJobs",
      to: "/ops/jobs",
      icon: Workflow,
      permission: "job:operate",
      roles: ["admin"],
      useCount: useDeadJobCount,
    },
  ],
};
