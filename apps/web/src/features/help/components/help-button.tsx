import { useLocation, useMatches, useNavigate } from "@tanstack/react-router";
import { CircleHelp } from "lucide-react";
import { useLoneKey } from "~/lib/floor-keys.ts";
import { useT } from "~/lib/i18n.ts";
import { IconLink } from "~/ui/link.tsx";

/** The help of this screen, from any screen: its button, or ? where nothing is being typed. */
export function HelpButton() {
  const t = useT();
  const navigate = useNavigate();
  const of = useMatches({ select: (all) => all.at(-1)?.routeId ?? "" });
  const from = useLocation({ select: ({ href }) => href });
  const isHelp = of.startsWith("/_app/help/");
  const search = isHelp ? {} : { of, from };
  useLoneKey(() => {
    if (!isHelp) void navigate({ to: "/help", search });
  }, /^\?$/);
  return <IconLink to="/help" search={search} icon={CircleHelp} label={t("help")} />;
}
