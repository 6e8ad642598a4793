import type { RunUnitRow } from "@lineside/domain/execution";
import { useParams } from "@tanstack/react-router";
import { ArrowLeft, Printer } from "lucide-react";
import { useEffect, useState } from "react";
import { path } from "~/lib/http.ts";
import { useT } from "~/lib/i18n.ts";
import { useRows } from "~/lib/pages.ts";
import { Button } from "~/ui/button.tsx";
import { Empty } from "~/ui/empty.tsx";
import { TextLink } from "~/ui/link.tsx";
import { Page } from "~/ui/page.tsx";
import { Qr } from "~/ui/qr.tsx";
import { Refusal } from "~/ui/refusal.tsx";
import { Segmented } from "~/ui/segmented.tsx";
import { Loading } from "~/ui/skeleton.tsx";
import { Sn } from "~/ui/sn.tsx";
import { Text } from "~/ui/text.tsx";

const sizes = { small: 56, normal: 88, large: 132 };
/** A sheet is for a shelf of boards; whole reels of labels are the label printer's work. */
const mostLabels = 2000;

/** The run's serial numbers as QR codes, to be printed and stuck onto boards. */
export function LabelsPage() {
  const { runNo } = useParams({ from: "/_app/runs/$runNo/labels" });
  const t = useT("run");
  const [size, setSize] = useState<keyof typeof sizes>("normal");
  const units = useLabelUnits(runNo);
  const isWhole = !units.hasMore || units.rows.length >= mostLabels;
  return (
    <Page
      title={t("labels")}
      lead={<Sn value={runNo} />}
      back={
        <TextLink to="/runs/$runNo" params={{ runNo }} className="inline-flex items-center gap-1">
          <ArrowLeft aria-hidden className="size-4" />
          {runNo}
        </TextLink>
      }
      actions={
        <>
          <Segmented
            label={t("labelSize")}
            value={size}
            onChange={(next) => setSize(next as keyof typeof sizes)}
            choices={(["small", "normal", "large"] as const).map((value) => ({
              value,
              label: t(`labelSize.${value}`),
            }))}
          />
          <Button
            look="primary"
            icon={Printer}
            isBusy={!isWhole}
            isDisabled={units.rows.length === 0}
            onClick={() => window.print()}
          >
            {t("print")}
          </Button>
        </>
      }
    >
      {units.error && <Refusal error={units.error} onRetry={units.retry} />}
      {units.isLoading && <Loading />}
      {!units.isLoading && units.rows.length === 0 && !units.error && (
        <Empty title={t("noUnits")} />
      )}
      {units.hasMore && isWhole && <Text isQuiet>{t("labelsCut", { count: mostLabels })}</Text>}
      <LabelSheet units={units.rows} sizePx={sizes[size]} />
    </Page>
  );
}

/** Every unit that may still get a label, page after page. */
function useLabelUnits(runNo: string) {
  const units = useRows<RunUnitRow>(["runs", runNo, "labels"], path`/runs/${runNo}/units`, {
    limit: 200,
  });
  const { hasMore, isLoadingMore, more, rows } = units;
  useEffect(() => {
    if (hasMore && !isLoadingMore && rows.length < mostLabels) more();
  }, [hasMore, isLoadingMore, more, rows.length]);
  return { ...units, rows: rows.filter((unit) => unit.state !== "VOIDED") };
}

function LabelSheet({ units, sizePx }: { units: RunUnitRow[]; sizePx: number }) {
  return (
    <ul
      className="grid gap-4"
      style={{ gridTemplateColumns: `repeat(auto-fill, minmax(${sizePx + 72}px, 1fr))` }}
    >
      {units.map((unit) => (
        <li
          key={unit.id}
          className="flex break-inside-avoid flex-col items-center gap-1 text-center"
        >
          <Qr value={unit.sn} sizePx={sizePx} />
          <Text isSmall>
            <Sn value={unit.sn} />
          </Text>
        </li>
      ))}
    </ul>
  );
}
