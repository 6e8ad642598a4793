import { presetRoles } from "@lineside/domain/auth";
import { RotateCcw } from "lucide-react";
import type { ReactNode } from "react";
import { formatDuration, formatTime } from "~/lib/format.ts";
import { ApiError } from "~/lib/http.ts";
import { type Translate, useLocalName, useT } from "~/lib/i18n.ts";
import { useMayAll } from "~/lib/session.ts";
import { Button } from "./button.tsx";
import { TextLink } from "./link.tsx";
import { Notice } from "./notice.tsx";
import { variantsOf } from "./refusal-variants.ts";

type LocalName = ReturnType<typeof useLocalName>;

export interface Refused {
  code: string;
  context?: Record<string, unknown>;
  resolvedBy?: string | null;
  requestId?: string | null;
}

/** The sentence of a code in the user's language. */
export function useRefusalText(): (refused: Refused) => string {
  const t = useT("errors");
  const local = useLocalName();
  return ({ code, context = {} }) => {
    const values = flat(context, local, t);
    const [said] = variantsOf(code, context).flatMap((key) => {
      const text = t(key, values);
      return text === key ? [] : [text];
    });
    return said ?? t("UNKNOWN", { code });
  };
}

/** Who can put it right: the roles that hold the permission, or "you" when the reader does. */
export function useResolver(): (permission: string | null | undefined) => string | null {
  const t = useT();
  const local = useLocalName();
  const mayAll = useMayAll();
  return (permission) => {
    if (!permission) return null;
    if (mayAll(permission as Parameters<typeof mayAll>[0])) return t("refusal.you");
    const owners = presetRoles.filter((role) => role.permissions.some((p) => p === permission));
    return owners.length > 0 ? owners.map(local).join(t("listSeparator")) : permission;
  };
}

interface RefusalProps {
  error: Error | Refused;
  /** The button that puts it right, when the reader may press it. */
  action?: ReactNode;
  onRetry?: () => void;
  /** It only waits: nothing went wrong, nothing has to be done. */
  isWaiting?: boolean;
}

/** Every no, explained: what happened, the code, who can fix it, what to press. */
export function Refusal({ error, action, onRetry, isWaiting }: RefusalProps) {
  const t = useT();
  const say = useRefusalText();
  const resolver = useResolver();
  const refused = toRefused(error);
  const who = resolver(refused.resolvedBy);
  return (
    <Notice
      tone={isWaiting ? "warn" : "bad"}
      title={say(refused)}
      action={
        <>
          {action}
          {onRetry && (
            <Button size="small" icon={RotateCcw} onClick={onRetry}>
              {t("tryAgain")}
            </Button>
          )}
        </>
      }
    >
      {who && <p>{t("refusal.resolvedBy", { who })}</p>}
      <p className="font-mono text-xs text-ink-3" translate="no">
        {refused.code}
        {refused.requestId && ` · ${refused.requestId}`}
      </p>
      <WayToLog refused={refused} />
    </Notice>
  );
}

/** Why the server failed, for those who may read its log. */
function WayToLog({ refused: { code, requestId } }: { refused: Refused }) {
  const t = useT();
  const mayAll = useMayAll();
  if (code !== "INTERNAL" || !requestId || !mayAll("ops:read")) return null;
  return (
    <TextLink to="/admin/logs" search={{ requestId }}>
      {t("refusal.toLog")}
    </TextLink>
  );
}

export function toRefused(error: Error | Refused): Refused {
  if (error instanceof ApiError) return error;
  return "code" in error ? error : { code: "SCREEN_FAILED" };
}

/** Lists, things and instants of a context become text, so that a sentence can name them. */
function flat(
  context: Record<string, unknown>,
  local: LocalName,
  t: Translate,
): Record<string, unknown> {
  const counted = ([name, count]: [string, unknown]) => {
    const text = t(`things.${name}`, { count });
    return text === `things.${name}` ? `${name} ${count}` : text;
  };
  const say = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(say).join(", ");
    if (typeof value === "string") return isInstant(value) ? formatTime(value) : value;
    if (value === null || typeof value !== "object") return value;
    const thing = value as Record<string, unknown>;
    if (typeof thing.name === "string") return local(thing as Parameters<LocalName>[0]);
    const key = thing.code ?? thing.sn ?? thing.runNo;
    if (key !== undefined) return key;
    return Object.entries(thing).map(counted).join(", ");
  };
  // A name that comes in two languages as ruleName and ruleNameZh is said in the reader's.
  const own = (key: string, value: unknown) =>
    local({ name: value as string, nameZh: context[`${key}Zh`] as string });
  const isNamed = (key: string, value: unknown) =>
    typeof value === "string" && typeof context[`${key}Zh`] === "string";
  const said = Object.entries(context).map(([key, value]) => [
    key,
    isNamed(key, value) ? own(key, value) : say(value),
  ]);
  return { ...durations(context), ...Object.fromEntries(said) };
}

/** ageMinutes: 1860 can also be said as age: 1 d 7 h. */
function durations(context: Record<string, unknown>): Record<string, string> {
  const isMinutes = ([key, value]: [string, unknown]) =>
    key.endsWith("Minutes") && typeof value === "number";
  const said = Object.entries(context)
    .filter(isMinutes)
    .map(([key, value]) => [
      key.slice(0, -"Minutes".length),
      formatDuration(Number(value) * 60_000),
    ]);
  return Object.fromEntries(said);
}

const isInstant = (text: string) => /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text);
