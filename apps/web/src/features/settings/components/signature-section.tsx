import { type CommandBySetting, signedCommands } from "@lineside/domain/signature";
import { useState } from "react";
import { useT } from "~/lib/i18n.ts";
import { CheckList } from "~/ui/check-list.tsx";
import { Field } from "~/ui/field.tsx";
import { Section } from "~/ui/page.tsx";

interface SignatureSectionProps {
  values: readonly CommandBySetting[];
  onChange: (values: CommandBySetting[]) => void;
}

/** Which decisions ask for an electronic signature; out of a fixed table, none by default. */
export function SignatureSection({ values, onChange }: SignatureSectionProps) {
  const t = useT("settings");
  const tEvents = useT("events");
  const tSignature = useT("signature");
  // What was ticked comes first, and stays there while it is changed.
  const [ticked] = useState<readonly string[]>(values);
  const items = Object.values(signedCommands).flatMap(({ command, meaning, askedBy }) =>
    askedBy === "SETTING"
      ? [{ value: command, label: tEvents(command), hint: tSignature(`meaning.${meaning}`) }]
      : [],
  );
  items.sort((a, b) => Number(ticked.includes(b.value)) - Number(ticked.includes(a.value)));
  return (
    <Section isFramed title={t("signature")} lead={t("signatureForLead")}>
      <Field label={t("signatureFor")} isGroup>
        <CheckList
          label={t("signatureFor")}
          items={items}
          values={values}
          onChange={(next) => onChange(next as CommandBySetting[])}
        />
      </Field>
    </Section>
  );
}
