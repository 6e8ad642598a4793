import type { OrderAnswer } from "@lineside/domain/work-order";
import { CutRunDrawer } from "./cut-run-drawer.tsx";
import { EditDrawer } from "./edit-drawer.tsx";
import type { OrderDrawer } from "./order-actions.tsx";
import { ReleaseDrawer } from "./release-drawer.tsx";

interface OrderDrawersProps {
  order: OrderAnswer;
  drawer: OrderDrawer;
  onOpen: (drawer: OrderDrawer | null) => void;
}

/** The forms of an order, loaded when one of them is about to be opened. */
export function OrderDrawers({ order, drawer, onOpen }: OrderDrawersProps) {
  const close = () => onOpen(null);
  if (drawer === "edit") return <EditDrawer order={order} onClose={close} />;
  if (drawer === "cut") return <CutRunDrawer order={order} onClose={close} />;
  return <ReleaseDrawer order={order} onClose={close} onChooseRoute={() => onOpen("edit")} />;
}
