import type { ShippedForm } from "./shipped-form.ts";

const hours = { elapsed: { from: "inAt", to: "outAt", unit: "HOURS" } } as const;
const isPcb = { left: { field: "process" }, op: "EQ", right: { value: "PCB" } } as const;
const isBga = { left: { field: "process" }, op: "EQ", right: { value: "BGA" } } as const;
const isOther = { left: { field: "process" }, op: "EQ", right: { value: "OTHER" } } as const;

/** domain.md 4.16: PCB 120 ℃ 4–6 h or 8 h; BGA 120 ℃ 24 h; done only when temperature and time are met. */
export const bake: ShippedForm = {
  code: "QR-Pro-057",
  name: "Bake record",
  nameZh: "烘烤记录",
  definition: {
    about: "LOT",
    subject: { label: "Material lot", labelZh: "物料批号" },
    confirm: "OTHER_PERSON",
    evidence: "OPTIONAL",
    filledBy: "Operator",
    filledByZh: "操作员",
    checkCode: "PREP_BAKE",
    note: "PCB 120 ℃ for 4–6 h or 8 h; BGA 120 ℃ for 24 h. Times are stamped when the parts go in and come out.",
    noteZh: "PCB 120 ℃ 4–6 小时或 8 小时；BGA 120 ℃ 24 小时。入炉、出炉时间由系统记录。",
    fields: [
      {
        key: "oven",
        label: "Oven",
        labelZh: "烤箱",
        type: "SCAN",
        stage: "OPEN",
        default: "LAST",
      },
      { key: "itemCode", label: "Part", labelZh: "物料编码", type: "SCAN", stage: "OPEN" },
      {
        key: "process",
        label: "Process",
        labelZh: "类别",
        type: "CHOICE",
        stage: "OPEN",
        choices: [
          { value: "PCB", label: "PCB", labelZh: "PCB" },
          { value: "BGA", label: "BGA", labelZh: "BGA" },
          { value: "OTHER", label: "Other (IC, connector)", labelZh: "其他（IC、连接器）" },
        ],
      },
      {
        key: "quantity",
        label: "Quantity",
        labelZh: "数量",
        type: "NUMBER",
        unit: "pcs",
        isCount: true,
        min: 1,
        stage: "OPEN",
      },
      {
        key: "hoursRequired",
        label: "Hours required",
        labelZh: "要求时长",
        type: "NUMBER",
        unit: "h",
        required: false,
        stage: "OPEN",
        hint: "For other parts: as their label says",
        hintZh: "其他物料：按标签要求",
      },
      {
        key: "inAt",
        label: "In",
        labelZh: "入炉时间",
        type: "DATETIME",
        stage: "OPEN",
        stamp: true,
      },
      {
        key: "inBy",
        label: "In by",
        labelZh: "入炉人",
        type: "PERSON",
        stage: "OPEN",
        stamp: true,
      },
      {
        key: "temperature",
        label: "Temperature held",
        labelZh: "实际温度",
        type: "NUMBER",
        unit: "℃",
        hint: "PCB and BGA 120 ℃, at most 125 ℃ (default tolerance +5)",
        hintZh: "PCB、BGA 120 ℃，不超过 125 ℃（默认公差 +5）",
      },
      { key: "outAt", label: "Out", labelZh: "出炉时间", type: "DATETIME", stamp: true },
      { key: "outBy", label: "Out by", labelZh: "出炉人", type: "PERSON", stamp: true },
      {
        key: "remark",
        label: "Remark",
        labelZh: "备注",
        type: "TEXT",
        required: false,
        maxLength: 300,
      },
    ],
    judgement: [
      {
        code: "BAKE_TEMPERATURE",
        field: "temperature",
        when: [{ left: { field: "process" }, op: "NEQ", right: { value: "OTHER" } }],
        anyOf: [
          [
            { left: { field: "temperature" }, op: "GTE", right: { value: 120 } },
            { left: { field: "temperature" }, op: "LTE", right: { value: 125 } },
          ],
        ],
        message: "The temperature must be 120 ℃ (up to 125 ℃)",
        messageZh: "温度须为 120 ℃（不超过 125 ℃）",
      },
      {
        code: "BAKE_TIME_PCB",
        field: "outAt",
        when: [isPcb],
        anyOf: [
          [
            { left: hours, op: "GTE", right: { value: 4 } },
            { left: hours, op: "LTE", right: { value: 6 } },
          ],
          [{ left: hours, op: "GTE", right: { value: 8 } }],
        ],
        message: "PCBs bake 4–6 h, or 8 h and longer",
        messageZh: "PCB 烘烤须 4–6 小时，或 8 小时以上",
      },
      {
        code: "BAKE_TIME_BGA",
        field: "outAt",
        when: [isBga],
        anyOf: [[{ left: hours, op: "GTE", right: { value: 24 } }]],
        message: "BGAs bake at least 24 h",
        messageZh: "BGA 烘烤须满 24 小时",
      },
      {
        code: "BAKE_TIME_OTHER",
        field: "outAt",
        when: [isOther],
        anyOf: [[{ left: hours, op: "GTE", right: { field: "hoursRequired" } }]],
        message: "The bake was shorter than required",
        messageZh: "烘烤时长不足",
      },
    ],
  },
};
