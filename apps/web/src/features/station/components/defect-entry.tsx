import type { DefectCodeRow } from "@lineside/domain/quality";
import { ArrowLeft, CircleAlert } from "lucide-react";
import { type KeyboardEvent, useRef, useState } from "react";
import { useLoneKey } from "~/lib/floor-keys.ts";
import { useLocalName, useT } from "~/lib/i18n.ts";
import { play } from "~/lib/sound.ts";
import { Button } from "~/ui/button.tsx";
import { Choosable } from "~/ui/choosable.tsx";
import { KeyCap } from "~/ui/kbd.tsx";
import { MeasureInput } from "~/ui/measure.tsx";
import { Text } from "~/ui/text.tsx";
import type { Defect } from "../loop-types.ts";

interface DefectEntryProps {
  codes: readonly DefectCodeRow[];
  /** Chosen so far, perhaps by its label. */
  chosen: string | null;
  onChoose: (code: string | null) => void;
  onGive: (defect: Defect) => void;
  onCancel: () => void;
}

const shownMax = 8;

/** FAIL: which defect, where on the board, what else. Keyboard only: 3, U5, Enter. */
export function DefectEntry({ codes, chosen, onChoose, onGive, onCancel }: DefectEntryProps) {
  const t = useT("station");
  const local = useLocalName();
  const [query, setQuery] = useState("");
  const [at, setAt] = useState(0);
  const [place, setPlace] = useState({ location: "", remark: "" });
  const location = useRef<HTMLInputElement>(null);
  const found = withChosen(matching(codes, query), codes, chosen).slice(0, shownMax);
  const choose = (code: string | null) => {
    onChoose(code);
    setQuery("");
    location.current?.focus();
  };
  const give = () => {
    if (chosen === null) return play("refused");
    const text = (typed: string) => typed.trim() || null;
    const code = chosen === withoutCode ? null : chosen;
    onGive({ code, location: text(place.location), remark: text(place.remark) });
  };
  useLoneKey((key) => {
    if (key === "0") return choose(withoutCode);
    const row = found[Number(key) - 1];
    if (row) choose(row.code);
  }, /^[0-8]$/);
  const onSearchKey = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown") setAt(Math.min(at + 1, found.length - 1));
    else if (event.key === "ArrowUp") setAt(Math.max(at - 1, 0));
    else if (event.key === "Enter") {
      const row = found[at];
      if (query !== "" && row) choose(row.code);
      else give();
    } else return;
    event.preventDefault();
  };
  return (
    <div className="flex flex-1 flex-col gap-3">
      <MeasureInput
        data-home=""
        data-lone=""
        aria-label={t("defect.search")}
        placeholder={t("defect.search")}
        value={query}
        onChange={(event) => {
          setQuery(event.target.value);
          setAt(0);
        }}
        onKeyDown={onSearchKey}
      />
      <div className="grid grid-cols-1 gap-2 sm:grid-cols-2 lg:grid-cols-3">
        {found.map((row, index) => (
          <Choosable
            key={row.code}
            number={index + 1}
            name={local(row)}
            detail={row.code}
            isChosen={row.code === chosen}
            isNext={query !== "" && index === at}
            onChoose={() => choose(row.code)}
          />
        ))}
        <Choosable
          number={0}
          name={t("defect.none")}
          isChosen={chosen === withoutCode}
          onChoose={() => choose(withoutCode)}
        />
      </div>
      {query !== "" && found.length === 0 && (
        <Text tone="bad">{t("defect.notFound", { query })}</Text>
      )}
      <Place {...{ place, setPlace, location, give }} />
      <div className="flex flex-wrap gap-3">
        <Button
          size="station"
          look="primary"
          icon={CircleAlert}
          onClick={give}
          disabledReason={chosen === null ? t("defect.chooseFirst") : null}
        >
          {t("defect.give")} <KeyCap>Enter</KeyCap>
        </Button>
        <Button size="station" icon={ArrowLeft} onClick={onCancel}>
          {t("back")} <KeyCap>Esc</KeyCap>
        </Button>
      </div>
    </div>
  );
}

/** Chosen on purpose: none of the list. */
const withoutCode = "";

interface PlaceProps {
  place: { location: string; remark: string };
  setPlace: (place: PlaceProps["place"]) => void;
  location: React.RefObject<HTMLInputElement | null>;
  give: () => void;
}

function Place({ place, setPlace, location, give }: PlaceProps) {
  const t = useT("station");
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    give();
  };
  return (
    <div className="grid gap-2 sm:grid-cols-[minmax(0,1fr)_minmax(0,2fr)]">
      <MeasureInput
        ref={location}
        data-scan="keep"
        aria-label={t("defect.location")}
        placeholder={t("defect.location")}
        maxLength={64}
        value={place.location}
        onChange={(event) => setPlace({ ...place, location: event.target.value.toUpperCase() })}
        onKeyDown={onKeyDown}
      />
      <MeasureInput
        data-scan="keep"
        aria-label={t("defect.remark")}
        placeholder={t("defect.remark")}
        maxLength={500}
        value={place.remark}
        onChange={(event) => setPlace({ ...place, remark: event.target.value })}
        onKeyDown={onKeyDown}
      />
    </div>
  );
}

/** What was chosen stays in sight, also when the search that found it is over. */
function withChosen(
  found: readonly DefectCodeRow[],
  codes: readonly DefectCodeRow[],
  chosen: string | null,
): readonly DefectCodeRow[] {
  const row = codes.find(({ code }) => code === chosen);
  if (!row || found.slice(0, shownMax).includes(row)) return found;
  return [row, ...found];
}

/** By code or by name in either language; what begins with it first. */
function matching(codes: readonly DefectCodeRow[], query: string): readonly DefectCodeRow[] {
  const text = query.trim().toLowerCase();
  if (text === "") return codes;
  const hit = (row: DefectCodeRow) =>
    [row.code, row.name, row.nameZh].some((name) => name.toLowerCase().includes(text));
  const starts = (row: DefectCodeRow) => (row.code.toLowerCase().startsWith(text) ? 0 : 1);
  return codes.filter(hit).toSorted((a, b) => starts(a) - starts(b));
}
