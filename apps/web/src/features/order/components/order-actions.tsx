import type { OrderAnswer } from "@lineside/domain/work-order";
import { Ban, Hand, PackageCheck, Pencil, Play, Scissors, Send } from "lucide-react";
import { useT } from "~/lib/i18n.ts";
import type { Reach } from "~/lib/on-demand.tsx";
import { useCommand } from "~/lib/use-command.ts";
import { Button } from "~/ui/button.tsx";
import { ReasonButton } from "~/ui/reason-button.tsx";
import { useStateText } from "~/ui/status-pill.tsx";
import { useWhyNot } from "~/ui/why-not.ts";
import { moveOrder, type OrderMove } from "../api/orders.ts";

export type OrderDrawer = "edit" | "release" | "cut";

interface OrderActionsProps {
  order: OrderAnswer;
  reach: Reach;
  onOpen: (drawer: OrderDrawer) => void;
}

/** What can be done with the order now; the next step first. */
export function OrderActions({ order, reach, onOpen }: OrderActionsProps) {
  const t = useT("order");
  const whyNot = useWhyNot();
  const stateText = useStateText("order");
  if (order.state === "COMPLETED" || order.state === "CANCELLED") return null;
  const isReceived = order.state === "RECEIVED" || order.heldFrom === "RECEIVED";
  const notNow = t("notWhile", { state: stateText(order.state) });
  return (
    <>
      {isReceived ? (
        <Button
          look="primary"
          icon={Send}
          {...reach}
          onClick={() => onOpen("release")}
          disabledReason={whyNot("wo:release", order.actions.includes("release") ? null : notNow)}
        >
          {t("release")}
        </Button>
      ) : (
        <CutRunButton order={order} reach={reach} onOpen={() => onOpen("cut")} />
      )}
      <Button
        icon={Pencil}
        {...reach}
        onClick={() => onOpen("edit")}
        disabledReason={whyNot("wo:update")}
      >
        {t("edit")}
      </Button>
      {order.state !== "ON_HOLD" && <HoldButton order={order} />}
      <EndButtons order={order} />
    </>
  );
}

/** Primary as long as there is something left to cut; then closing is the next step. */
export function CutRunButton(props: { order: OrderAnswer; reach?: Reach; onOpen: () => void }) {
  const { order, reach, onOpen } = props;
  const t = useT("order");
  const whyNot = useWhyNot();
  const stateText = useStateText("order");
  const mayState = order.state === "RELEASED" || order.state === "IN_PROGRESS";
  const obstacle = !mayState
    ? t("notWhile", { state: stateText(order.state) })
    : order.remainingQty === 0
      ? t("nothingLeft")
      : null;
  const isNext = order.quantities.allocated < order.plannedQty;
  return (
    <Button
      look={isNext ? "primary" : "plain"}
      icon={Scissors}
      {...reach}
      onClick={onOpen}
      disabledReason={whyNot("run:create", obstacle)}
    >
      {t("cutRun")}
    </Button>
  );
}

function useMove(order: OrderAnswer) {
  const move = useCommand(moveOrder, { touches: [["orders"], ["runs"]] });
  return (to: OrderMove, reason?: string) =>
    move.mutateAsync({ woNo: order.woNo, move: to, reason });
}

export function HoldButton({ order }: { order: OrderAnswer }) {
  const t = useT("order");
  const whyNot = useWhyNot();
  const move = useMove(order);
  if (order.state === "ON_HOLD")
    return (
      <ReasonButton
        icon={Play}
        label={t("resume")}
        reason="none"
        question={t("resumeQuestion")}
        disabledReason={whyNot("wo:update")}
        onConfirm={() => move("resume")}
      />
    );
  return (
    <ReasonButton
      icon={Hand}
      label={t("hold")}
      question={t("holdQuestion")}
      disabledReason={whyNot("wo:update")}
      onConfirm={(reason) => move("hold", reason)}
    />
  );
}

/** Closing when it is made, cancelling as long as nothing was started: one of both is shown. */
function EndButtons({ order }: { order: OrderAnswer }) {
  const t = useT("order");
  const whyNot = useWhyNot();
  const stateText = useStateText("order");
  const move = useMove(order);
  if (order.actions.includes("cancel"))
    return (
      <ReasonButton
        look="danger"
        icon={Ban}
        label={t("cancel")}
        question={
          order.runs.open > 0
            ? t("cancelWithRuns", { count: order.runs.open })
            : t("cancelQuestion")
        }
        disabledReason={whyNot("wo:cancel")}
        onConfirm={(reason) => move("cancel", reason)}
      />
    );
  const { done, scrapped, allocated } = order.quantities;
  const missing = Math.max(0, order.plannedQty - done - scrapped);
  const obstacle = !order.actions.includes("close")
    ? t("notWhile", { state: stateText(order.state) })
    : order.runs.open > 0
      ? t("runsOpen", { count: order.runs.open })
      : null;
  const isNext = obstacle === null && allocated >= order.plannedQty;
  return (
    <ReasonButton
      look={isNext ? "primary" : "plain"}
      icon={PackageCheck}
      label={missing > 0 ? t("closeShort") : t("close")}
      reason={missing > 0 ? "required" : "optional"}
      question={
        missing > 0
          ? t("closeShortQuestion", { missing, planQty: order.plannedQty })
          : t("closeQuestion")
      }
      disabledReason={whyNot("wo:close", obstacle)}
      onConfirm={(reason) => move("close", reason || undefined)}
    />
  );
}
