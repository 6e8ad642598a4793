import type { Floor } from "./floor.ts";
import { type UnitRow, unitsOf } from "./line.ts";

const lookEveryMs = 1_000;
const ended = new Set(["OUT_FAILED", "SCRAPPED", "VOIDED"]);

/** Watches boards that people move: where each of them is, looked up once for all who wait. */
export class People {
  #looking: Promise<Map<string, UnitRow>> | null = null;

  constructor(readonly floor: Floor) {}

  /** Until people have taken the board through this step, or it will not come through. */
  async moveOn(sn: string, stepNo: number): Promise<{ isBeyond: boolean; why: string | null }> {
    for (;;) {
      if (this.floor.isStopping) return { isBeyond: false, why: "waits for people" };
      const unit = (await this.#look()).get(sn);
      if (!unit) return { isBeyond: false, why: "is gone" };
      if (unit.state === "DONE" || unit.step.stepNo > stepNo) return { isBeyond: true, why: null };
      if (ended.has(unit.state)) return { isBeyond: false, why: unit.state };
    }
  }

  #look(): Promise<Map<string, UnitRow>> {
    this.#looking ??= this.#read().finally(() => {
      this.#looking = null;
    });
    return this.#looking;
  }

  async #read(): Promise<Map<string, UnitRow>> {
    await Bun.sleep(lookEveryMs);
    const { server, line } = this.floor.parts;
    return new Map((await unitsOf(server, line.runNo)).map((unit) => [unit.sn, unit]));
  }
}
