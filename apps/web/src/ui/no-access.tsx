import { Lock } from "lucide-react";
import { useT } from "~/lib/i18n.ts";
import { Empty } from "./empty.tsx";
import { ButtonLink } from "./link.tsx";
import { Page } from "./page.tsx";
import { useResolver } from "./refusal.tsx";

/** A page the reader may not see: says so, names whose work it is, leads home. */
export function NoAccessPage({ permission }: { permission: string }) {
  const t = useT();
  const resolver = useResolver();
  return (
    <Page title={t("noAccess.title")}>
      <Empty
        icon={Lock}
        title={t("noAccess.lead", { who: resolver(permission) })}
        hint={t("noAccess.hint", { permission })}
        action={
          <ButtonLink to="/" look="primary">
            {t("goHome")}
          </ButtonLink>
        }
      />
    </Page>
  );
}
