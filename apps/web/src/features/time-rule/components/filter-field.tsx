import { operationTraits } from "@lineside/domain/plant";
import { clockTriggers, type EventFilter, type SubjectType } from "@lineside/domain/time-rule";
import { Controller, useFormContext, useWatch } from "react-hook-form";
import { useT } from "~/lib/i18n.ts";
import { CheckList } from "~/ui/check-list.tsx";
import { Field } from "~/ui/field.tsx";
import { Section } from "~/ui/page.tsx";
import { Segmented } from "~/ui/segmented.tsx";
import { useErrorOf } from "./use-error-of.ts";

const filter = (events: EventFilter["events"], results: EventFilter["results"] = []) => ({
  events,
  traits: [],
  results,
});

/** Where a new rule of each kind begins: the usual events. */
export const firstEvents: Record<SubjectType, { start: EventFilter; end: EventFilter }> = {
  UNIT: { start: filter(["unit.trackedOut"], ["PASS"]), end: filter(["unit.trackedIn"]) },
  PASTE_BOTTLE: {
    start: filter(["pasteBottle.opened"]),
    end: filter(["pasteBottle.returned", "pasteBottle.emptied", "pasteBottle.scrapped"]),
  },
};

interface FilterFieldProps {
  name: "startWhen" | "endWhen";
  label: string;
}

/** What starts or ends the time: events as people say them; of boards also where and with what result. */
export function FilterField({ name, label }: FilterFieldProps) {
  const t = useT("time-rule");
  const { control } = useFormContext();
  const errorOf = useErrorOf();
  const subjectType = useWatch({ control, name: "subjectType" }) as SubjectType;
  return (
    <Section title={label} isFramed>
      <Controller
        control={control}
        name={name}
        render={({ field }) => {
          const value = field.value as EventFilter;
          const change = (part: Partial<EventFilter>) => field.onChange({ ...value, ...part });
          return (
            <>
              <Field label={t("events")} error={errorOf(name)} isGroup>
                <CheckList
                  label={`${label}: ${t("events")}`}
                  items={clockTriggers[subjectType].map((event) => ({
                    value: event,
                    label: t(`event.${event}`),
                  }))}
                  values={value.events}
                  onChange={(events) => change(withResults(events as EventFilter["events"], value))}
                />
              </Field>
              {subjectType === "UNIT" && (
                <OperationFilter label={label} value={value} onChange={change} />
              )}
            </>
          );
        }}
      />
    </Section>
  );
}

/** Only a track-out has a result. */
function withResults(events: EventFilter["events"], { results }: EventFilter) {
  return { events, results: events.includes("unit.trackedOut") ? results : [] };
}

interface OperationFilterProps {
  label: string;
  value: EventFilter;
  onChange: (part: Partial<EventFilter>) => void;
}

function OperationFilter({ label, value, onChange }: OperationFilterProps) {
  const t = useT("time-rule");
  const tWords = useT("words");
  return (
    <>
      {value.events.includes("unit.trackedOut") && (
        <Field label={t("result")} isGroup>
          <Segmented
            label={`${label}: ${t("result")}`}
            value={value.results.length === 1 ? value.results[0]! : ""}
            onChange={(result) =>
              onChange({ results: result ? [result as EventFilter["results"][number]] : [] })
            }
            choices={[
              { value: "", label: t("result.any") },
              { value: "PASS", label: t("result.PASS") },
              { value: "FAIL", label: t("result.FAIL") },
            ]}
          />
        </Field>
      )}
      <Field label={t("operations")} hint={t("operationsHint")} isGroup>
        <CheckList
          label={`${label}: ${t("operations")}`}
          items={operationTraits.map((trait) => ({
            value: trait,
            label: tWords(`trait.${trait}`),
          }))}
          values={value.traits}
          onChange={(traits) => onChange({ traits: traits as EventFilter["traits"] })}
        />
      </Field>
    </>
  );
}
