import type { HealthCheck } from "@lineside/domain/health";
import { ArrowRight, BookOpen } from "lucide-react";
import { useT } from "~/lib/i18n.ts";
import { useMayAll } from "~/lib/session.ts";
import { ButtonLink } from "~/ui/link.tsx";
import { Time } from "~/ui/time.tsx";
import { Trouble, Troubles } from "~/ui/vitals.tsx";
import { mendings, toneOf, troublesOf } from "../parts.ts";
import { useHealthWords } from "./health-words.ts";

/** What is wrong, the worst first, each with what to do and where. */
export function TroubleList({ checks }: { checks: readonly HealthCheck[] }) {
  const t = useT("health");
  const troubles = troublesOf(checks);
  if (troubles.length === 0) return null;
  return (
    <Troubles label={t("troubles")}>
      {troubles.map((check) => (
        <OneTrouble key={check.code} check={check} />
      ))}
    </Troubles>
  );
}

function OneTrouble({ check }: { check: HealthCheck }) {
  const t = useT("health");
  const may = useMayAll();
  const words = useHealthWords();
  const mending = mendings[check.code];
  return (
    <Trouble
      tone={toneOf[check.level]}
      name={words.name(check)}
      sentence={words.sentence(check)}
      since={
        check.since && (
          <>
            {t("since")} <Time at={check.since} style="minute" zone={false} />
          </>
        )
      }
      fixTitle={t("fix")}
      fix={words.fix(check)}
      actions={
        <>
          {mending && may(mending.permission) && (
            <ButtonLink
              to={mending.to}
              search={mending.search as never}
              icon={ArrowRight}
              size="small"
            >
              {t(`mend.${check.code}`)}
            </ButtonLink>
          )}
          <ButtonLink
            to="/help/$slug"
            params={{ slug: "admin" }}
            hash="health"
            look="quiet"
            size="small"
            icon={BookOpen}
          >
            {t("manual")}
          </ButtonLink>
        </>
      }
    />
  );
}
