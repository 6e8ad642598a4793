import { useT } from "~/lib/i18n.ts";
import { Drawer } from "~/ui/dialog.tsx";
import { LabelChoices } from "./label-choices.tsx";

/** Labels of the bottles on the screen. */
export function LabelsDrawer({ bottleNos, onClose }: { bottleNos: string[]; onClose: () => void }) {
  const t = useT("paste");
  return (
    <Drawer
      isOpen
      onClose={onClose}
      title={t("labels.print")}
      lead={t("labels.count", { count: bottleNos.length })}
    >
      <LabelChoices bottleNos={bottleNos} />
    </Drawer>
  );
}
