import type { BenchMeasurement, BenchOutcome, MappingBenchAnswer } from "@lineside/domain/ingest";
import type { DraftStep } from "@lineside/domain/routing";
import { formatNumber } from "~/lib/format.ts";
import { useLocalName, useT } from "~/lib/i18n.ts";
import { Button } from "~/ui/button.tsx";
import { type Column, DataTable } from "~/ui/data-table.tsx";
import { Field } from "~/ui/field.tsx";
import { CodeArea } from "~/ui/input.tsx";
import { JsonTree } from "~/ui/json-tree.tsx";
import { Notice } from "~/ui/notice.tsx";
import { Section } from "~/ui/page.tsx";
import { Refusal, useRefusalText } from "~/ui/refusal.tsx";
import { Badge, StatusPill } from "~/ui/status-pill.tsx";
import { Code, Text } from "~/ui/text.tsx";
import { sampleEvent } from "../mapping-draft.ts";

interface MappingBenchProps {
  step: DraftStep;
  text: string;
  onText: (text: string) => void;
  answer: MappingBenchAnswer | undefined;
  error: Error | null;
  active: string | null;
  onPick: (path: string) => void;
}

/** A real event beside the mapping: what is found in it, how it is judged, what would happen. */
export function MappingBench(props: MappingBenchProps) {
  const { step, text, onText, answer, error, active, onPick } = props;
  const t = useT("mapping");
  return (
    <Section isFramed title={t("bench.title")} lead={t("bench.lead")}>
      <Field label={t("bench.paste")}>
        <CodeArea
          rows={7}
          value={text}
          placeholder={t("bench.placeholder")}
          onChange={({ target }) => onText(target.value)}
        />
      </Field>
      {text === "" && (
        <span>
          <Button size="small" onClick={() => onText(sampleEvent(step))}>
            {t("bench.sample")}
          </Button>
        </span>
      )}
      {error && <Refusal error={error} />}
      {answer && text !== "" && (
        <>
          <Said answer={answer} />
          {answer.measurements.length > 0 && <Judged rows={answer.measurements} />}
          {answer.event != null && <Pasted answer={answer} active={active} onPick={onPick} />}
        </>
      )}
    </Section>
  );
}

/** The event from where paths begin; what the mapping finds is marked, and any value can be taken. */
function Pasted({
  answer,
  active,
  onPick,
}: Pick<MappingBenchProps, "active" | "onPick"> & { answer: MappingBenchAnswer }) {
  const t = useT("mapping");
  const marks = useMarks(answer);
  return (
    <Section
      title={t("bench.event")}
      lead={active ? t("bench.pick", { field: t(`field.${active}`) }) : t("bench.pickNone")}
    >
      <JsonTree
        value={answer.event}
        marks={marks}
        onPick={active ? onPick : undefined}
        label={t("bench.event")}
      />
    </Section>
  );
}

function useMarks({ found }: MappingBenchAnswer): ReadonlyMap<string, string> {
  const t = useT("mapping");
  return new Map(
    found.flatMap(({ field, values }) =>
      values.map(({ path }) => [path, t(`field.${field}`)] as const),
    ),
  );
}

/** First what stops it, then what would happen, then what to look at. */
function Said({ answer }: { answer: MappingBenchAnswer }) {
  const t = useT("mapping");
  const say = useSayRefusal();
  const local = useLocalName();
  const { malformed, refusal, reading, missing, unmapped } = answer;
  if (malformed)
    return (
      <Notice tone="bad" title={t("bench.malformed", { ...malformed })}>
        {malformed.reason}
      </Notice>
    );
  if (answer.kind === "CFX") return <Notice tone="wait" title={t("bench.cfx")} />;
  return (
    <>
      {answer.eventCount > 1 && (
        <Text isQuiet isSmall>
          {t("bench.first", { count: answer.eventCount })}
        </Text>
      )}
      {refusal && (
        <Notice tone="bad" title={say(refusal)}>
          <Code value={refusal.code} />
        </Notice>
      )}
      {answer.outcomes.map((outcome) => (
        <OutcomeNotice key={outcome.result} outcome={outcome} />
      ))}
      {reading && reading.flags.length > 0 && (
        <span className="flex flex-wrap gap-1.5">
          {reading.flags.map((flag) => (
            <Badge key={flag} tone={flag === "CONTRADICTION" ? "warn" : "wait"}>
              {t(`flag.${flag}`)}
            </Badge>
          ))}
        </span>
      )}
      {missing.length > 0 && (
        <Text tone="warn">
          {t("bench.missing", { items: missing.map((item) => local(item)).join(", ") })}
        </Text>
      )}
      {unmapped.length > 0 && (
        <Text isQuiet isSmall>
          {t("bench.unmapped", { count: unmapped.length, names: unmapped.slice(0, 8).join(", ") })}
        </Text>
      )}
    </>
  );
}

