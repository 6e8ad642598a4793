import type { MappingBenchAnswer } from "@lineside/domain/ingest";
import {
  batchPolicies,
  cfxModes,
  type DraftStep,
  type IngestMapping,
  type MachineStationType,
} from "@lineside/domain/routing";
import { useT } from "~/lib/i18n.ts";
import { Field } from "~/ui/field.tsx";
import { Checkbox, CodeInput } from "~/ui/input.tsx";
import { Section } from "~/ui/page.tsx";
import { RadioList } from "~/ui/radio-list.tsx";
import { Text } from "~/ui/text.tsx";
import { WordChips } from "~/ui/word-chips.tsx";
import { type Group, groupFields, pathFields, pathOf, withPath } from "../mapping-draft.ts";
import { MappingItems } from "./mapping-items.tsx";

export interface MappingFieldsProps {
  mapping: IngestMapping;
  step: DraftStep;
  type: MachineStationType;
  bench: MappingBenchAnswer | undefined;
  wrong: ReadonlySet<string>;
  active: string | null;
  onActive: (field: string) => void;
  onChange: (mapping: IngestMapping) => void;
}

/** What a machine's event is read by, in the order an engineer thinks of it. */
export function MappingFields(props: MappingFieldsProps) {
  const { mapping, type, onChange } = props;
  const t = useT("mapping");
  return (
    <div className="flex flex-col gap-5">
      <Section isFramed title={t("part.head")} lead={t("part.headLead")}>
        {pathFields[type].map((field) => (
          <PathField key={field} {...props} field={field} isOptional={field === "lineCodePath"} />
        ))}
      </Section>
      <ResultPart {...props} />
      <GroupPart {...props} group="measurements" />
      {mapping.measurements && <MappingItems {...props} />}
      <GroupPart {...props} group="defects" />
      {type === "BATCH" && <BatchPart {...props} />}
      <Section isFramed title={t("part.cfx")} lead={t("part.cfxLead")}>
        <RadioList
          label={t("part.cfx")}
          value={mapping.cfx?.mode ?? "PAIRED_RESULT"}
          onChange={(mode) =>
            onChange({ ...mapping, cfx: { mode: mode as (typeof cfxModes)[number] } })
          }
          choices={cfxModes.map((mode) => ({
            value: mode,
            label: t(`cfx.${mode}`),
            hint: t(`cfx.${mode}.hint`),
          }))}
        />
      </Section>
    </div>
  );
}

interface PathFieldProps extends MappingFieldsProps {
  field: string;
  isOptional?: boolean;
}

/** A path, and below it what it finds in the pasted event. */
function PathField({ field, isOptional, ...props }: PathFieldProps) {
  const { mapping, bench, wrong, active, onActive, onChange } = props;
  const t = useT("mapping");
  const found = bench?.found.find((each) => each.field === field);
  const path = pathOf(mapping, field);
  const hint = () => {
    if (path === "" && isOptional) return t("optional");
    if (!found || found.path !== path) return undefined;
    if (found.count === 0)
      return mayMiss(field) ? t("findsNothing") : <Text tone="warn">{t("findsNothing")}</Text>;
    const shown = found.values.map(({ value }) => value).join(", ");
    const more = found.count > found.values.length ? t("ofMany", { count: found.count }) : "";
    return (
      <>
        {t("finds")} <Text isStrong>{shown}</Text> {more}
      </>
    );
  };
  return (
    <Field
      label={`${t(`field.${field}`)}${active === field ? " ←" : ""}`}
      isRequired={!isOptional}
      hint={hint()}
      error={wrong.has(field) ? t(path === "" ? "pathMissing" : "pathWrong") : null}
    >
      <CodeInput
        value={path}
        maxLength={200}
        onFocus={() => onActive(field)}
        onChange={({ target }) => onChange(withPath(mapping, field, target.value.trimStart()))}
      />
    </Field>
  );
}

/** The time may come with the envelope; lists may be absent, e.g. the defects of a good board. */
const mayMiss = (field: string) => field === "occurredAtPath" || /^(meas|def|units)/.test(field);

function ResultPart(props: MappingFieldsProps) {
  const { mapping, wrong, onChange } = props;
  const t = useT("mapping");
  const { result } = mapping;
  const words = (field: "passValues" | "failValues") => (
    <Field
      isGroup
      label={t(`field.result.${field}`)}
      error={wrong.has(`result.${field}`) ? t("wordMissing") : null}
    >
      <WordChips
        values={result[field]}
        placeholder={t("addWord")}
        onChange={(values) => onChange({ ...mapping, result: { ...result, [field]: values } })}
      />
    </Field>
  );
  return (
    <Section isFramed title={t("part.result")} lead={t("part.resultLead")}>
      <PathField {...props} field="result.path" />
      {words("passValues")}
      {words("failValues")}
    </Section>
  );
}

const needed: Record<Group, readonly string[]> = {
  measurements: ["itemsPath", "namePath", "valuePath"],
  defects: ["itemsPath", "codePath"],
  units: ["itemsPath", "snPath", "resultPath"],
};

const begin: Pick<IngestMapping, Group> = {
  measurements: { itemsPath: "payload.measurements[*]", namePath: "name", valuePath: "value" },
  defects: { itemsPath: "payload.defects[*]", codePath: "code" },
  units: { itemsPath: "payload.units[*]", snPath: "sn", resultPath: "result" },
};

/** A list of the event: read or not, and where in each element stands what. */
function GroupPart({ group, ...props }: MappingFieldsProps & { group: Group }) {
  const { mapping, onChange } = props;
  const t = useT("mapping");
  return (
    <Section isFramed title={t(`part.${group}`)} lead={t(`part.${group}Lead`)}>
      <Checkbox
        label={t(`reads.${group}`)}
        checked={mapping[group] !== undefined}
        onChange={({ target }) =>
          onChange({ ...mapping, [group]: target.checked ? begin[group] : undefined })
        }
      />
      {mapping[group] &&
        groupFields[group].map((name) => (
          <PathField
            key={name}
            {...props}
            field={`${group}.${name}`}
            isOptional={!needed[group].includes(name)}
          />
        ))}
    </Section>
  );
}

function BatchPart(props: MappingFieldsProps) {
  const { mapping, onChange } = props;
  const t = useT("mapping");
  return (
    <>
      <Section isFramed title={t("part.batch")}>
        <RadioList
          label={t("part.batch")}
          value={mapping.batchPolicy}
          onChange={(policy) => {
            const batchPolicy = policy as (typeof batchPolicies)[number];
            const units =
              batchPolicy === "PARTIAL" ? (mapping.units ?? begin.units) : mapping.units;
            onChange({ ...mapping, batchPolicy, units });
          }}
          choices={batchPolicies.map((policy) => ({
            value: policy,
            label: t(`policy.${policy}`),
            hint: t(`policy.${policy}.hint`),
          }))}
        />
      </Section>
      <GroupPart {...props} group="units" />
    </>
  );
}
