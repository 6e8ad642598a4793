import { BellRing, Megaphone } from "lucide-react";
import type { Feature } from "~/shell/feature.ts";
import { useUnreadCount } from "./api/unread.ts";
import { Bell } from "./components/bell.tsx";

export const feature: Feature = {
  corner: Bell,
  menu: [
    {
      group: "admin",
      to: "/admin/channels",
      icon: Megaphone,
      key: "channels",
      permission: "system:config",
      order: 35,
    },
  ],
  jobs: [
    {
      key: "readInbox",
      to: "/inbox",
      search: { unread: "true" },
      icon: BellRing,
      permission: "plant:read",
      roles: [],
      useCount: useUnreadCount,
    },
    {
      key: "channels",
      to: "/admin/channels",
      icon: Megaphone,
      permission: "system:config",
      roles: [],
    },
  ],
};
