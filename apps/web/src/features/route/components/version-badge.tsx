import type { RouteRow } from "@lineside/domain/routing";
import { useT } from "~/lib/i18n.ts";
import { StatusPill } from "~/ui/status-pill.tsx";
import { Text } from "~/ui/text.tsx";

/** The newest version, and the one new runs take when that is another. */
export function VersionBadge({ route }: { route: RouteRow }) {
  const t = useT("route");
  const { latestVersion, readyVersionNo } = route;
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2">
      {latestVersion && <Text isStrong>{t("v", { no: latestVersion.versionNo })}</Text>}
      <StatusPill kind="version" state={latestVersion?.status ?? "NONE"} />
      {latestVersion && latestVersion.status !== "READY" && (
        <Text isQuiet isSmall>
          {readyVersionNo === null ? t("runs.none") : t("runs.take", { no: readyVersionNo })}
        </Text>
      )}
    </span>
  );
}
