import type { EquipmentKind } from "@lineside/domain/equipment";
import { addMinutes, type Instant } from "@lineside/domain/kernel";
import type { Platform } from "../platform/platform.ts";
import { DemoCaller } from "./demo-caller.ts";
import { demoStations } from "./demo-plant.ts";

const day = 24 * 60;

/** One machine a station, of the station's code (domain.md §3.2); days its calibration still lasts. */
const machines: Record<string, { name: string; kind: EquipmentKind; calibratedDays?: number }> = {
  "PRINT-1": { name: "DEK Horizon 印刷机", kind: "PRINTER" },
  "SPI-1": { name: "Koh Young KY8030", kind: "SPI", calibratedDays: 120 },
  "MOUNT-1": { name: "NXT III 贴片机", kind: "MOUNTER" },
  "REFLOW-1": { name: "Heller 1913 回流炉", kind: "REFLOW", calibratedDays: 90 },
  "AOI-1": { name: "Omron VT-S730", kind: "AOI", calibratedDays: 10 },
  "WASH-1": { name: "水洗机 1", kind: "WASHER" },
  "INS-1": { name: "插件线 1", kind: "OTHER" },
  "WAVE-1": { name: "ERSA 波峰焊 1", kind: "WAVE", calibratedDays: 45 },
  "POST-1": { name: "后焊工作台 1", kind: "OTHER" },
  "POST-2": { name: "后焊工作台 2", kind: "OTHER" },
  "TEST-1": { name: "功能测试台 1", kind: "TESTER", calibratedDays: 200 },
};

/** A machine for every station; the wave of the DIP line is under repair since this morning. */
export async function seedEquipment(platform: Platform, now: Instant): Promise<void> {
  const demo = new DemoCaller(platform, addMinutes(now, -30 * day));
  for (const { code, line } of demoStations) {
    const machine = machines[code];
    if (!machine) continue;
    const { calibratedDays, ...fields } = machine;
    const calibrationDueAt =
      calibratedDays === undefined ? null : addMinutes(now, calibratedDays * day);
    const row = { ...fields, code, lineCode: line, stationCode: code, calibrationDueAt };
    await demo.call("POST /equipment", row, "engineer");
  }
  const say = (code: string, status: string, reason: string | null = null) =>
    demo.call("POST /equipment/:code/status", { code, status, reason }, "engineer");
  demo.wait(20 * day * 60);
  await say("MOUNT-1", "DOWN", "吸嘴真空不足 Nozzle vacuum low");
  demo.wait(35 * 60);
  await say("MOUNT-1", "NORMAL");
  demo.wait((10 * day - 35 - 150) * 60);
  await say("WAVE-1", "DOWN", "锡炉温度不稳 Solder pot temperature unstable");
  demo.wait(20 * 60);
  await say("WAVE-1", "REPAIR", "更换加热管，配件今天到货 Heater being replaced");
}
