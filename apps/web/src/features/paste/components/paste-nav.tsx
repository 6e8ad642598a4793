import { useT } from "~/lib/i18n.ts";
import { PageLinks } from "~/ui/page-links.tsx";

/** The pages of solder paste beside one another. */
export function PasteNav() {
  const t = useT("paste");
  return (
    <PageLinks
      label={t("title")}
      links={[
        { to: "/paste", label: t("nav.scan") },
        { to: "/paste/bottles", label: t("nav.bottles") },
        { to: "/paste/fridges", label: t("nav.fridges") },
        { to: "/paste/types", label: t("nav.types") },
      ]}
    />
  );
}
