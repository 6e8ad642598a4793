import { ArrowDownToLine, ArrowUpFromLine, PackageOpen, Undo2 } from "lucide-react";
import { useT } from "~/lib/i18n.ts";
import { BigAction, BigActions } from "~/ui/big-action.tsx";
import { FloorPanel } from "~/ui/floor.tsx";
import type { InHand, LoadInput, LoadLoop } from "../load-loop.ts";

interface LoadActionsProps {
  loop: LoadLoop;
  carrier: InHand;
  tell: (input: LoadInput) => void;
}

/** What a gloved hand may press instead of scanning: put on, take off, take back, all off. */
export function LoadActions({ loop, carrier, tell }: LoadActionsProps) {
  const t = useT("carrier");
  const { mode, done } = loop;
  const isBusy = loop.busy !== null;
  if (loop.isAskingAll) return <AskAll carrier={carrier} isBusy={isBusy} tell={tell} />;
  return (
    <BigActions label={t("load.actions")} isTight>
      <BigAction
        number={1}
        icon={ArrowDownToLine}
        label={t("load.mode.LOAD")}
        isNext={mode === "LOAD"}
        onPress={() => tell({ type: "MODE", mode: "LOAD" })}
      />
      <BigAction
        number={2}
        icon={ArrowUpFromLine}
        label={t("load.mode.UNLOAD")}
        isNext={mode === "UNLOAD"}
        onPress={() => tell({ type: "MODE", mode: "UNLOAD" })}
      />
      <BigAction
        number={3}
        icon={Undo2}
        label={t("load.undo")}
        detail={undoes(done)}
        isDisabled={!done || isBusy}
        onPress={() => tell({ type: "UNDO" })}
      />
      <BigAction
        number={4}
        icon={PackageOpen}
        label={t("load.all")}
        isDanger
        isDisabled={carrier.units.length === 0 || isBusy}
        onPress={() => tell({ type: "ASK_ALL" })}
      />
    </BigActions>
  );
}

/** Which boards an undo would move; a whole rack is told by its first two. */
function undoes(done: LoadLoop["done"]): string | undefined {
  const sns = done?.units.map(({ sn }) => sn) ?? [];
  return sns.length > 2 ? `${sns.slice(0, 2).join(", ")} …` : sns.join(", ") || undefined;
}

function AskAll({
  carrier,
  isBusy,
  tell,
}: {
  carrier: InHand;
  isBusy: boolean;
  tell: LoadActionsProps["tell"];
}) {
  const t = useT("carrier");
  const count = carrier.units.length;
  return (
    <FloorPanel title={t("load.askAll", { count, carrierNo: carrier.carrierNo })}>
      <BigActions label={t("load.all")}>
        <BigAction
          number={1}
          icon={PackageOpen}
          label={t("load.allYes")}
          isDanger
          isBusy={isBusy}
          onPress={() => tell({ type: "UNLOAD_ALL" })}
        />
        <BigAction
          number={2}
          icon={Undo2}
          label={t("load.allNo")}
          onPress={() => tell({ type: "CANCEL" })}
        />
      </BigActions>
    </FloorPanel>
  );
}
