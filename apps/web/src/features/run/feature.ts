import { ClipboardCheck, Hand, Layers, Play } from "lucide-react";
import type { Feature } from "~/shell/feature.ts";
import { useRunCount } from "./api/run-count.ts";

export const feature: Feature = {
  menu: [
    {
      group: "planning",
      to: "/runs",
      icon: Layers,
      key: "runs",
      permission: "run:read",
      order: 20,
    },
  ],
  jobs: [
    {
      key: "authorizeRuns",
      to: "/runs",
      search: { state: "PREP" },
      icon: ClipboardCheck,
      permission: "run:authorize",
      roles: ["planner"],
      useCount: () => useRunCount("PREP"),
    },
    {
      key: "watchRuns",
      to: "/runs",
      search: { state: "IN_PROGRESS" },
      icon: Play,
      permission: "run:read",
      roles: ["planner", "line_leader", "plant_manager"],
      useCount: () => useRunCount("IN_PROGRESS"),
    },
    {
      key: "heldRuns",
      to: "/runs",
      search: { state: "ON_HOLD" },
      icon: Hand,
      permission: "run:hold",
      roles: ["line_leader", "plant_manager"],
      useCount: () => useRunCount("ON_HOLD"),
    },
  ],
  opens: { RUN: (runNo) => `/runs/${encodeURIComponent(runNo)}` },
};
