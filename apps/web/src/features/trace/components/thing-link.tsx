import type { Permission } from "~/lib/session.ts";
import { useMay } from "~/lib/session.ts";
import { addressOf } from "~/shell/feature.ts";
import { TextLink } from "~/ui/link.tsx";
import { Sn } from "~/ui/sn.tsx";

const readers: Record<"RUN" | "ORDER" | "ROUTE" | "PANEL", Permission> = {
  RUN: "run:read",
  ORDER: "wo:read",
  ROUTE: "route:read",
  PANEL: "trace:read",
};

/** A number that opens its page for those who may see it. */
export function ThingLink({ kind, value }: { kind: keyof typeof readers; value: string }) {
  const may = useMay(readers[kind]);
  const address = addressOf(kind, value);
  if (!may || !address) return <Sn value={value} />;
  return (
    <TextLink to={address as "/"} className="underline">
      <Sn value={value} />
    </TextLink>
  );
}
