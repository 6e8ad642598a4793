import type { FormFinding, Judgement } from "@lineside/domain/form";
import { useT } from "~/lib/i18n.ts";
import { Notice } from "~/ui/notice.tsx";

interface JudgementLineProps {
  judgement: Judgement | null;
  findings: readonly FormFinding[];
}

/** What the record will say as it stands: it can be saved either way, the truth is recorded. */
export function JudgementLine({ judgement, findings }: JudgementLineProps) {
  const t = useT("form");
  if (judgement === "FAIL" && findings.length > 0)
    return (
      <Notice tone="bad" title={t("willFail", { count: findings.length })}>
        {t("willFailHint")}
      </Notice>
    );
  if (findings.some(({ severity }) => severity === "WARN"))
    return <Notice tone="warn" title={t("willWarn")} />;
  return null;
}
