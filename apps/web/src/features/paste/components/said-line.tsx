import { Check, IdCard, MapPin } from "lucide-react";
import { formatTime } from "~/lib/format.ts";
import { useT } from "~/lib/i18n.ts";
import { SaidBand } from "~/ui/said-band.tsx";
import type { Said } from "../loop.ts";

/** What the last scan or press did: above the bottle, until the next one. */
export function SaidLine({ said }: { said: Said | null }) {
  const t = useT("paste");
  if (said?.at === "DONE")
    return (
      <SaidBand tone="ok" icon={Check} aside={formatTime(said.atMs, "time")}>
        {t(`done.${said.ask.action}`)}
        {said.ask.fridgeCode && ` → ${said.ask.fridgeCode}`}
        {said.ask.lineCode && ` · ${said.ask.lineCode}`}
      </SaidBand>
    );
  if (said?.at === "PLACE") {
    const { code } = said;
    return (
      <SaidBand tone="wait" icon={MapPin}>
        {said.kind === "LINE" ? t("place.line", { code }) : t("place.fridge", { code })}
      </SaidBand>
    );
  }
  if (said?.at === "OPERATOR")
    return (
      <SaidBand tone="wait" icon={IdCard}>
        {t("operator.now", { name: said.name })}
      </SaidBand>
    );
  return null;
}
