import type { HeldUnitRow } from "@lineside/domain/quality";
import { useQuery } from "@tanstack/react-query";
import { useLocalName, useT } from "~/lib/i18n.ts";
import { useMay } from "~/lib/session.ts";
import { addressOf } from "~/shell/feature.ts";
import { Drawer } from "~/ui/dialog.tsx";
import { KeyValues } from "~/ui/key-values.tsx";
import { ButtonLink } from "~/ui/link.tsx";
import { Sn } from "~/ui/sn.tsx";
import { StatusPill } from "~/ui/status-pill.tsx";
import { Time } from "~/ui/time.tsx";
import { heldUnitQuery } from "../api/held-unit.ts";
import { HeldRelease } from "./held-release.tsx";

/** One held board: why it is held, and the way out. */
export function HeldDrawer({ sn, onClose }: { sn: string; onClose: () => void }) {
  const t = useT("quality");
  const trace = useMay("trace:read") ? addressOf("UNIT", sn) : null;
  const { data } = useQuery(heldUnitQuery(sn));
  return (
    <Drawer
      isOpen
      onClose={onClose}
      title={t("heldBoard")}
      lead={<Sn value={sn} />}
      footer={trace && <ButtonLink to={trace as "/"}>{t("openTrace")}</ButtonLink>}
    >
      <div className="flex flex-col gap-5">
        <HeldRelease sn={sn} onDone={onClose} />
        {data && <HeldFacts unit={data} />}
      </div>
    </Drawer>
  );
}

function HeldFacts({ unit }: { unit: HeldUnitRow }) {
  const t = useT("quality");
  const local = useLocalName();
  return (
    <KeyValues
      items={[
        unit.recommendation !== null && [
          t("recommended"),
          <StatusPill key="r" kind="disposition" state={unit.recommendation} />,
        ],
        [t("since"), <Time key="since" at={unit.heldAt} />],
        [t("step"), `${unit.stepNo} ${local({ name: unit.stepName, nameZh: unit.stepNameZh })}`],
        [t("product"), unit.productCode],
        [t("run"), <Sn key="run" value={unit.runNo} />],
        [t("order"), <Sn key="order" value={unit.woNo} />],
        [t("line"), unit.lineCode],
        unit.panelNo !== null && [t("panel"), <Sn key="panel" value={unit.panelNo} />],
      ]}
    />
  );
}
