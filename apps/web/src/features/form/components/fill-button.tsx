import { useQuery } from "@tanstack/react-query";
import { ClipboardPen } from "lucide-react";
import { useLocalName, useT } from "~/lib/i18n.ts";
import { useMay } from "~/lib/session.ts";
import { Button } from "~/ui/button.tsx";
import { Menu, MenuItem } from "~/ui/menu.tsx";
import { Code } from "~/ui/text.tsx";
import { formsQuery } from "../api/forms.ts";

/** Which form to fill: those in use, by their number and name. */
export function FillButton({ onChoose }: { onChoose: (code: string) => void }) {
  const t = useT("form");
  const local = useLocalName();
  const may = useMay("form:record");
  const forms = useQuery(formsQuery).data ?? [];
  if (!may) return null;
  return (
    <Menu
      trigger={
        <Button look="primary" icon={ClipboardPen}>
          {t("fill")}
        </Button>
      }
    >
      {forms
        .filter((form) => form.activeRevision !== null)
        .map((form) => (
          <MenuItem key={form.code} onSelect={() => onChoose(form.code)}>
            <Code value={form.code} /> {local(form)}
          </MenuItem>
        ))}
    </Menu>
  );
}
