import { clsx } from "clsx";
import { useT } from "~/lib/i18n.ts";

interface JsonTreeProps {
  value: unknown;
  /** Where the value stands; the whole has none. */
  path?: string;
  /** What is marked, by path, with what it is read as. */
  marks: ReadonlyMap<string, string>;
  /** A value was chosen: its path, with positions in lists. */
  onPick?: ((path: string) => void) | undefined;
  label?: string;
}

/** Elements of one list that are shown; a tester sends thousands. */
const elementsMax = 6;
const depthMax = 12;

/** A JSON value, indented as an engineer reads it; every single value can be pressed. */
export function JsonTree({ value, path = "", marks, onPick, label }: JsonTreeProps) {
  const t = useT();
  if (!isBranch(value)) return <Leaf value={value} path={path} marks={marks} onPick={onPick} />;
  const entries = Array.isArray(value)
    ? value.slice(0, elementsMax).map((each, at) => [`[${at}]`, each] as const)
    : Object.entries(value);
  const hidden = Array.isArray(value) ? value.length - entries.length : 0;
  if (entries.length === 0 || path.split(/[.[]/).length > depthMax)
    return <span className="text-ink-3">{Array.isArray(value) ? "[]" : "{}"}</span>;
  return (
    <ul
      aria-label={label}
      translate="no"
      className={clsx("font-mono text-[13px] leading-6", path && "border-s border-line ps-3")}
    >
      {entries.map(([key, each]) => (
        <li key={key} className="min-w-0">
          <span className="text-ink-3">{key}</span>{" "}
          <JsonTree value={each} path={joined(path, key)} marks={marks} onPick={onPick} />
        </li>
      ))}
      {hidden > 0 && <li className="text-ink-3">{t("moreElements", { count: hidden })}</li>}
    </ul>
  );
}

const isBranch = (value: unknown): value is object => typeof value === "object" && value !== null;
const joined = (path: string, key: string) =>
  path === "" || key.startsWith("[") ? `${path}${key}` : `${path}.${key}`;

function Leaf({ value, path, marks, onPick }: Omit<JsonTreeProps, "path"> & { path: string }) {
  const mark = marks.get(path);
  const text = typeof value === "string" ? `"${value}"` : String(value);
  const look = clsx(
    "max-w-full rounded px-1 text-start break-all",
    mark ? "bg-accent-tint text-accent" : "text-ink",
  );
  return (
    <>
      {onPick ? (
        <button
          type="button"
          onClick={() => onPick(path)}
          title={path}
          className={clsx(look, "hover:bg-hover pointer-coarse:min-h-9")}
        >
          {text}
        </button>
      ) : (
        <span className={look}>{text}</span>
      )}
      {mark && <span className="ms-1 font-sans text-xs text-ink-3">← {mark}</span>}
    </>
  );
}
