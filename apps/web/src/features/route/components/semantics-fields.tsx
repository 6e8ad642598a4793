import { type StationType, stationTypes } from "@lineside/domain/plant";
import type { CaptureItemRow, ConfigScope, Sourced } from "@lineside/domain/routing";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useLocalName, useT } from "~/lib/i18n.ts";
import { CheckList } from "~/ui/check-list.tsx";
import { Field } from "~/ui/field.tsx";
import { Checkbox, CodeInput, Select } from "~/ui/input.tsx";
import { useStationTypeText } from "~/ui/station-type.tsx";
import { stationGroupsQuery, stationsQuery } from "../api/choices.ts";
import type { ScopeEdit } from "./use-scope-edit.ts";
import { useOriginText } from "./words.ts";

interface SemanticsFieldsProps {
  edit: ScopeEdit;
  scope: ConfigScope;
  operation: string;
  items: readonly CaptureItemRow[];
}

/** What a scope can say about executing a step; beside each what is in force and who says so. */
export function SemanticsFields({ edit, scope, operation, items }: SemanticsFieldsProps) {
  const t = useT("route");
  const typeText = useStationTypeText();
  const groups = useQuery(stationGroupsQuery).data ?? [];
  const about = useProvenance({ scope, operation });
  const { says, now, wider, change } = edit;
  const type = (value: StationType | null) => (value ? typeText(value) : t("nothing"));
  const group = (id: string | null) => groups.find((each) => each.id === id)?.code ?? t("nothing");
  const yesNo = (value: boolean) => t(value ? "value.yes" : "value.no");
  return (
    <>
      <Field label={t("stationType")} hint={about(says.stationType, now.stationType, type)}>
        <Select
          value={says.stationType ?? ""}
          onChange={(event) =>
            change({ stationType: (event.target.value || null) as StationType | null })
          }
          emptyLabel={t("inherit", { value: type(wider.stationType.value) })}
          choices={stationTypes.map((value) => ({ value, label: typeText(value) }))}
        />
      </Field>
      <Field label={t("group")} hint={about(says.stationGroupId, now.stationGroupId, group)}>
        <Select
          value={says.stationGroupId ?? ""}
          onChange={(event) => change({ stationGroupId: event.target.value || null })}
          emptyLabel={t("inherit", { value: group(wider.stationGroupId.value) })}
          choices={groups.map(({ id, code, name }) => ({ value: id, label: `${code} · ${name}` }))}
        />
      </Field>
      <StationsField edit={edit} about={about} />
      <YesNoField
        name="requiresFai"
        label={t("faiField")}
        hint={about(says.requiresFai, now.requiresFai, yesNo)}
        edit={edit}
      />
      <YesNoField
        name="requiresAuthorization"
        label={t("authorizationField")}
        hint={about(says.requiresAuthorization, now.requiresAuthorization, yesNo)}
        edit={edit}
      />
      {(scope === "STEP" || scope === "OPERATION") && (
        <>
          <ProgramField edit={edit} about={about} />
          <ItemsField edit={edit} about={about} items={items} />
        </>
      )}
    </>
  );
}

type About = <T>(said: unknown, now: Sourced<T>, text: (value: T) => string) => ReactNode;

/** Who decides about a field at this step, in one sentence. */
function useProvenance({ scope, operation }: { scope: ConfigScope; operation: string }): About {
  const t = useT("route");
  const originText = useOriginText();
  return (said, now, text) => {
    const value = text(now.value);
    const origin = originText(now.origin, operation);
    if (now.origin === scope) return t("said.here");
    if (now.origin === "DEFAULT") return t("said.default", { value });
    if (said !== null) return t("said.overruled", { value, origin });
    return t("said.from", { value, origin });
  };
}

interface YesNoFieldProps {
  name: "requiresFai" | "requiresAuthorization";
  label: string;
  hint: ReactNode;
  edit: ScopeEdit;
}

function YesNoField({ name, label, hint, edit }: YesNoFieldProps) {
  const t = useT("route");
  const said = edit.says[name];
  const text = (value: boolean) => t(value ? "value.yes" : "value.no");
  return (
    <Field label={label} hint={hint}>
      <Select
        value={said === null ? "" : said ? "YES" : "NO"}
        onChange={({ target }) =>
          edit.change({ [name]: target.value === "" ? null : target.value === "YES" })
        }
        emptyLabel={t("inherit", { value: text(edit.wider[name].value) })}
        choices={[
          { value: "YES", label: text(true) },
          { value: "NO", label: text(false) },
        ]}
      />
    </Field>
  );
}

