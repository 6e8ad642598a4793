import type { RunAnswer } from "@lineside/domain/work-order";
import { ListChecks } from "lucide-react";
import { useT } from "~/lib/i18n.ts";
import { useMay } from "~/lib/session.ts";
import { addressOf } from "~/shell/feature.ts";
import { KeyValues } from "~/ui/key-values.tsx";
import { ButtonLink, TextLink } from "~/ui/link.tsx";
import { Sn } from "~/ui/sn.tsx";
import { Time, useTimeHeader } from "~/ui/time.tsx";
import { routeFindings } from "../gates.ts";
import { FindingList } from "./finding-list.tsx";

/** What the run was cut for, and whether its line can still make it. */
export function PreparePanel({ run }: { run: RunAnswer }) {
  const t = useT("run");
  const timeHeader = useTimeHeader();
  const mayPrepare = useMay("readiness:read");
  const mayReadOrder = useMay("wo:read");
  const mayReadRoute = useMay("route:read");
  const order = mayReadOrder && addressOf("ORDER", run.woNo);
  const route = mayReadRoute && addressOf("ROUTE", run.routeCode);
  const version = `${run.routeCode} v${run.routeVersionNo}`;
  return (
    <>
      <FindingList findings={routeFindings(run)} run={run} />
      {mayPrepare && (
        <div>
          <ButtonLink icon={ListChecks} to="/runs/$runNo/prepare" params={{ runNo: run.runNo }}>
            {t("toBoard")}
          </ButtonLink>
        </div>
      )}
      <KeyValues
        isWide
        items={[
          [
            t("order"),
            order ? (
              <TextLink key="order" to={order as "/"}>
                <Sn value={run.woNo} />
              </TextLink>
            ) : (
              <Sn key="order" value={run.woNo} />
            ),
          ],
          [t("product"), `${run.productCode} · ${run.productName}`],
          [t("line"), `${run.lineCode} · ${run.lineName}`],
          [
            t("routeVersion"),
            route ? (
              <TextLink key="route" to={route as "/"}>
                {version}
              </TextLink>
            ) : (
              version
            ),
          ],
          [t("quantity"), run.planQty],
          [t("unitSource"), t(`unitSource.${run.unitSource}`)],
          [t("shift"), run.shiftCode],
          [t("changeoverNo"), run.changeoverNo],
          [
            timeHeader(t("created")),
            <Time key="created" at={run.createdAt} style="minute" zone={false} />,
          ],
        ]}
      />
    </>
  );
}
