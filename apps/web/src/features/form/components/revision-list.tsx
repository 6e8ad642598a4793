import type { FormDetail } from "@lineside/domain/form";
import { useT } from "~/lib/i18n.ts";
import { LinkList, LinkRow } from "~/ui/link-list.tsx";
import { StatusPill } from "~/ui/status-pill.tsx";
import { Time } from "~/ui/time.tsx";

/** Every revision, the newest first; opened, an older one can be taken up again. */
export function RevisionList({ form }: { form: FormDetail }) {
  const t = useT("form");
  return (
    <LinkList label={t("tab.revisions")}>
      {form.revisions.map((row) => (
        <LinkRow
          key={row.id}
          to="/forms/$code"
          params={{ code: form.code }}
          search={{
            tab: row.state === "DRAFT" ? "draft" : "sheet",
            revision: String(row.revision),
          }}
          lead={t("revisionNo", { no: row.revision })}
          detail={row.activatedAt ? <Time at={row.activatedAt} /> : undefined}
          end={<StatusPill kind="form" state={row.state} />}
        />
      ))}
    </LinkList>
  );
}
