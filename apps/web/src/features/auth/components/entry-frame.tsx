import { type ReactNode, useEffect } from "react";
import { type Language, languages, preloadTexts, setLanguage, useLanguage } from "~/lib/i18n.ts";

interface EntryFrameProps {
  title: string;
  lead?: string;
  children: ReactNode;
}

/** Pages before the shell: sign-in, set-up, new password. Kept light: no menu, no dialogs, no zod. */
export function EntryFrame({ title, lead, children }: EntryFrameProps) {
  const language = useLanguage();
  useEffect(() => {
    document.title = `${title} · Lineside`;
  }, [title]);
  // The sentences of refusals are the largest text of all: they come while somebody types.
  useEffect(() => preloadTexts(["errors"]), []);
  return (
    <div className="flex min-h-dvh flex-col">
      <header className="flex justify-end gap-1 p-3">
        {Object.entries(languages).map(([code, name]) => (
          <button
            key={code}
            type="button"
            lang={code}
            aria-pressed={code === language}
            onClick={() => void setLanguage(code as Language)}
            className="min-h-11 rounded-md px-3 text-ink-3 hover:text-ink aria-pressed:font-semibold aria-pressed:text-ink"
          >
            {name}
          </button>
        ))}
      </header>
      <main className="mx-auto flex w-full max-w-sm flex-1 flex-col justify-center gap-6 px-6 pb-[12vh]">
        <div className="flex items-center gap-3">
          <img src="/icon.svg" alt="" className="size-10" />
          <span className="text-xl font-semibold">Lineside</span>
        </div>
        <div>
          <h1 className="text-base font-semibold">{title}</h1>
          {lead && <p className="mt-1 text-ink-2">{lead}</p>}
        </div>
        {children}
      </main>
    </div>
  );
}
