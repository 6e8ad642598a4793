import { Route, TriangleAlert } from "lucide-react";
import type { Feature } from "~/shell/feature.ts";
import { useUnreadyCount } from "./api/unready-count.ts";

export const feature: Feature = {
  menu: [
    {
      group: "engineering",
      to: "/routes",
      icon: Route,
      key: "routes",
      permission: "route:read",
      order: 10,
    },
  ],
  jobs: [
    {
      key: "routes",
      to: "/routes",
      icon: Route,
      permission: "route:configure",
      roles: ["engineer"],
    },
    {
      key: "routesToCompile",
      to: "/routes",
      search: { ready: "NONE" },
      icon: TriangleAlert,
      permission: "route:compile",
      roles: ["engineer"],
      useCount: useUnreadyCount,
    },
  ],
  opens: { ROUTE: (code) => `/routes/${encodeURIComponent(code)}` },
};
