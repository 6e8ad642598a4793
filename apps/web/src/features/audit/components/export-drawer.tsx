import { exportFormats } from "@lineside/domain/audit";
import { Download } from "lucide-react";
import { useState } from "react";
import { useT } from "~/lib/i18n.ts";
import { Button } from "~/ui/button.tsx";
import { Drawer } from "~/ui/dialog.tsx";
import { Field } from "~/ui/field.tsx";
import { KeyValues } from "~/ui/key-values.tsx";
import { Notice } from "~/ui/notice.tsx";
import { Section } from "~/ui/page.tsx";
import { Segmented } from "~/ui/segmented.tsx";
import { Text } from "~/ui/text.tsx";
import { useWhyNot } from "~/ui/why-not.ts";
import { type AuditSearch, exportAddress } from "../api/asked.ts";

interface ExportDrawerProps {
  search: AuditSearch;
  /** The filters as people read them. */
  filters: readonly (readonly [label: string, value: string])[];
  onClose: () => void;
}

/** What will leave the house, in which form, and that this is itself part of the trail. */
export function ExportDrawer({ search, filters, onClose }: ExportDrawerProps) {
  const t = useT("audit");
  const whyNot = useWhyNot();
  const [format, setFormat] = useState<(typeof exportFormats)[number]>("csv");
  return (
    <Drawer
      isOpen
      onClose={onClose}
      title={t("export.title")}
      footer={
        <Button
          look="primary"
          icon={Download}
          disabledReason={whyNot("audit:export")}
          onClick={() => globalThis.location.assign(exportAddress(search, format))}
        >
          {t("export.start")}
        </Button>
      }
    >
      <div className="flex flex-col gap-6">
        <Section title={t("export.what")}>
          {filters.length === 0 ? (
            <Text>{t("export.everything")}</Text>
          ) : (
            <KeyValues items={filters} />
          )}
        </Section>
        <Field label={t("export.format")} hint={t(`export.${format}Hint`)} isGroup>
          <Segmented
            label={t("export.format")}
            value={format}
            onChange={(value) => setFormat(value === "ndjson" ? "ndjson" : "csv")}
            choices={exportFormats.map((value) => ({ value, label: t(`export.${value}`) }))}
          />
        </Field>
        <Notice tone="none" title={t("export.audited")}>
          {t("export.manifest")}
        </Notice>
      </div>
    </Drawer>
  );
}
