import { AlarmClock, ClipboardList, Scissors, Send } from "lucide-react";
import type { Feature } from "~/shell/feature.ts";
import { useOrderCount } from "./api/order-count.ts";

export const feature: Feature = {
  menu: [
    {
      group: "planning",
      to: "/orders",
      icon: ClipboardList,
      key: "orders",
      permission: "wo:read",
      order: 10,
    },
  ],
  jobs: [
    {
      key: "releaseOrders",
      to: "/orders",
      search: { state: "RECEIVED" },
      icon: Send,
      permission: "wo:release",
      roles: ["planner"],
      useCount: () => useOrderCount({ state: "RECEIVED" }),
    },
    {
      key: "cutRuns",
      to: "/orders",
      search: { state: "RELEASED" },
      icon: Scissors,
      permission: "run:create",
      roles: ["planner"],
      useCount: () => useOrderCount({ state: "RELEASED" }),
    },
    {
      key: "openOrders",
      to: "/orders",
      search: { state: "OPEN" },
      icon: AlarmClock,
      permission: "wo:read",
      roles: ["plant_manager"],
      useCount: () => useOrderCount({ open: true }),
    },
  ],
  opens: { ORDER: (woNo) => `/orders/${encodeURIComponent(woNo)}` },
};
