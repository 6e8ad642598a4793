import { ArrowRight, UserRound } from "lucide-react";
import { useT } from "~/lib/i18n.ts";
import { useMay } from "~/lib/session.ts";
import { Button } from "~/ui/button.tsx";
import { useResolver } from "~/ui/refusal.tsx";
import { Code } from "~/ui/text.tsx";
import { NextMove } from "~/ui/verdict.tsx";
import type { PasteLoop } from "../use-paste-loop.ts";
import { OverridePanel } from "./panels.tsx";
import { takeFirstOf, toRefusedSaid } from "./said-refusal.ts";

/** After a no: which bottle instead, who can help, and for who may, the way past it. */
export function RefusedPanel({ loop }: { loop: PasteLoop }) {
  const t = useT("paste");
  const resolver = useResolver();
  const mayOverride = useMay("paste:override");
  const { said } = loop.hand;
  const refused = toRefusedSaid(said);
  if (said?.at !== "REFUSED" || !refused) return null;
  const takeFirst = takeFirstOf(refused);
  const who = resolver(refused.resolvedBy);
  return (
    <div className="flex flex-col gap-4">
      {takeFirst && <NextMove icon={ArrowRight}>{t("takeFirst", { bottle: takeFirst })}</NextMove>}
      {who && !(takeFirst && mayOverride) && (
        <NextMove icon={UserRound}>{t("common:refusal.resolvedBy", { who })}</NextMove>
      )}
      {takeFirst && mayOverride && (
        <OverridePanel
          loop={loop}
          onGive={(reason) => void loop.perform({ ...said.ask, reason })}
        />
      )}
      <div className="flex flex-wrap items-center gap-4">
        {!(takeFirst && mayOverride) && (
          <Button size="station" onClick={() => loop.tell({ type: "CANCELLED" })}>
            {t("understood")}
          </Button>
        )}
        <Code value={refused.code} />
      </div>
    </div>
  );
}
