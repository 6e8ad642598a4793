import type { BoardAnswer, ReadinessItem } from "@lineside/domain/readiness";
import { useT } from "~/lib/i18n.ts";
import { PaperTable } from "~/ui/paper-table.tsx";
import { useRefusalText } from "~/ui/refusal.tsx";
import { ReportHead } from "~/ui/report.tsx";
import { useStateText } from "~/ui/status-pill.tsx";
import { Time } from "~/ui/time.tsx";
import { itemId } from "../order.ts";

/** The pre-changeover sheet on paper (QR-Pro-133): needed or not, right or not, by whom. */
export function ChangeoverSheet({ board }: { board: BoardAnswer }) {
  const t = useT("readiness");
  const tWords = useT("words");
  const say = useRefusalText();
  const stateText = useStateText("readiness");
  const { changeover } = board;
  const proof = ({ evidence, waiver }: ReadinessItem) =>
    [...evidence.map(({ label }) => label), waiver?.reason].filter(Boolean).join(", ");
  return (
    <div className="hidden flex-col gap-4 print:flex">
      <ReportHead
        kind={t("sheet")}
        subject={board.runNo}
        code={board.runNo}
        lines={[
          `${board.productCode} ${board.productName} · ${board.planQty}`,
          `${board.lineCode} ${board.lineName} · ${board.woNo}`,
          changeover && (
            <>
              {t("changeoverAt")} <Time at={changeover.changeoverAt} style="minute" />
            </>
          ),
        ]}
      />
      <PaperTable
        label={t("sheet")}
        head={[t("item"), t("need"), t("state"), t("finding"), t("evidence")]}
        rows={board.items.map((item) => ({
          key: itemId(item),
          cells: [
            `${tWords(`check.${item.checkCode}`)} ${item.itemKey}`.trim(),
            t(item.need.isNeeded ? "need.yes" : "need.no"),
            stateText(item.state),
            item.finding ? say(item.finding) : "",
            proof(item),
          ],
        }))}
      />
      <PaperTable
        label={t("signatures")}
        head={[t("preparedBy"), t("reviewedBy")]}
        rows={[
          {
            key: "signatures",
            cells: [changeover?.preparedByName ?? "", changeover?.reviewedByName ?? ""],
          },
        ]}
      />
    </div>
  );
}
