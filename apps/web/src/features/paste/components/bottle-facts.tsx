import type { PasteBottleAnswer } from "@lineside/domain/solder-paste";
import { faceOf } from "~/lib/clock-face.ts";
import { formatDuration } from "~/lib/format.ts";
import { useLocalName, useT } from "~/lib/i18n.ts";
import { useNow } from "~/lib/use-now.ts";
import { DrainBar } from "~/ui/drain-bar.tsx";
import { KeyValues } from "~/ui/key-values.tsx";
import { Section } from "~/ui/page.tsx";
import { Qr } from "~/ui/qr.tsx";
import { statusOf } from "~/ui/status.ts";
import { StatusPill } from "~/ui/status-pill.tsx";
import { Text } from "~/ui/text.tsx";
import { Duration, Time } from "~/ui/time.tsx";

/** What the bottle is, and every clock that counts on it. */
export function BottleFacts({ answer }: { answer: PasteBottleAnswer }) {
  const t = useT("paste");
  const { bottle, type } = answer;
  const { policy } = type;
  const cycles = `${bottle.thawCycles} / ${policy.thawCyclesMax}`;
  return (
    <>
      <Section title={t("facts")}>
        <KeyValues
          items={[
            [t("type"), `${type.code} · ${type.name}`],
            [t("lot"), bottle.lotNo],
            [t("expiresAt"), <Time key="e" at={bottle.expiresAt} style="date" zone={false} />],
            [t("receivedAt"), <Time key="r" at={bottle.receivedAt} style="minute" />],
            [t("fridge"), bottle.fridgeCode],
            [t("line"), bottle.lineCode],
            [t("openedAt"), <Time key="o" at={bottle.openedAt} style="minute" />],
            policy.needsFridge && [t("thawCycles"), cycles],
            [t("counted.out"), <Duration key="c" ms={bottle.outSeconds * 1000} />],
            [t("counted.open"), <Duration key="x" ms={bottle.exposureSeconds * 1000} />],
            [t("counted.stencil"), <Duration key="s" ms={bottle.stencilSeconds * 1000} />],
            bottle.remark !== null && [t("remark"), bottle.remark],
          ]}
        />
      </Section>
      <Clocks answer={answer} />
      <Qr value={bottle.bottleNo} sizePx={112} />
    </>
  );
}

/** Time rules that run or ran on the bottle. */
function Clocks({ answer }: { answer: PasteBottleAnswer }) {
  const t = useT("paste");
  if (answer.clocks.length === 0) return null;
  return (
    <Section title={t("clocks")}>
      <ul className="flex flex-col gap-3">
        {answer.clocks.map((clock) => (
          <li key={clock.id}>
            <ClockRow clock={clock} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

function ClockRow({ clock }: { clock: PasteBottleAnswer["clocks"][number] }) {
  const t = useT("paste");
  const local = useLocalName();
  const { state, remainingMs, left, warnAt } = faceOf(clock, useNow(10_000));
  const { tone } = statusOf("clock", state);
  const rest = t("leftOf", {
    left: formatDuration(remainingMs),
    whole: formatDuration(clock.durationMinutes * 60_000),
  });
  return (
    <div className="flex flex-col gap-1">
      <span className="flex flex-wrap items-baseline justify-between gap-x-3">
        {local({ name: clock.ruleName, nameZh: clock.ruleNameZh })}
        <StatusPill kind="clock" state={state} />
      </span>
      {clock.endedAt === null && (
        <>
          <DrainBar left={left} warnAt={warnAt} tone={tone} label={rest} />
          <Text isSmall isQuiet>
            {rest}
          </Text>
        </>
      )}
    </div>
  );
}
