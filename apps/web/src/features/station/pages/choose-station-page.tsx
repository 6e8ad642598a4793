import type { Me } from "@lineside/domain/auth";
import type { StationRow } from "@lineside/domain/plant";
import { useQuery } from "@tanstack/react-query";
import { MapPinOff } from "lucide-react";
import { useT } from "~/lib/i18n.ts";
import { useMe } from "~/lib/session.ts";
import { Empty } from "~/ui/empty.tsx";
import { Place } from "~/ui/floor.tsx";
import { ButtonLink } from "~/ui/link.tsx";
import { Page, Section } from "~/ui/page.tsx";
import { Qr } from "~/ui/qr.tsx";
import { Refusal } from "~/ui/refusal.tsx";
import { Loading } from "~/ui/skeleton.tsx";
import { stationsQuery } from "../api/list-stations.ts";
import { rememberedStation } from "../remembered-station.ts";

/** Once per terminal: which station stands here. */
export function ChooseStationPage() {
  const t = useT("station");
  const me = useMe();
  const { data, error, refetch } = useQuery(stationsQuery);
  const stations = data?.filter((station) => mayWorkAt(me, station)) ?? [];
  const lines = Object.entries(Object.groupBy(stations, (station) => station.lineName));
  const here = rememberedStation();
  return (
    <Page title={t("choose.title")} lead={t("choose.lead")}>
      {error && <Refusal error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Loading />}
      {data && stations.length === 0 && (
        <Empty icon={MapPinOff} title={t("choose.none")} hint={t("choose.noneHint")} />
      )}
      {lines.map(([line, ofLine]) => (
        <Section key={line} title={line}>
          <div className="grid grid-cols-[repeat(auto-fill,minmax(min(100%,14rem),1fr))] gap-3">
            {ofLine?.map((station) => (
              <ButtonLink
                key={station.id}
                to="/station/$code"
                params={{ code: station.code }}
                size="station"
                look={station.code === here ? "primary" : "plain"}
                className="h-auto justify-start py-3 text-start"
              >
                <Place
                  name={station.code}
                  detail={station.name === station.code ? station.groupCode : station.name}
                />
              </ButtonLink>
            ))}
          </div>
        </Section>
      ))}
      {stations.length > 0 && <CommandLabels />}
    </Page>
  );
}

/** Labels to print and put up at the station, for hands that hold nothing but the scanner. */
function CommandLabels() {
  const t = useT("station");
  return (
    <Section title={t("labels.title")} lead={t("labels.lead")}>
      <ul className="flex flex-wrap gap-8">
        {(["PASS", "FAIL", "UNDO", "CANCEL"] as const).map((command) => (
          <li key={command} className="flex w-28 flex-col items-center gap-2 text-center">
            <Qr value={command} />
            <b>{t(`labels.${command}`)}</b>
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** Where the person may scan; whoever may only look is shown every station of the lines they see. */
function mayWorkAt(me: Me, station: StationRow): boolean {
  const scope = me.access["exec:track_in"];
  if (scope === "STATIONS") return me.stations.some(({ id }) => id === station.id);
  if (scope === "LINES") return me.lines.some(({ id }) => id === station.lineId);
  return true;
}
