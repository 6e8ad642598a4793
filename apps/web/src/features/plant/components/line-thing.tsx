import {
  type LineRow,
  lineCreate,
  linePatch,
  processTypes,
  type StationGroupRow,
  type StationRow,
  stationCreate,
  stationGroupCreate,
  stationGroupPatch,
  stationPatch,
  stationTypes,
} from "@lineside/domain/plant";
import { useQuery } from "@tanstack/react-query";
import { Controller, useFormContext } from "react-hook-form";
import { asNumber } from "~/lib/form.ts";
import { useT } from "~/lib/i18n.ts";
import { Field } from "~/ui/field.tsx";
import { FieldRow } from "~/ui/form.tsx";
import { NumberInput, Select } from "~/ui/input.tsx";
import { Segmented } from "~/ui/segmented.tsx";
import { useStationTypeText } from "~/ui/station-type.tsx";
import { linesQuery, stationGroupsQuery } from "../api/choices.ts";
import { orNull, TextField } from "./shared-fields.tsx";
import { type Thing, things } from "./thing.ts";

export const line: Thing<LineRow> = {
  ...things.line,
  create: lineCreate,
  patch: linePatch,
  readKey: (row) => row.id,
  defaults: (row) => ({
    ...(row ? { isActive: row.isActive } : { code: "" }),
    name: row?.name ?? "",
    processType: row?.processType ?? "SMT",
  }),
  Fields: LineFields,
  fieldOfCode: { LINE_CODE_DUPLICATE: "code", LINE_IN_USE: "processType" },
};

function LineFields() {
  const t = useT("plant");
  const { control, formState } = useFormContext();
  const error = formState.errors.processType?.message as string | undefined;
  return (
    <>
      <TextField name="name" label={t("name")} isRequired />
      <Field label={t("process")} hint={t("processHint")} error={error} isGroup>
        <Controller
          control={control}
          name="processType"
          render={({ field }) => (
            <Segmented
              label={t("process")}
              choices={processTypes.map((value) => ({ value, label: t(`process.${value}`) }))}
              value={field.value}
              onChange={field.onChange}
            />
          )}
        />
      </Field>
    </>
  );
}

export const station: Thing<StationRow> = {
  ...things.station,
  create: stationCreate,
  patch: stationPatch,
  readKey: (row) => row.code,
  defaults: (row) => ({
    ...(row ? { isActive: row.isActive } : { code: "" }),
    name: row?.name ?? "",
    stationType: row?.stationType ?? "MANUAL",
    lineId: row?.lineId ?? "",
    groupId: row?.groupId ?? null,
    sequence: row?.sequence ?? 10,
  }),
  Fields: StationFields,
  fieldOfCode: {
    STATION_CODE_DUPLICATE: "code",
    STATION_IN_USE: "stationType",
    LINE_NOT_FOUND: "lineId",
    STATION_GROUP_NOT_FOUND: "groupId",
  },
};

function StationFields() {
  const t = useT("plant");
  const typeText = useStationTypeText();
  const { control, register, formState } = useFormContext();
  const lines = useQuery(linesQuery).data ?? [];
  const groups = useQuery(stationGroupsQuery).data ?? [];
  const errorOf = (name: string) => formState.errors[name]?.message as string | undefined;
  const choice = ({ id, code, name }: { id: string; code: string; name: string }) => ({
    value: id,
    label: `${code} · ${name}`,
  });
  return (
    <>
      <TextField name="name" label={t("name")} isRequired />
      <Field label={t("type")} hint={t("typeHint")} error={errorOf("stationType")} isGroup>
        <Controller
          control={control}
          name="stationType"
          render={({ field }) => (
            <Segmented
              label={t("type")}
              choices={stationTypes.map((value) => ({ value, label: typeText(value) }))}
              value={field.value}
              onChange={field.onChange}
            />
          )}
        />
      </Field>
      <FieldRow>
        <Field label={t("line")} error={errorOf("lineId")} isRequired>
          {/* Choices arrive after the field; the key makes the browser pick the value again. */}
          <Select
            key={lines.length}
            {...register("lineId")}
            choices={lines.map(choice)}
            emptyLabel={t("choose")}
          />
        </Field>
        <Field label={t("sequence")} hint={t("sequenceHint")} error={errorOf("sequence")}>
          <NumberInput {...register("sequence", asNumber)} />
        </Field>
      </FieldRow>
      <Field label={t("group")} hint={t("groupHint")} error={errorOf("groupId")}>
        <Select
          key={groups.length}
          {...register("groupId", orNull)}
          choices={groups.map(choice)}
          emptyLabel={t("noGroup")}
        />
      </Field>
    </>
  );
}

export const group: Thing<StationGroupRow> = {
  ...things.group,
  create: stationGroupCreate,
  patch: stationGroupPatch,
  readKey: (row) => row.id,
  defaults: (row) => ({ ...(row ? {} : { code: "" }), name: row?.name ?? "" }),
  Fields: GroupFields,
  fieldOfCode: { STATION_GROUP_CODE_DUPLICATE: "code" },
};

function GroupFields() {
  const t = useT("plant");
  return <TextField name="name" label={t("name")} isRequired />;
}
