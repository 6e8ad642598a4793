import { clsx } from "clsx";
import { type ReactNode, useEffect } from "react";

interface PageProps {
  title: string;
  /** Beside the title: a status pill, a number. */
  beside?: ReactNode;
  /** One line below: what this page is for, or the key facts of the thing it shows. */
  lead?: ReactNode;
  /** Buttons; one primary at most. */
  actions?: ReactNode;
  /** Above the title: a link back to where this belongs. */
  back?: ReactNode;
  /** narrow for forms, wide for tables and drawings. */
  width?: "narrow" | "wide";
  children: ReactNode;
}

/** Every page: a header and its content; sets the window's title. */
export function Page({ title, beside, lead, actions, back, width = "wide", children }: PageProps) {
  useEffect(() => {
    document.title = `${title} · Lineside`;
  }, [title]);
  return (
    <main
      className={clsx(
        "mx-auto flex w-full flex-col gap-5 px-4 pt-4 pb-24 sm:px-6 lg:pb-10",
        width === "narrow" ? "max-w-3xl" : "max-w-[100rem]",
      )}
    >
      <header className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0">
          {back && <div className="no-print text-[13px]">{back}</div>}
          <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <h1 className="text-xl font-semibold text-balance">{title}</h1>
            {beside}
          </div>
          {lead && <div className="mt-0.5 max-w-prose text-ink-3">{lead}</div>}
        </div>
        {actions && <div className="no-print flex flex-wrap items-center gap-2">{actions}</div>}
      </header>
      {children}
    </main>
  );
}

interface SectionProps {
  title?: ReactNode;
  lead?: ReactNode;
  actions?: ReactNode;
  /** A border around it; off for tables, which have their own. */
  isFramed?: boolean;
  id?: string;
  children: ReactNode;
}

/** A part of a page with its own heading. */
export function Section({ title, lead, actions, isFramed = false, id, children }: SectionProps) {
  return (
    <section
      id={id}
      className={clsx(
        "flex min-w-0 flex-col gap-3",
        isFramed && "rounded-lg border border-line bg-surface p-4 sm:p-5",
      )}
    >
      {(title || actions) && (
        <div className="flex flex-wrap items-center justify-between gap-2">
          <div>
            {title && <h2 className="text-base font-semibold">{title}</h2>}
            {lead && <p className="text-[13px] text-ink-3">{lead}</p>}
          </div>
          {actions && <div className="no-print flex flex-wrap gap-2">{actions}</div>}
        </div>
      )}
      {children}
    </section>
  );
}

/** Main content and a column beside it; below one another where it is narrow. */
export function Split({ children, side }: { children: ReactNode; side: ReactNode }) {
  return (
    <div className="grid items-start gap-5 xl:grid-cols-[minmax(0,1fr)_22rem]">
      <div className="flex min-w-0 flex-col gap-5">{children}</div>
      <aside className="flex min-w-0 flex-col gap-5">{side}</aside>
    </div>
  );
}
