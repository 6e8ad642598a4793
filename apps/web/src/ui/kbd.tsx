/** A key to press: <Kbd keys="F2" />, <Kbd keys="Ctrl K" />. */
export function Kbd({ keys }: { keys: string }) {
  return (
    <span className="inline-flex gap-0.5 pointer-coarse:hidden">
      {keys.split(" ").map((key) => (
        <kbd
          key={key}
          className="rounded border border-line bg-sunken px-1.5 font-sans text-[11px] leading-5 text-ink-3"
        >
          {key}
        </kbd>
      ))}
    </span>
  );
}
