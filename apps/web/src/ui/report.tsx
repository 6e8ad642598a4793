import type { ReactNode } from "react";
import { Qr } from "./qr.tsx";

interface ReportHeadProps {
  kind: string;
  subject: ReactNode;
  /** What the QR code says. */
  code: string;
  lines: readonly ReactNode[];
}

/** Stands only on paper: what this is about, by whom and when it was printed, and its QR code. */
export function ReportHead({ kind, subject, code, lines }: ReportHeadProps) {
  return (
    <header className="report-head hidden items-start justify-between gap-6 border-b-2 border-ink pb-2 print:flex">
      <div className="min-w-0">
        <p className="text-[13px] text-ink-2">{kind}</p>
        <p className="mt-1 text-xl">{subject}</p>
        {lines.map((line, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a fixed list of lines without identity
          <p key={at} className="mt-0.5 text-[13px] text-ink-2">
            {line}
          </p>
        ))}
      </div>
      <Qr value={code} sizePx={92} />
    </header>
  );
}
