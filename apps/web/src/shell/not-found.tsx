import { MapPinOff } from "lucide-react";
import { useT } from "~/lib/i18n.ts";
import { Empty } from "~/ui/empty.tsx";
import { ButtonLink } from "~/ui/link.tsx";
import { Page } from "~/ui/page.tsx";

export function NotFound() {
  const t = useT();
  return (
    <Page title={t("notFound.title")}>
      <Empty
        icon={MapPinOff}
        title={t("notFound.lead")}
        hint={t("notFound.hint")}
        action={
          <ButtonLink to="/" look="primary">
            {t("goHome")}
          </ButtonLink>
        }
      />
    </Page>
  );
}
