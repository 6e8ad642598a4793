import { useQuery } from "@tanstack/react-query";
import { useT } from "~/lib/i18n.ts";
import { Section } from "~/ui/page.tsx";
import { Qr } from "~/ui/qr.tsx";
import { fridgesQuery, linesQuery } from "../api/choices.ts";
import { commandLabels } from "../command.ts";

/** Labels to print and put up at the fridge, for hands that hold nothing but the scanner. */
export function CommandLabels() {
  const t = useT("paste");
  const { data: fridges = [] } = useQuery(fridgesQuery);
  const { data: lines = [] } = useQuery(linesQuery);
  const places = [...fridges.filter(({ isActive }) => isActive), ...lines];
  return (
    <Section title={t("labels.title")} lead={t("labels.lead")}>
      <ul className="flex flex-wrap gap-8">
        {commandLabels.map((command) => (
          <Label key={command} code={command} name={t(`action.${command}`)} />
        ))}
        {places.map(({ code, name }) => (
          <Label key={code} code={code} name={`${code} · ${name}`} />
        ))}
      </ul>
    </Section>
  );
}

function Label({ code, name }: { code: string; name: string }) {
  return (
    <li className="flex w-28 flex-col items-center gap-2 text-center">
      <Qr value={code} />
      <b>{name}</b>
    </li>
  );
}
