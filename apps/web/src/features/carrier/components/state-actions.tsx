import {
  type AskedCarrierState,
  askedCarrierStates,
  type CarrierRow,
  type CarrierState,
} from "@lineside/domain/execution";
import { Archive, Droplets, type LucideIcon, OctagonAlert, Play } from "lucide-react";
import { useT } from "~/lib/i18n.ts";
import { useCommand } from "~/lib/use-command.ts";
import { ReasonButton } from "~/ui/reason-button.tsx";
import { changeCarrier } from "../api/save-carrier.ts";

const icons: Record<AskedCarrierState, LucideIcon> = {
  READY: Play,
  CLEANING: Droplets,
  BLOCKED: OctagonAlert,
  RETIRED: Archive,
};

/** What may follow each state; boards that lie on it stay where they are when it is blocked. */
const follows: Record<CarrierState, readonly AskedCarrierState[]> = {
  READY: ["CLEANING", "BLOCKED", "RETIRED"],
  IN_USE: ["BLOCKED"],
  CLEANING: ["READY", "BLOCKED", "RETIRED"],
  BLOCKED: ["READY", "CLEANING", "RETIRED"],
  RETIRED: [],
};

/** To the wash, out of use and back: each with what follows from it, some with a reason. */
export function StateActions({ row }: { row: CarrierRow }) {
  const t = useT("carrier");
  const change = useCommand(changeCarrier, { touches: [["carriers"]] });
  const { carrierNo, version, loaded } = row;
  return askedCarrierStates
    .filter((state) => follows[row.state].includes(state))
    .filter((state) => state === "READY" || state === "BLOCKED" || loaded === 0)
    .map((state) => {
      const isGrave = state === "BLOCKED" || state === "RETIRED";
      return (
        <ReasonButton
          key={state}
          icon={icons[state]}
          look={isGrave ? "danger" : "plain"}
          label={t(`to.${state}`)}
          question={t(`to.${state}.question`, { carrierNo })}
          reason={isGrave ? "required" : "none"}
          onConfirm={(reason) =>
            change.mutateAsync({ carrierNo, version, state, ...(isGrave && { reason }) })
          }
        />
      );
    });
}
