import { FlaskConical, FlaskRound, Refrigerator, ScrollText } from "lucide-react";
import type { Feature } from "~/shell/feature.ts";
import { useExpiringCount } from "./api/expiring-count.ts";

export const feature: Feature = {
  menu: [
    {
      group: "floor",
      to: "/paste",
      icon: FlaskRound,
      key: "paste",
      permission: "paste:read",
      order: 32,
    },
    {
      group: "floor",
      to: "/paste/bottles",
      icon: FlaskConical,
      key: "pasteBottles",
      permission: "paste:read",
      order: 33,
    },
    {
      group: "floor",
      to: "/paste/fridges",
      icon: Refrigerator,
      key: "fridges",
      permission: "paste:read",
      order: 34,
    },
    {
      group: "engineering",
      to: "/paste/types",
      icon: ScrollText,
      key: "pasteTypes",
      permission: "paste:config",
      order: 60,
    },
  ],
  jobs: [
    {
      key: "scanPaste",
      to: "/paste",
      icon: FlaskRound,
      permission: "paste:handle",
      roles: ["operator", "line_leader"],
    },
    {
      key: "watchPaste",
      to: "/paste/bottles",
      icon: FlaskConical,
      permission: "paste:read",
      roles: ["line_leader", "engineer", "quality"],
      useCount: useExpiringCount,
    },
  ],
  opens: { PASTE_BOTTLE: (bottleNo) => `/paste/bottles/${encodeURIComponent(bottleNo)}` },
};
