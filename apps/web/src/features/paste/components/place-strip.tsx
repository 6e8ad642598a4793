import { useQuery } from "@tanstack/react-query";
import { LayoutGrid, QrCode } from "lucide-react";
import { useT } from "~/lib/i18n.ts";
import { Button } from "~/ui/button.tsx";
import { FloorStrip, PlaceName } from "~/ui/floor.tsx";
import { FloorOperator } from "~/ui/floor-operator.tsx";
import { Select } from "~/ui/input.tsx";
import { ButtonLink } from "~/ui/link.tsx";
import { fridgesQuery, linesQuery } from "../api/choices.ts";
import { chooseFridge, chooseLine } from "../terminal.ts";
import type { PasteLoop } from "../use-paste-loop.ts";

interface PlaceStripProps {
  loop: PasteLoop;
  onLabels: () => void;
}

/** Which line and which fridge this terminal stands at, who works here. */
export function PlaceStrip({ loop, onLabels }: PlaceStripProps) {
  const t = useT("paste");
  const { data: lines = [] } = useQuery(linesQuery);
  const { data: fridges = [] } = useQuery(fridgesQuery);
  const choice = ({ code, name }: { code: string; name: string }) => ({
    value: code,
    label: name === code ? code : `${code} · ${name}`,
  });
  return (
    <FloorStrip>
      <PlaceName name={t("title")} detail="" />
      <span className="flex min-w-0 flex-1 items-center gap-3 max-sm:order-last max-sm:basis-full">
        <span className="w-52 min-w-0 max-sm:flex-1">
          <Select
            aria-label={t("line")}
            value={loop.lineCode ?? ""}
            emptyLabel={t("line.none")}
            choices={lines.map(choice)}
            onChange={(event) => chooseLine(event.target.value || null)}
          />
        </span>
        <span className="w-52 min-w-0 max-sm:flex-1">
          <Select
            aria-label={t("fridge")}
            value={loop.fridge?.code ?? ""}
            emptyLabel={t("fridge.none")}
            choices={fridges.filter(({ isActive }) => isActive).map(choice)}
            onChange={(event) => chooseFridge(event.target.value || null)}
          />
        </span>
      </span>
      <span className="flex items-center gap-1 max-sm:ms-auto">
        <Button look="quiet" icon={QrCode} onClick={onLabels}>
          {t("labels")}
        </Button>
        <ButtonLink to="/paste/bottles" look="quiet" icon={LayoutGrid}>
          {t("bottles")}
        </ButtonLink>
      </span>
      <FloorOperator />
    </FloorStrip>
  );
}
