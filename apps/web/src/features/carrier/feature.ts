import { Boxes, PackageOpen } from "lucide-react";
import type { Feature } from "~/shell/feature.ts";

export const feature: Feature = {
  menu: [
    {
      group: "floor",
      to: "/load",
      icon: PackageOpen,
      key: "carrierLoad",
      permission: "carrier:load",
      order: 36,
    },
    {
      group: "floor",
      to: "/carriers",
      icon: Boxes,
      key: "carriers",
      permission: "carrier:read",
      order: 37,
    },
  ],
  jobs: [
    {
      key: "loadCarriers",
      to: "/load",
      icon: PackageOpen,
      permission: "carrier:load",
      roles: ["operator", "material"],
    },
  ],
  opens: { CARRIER: (carrierNo) => `/carriers/${encodeURIComponent(carrierNo)}` },
};
