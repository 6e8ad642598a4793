import type { ReactNode } from "react";

/** The same sentence in the languages of the plant, each marked by its own name. */
export function Bilingual({ texts }: { texts: readonly { lang: string; text: ReactNode }[] }) {
  return (
    <dl className="flex flex-col gap-2 rounded-md border border-line bg-sunken px-4 py-3">
      {texts.map(({ lang, text }) => (
        <div key={lang} className="grid grid-cols-[2.5rem_1fr] gap-x-2">
          <dt className="text-[13px] text-ink-3">{lang === "zh-CN" ? "中文" : "EN"}</dt>
          <dd lang={lang} className="font-medium text-pretty">
            {text}
          </dd>
        </div>
      ))}
    </dl>
  );
}
