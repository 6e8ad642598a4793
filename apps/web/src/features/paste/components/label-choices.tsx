import { labelSizes } from "@lineside/domain/solder-paste";
import { FileDown, Printer } from "lucide-react";
import { useState } from "react";
import { toQuery } from "~/lib/http.ts";
import { useT } from "~/lib/i18n.ts";
import { DownloadLink } from "~/ui/download-link.tsx";
import { Field } from "~/ui/field.tsx";
import { Notice } from "~/ui/notice.tsx";
import { Segmented } from "~/ui/segmented.tsx";
import { Text } from "~/ui/text.tsx";

/** The server prints at most so many labels into one file. */
const most = 200;

/** A PDF for any printer, ZPL for label printers; one label per bottle. */
export function LabelChoices({ bottleNos }: { bottleNos: readonly string[] }) {
  const t = useT("paste");
  const [size, setSize] = useState<string>(labelSizes[0]);
  const printed = bottleNos.slice(0, most);
  const query = toQuery({ bottleNos: printed.join(), size });
  return (
    <div className="flex flex-col gap-4">
      {printed.length < bottleNos.length && (
        <Notice tone="warn" title={t("labels.tooMany", { most, count: bottleNos.length })} />
      )}
      <Field label={t("labels.size")} isGroup>
        <Segmented
          label={t("labels.size")}
          value={size}
          onChange={setSize}
          choices={labelSizes.map((value) => ({
            value,
            label: `${value.replace("x", " × ")} mm`,
          }))}
        />
      </Field>
      <div className="flex flex-wrap gap-2">
        <DownloadLink look="primary" icon={Printer} href={`/api/paste-bottles/labels.pdf${query}`}>
          {t("labels.pdf")}
        </DownloadLink>
        <DownloadLink icon={FileDown} href={`/api/paste-bottles/labels.zpl${query}`}>
          {t("labels.zpl")}
        </DownloadLink>
      </div>
      <Text isQuiet isSmall>
        {t("labels.hint")}
      </Text>
    </div>
  );
}
