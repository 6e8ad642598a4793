import { toInstant } from "@lineside/domain/kernel";
import { defaultSerialPattern, parseSerialPattern, renderSerials } from "@lineside/domain/plant";
import { useRef } from "react";
import { useFormContext } from "react-hook-form";
import { nowMs } from "~/lib/clock.ts";
import { useT } from "~/lib/i18n.ts";
import { useMe } from "~/lib/session.ts";
import { Button } from "~/ui/button.tsx";
import { Field } from "~/ui/field.tsx";
import { CodeInput } from "~/ui/input.tsx";
import { Text } from "~/ui/text.tsx";

const pieces = ["{product}", "{run}", "{wo}", "{line}", "{YY}", "{MM}", "{DD}", "{WW}", "{seq:4}"];

/** The serial number rule, with the numbers it would make shown while it is typed. */
export function PatternField({ code }: { code?: string }) {
  const t = useT("plant");
  const box = useRef<HTMLInputElement>(null);
  const { setValue, watch } = useFormContext();
  const typed: string = watch("snPattern") ?? "";
  const preview = usePreview(typed || defaultSerialPattern, code ?? (watch("code") || "P-1001"));
  const set = (text: string) =>
    setValue("snPattern", text || null, { shouldDirty: true, shouldValidate: true });
  const insert = (piece: string) => {
    const input = box.current;
    const [from, to] = [input?.selectionStart ?? typed.length, input?.selectionEnd ?? typed.length];
    set(typed.slice(0, from) + piece + typed.slice(to));
    requestAnimationFrame(() => {
      input?.focus();
      input?.setSelectionRange(from + piece.length, from + piece.length);
    });
  };
  return (
    <Field
      label={t("pattern")}
      error={preview.fault}
      hint={
        <span className="flex flex-col">
          <span>{t("pattern.preview")}</span>
          {preview.serials.map((serial) => (
            <CodeText key={serial} text={serial} />
          ))}
          <span>{preview.restart}</span>
        </span>
      }
    >
      <CodeInput
        ref={box}
        value={typed}
        placeholder={defaultSerialPattern}
        onChange={(event) => set(event.target.value)}
      />
      <span className="flex flex-wrap gap-1 py-1">
        {pieces.map((piece) => (
          <Button key={piece} size="small" look="quiet" onClick={() => insert(piece)}>
            {piece}
          </Button>
        ))}
      </span>
    </Field>
  );
}

function CodeText({ text }: { text: string }) {
  return (
    <Text isStrong className="break-all">
      {text}
    </Text>
  );
}

/** What starts the count anew most often comes first. */
const periods = ["run", "wo", "DD", "WW", "MM", "YY", "YYYY", "line", "product"] as const;

/** Either the first serial numbers of a next run, or what is wrong and where. */
function usePreview(text: string, product: string) {
  const t = useT("plant");
  const { timezone } = useMe().settings;
  const parsed = parseSerialPattern(text);
  if (!parsed.ok) {
    const { reason, part, at } = parsed.refusal.context;
    const fault = t(`pattern.${reason}`, { part, at });
    return { fault, serials: [], restart: "" };
  }
  const now = toInstant(nowMs());
  const facts = { product, run: "RUN-0001", wo: "WO-0001", line: "SMT-A", now, timeZone: timezone };
  const made = renderSerials(parsed.value, facts, { first: 1, quantity: 2 });
  if (!made.ok) return { fault: t("pattern.TOO_LONG"), serials: [], restart: "" };
  const fields = parsed.value.parts.flatMap((part) => (part.kind === "FIELD" ? part.field : []));
  const period = periods.find((field) => fields.includes(field));
  const restart = period ? t(`pattern.restart.${period}`) : t("pattern.restart.never");
  return { fault: null, serials: made.value, restart };
}
