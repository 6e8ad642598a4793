import type { DefinitionRow } from "@lineside/domain/form";
import { formatNumber } from "~/lib/format.ts";
import { useT } from "~/lib/i18n.ts";
import { useMay } from "~/lib/session.ts";
import { useCommand } from "~/lib/use-command.ts";
import { KeyValues } from "~/ui/key-values.tsx";
import { Notice } from "~/ui/notice.tsx";
import { Section, Split } from "~/ui/page.tsx";
import { ReasonButton } from "~/ui/reason-button.tsx";
import { Badge } from "~/ui/status-pill.tsx";
import { Text } from "~/ui/text.tsx";
import { activateDefinition } from "../api/forms.ts";
import { FieldTable } from "./field-table.tsx";
import { useFieldWords } from "./field-words.ts";
import { RuleLine } from "./rule-line.tsx";

/** A revision as it is: how it is filled, its fields with their limits, its rules in words. */
export function DefinitionView({ row }: { row: DefinitionRow }) {
  const t = useT("form");
  const tWords = useT("words");
  const words = useFieldWords();
  const { definition } = row;
  const { confirm, backfill, evidence, about, subject, checkCode } = definition;
  const note = words.pick(definition.note, definition.noteZh);
  return (
    <div className="flex flex-col gap-5">
      {row.isShipped && <Notice tone="wait" title={t("shipped")} />}
      {row.state === "RETIRED" && <Retired row={row} />}
      {note && <Text isQuiet>{note}</Text>}
      <Split
        side={
          <Section title={t("settings")}>
            <KeyValues
              items={[
                [t("revision"), row.revision],
                [t("about"), t(`about.${about}`)],
                subject !== undefined && [t("subject"), words.pick(subject.label, subject.labelZh)],
                [t("confirmedBy"), t(`confirm.${confirm}`)],
                definition.signature !== undefined && [
                  t("signature"),
                  [
                    definition.signature.fill && t("signature.fill"),
                    definition.signature.confirm && t("signature.confirm"),
                  ]
                    .filter(Boolean)
                    .join(t("common:listSeparator")),
                ],
                [t("backfill"), t(backfill ? "backfill.allowed" : "backfill.forbidden")],
                [t("evidence"), t(`evidence.${evidence}`)],
                [t("filledBy"), words.pick(definition.filledBy, definition.filledByZh)],
                checkCode !== undefined && [t("check"), tWords(`check.${checkCode}`)],
              ]}
            />
          </Section>
        }
      >
        <Section title={t("fields")}>
          <FieldTable fields={definition.fields} />
        </Section>
        <Rules row={row} />
      </Split>
    </div>
  );
}

function Retired({ row }: { row: DefinitionRow }) {
  const t = useT("form");
  const may = useMay("form:config");
  const activate = useCommand(activateDefinition, { touches: [["forms"]] });
  return (
    <Notice
      tone="warn"
      title={t("retired", { no: row.revision })}
      action={
        may && (
          <ReasonButton
            size="small"
            label={t("activate")}
            question={t("activateAgain", { no: row.revision })}
            reason="none"
            onConfirm={() => activate.mutateAsync(row)}
          />
        )
      }
    />
  );
}

function Rules({ row }: { row: DefinitionRow }) {
  const t = useT("form");
  const words = useFieldWords();
  const { judgement, life, fields } = row.definition;
  if (judgement.length === 0 && !life) return null;
  const total = fields.find((field) => field.key === life?.totalField);
  return (
    <Section title={t("rules")} lead={t("rulesLead")}>
      <ul className="flex flex-col gap-2">
        {judgement.map((rule) => (
          <RuleLine key={rule.code} rule={rule} />
        ))}
        {life && total && (
          <li className="flex items-baseline gap-2">
            <Badge tone="bad">{t("severity.FAIL")}</Badge>
            {t("lifeRule", {
              field: words.label(total),
              limit: life.limits.map(({ limit }) => formatNumber(limit)).join(" / "),
              percent: life.warnPercent,
            })}
          </li>
        )}
      </ul>
    </Section>
  );
}
