import { useT } from "~/lib/i18n.ts";
import { Section } from "~/ui/page.tsx";
import { Qr } from "~/ui/qr.tsx";
import { loadCommands } from "../load-loop.ts";

/** Labels to print and put up where carriers are loaded: the scanner presses the buttons. */
export function LoadLabels() {
  const t = useT("carrier");
  return (
    <Section title={t("labels.title")} lead={t("labels.lead")}>
      <ul className="flex flex-wrap gap-8">
        {loadCommands.map((command) => (
          <li key={command} className="flex w-28 flex-col items-center gap-2 text-center">
            <Qr value={command} />
            <b>{t(`command.${command}`)}</b>
          </li>
        ))}
      </ul>
    </Section>
  );
}
