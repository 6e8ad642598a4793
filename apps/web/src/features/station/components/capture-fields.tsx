import type { FrozenCaptureItem } from "@lineside/domain/routing";
import { Check, CircleDot, type LucideIcon, X } from "lucide-react";
import { type KeyboardEvent, useEffect, useRef } from "react";
import { useLocalName, useT } from "~/lib/i18n.ts";
import { dispatchScan, offerScan } from "~/lib/scanner.ts";
import { Choices, Measure, MeasureInput } from "~/ui/measure.tsx";
import type { Tone } from "~/ui/status.ts";
import { type Judged, judgeTyped, nextField, numberAtEnd } from "../captures.ts";
import type { Problem } from "../loop-types.ts";
import { limitsText } from "./verdict-view.tsx";

interface CaptureFieldsProps {
  items: readonly FrozenCaptureItem[];
  values: Readonly<Record<string, string>>;
  problems: readonly Problem[];
  onType: (code: string, value: string) => void;
  /** Enter on the last open field. */
  onDone: () => void;
  /** Codes that are boards or commands, not values. */
  isForScreen: (text: string) => boolean;
  isBoard: (text: string) => boolean;
}

/** The values of a step, typed or scanned, judged as they are typed. */
export function CaptureFields(props: CaptureFieldsProps) {
  const { items, values, problems } = props;
  const root = useRef<HTMLDivElement>(null);
  const home = problems[0]?.code ?? firstOpen(items, values) ?? items[0]?.code;
  // A refused PASS leads to the value that stands in the way.
  const wrong = problems[0]?.code;
  useEffect(() => {
    if (wrong) focusField(root.current, wrong);
  }, [wrong]);
  const goOn = (code: string) => {
    const item = items.find((each) => each.code === code);
    // Enter on a value that PASS needs says so at once, not after all the others.
    if (item?.isRequired && judgeTyped(item, values[code] ?? "") === "NONE") return props.onDone();
    const next = nextField(items, values, code);
    if (next) focusField(root.current, next);
    else props.onDone();
  };
  return (
    <div ref={root} className="flex flex-col gap-2">
      {items.map((item) => (
        <CaptureField
          key={item.code}
          {...props}
          item={item}
          isHome={item.code === home}
          onEnter={() => goOn(item.code)}
        />
      ))}
    </div>
  );
}

interface CaptureFieldProps extends CaptureFieldsProps {
  item: FrozenCaptureItem;
  isHome: boolean;
  onEnter: () => void;
}

const looks: Record<Judged, { tone: Tone; icon: LucideIcon | null }> = {
  NONE: { tone: "none", icon: null },
  NOTED: { tone: "wait", icon: CircleDot },
  PASS: { tone: "ok", icon: Check },
  FAIL: { tone: "bad", icon: X },
  INVALID: { tone: "bad", icon: X },
};

function CaptureField(props: CaptureFieldProps) {
  const { item, values, problems, isHome, onType, onEnter } = props;
  const t = useT("station");
  const local = useLocalName();
  const value = values[item.code] ?? "";
  const judged = judgeTyped(item, value);
  const { tone, icon } = looks[judged];
  const problem = problems.find(({ code }) => code === item.code);
  const field = useRef<HTMLInputElement>(null);
  useScannedValue(field, props);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
    event.preventDefault();
    const at = numberAtEnd(value, props.isBoard);
    if (at < 0) return onEnter();
    onType(item.code, value.slice(0, at));
    void dispatchScan(value.slice(at));
  };
  const choices = useChoices(item);
  return (
    <Measure
      label={local(item)}
      isRequired={item.isRequired}
      unit={item.unit}
      limits={limitsText(item)}
      tone={problem ? "bad" : tone}
      judged={icon && { icon, word: t(`judged.${judged}`) }}
      problem={
        problem && t(`problem.${problem.kind}`, { limits: limitsText(item), unit: item.unit ?? "" })
      }
    >
      {(wiring) =>
        choices ? (
          <Choices
            id={wiring.id}
            name={`value-${item.code}`}
            choices={choices}
            value={value}
            isHome={isHome}
            onChange={(next) => onType(item.code, next)}
            inputProps={{
              "aria-describedby": wiring["aria-describedby"],
              onKeyDown: (event) => {
                const chosen = choices[Number(event.key) - 1];
                if (chosen) onType(item.code, chosen.value);
                else onKeyDown(event);
              },
            }}
          />
        ) : (
          <MeasureInput
            {...wiring}
            ref={field}
            name={`value-${item.code}`}
            data-home={isHome ? "" : undefined}
            data-scan={item.dataType === "TEXT" ? "keep" : undefined}
            inputMode={item.dataType === "NUMBER" ? "decimal" : "text"}
            value={value}
            onChange={(event) => onType(item.code, event.target.value)}
            onKeyDown={onKeyDown}
          />
        )
      }
    </Measure>
  );
}

/** A code scanned into a text field is its value; a board's label goes to the screen instead. */
function useScannedValue(
  field: React.RefObject<HTMLInputElement | null>,
  { item, onType, onEnter, isForScreen }: CaptureFieldProps,
): void {
  const latest = useRef({ onType, onEnter, isForScreen });
  latest.current = { onType, onEnter, isForScreen };
  const isText = item.dataType === "TEXT";
  const { code } = item;
  useEffect(() => {
    const element = field.current;
    if (!element || !isText) return;
    const offered = (event: Event) => {
      const text = (event as CustomEvent<string>).detail;
      if (latest.current.isForScreen(text)) return event.preventDefault();
      latest.current.onType(code, text);
      // With the value in place, as if the scanner's Enter had been pressed.
      setTimeout(() => latest.current.onEnter(), 0);
    };
    element.addEventListener(offerScan, offered);
    return () => element.removeEventListener(offerScan, offered);
  }, [field, isText, code]);
}

function useChoices(item: FrozenCaptureItem) {
  const t = useT("station");
  if (item.dataType === "CHOICE")
    return (item.choices ?? []).map((choice) => ({ value: choice, label: choice }));
  if (item.dataType !== "BOOLEAN") return null;
  return [
    { value: "true", label: t("yes") },
    { value: "false", label: t("no") },
  ];
}

const firstOpen = (items: readonly FrozenCaptureItem[], values: Readonly<Record<string, string>>) =>
  items.find((item) => judgeTyped(item, values[item.code] ?? "") === "NONE")?.code;

function focusField(root: HTMLElement | null, code: string): void {
  const name = CSS.escape(`value-${code}`);
  const fields = [...(root?.querySelectorAll<HTMLInputElement>(`[name=${name}]`) ?? [])];
  (fields.find((field) => field.checked) ?? fields[0])?.focus();
}
