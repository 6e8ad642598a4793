import type { ReactNode } from "react";

interface PaperTableProps {
  label: string;
  head: readonly string[];
  rows: readonly { key: string; cells: readonly ReactNode[] }[];
}

/** A table for paper: lines around every cell, heads repeated on each page. */
export function PaperTable({ label, head, rows }: PaperTableProps) {
  return (
    <table aria-label={label} className="w-full border-collapse text-[13px]">
      <thead>
        <tr>
          {head.map((text) => (
            <th
              key={text}
              className="min-w-16 border border-ink px-2 py-1 text-start font-semibold whitespace-nowrap"
            >
              {text}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, cells }) => (
          <tr key={key}>
            {cells.map((cell, at) => (
              <td key={head[at]} className="h-8 border border-ink px-2 py-1 align-top">
                {cell}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
