import type { EquipmentDetail } from "@lineside/domain/equipment";
import { useQuery } from "@tanstack/react-query";
import { Pencil } from "lucide-react";
import { useState } from "react";
import { useT } from "~/lib/i18n.ts";
import { useMay } from "~/lib/session.ts";
import { Button } from "~/ui/button.tsx";
import { Drawer } from "~/ui/dialog.tsx";
import { KeyValues } from "~/ui/key-values.tsx";
import { Section } from "~/ui/page.tsx";
import { Refusal } from "~/ui/refusal.tsx";
import { Loading } from "~/ui/skeleton.tsx";
import { statusOf } from "~/ui/status.ts";
import { StatusPill, useStateText } from "~/ui/status-pill.tsx";
import { Ago, Time, useTimeHeader } from "~/ui/time.tsx";
import { Timeline, TimelineItem } from "~/ui/timeline.tsx";
import { machineQuery } from "../api/equipment.ts";
import { Calibration } from "./calibration.tsx";
import { MachineForm } from "./machine-form.tsx";
import { StatusForm } from "./status-form.tsx";

/** One machine: what it is now, how it changes, what it went through. */
export function MachineDrawer({ code, onClose }: { code: string; onClose: () => void }) {
  const t = useT("equipment");
  const may = useMay("equipment:config");
  const [isEditing, setEditing] = useState(false);
  const { data, error, refetch } = useQuery(machineQuery(code));
  if (isEditing && data)
    return <MachineForm row={data} onClose={() => setEditing(false)} onDeleted={onClose} />;
  return (
    <Drawer
      isOpen
      onClose={onClose}
      title={data ? `${data.code} · ${data.name}` : code}
      lead={data && [data.lineCode, data.stationCode].filter(Boolean).join(" · ")}
    >
      {error && <Refusal error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data && (
        <div className="flex flex-col gap-6">
          <Facts machine={data} />
          <StatusForm key={data.version} machine={data} />
          <History machine={data} />
          {may && (
            <div>
              <Button icon={Pencil} onClick={() => setEditing(true)}>
                {t("common:edit")}
              </Button>
            </div>
          )}
        </div>
      )}
    </Drawer>
  );
}

function Facts({ machine }: { machine: EquipmentDetail }) {
  const t = useT("equipment");
  const timeHeader = useTimeHeader();
  return (
    <KeyValues
      items={[
        [
          t("status"),
          <span key="status" className="flex flex-wrap items-center gap-2">
            <StatusPill kind="equipment" state={machine.status} />
            {!machine.isActive && <StatusPill kind="active" state="INACTIVE" />}
            <Ago at={machine.statusSince} />
          </span>,
        ],
        machine.statusReason !== null && [t("reason"), machine.statusReason],
        machine.kind !== null && [t("kind"), t(`kind.${machine.kind}`)],
        machine.calibrationDueAt !== null && [
          timeHeader(t("calibration")),
          <Calibration key="due" dueAt={machine.calibrationDueAt} />,
        ],
      ]}
    />
  );
}

function History({ machine }: { machine: EquipmentDetail }) {
  const t = useT("equipment");
  const stateText = useStateText("equipment");
  const timeHeader = useTimeHeader();
  return (
    <Section title={timeHeader(t("history"))}>
      <Timeline label={t("history")}>
        {machine.history.map((change) => (
          <TimelineItem
            key={change.id}
            {...statusOf("equipment", change.status)}
            title={change.fromStatus === null ? t("created") : stateText(change.status)}
            when={<Time at={change.at} style="minute" zone={false} />}
            facts={change.actorName}
          >
            {change.reason}
          </TimelineItem>
        ))}
      </Timeline>
    </Section>
  );
}