/** Silent or a list; an empty list takes a wider scope's list away. */
function StationsField({ edit, about }: { edit: ScopeEdit; about: About }) {
  const t = useT("route");
  const typeText = useStationTypeText();
  const stations = useQuery(stationsQuery).data ?? [];
  const said = edit.says.allowedStationIds;
  const codes = (ids: readonly string[]) =>
    ids.length === 0
      ? t("anyOfGroup")
      : ids.map((id) => stations.find((each) => each.id === id)?.code ?? "?").join(", ");
  // Those named when the panel opened come first; ticking does not make rows jump.
  const [named] = useState(said ?? []);
  const wanted = edit.now.stationType.value;
  const rank = ({ id, stationType }: { id: string; stationType: StationType }) =>
    named.includes(id) ? 0 : wanted === null || wanted === stationType ? 1 : 2;
  return (
    <Field label={t("stations")} hint={about(said, edit.now.allowedStationIds, codes)} isGroup>
      <SayHere
        label={t("sayStations")}
        isSaid={said !== null}
        onSay={(isSaid) => edit.change({ allowedStationIds: isSaid ? [] : null })}
      />
      {said !== null && (
        <CheckList
          label={t("stations")}
          values={said}
          onChange={(allowedStationIds) => edit.change({ allowedStationIds })}
          items={stations
            .filter((each) => each.isActive || said.includes(each.id))
            .toSorted((a, b) => rank(a) - rank(b))
            .map((each) => ({
              value: each.id,
              label: `${each.code} · ${each.name}`,
              hint: `${each.lineCode} · ${typeText(each.stationType)}`,
            }))}
        />
      )}
    </Field>
  );
}

/** Left empty the scope says nothing; what would then be expected stands in the empty field. */
function ProgramField({ edit, about }: { edit: ScopeEdit; about: About }) {
  const t = useT("route");
  const said = edit.says.expectedProgram;
  const program = (value: string | null) => value ?? t("nothing");
  return (
    <Field label={t("programField")} hint={about(said, edit.now.expectedProgram, program)}>
      <CodeInput
        value={said ?? ""}
        maxLength={80}
        placeholder={t("inherit", { value: program(edit.wider.expectedProgram.value) })}
        onChange={({ target }) => edit.change({ expectedProgram: target.value || null })}
      />
    </Field>
  );
}

interface ItemsFieldProps {
  edit: ScopeEdit;
  about: About;
  items: readonly CaptureItemRow[];
}

function ItemsField({ edit, about, items }: ItemsFieldProps) {
  const t = useT("route");
  const local = useLocalName();
  const said = edit.says.captureItemIds;
  const codes = (ids: readonly string[] | null) => {
    if (ids === null) return t("allItems");
    if (ids.length === 0) return t("noItems");
    return ids.map((id) => items.find((each) => each.id === id)?.code ?? "?").join(", ");
  };
  const active = items.filter((item) => item.isActive);
  return (
    <Field label={t("items")} hint={about(said, edit.now.captureItemIds, codes)} isGroup>
      <SayHere
        label={t("sayItems")}
        isSaid={said !== null}
        onSay={(isSaid) =>
          edit.change({ captureItemIds: isSaid ? active.map(({ id }) => id) : null })
        }
      />
      {said !== null && items.length > 0 && (
        <CheckList
          label={t("items")}
          values={said}
          onChange={(captureItemIds) => edit.change({ captureItemIds })}
          items={items
            .filter((each) => each.isActive || said.includes(each.id))
            .map((each) => ({ value: each.id, label: `${each.code} · ${local(each)}` }))}
        />
      )}
    </Field>
  );
}

interface SayHereProps {
  label: string;
  isSaid: boolean;
  onSay: (isSaid: boolean) => void;
}

function SayHere({ label, isSaid, onSay }: SayHereProps) {
  return (
    <Checkbox label={label} checked={isSaid} onChange={(event) => onSay(event.target.checked)} />
  );
}
