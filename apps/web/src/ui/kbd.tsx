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

/** The key on a button that is pressed from two metres away. */
export function KeyCap({ children }: { children: string }) {
  return (
    <kbd className="rounded border border-current px-2 font-sans text-base leading-7 font-medium opacity-80 max-sm:hidden">
      {children}
    </kbd>
  );
}
