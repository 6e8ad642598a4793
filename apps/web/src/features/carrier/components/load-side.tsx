import { useT } from "~/lib/i18n.ts";
import { FloorHeading, FloorRow } from "~/ui/floor.tsx";
import { Sn } from "~/ui/sn.tsx";
import { Text } from "~/ui/text.tsx";
import type { LoadPageLoop } from "../use-load-loop.ts";

/** What lies on the carrier, the last one put on first: checked against the hand without walking. */
export function LoadSide({ page: { loop, answer } }: { page: LoadPageLoop }) {
  const t = useT("carrier");
  const units = loop.carrier?.units ?? [];
  const facts = new Map(answer?.units.map((carried) => [carried.unit.sn, carried]));
  return (
    <>
      <FloorHeading beside={<b>{units.length}</b>}>{t("load.lying")}</FloorHeading>
      <ul aria-label={t("load.lying")}>
        {units.toReversed().map(({ sn, position }) => {
          const carried = facts.get(sn);
          return (
            <FloorRow key={sn} isChosen={isFresh(loop, sn)}>
              <Text isQuiet className="w-7 text-end">
                {position ?? ""}
              </Text>
              <span className="min-w-0 flex-1">
                <Sn value={sn} className="block truncate" />
                {carried && (
                  <Text isQuiet isSmall className="block truncate">
                    {`${carried.unit.runNo} · ${carried.loadedByName}`}
                  </Text>
                )}
              </span>
            </FloorRow>
          );
        })}
      </ul>
      {units.length === 0 && (
        <p className="px-4 py-3">
          <Text isQuiet>{t(loop.carrier ? "load.nothing" : "load.noCarrier")}</Text>
        </p>
      )}
    </>
  );
}

const isFresh = ({ said }: LoadPageLoop["loop"], sn: string) =>
  said?.kind === "LOADED" && said.units.some((unit) => unit.sn === sn);
