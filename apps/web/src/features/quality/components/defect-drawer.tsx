import type { DefectAnswer } from "@lineside/domain/quality";
import { useQuery } from "@tanstack/react-query";
import { useLocalName, useT } from "~/lib/i18n.ts";
import { useMay } from "~/lib/session.ts";
import { addressOf } from "~/shell/feature.ts";
import { Drawer } from "~/ui/dialog.tsx";
import { KeyValues } from "~/ui/key-values.tsx";
import { TextLink } from "~/ui/link.tsx";
import { Notice } from "~/ui/notice.tsx";
import { Refusal } from "~/ui/refusal.tsx";
import { Signatures } from "~/ui/signatures.tsx";
import { Loading } from "~/ui/skeleton.tsx";
import { Sn } from "~/ui/sn.tsx";
import { StatusPill } from "~/ui/status-pill.tsx";
import { Time } from "~/ui/time.tsx";
import { useWhyNot } from "~/ui/why-not.ts";
import { defectQuery } from "../api/defect.ts";
import { DisposeForm } from "./dispose-form.tsx";
import { HeldRelease } from "./held-release.tsx";

/** One defect: what is known about it, and the decision. */
export function DefectDrawer({ id, onClose }: { id: string; onClose: () => void }) {
  const t = useT("quality");
  const local = useLocalName();
  const { data, error, refetch } = useQuery(defectQuery(id));
  const name = data && local({ name: data.name ?? "", nameZh: data.nameZh });
  return (
    <Drawer
      isOpen
      onClose={onClose}
      title={data ? [data.code, name, data.location].filter(Boolean).join(" · ") : t("defect")}
      lead={data && <Sn value={data.sn} />}
    >
      {error && <Refusal error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data && (
        <div className="flex flex-col gap-5">
          {data.priorDefects > 0 && (
            <Notice tone="warn" title={t("failedBefore", { count: data.priorDefects })} />
          )}
          <Decision defect={data} onDone={onClose} />
          <DefectFacts defect={data} />
          <Signatures signatures={data.signatures} />
        </div>
      )}
    </Drawer>
  );
}

/** What can be decided now: about the defect, or about the board that its decision set aside. */
function Decision({ defect, onDone }: { defect: DefectAnswer; onDone: () => void }) {
  const whyNot = useWhyNot();
  const may = useMay("quality:disposition");
  if (defect.disposition === "HOLD" && defect.unitState === "ON_HOLD")
    return <HeldRelease sn={defect.sn} onDone={onDone} />;
  if (defect.state !== "RECORDED") return null;
  if (!may) return <Notice tone="wait" title={whyNot("quality:disposition")} />;
  return <DisposeForm defect={defect} onDone={onDone} />;
}

function DefectFacts({ defect }: { defect: DefectAnswer }) {
  const t = useT("quality");
  const local = useLocalName();
  const unit = useMay("trace:read") ? addressOf("UNIT", defect.sn) : null;
  const run = useMay("run:read") ? addressOf("RUN", defect.runNo) : null;
  return (
    <KeyValues
      items={[
        [
          t("state"),
          <span key="state" className="flex flex-wrap gap-1">
            <StatusPill kind="defect" state={defect.state} />
            {defect.disposition && <StatusPill kind="disposition" state={defect.disposition} />}
          </span>,
        ],
        defect.recommendation !== null && [
          t("recommended"),
          <StatusPill key="r" kind="disposition" state={defect.recommendation} />,
        ],
        defect.dispositionReason !== null && [t("reason"), defect.dispositionReason],
        defect.reworkStepNo !== null && [t("reworkTo"), defect.reworkStepNo],
        defect.closedAt !== null && [t("closedAt"), <Time key="closed" at={defect.closedAt} />],
        [
          t("sn"),
          unit ? (
            <TextLink key="sn" to={unit as "/"} className="underline">
              <Sn value={defect.sn} />
            </TextLink>
          ) : (
            <Sn key="sn" value={defect.sn} />
          ),
        ],
        [t("unitState"), <StatusPill key="unit" kind="unit" state={defect.unitState} />],
        defect.severity !== null && [
          t("severity"),
          <StatusPill key="severity" kind="grade" state={defect.severity} />,
        ],
        [t("location"), defect.location],
        [t("remark"), defect.remark],
        [
          t("step"),
          `${defect.stepNo} ${local({ name: defect.stepName, nameZh: defect.stepNameZh })}`,
        ],
        [t("station"), defect.stationCode],
        [t("recordedBy"), defect.createdByName],
        [t("when"), <Time key="when" at={defect.createdAt} />],
        [t("product"), defect.productCode],
        [
          t("run"),
          run ? (
            <TextLink key="run" to={run as "/"} className="underline">
              <Sn value={defect.runNo} />
            </TextLink>
          ) : (
            <Sn key="run" value={defect.runNo} />
          ),
        ],
        [t("order"), <Sn key="order" value={defect.woNo} />],
        [t("line"), defect.lineCode],
      ]}
    />
  );
}
