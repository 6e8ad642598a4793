import { Factory, Package } from "lucide-react";
import type { Feature } from "~/shell/feature.ts";

export const feature: Feature = {
  menu: [
    {
      group: "engineering",
      to: "/plant",
      icon: Factory,
      key: "plant",
      permission: "plant:read",
      order: 20,
    },
  ],
  jobs: [
    {
      key: "products",
      to: "/plant",
      search: { tab: "products" },
      icon: Package,
      permission: "product:config",
      roles: ["engineer"],
    },
    {
      key: "plant",
      to: "/plant",
      icon: Factory,
      permission: "plant:read",
      roles: ["engineer", "maintenance", "admin"],
    },
  ],
  opens: { PRODUCT: (code) => `/plant?tab=products&open=${encodeURIComponent(code)}` },
};