/** Reasons in words; the code alone would say nothing to an engineer. */
function useSayRefusal() {
  const t = useT("route");
  const say = useRefusalText();
  return ({ code, context }: { code: string; context: Record<string, unknown> }) => {
    const reason = context.reason === undefined ? {} : { reason: t(`fault.${context.reason}`) };
    return say({ code, context: { ...context, ...reason } });
  };
}

function OutcomeNotice({ outcome }: { outcome: BenchOutcome }) {
  const t = useT("mapping");
  const local = useLocalName();
  const say = useSayRefusal();
  const { effect, sns, next, defects, refusal } = outcome;
  const who = sns.length > 3 ? t("units", { count: sns.length }) : sns.join(", ");
  const tone = { NEXT: "ok", DONE: "ok", HOLD: "held", DEFECT: "bad", REFUSED: "bad" } as const;
  const to = next
    ? `${next.stepNo} · ${next.name ?? (next.operation && local(next.operation))}`
    : "";
  const named = defects
    .map(({ code, location }) => (location ? `${code} ${location}` : code))
    .join(", ");
  return (
    <Notice tone={tone[effect]} title={t(`effect.${effect}`, { who, to, defects: named })}>
      {refusal && say(refusal)}
    </Notice>
  );
}

function Judged({ rows }: { rows: BenchMeasurement[] }) {
  const t = useT("mapping");
  const columns = useJudgedColumns();
  return (
    <DataTable
      rows={rows}
      columns={columns}
      rowKey={(row) => `${row.sn ?? ""} ${row.name} ${row.code} ${row.raw}`}
      label={t("bench.judged")}
      maxHeight="22rem"
    />
  );
}

function useJudgedColumns(): Column<BenchMeasurement>[] {
  const t = useT("mapping");
  const value = (given: BenchMeasurement["raw"], unit: string | null) =>
    given === null
      ? "–"
      : `${typeof given === "number" ? formatNumber(given, 6) : String(given)} ${unit ?? ""}`.trim();
  return [
    {
      key: "name",
      header: t("judged.name"),
      isLead: true,
      cell: (row) => (
        <span className="flex flex-wrap items-baseline gap-x-2">
          {row.sn !== undefined && <Code value={row.sn} />}
          {row.name}
          {row.code !== null && row.code !== row.name && <Code value={`→ ${row.code}`} />}
        </span>
      ),
    },
    {
      key: "value",
      header: t("judged.value"),
      align: "end",
      cell: (row) => {
        const ours = row.code === null ? row.unit : (row.itemUnit ?? row.unit);
        const isConverted = row.value !== row.raw && row.unit !== null;
        return (
          <span className="flex flex-wrap justify-end gap-x-2">
            {isConverted && (
              <Text isQuiet isSmall>
                {value(row.raw, row.unit)} →
              </Text>
            )}
            {value(row.value, ours)}
          </span>
        );
      },
    },
    {
      key: "limits",
      header: t("judged.limits"),
      cell: ({ lowerLimit, upperLimit }) =>
        lowerLimit === null && upperLimit === null
          ? "–"
          : `${lowerLimit ?? "−∞"} … ${upperLimit ?? "∞"}`,
      isEmpty: ({ lowerLimit, upperLimit }) => lowerLimit === null && upperLimit === null,
    },
    {
      key: "judgement",
      header: t("judged.ours"),
      cell: (row) => (
        <span className="flex flex-wrap items-center gap-1.5">
          {row.judgement === "NA" ? "–" : <StatusPill kind="result" state={row.judgement} />}
          {row.isContradiction && (
            <Badge tone="warn">{t("judged.sender", { judge: row.senderJudge })}</Badge>
          )}
        </span>
      ),
    },
  ];
}
