import { type ShiftRow, shiftCreate, shiftMinutes, shiftPatch } from "@lineside/domain/plant";
import { useQuery } from "@tanstack/react-query";
import { Controller, useFormContext } from "react-hook-form";
import { formatDuration } from "~/lib/format.ts";
import { useT } from "~/lib/i18n.ts";
import { Field } from "~/ui/field.tsx";
import { FieldRow } from "~/ui/form.tsx";
import { Input, Select } from "~/ui/input.tsx";
import { Text } from "~/ui/text.tsx";
import { linesQuery } from "../api/choices.ts";
import { clockOf } from "./clock-of.ts";
import { orNull, TextField } from "./shared-fields.tsx";
import { type Thing, things } from "./thing.ts";

export const shift: Thing<ShiftRow> = {
  ...things.shift,
  create: shiftCreate,
  patch: shiftPatch,
  readKey: (row) => row.id,
  defaults: (row) => ({
    ...(row ? { isActive: row.isActive } : { code: "" }),
    name: row?.name ?? "",
    nameZh: row?.nameZh ?? "",
    startMinute: row?.startMinute ?? 480,
    endMinute: row?.endMinute ?? 960,
    lineId: row?.lineId ?? null,
  }),
  Fields: ShiftFields,
  fieldOfCode: {
    SHIFT_CODE_DUPLICATE: "code",
    SHIFT_OVERLAP: "endMinute",
    LINE_NOT_FOUND: "lineId",
  },
};

function minuteOf(clock: string): number | null {
  const [hours, minutes] = clock.split(":").map(Number);
  return hours === undefined || minutes === undefined ? null : hours * 60 + minutes;
}

function ShiftFields({ row }: { row: ShiftRow | null }) {
  const t = useT("plant");
  const { register, watch, formState } = useFormContext();
  const lines = useQuery(linesQuery).data ?? [];
  const [startMinute, endMinute] = [watch("startMinute"), watch("endMinute")];
  const isKnown = typeof startMinute === "number" && typeof endMinute === "number";
  const times = { startMinute, endMinute, id: "", code: "", lineId: null, isActive: true };
  return (
    <>
      <FieldRow>
        <TextField name="name" label={t("nameEn")} isRequired />
        <TextField name="nameZh" label={t("nameZh")} isRequired />
      </FieldRow>
      <FieldRow>
        <ClockField name="startMinute" label={t("from")} />
        <ClockField name="endMinute" label={t("to")} />
      </FieldRow>
      {isKnown && (
        <Text isQuiet isSmall>
          {t(endMinute <= startMinute ? "shift.overMidnight" : "shift.sameDay", {
            duration: formatDuration(shiftMinutes(times) * 60_000),
          })}
        </Text>
      )}
      <Field
        label={t("line")}
        hint={t("shift.lineHint")}
        error={formState.errors.lineId?.message as string | undefined}
      >
        <Select
          key={`${row?.id} ${lines.length}`}
          {...register("lineId", orNull)}
          choices={lines.map(({ id, code, name }) => ({ value: id, label: `${code} · ${name}` }))}
          emptyLabel={t("shift.everyLine")}
        />
      </Field>
    </>
  );
}

function ClockField({ name, label }: { name: string; label: string }) {
  const { control, formState } = useFormContext();
  const error = formState.errors[name]?.message as string | undefined;
  return (
    <Field label={label} error={error} isRequired>
      <Controller
        control={control}
        name={name}
        render={({ field }) => (
          <Input
            type="time"
            value={typeof field.value === "number" ? clockOf(field.value) : ""}
            onChange={(event) => field.onChange(minuteOf(event.target.value))}
            onBlur={field.onBlur}
          />
        )}
      />
    </Field>
  );
}
