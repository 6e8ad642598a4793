import { useT } from "~/lib/i18n.ts";
import { addressOf } from "~/shell/feature.ts";
import type { Hit } from "~/shell/find.ts";
import { rememberRecent } from "~/shell/recent.ts";
import { LinkList, LinkRow } from "~/ui/link-list.tsx";
import { Section } from "~/ui/page.tsx";
import { Sn } from "~/ui/sn.tsx";
import type { StatusKind } from "~/ui/status.ts";
import { StatusPill } from "~/ui/status-pill.tsx";

const kinds = ["UNIT", "PANEL", "CARRIER", "RUN", "ORDER", "PRODUCT", "ROUTE", "PASTE_BOTTLE"];

const statusKind: Record<string, StatusKind> = {
  UNIT: "unit",
  CARRIER: "carrier",
  RUN: "run",
  ORDER: "order",
  PRODUCT: "active",
  ROUTE: "active",
  PASTE_BOTTLE: "bottle",
};

/** What was found, kind by kind, boards first. */
export function HitGroups({ hits }: { hits: Hit[] }) {
  const t = useT("menu");
  return kinds.map((kind) => {
    const own = hits.filter((hit) => hit.kind === kind);
    return own.length > 0 && <HitList key={kind} label={t(`kind.${kind}`)} hits={own} />;
  });
}

interface HitListProps {
  label: string;
  hits: Hit[];
  /** Kinds are mixed: each row says its own. */
  withKind?: boolean;
}

export function HitList({ label, hits, withKind }: HitListProps) {
  const t = useT("menu");
  return (
    <Section title={label}>
      <LinkList label={label}>
        {hits.map((hit) => {
          const kind = statusKind[hit.kind];
          return (
            <LinkRow
              key={`${hit.kind}:${hit.key}`}
              to={addressOf(hit.kind, hit.key) as "/"}
              onClick={() => rememberRecent(hit)}
              lead={<Sn value={hit.key} />}
              detail={withKind ? `${t(`kind.${hit.kind}`)} · ${hit.title}` : hit.title}
              end={!withKind && hit.state && kind && <StatusPill kind={kind} state={hit.state} />}
            />
          );
        })}
      </LinkList>
    </Section>
  );
}
