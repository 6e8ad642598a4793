import type { Instant } from "@lineside/domain/kernel";
import type { BoardAnswer, ReadinessItem } from "@lineside/domain/readiness";
import { useT } from "~/lib/i18n.ts";
import { PaperTable } from "~/ui/paper-table.tsx";
import { useRefusalText } from "~/ui/refusal.tsx";
import { ReportHead } from "~/ui/report.tsx";
import { Signatures } from "~/ui/signatures.tsx";
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
            <Proof key="proof" item={item} />,
          ],
        }))}
      />
      <PaperTable
        label={t("signatures")}
        head={[t("preparedBy"), t("reviewedBy")]}
        rows={[
          {
            key: "signatures",
            cells: [
              <Signature
                key="prepared"
                name={changeover?.preparedByName}
                at={changeover?.preparedAt}
              />,
              <Signature
                key="reviewed"
                name={changeover?.reviewedByName}
                at={changeover?.reviewedAt}
              />,
            ],
          },
        ]}
      />
      <Signatures isMixed signatures={board.signatures} />
    </div>
  );
}

/** What was seen, when and by whom; and who waived what was not right. */
function Proof({ item: { evidence, waiver, state } }: { item: ReadinessItem }) {
  const t = useT("readiness");
  return (
    <>
      {evidence.map(({ kind, key, label, at, byName }) => (
        <div key={`${kind}${key}`}>
          {label} {at && <Time at={at} style="minute" zone={false} />} {byName}
        </div>
      ))}
      {waiver && state === "WAIVED" && (
        <div>
          {t("waivedBy", {
            name: waiver.approvedByName ?? waiver.requestedByName,
            reason: waiver.reason,
          })}
        </div>
      )}
    </>
  );
}

function Signature({ name, at }: { name?: string | null; at?: Instant | null }) {
  return (
    <>
      {name} {at && <Time at={at} style="minute" />}
    </>
  );
}
