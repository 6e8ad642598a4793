import { unwrap } from "@lineside/domain/kernel";
import {
  defaultSerialPattern,
  parseSerialPattern,
  renderSerials,
  serialScope,
} from "@lineside/domain/plant";
import { firstStep } from "@lineside/domain/routing";
import { generateUnits, unitsCreatedAnswer, unitsGenerateInput } from "@lineside/domain/work-order";
import { type CommandContext, defineCommand } from "../../platform/command.ts";
import { frozenVersion } from "../routing/index.ts";
import { enterRun, lockRun, runParams, runSubject, type StoredRun } from "../work-order/index.ts";
import {
  insertPanels,
  insertUnits,
  panelCount,
  runUnitFacts,
  serialFactsOf,
  takeSerials,
} from "./run-units-store.ts";

/** Makes units with serial numbers of the product's pattern; products on panels get panels too. */
export const generateUnitsCommand = defineCommand({
  name: "run.generateUnits",
  permission: "run:units",
  scope: "line",
  input: unitsGenerateInput.extend(runParams),
  output: unitsCreatedAnswer,
  async run(cx, { runNo, quantity }) {
    const { tx } = cx;
    const run = await lockRun(tx, runNo);
    const subject = enterRun(cx, runSubject(run));
    const { unitCount } = await runUnitFacts(tx, run.id);
    unwrap(generateUnits({ run, unitCount }, quantity));
    const product = await serialFactsOf(tx, run);
    const sns = await nextSerials(cx, { run, product, quantity });
    const panels = await panelsFor(cx, run, { quantity, unitsPerPanel: product.unitsPerPanel });
    await addUnits(cx, run, { sns, panels, unitsPerPanel: product.unitsPerPanel });
    const made = { created: quantity, firstSn: sns.at(0) ?? "", lastSn: sns.at(-1) ?? "" };
    cx.emit({
      ...subject,
      type: "run.unitsGenerated",
      data: { ...made, panels: panels.length },
    });
    return { runNo, ...made, total: unitCount + quantity };
  },
});

interface Asked {
  run: StoredRun;
  product: { product: string; line: string; snPattern: string | null };
  quantity: number;
}

async function nextSerials(cx: CommandContext, { run, product, quantity }: Asked) {
  const pattern = unwrap(parseSerialPattern(product.snPattern ?? defaultSerialPattern));
  const facts = {
    product: product.product,
    run: run.runNo,
    wo: run.order.woNo,
    line: product.line,
    now: cx.now,
    timeZone: cx.timezone,
  };
  const first = await takeSerials(cx.tx, serialScope(pattern, facts), quantity);
  return unwrap(renderSerials(pattern, facts, { first, quantity }));
}

async function panelsFor(
  cx: CommandContext,
  run: StoredRun,
  asked: { quantity: number; unitsPerPanel: number },
) {
  if (asked.unitsPerPanel < 2) return [];
  const first = (await panelCount(cx.tx, run.id)) + 1;
  const panels = Array.from(
    { length: Math.ceil(asked.quantity / asked.unitsPerPanel) },
    (_, n) => ({
      id: cx.newId(),
      panelNo: panelNoOf(run.runNo, first + n),
    }),
  );
  await insertPanels(cx.tx, panels, { runId: run.id, now: cx.now });
  return panels;
}

/** `{runNo}-P0001`: counted within the run, so that a person sees where a panel belongs. */
function panelNoOf(runNo: string, nth: number): string {
  return `${runNo}-P${String(nth).padStart(4, "0")}`;
}

/** Every unit waits before the first step of the run's frozen route. */
export async function addUnits(
  cx: CommandContext,
  run: StoredRun,
  made: { sns: string[]; panels: { id: string }[]; unitsPerPanel: number },
): Promise<void> {
  const { snapshot } = await frozenVersion(cx.tx, run.routeVersionId);
  const units = made.sns.map((sn, n) => {
    const panel = made.panels[Math.floor(n / made.unitsPerPanel)];
    const panelPosition = panel ? (n % made.unitsPerPanel) + 1 : null;
    return { id: cx.newId(), sn, panelId: panel?.id ?? null, panelPosition };
  });
  await insertUnits(cx.tx, units, {
    runId: run.id,
    workOrderId: run.workOrderId,
    stepNo: firstStep(snapshot).stepNo,
    now: cx.now,
  });
}
