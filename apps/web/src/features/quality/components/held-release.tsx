import { useQuery } from "@tanstack/react-query";
import { useT } from "~/lib/i18n.ts";
import { useMay } from "~/lib/session.ts";
import { useHoldReason } from "~/ui/hold-reason.ts";
import { Notice } from "~/ui/notice.tsx";
import { Refusal } from "~/ui/refusal.tsx";
import { Loading } from "~/ui/skeleton.tsx";
import { useWhyNot } from "~/ui/why-not.ts";
import { heldUnitQuery } from "../api/held-unit.ts";
import { ReleaseForm } from "./release-form.tsx";

/** Why a board is held, and the form that ends it for those who may. */
export function HeldRelease({ sn, onDone }: { sn: string; onDone: () => void }) {
  const t = useT("quality");
  const holdReason = useHoldReason();
  const whyNot = useWhyNot();
  const may = useMay("quality:disposition");
  const { data, error, isPending, refetch } = useQuery(heldUnitQuery(sn));
  if (error) return <Refusal error={error} onRetry={() => void refetch()} />;
  if (isPending) return <Loading lines={3} />;
  if (!data) return <Notice tone="ok" title={t("notHeldAnyMore")} />;
  return (
    <>
      <Notice tone="held" title={holdReason(data.holdReason)} />
      {may ? (
        <ReleaseForm
          sn={sn}
          steps={data.releaseSteps}
          finishes={data.finishesOnRelease}
          onDone={onDone}
        />
      ) : (
        <Notice tone="wait" title={whyNot("quality:disposition")} />
      )}
    </>
  );
}
