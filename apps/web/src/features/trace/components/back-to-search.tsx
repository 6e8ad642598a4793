import { ArrowLeft } from "lucide-react";
import { useT } from "~/lib/i18n.ts";
import { TextLink } from "~/ui/link.tsx";

export function BackToSearch() {
  const t = useT("trace");
  return (
    <TextLink to="/trace" className="no-print inline-flex items-center gap-1">
      <ArrowLeft aria-hidden className="size-4" />
      {t("title")}
    </TextLink>
  );
}
