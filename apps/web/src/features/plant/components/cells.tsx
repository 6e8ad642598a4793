import { useT } from "~/lib/i18n.ts";
import { Badge, StatusPill } from "~/ui/status-pill.tsx";

export function CodeCell({ row }: { row: { code: string } }) {
  return (
    <span translate="no" className="whitespace-nowrap">
      {row.code}
    </span>
  );
}

export function StateCell({ row }: { row: { isActive: boolean } }) {
  return <StatusPill kind="active" state={row.isActive ? "ACTIVE" : "INACTIVE"} />;
}

/** What a thing is or needs; nothing is a dash. */
export function TraitsCell({ traits }: { traits: readonly string[] }) {
  const t = useT("words");
  return (
    <span className="flex flex-wrap gap-1">
      {traits.map((trait) => (
        <Badge key={trait}>{t(`trait.${trait}`)}</Badge>
      ))}
    </span>
  );
}
