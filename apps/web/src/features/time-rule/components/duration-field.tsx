import { useState } from "react";
import { Controller, useFormContext } from "react-hook-form";
import { useT } from "~/lib/i18n.ts";
import { Field } from "~/ui/field.tsx";
import { NumberInput } from "~/ui/input.tsx";
import { useErrorOf } from "./use-error-of.ts";

interface DurationFieldProps {
  name: string;
  label: string;
  hint?: string;
}

/** Hours and minutes as people say them; the rule keeps minutes. */
export function DurationField({ name, label, hint }: DurationFieldProps) {
  const { control } = useFormContext();
  const errorOf = useErrorOf();
  return (
    <Field label={label} hint={hint} error={errorOf(name)} isGroup>
      <Controller
        control={control}
        name={name}
        render={({ field }) => (
          <HoursMinutes
            label={label}
            minutes={field.value}
            onChange={field.onChange}
            onBlur={field.onBlur}
          />
        )}
      />
    </Field>
  );
}

interface HoursMinutesProps {
  label: string;
  minutes: number | null;
  onChange: (minutes: number | null) => void;
  onBlur: () => void;
}

function HoursMinutes({ label, minutes, onChange, onBlur }: HoursMinutesProps) {
  const t = useT("time-rule");
  // What is typed stays as typed until it means another number: 90 min is not turned into 1 h 30.
  const [typed, setTyped] = useState(() => split(minutes));
  const total = sum(typed);
  const shown = total === minutes ? typed : split(minutes);
  const change = (part: Partial<Typed>) => {
    const next = { ...shown, ...part };
    setTyped(next);
    onChange(sum(next));
  };
  return (
    <span className="grid grid-cols-2 gap-3">
      <NumberInput
        id={undefined}
        aria-label={`${label} ${t("unit.hours")}`}
        inputMode="numeric"
        unit={t("unit.hours")}
        value={shown.hours}
        onChange={(event) => change({ hours: event.target.value })}
        onBlur={onBlur}
      />
      <NumberInput
        id={undefined}
        aria-label={`${label} ${t("unit.minutes")}`}
        inputMode="numeric"
        unit={t("unit.minutes")}
        value={shown.minutes}
        onChange={(event) => change({ minutes: event.target.value })}
        onBlur={onBlur}
      />
    </span>
  );
}

interface Typed {
  hours: string;
  minutes: string;
}

function split(minutes: number | null): Typed {
  if (minutes === null || !Number.isFinite(minutes)) return { hours: "", minutes: "" };
  return { hours: String(Math.floor(minutes / 60)), minutes: String(minutes % 60) };
}

/** Nothing typed is nothing; what is no number is refused by the schema. */
function sum({ hours, minutes }: Typed): number | null {
  if (hours.trim() === "" && minutes.trim() === "") return null;
  return Number(hours) * 60 + Number(minutes);
}
