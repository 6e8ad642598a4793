import { useState } from "react";
import { onDemand } from "~/lib/on-demand.tsx";
import type { MenuProps } from "./menu-parts.tsx";
import { PopupTrigger } from "./popup-trigger.tsx";

const load = () => import("./menu-parts.tsx");
const MenuParts = onDemand(load, "MenuParts");
export const MenuItem = onDemand(load, "MenuItem");
/** One of several, inside a menu; the menu stays open to show the effect. */
export const MenuChoices = onDemand(load, "MenuChoices");
export const MenuLine = onDemand(load, "MenuLine");
export const preloadMenu = MenuParts.preload;

export function Menu(props: MenuProps) {
  const [wasOpened, setOpened] = useState(false);
  const closed = (
    <PopupTrigger
      trigger={props.trigger}
      kind="menu"
      reach={MenuParts.reach}
      onOpen={() => setOpened(true)}
    />
  );
  return wasOpened ? <MenuParts {...props} waiting={closed} /> : closed;
}
