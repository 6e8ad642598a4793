import type { HoldRow } from "@lineside/domain/audit";
import { Lock, LockOpen } from "lucide-react";
import { useState } from "react";
import { useT } from "~/lib/i18n.ts";
import { plantDayStart } from "~/lib/plant-day.ts";
import { useCommand } from "~/lib/use-command.ts";
import { Field } from "~/ui/field.tsx";
import { Input } from "~/ui/input.tsx";
import { Section } from "~/ui/page.tsx";
import { ReasonButton } from "~/ui/reason-button.tsx";
import { Refusal } from "~/ui/refusal.tsx";
import { Badge } from "~/ui/status-pill.tsx";
import { Text } from "~/ui/text.tsx";
import { Time } from "~/ui/time.tsx";
import { useWhyNot } from "~/ui/why-not.ts";
import { dayAfter } from "../api/asked.ts";
import { holdsKey, placeHold, releaseHold, useHolds } from "../api/seals.ts";

/** Legal holds: what they cover stays in the database, however old it gets. */
export function Holds() {
  const t = useT("audit");
  const { rows, error, retry } = useHolds();
  return (
    <Section title={t("holds.title")} lead={t("holds.lead")} actions={<PlaceHold />}>
      {error && <Refusal error={error} onRetry={retry} />}
      {rows.length === 0 && !error && <Text isQuiet>{t("holds.none")}</Text>}
      <ul className="flex flex-col gap-4">
        {rows.map((hold) => (
          <li key={hold.id} className="flex flex-wrap items-start justify-between gap-2">
            <HoldFacts hold={hold} />
            {!hold.releasedAt && <ReleaseHold id={hold.id} />}
          </li>
        ))}
      </ul>
    </Section>
  );
}

function HoldFacts({ hold }: { hold: HoldRow }) {
  const t = useT("audit");
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <span className="flex flex-wrap items-center gap-2">
        <Badge tone={hold.releasedAt ? "none" : "held"} icon={hold.releasedAt ? LockOpen : Lock}>
          {t(hold.releasedAt ? "holds.released" : "holds.active")}
        </Badge>
        <Text isStrong>{hold.reason}</Text>
      </span>
      <span className="flex flex-wrap gap-x-2">
        <Time at={hold.fromAt} style="minute" /> –{" "}
        {hold.toAt ? <Time at={hold.toAt} style="minute" /> : t("holds.open")}
      </span>
      <Text isQuiet isSmall>
        {hold.placedByName} <Time at={hold.placedAt} style="minute" />
      </Text>
      {hold.releasedAt && (
        <Text isQuiet isSmall>
          {t("holds.releasedBy", { name: hold.releasedByName ?? "" })}{" "}
          <Time at={hold.releasedAt} style="minute" /> {hold.releaseReason}
        </Text>
      )}
    </div>
  );
}

function ReleaseHold({ id }: { id: string }) {
  const t = useT("audit");
  const whyNot = useWhyNot();
  const release = useCommand(releaseHold, { touches: [holdsKey] });
  return (
    <ReasonButton
      size="small"
      icon={LockOpen}
      label={t("holds.release")}
      question={t("holds.releaseQuestion")}
      disabledReason={whyNot("audit:hold")}
      onConfirm={(reason) => release.mutateAsync({ id, reason })}
    />
  );
}

function PlaceHold() {
  const t = useT("audit");
  const whyNot = useWhyNot();
  const [from, setFrom] = useState("");
  const [to, setTo] = useState("");
  const place = useCommand(placeHold, { touches: [holdsKey] });
  return (
    <ReasonButton
      size="small"
      icon={Lock}
      label={t("holds.place")}
      question={t("holds.placeQuestion")}
      disabledReason={whyNot("audit:hold")}
      onConfirm={(reason) =>
        place.mutateAsync({
          from: plantDayStart(from) ?? "",
          to: (to && dayAfter(to)) || null,
          reason,
        })
      }
    >
      <Field label={t("from")} isRequired>
        <Input type="date" value={from} onChange={(event) => setFrom(event.target.value)} />
      </Field>
      <Field label={t("to")} hint={t("holds.toHint")}>
        <Input type="date" value={to} onChange={(event) => setTo(event.target.value)} />
      </Field>
    </ReasonButton>
  );
}
