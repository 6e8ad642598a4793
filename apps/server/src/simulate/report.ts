import type { Reconciliation } from "./reconcile.ts";

const problemsMax = 20;

/** The reconciliation as a person reads it. */
export function reportOf(found: Reconciliation, of: { runNo: string; seed: string }): string {
  const { boards, visits, messages, answers, problems } = found;
  const states = Object.entries(found.events).map(([state, count]) => `${count} ${state}`);
  const rows: [string, string][] = [
    ["Run", `${of.runNo} (seed ${of.seed})`],
    [
      "Boards",
      `${boards.sent}: ${boards.passed} passed, ${boards.failed} failed, ${boards.left} left on the way, ${boards.stopped} stopped`,
    ],
    ["Visits traced exactly once", `${visits.traced} of ${visits.expected}`],
    [
      "Messages",
      `${messages.sent}, sent ${messages.times} times (${messages.arrays} arrays, ${messages.resent} without an answer sent again)`,
    ],
    [
      "Answers",
      `${answers.accepted} accepted, ${answers.duplicate} duplicate, ${answers.parked} parked, ${answers.rejected} rejected`,
    ],
    ["Events kept", states.sort().join(", ") || "none"],
    ["Scans by hand, questions of machines", `${found.scans}, ${found.questions}`],
    ...found.faults
      .filter(({ injected }) => injected > 0)
      .map(({ fault, injected, accounted }): [string, string] => [
        `Fault: ${fault}`,
        `${accounted} of ${injected} accounted for`,
      ]),
  ];
  const width = Math.max(...rows.map(([what]) => what.length));
  const table = rows.map(([what, value]) => `  ${what.padEnd(width)}  ${value}`);
  const more = problems.length - problemsMax;
  const verdict = isReconciled(found)
    ? ["Reconciled: everything that was sent is traced exactly once."]
    : [
        `NOT reconciled, ${problems.length} problems:`,
        ...problems.slice(0, problemsMax).map((problem) => `  - ${problem}`),
        ...(more > 0 ? [`  … and ${more} more`] : []),
      ];
  return `${["", ...table, "", ...verdict].join("\n")}\n`;
}

export function isReconciled(found: Reconciliation): boolean {
  return found.problems.length === 0;
}
