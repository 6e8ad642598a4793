import { describe, expect, test } from "bun:test";
import { convert } from "./quantity.ts";

describe("a value in another unit of the same quantity", () => {
  const rows: [value: number, from: string, to: string, is: number][] = [
    // The published UnitsTested sample: ohms against limits in kilo-ohms (cfx.md 4.3 #7).
    [28_300, "Ohm", "kOhm", 28.3],
    [28_300, "Ω", "kΩ", 28.3],
    [28.3, "kΩ", "ohm", 28_300],
    [1.1, "MΩ", "R", 1_100_000],
    [4.7, "kilo ohm", "Ω", 4700],
    [3.3, "V", "mV", 3300],
    [250, "mA", "A", 0.25],
    [12_500, "mW", "W", 12.5],
    [100, "nF", "uF", 0.1],
    [100, "nF", "µF", 0.1],
    [4700, "pF", "nF", 4.7],
    [10, "uH", "nH", 10_000],
    [16, "MHz", "kHz", 16_000],
    [90, "s", "min", 1.5],
    [1500, "ms", "s", 1.5],
    [125, "um", "mm", 0.125],
    [125, "μm", "µm", 125],
    [5, "mil", "mm", 0.127],
    [1, "inch", "mm", 25.4],
    [1, "in", "mil", 1000],
    [0.1, "mm", "microns", 100],
    [2.5, "kg", "g", 2500],
    [9.80665, "N", "kgf", 1],
    [1, "bar", "kPa", 100],
    [6, "bar", "psi", 87.0226426381],
    [0.5, "MPa", "bar", 5],
    [245, "°C", "℃", 245],
    [245, "C", "K", 518.15],
    [473, "°F", "°C", 245],
    [0, "degC", "°F", 32],
    [2, "%", "ppm", 20_000],
    [0.18, "kPa·s", "Pa·s", 180],
    [3, " mm ", "mm", 3],
    [7, "strokes", "strokes", 7],
    [-40, "°C", "°F", -40],
  ];
  test.each(rows)("%p %s is in %s %p", (...[value, from, to, is]) => {
    expect(convert(value, from, to)).toEqual({ ok: true, value: is });
  });

  const incompatible: [from: string, to: string][] = [
    ["V", "A"],
    ["mm", "ms"],
    ["M", "m"],
    ["strokes", "mm"],
    ["", "mm"],
    ["mmil", "mm"],
    ["Pa", "V"],
    ["k", "kΩ"],
    ["mm2", "mm"],
  ];
  test.each(incompatible)("%p is never %p", (from, to) => {
    expect(convert(1, from, to)).toEqual({
      ok: false,
      refusal: { code: "UNIT_INCOMPATIBLE", context: { from, to } },
    });
  });

  test("there and back is the same value, between any two units of a quantity", () => {
    const quantities = [
      ["Ω", "mΩ", "kΩ", "MΩ", "GΩ"],
      ["m", "mm", "µm", "nm", "mil", "inch", "cm"],
      ["Pa", "kPa", "MPa", "bar", "mbar", "psi", "atm", "mmHg"],
      ["°C", "K", "°F"],
      ["s", "ms", "min", "h"],
      ["g", "kg", "mg"],
      ["N", "mN", "kgf", "lbf"],
      ["%", "ppm"],
    ];
    for (const units of quantities)
      for (const from of units)
        for (const to of units)
          for (let value = -7.3; value < 2000; value += 131.7) {
            const there = convert(value, from, to);
            const back = there.ok ? convert(there.value, to, from) : there;
            expect(back.ok && Math.abs(back.value - value) / Math.abs(value)).toBeLessThan(1e-9);
          }
  });

  test("what machines write as units is remembered within bounds", () => {
    for (let i = 0; i < 3000; i++) expect(convert(1, `unit-${i}`, "mm").ok).toBe(false);
    expect(convert(1, "m", "mm")).toEqual({ ok: true, value: 1000 });
  });
});
