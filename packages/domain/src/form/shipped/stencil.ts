import type { ShippedForm } from "./shipped-form.ts";

const tensionPoints = [
  ["1", "Top left", "左上"],
  ["2", "Top right", "右上"],
  ["3", "Centre", "中心"],
  ["4", "Bottom left", "左下"],
  ["5", "Bottom right", "右下"],
] as const;

const check = (key: string, label: string, labelZh: string) => ({
  key,
  label,
  labelZh,
  type: "BOOLEAN" as const,
  okValues: [true],
  section: "Checks",
  sectionZh: "检查",
});

/** domain.md 4.16: tension above 30 N/cm at 5 points, three checks, 60,000 prints, then replace. */
export const stencilUse: ShippedForm = {
  code: "QR-Pro-089",
  name: "Stencil use",
  nameZh: "钢网使用记录",
  definition: {
    about: "TOOL",
    subject: { label: "Stencil", labelZh: "钢网编号" },
    confirm: "OTHER_PERSON",
    evidence: "OPTIONAL",
    filledBy: "Operator",
    filledByZh: "操作员",
    checkCode: "PREP_STENCIL_USAGE",
    note: "Not OK: stop and tell the process engineer.",
    noteZh: "不合格：停用并通知工艺工程师。",
    fields: [
      { key: "model", label: "Product", labelZh: "产品型号", type: "TEXT", default: "PRODUCT" },
      {
        key: "thickness",
        label: "Thickness",
        labelZh: "厚度",
        type: "NUMBER",
        unit: "mm",
        default: "LAST",
      },
      {
        key: "printCount",
        label: "Prints of this use",
        labelZh: "本次印刷次数",
        type: "NUMBER",
        isCount: true,
      },
      {
        key: "isReplaced",
        label: "New stencil",
        labelZh: "更换新网",
        type: "BOOLEAN",
        required: false,
        hint: "Counting begins anew",
        hintZh: "累计次数重新计算",
      },
      {
        key: "totalPrintCount",
        label: "Prints in all",
        labelZh: "累计印刷次数",
        type: "NUMBER",
        carry: { adds: "printCount", resetBy: "isReplaced" },
        hint: "Life 60,000 prints",
        hintZh: "寿命 60,000 次",
      },
      check("checkDeform", "Not deformed", "无变形"),
      check("checkHoleDamage", "Apertures undamaged", "开孔无损坏"),
      check("checkSealIntact", "Edge seal intact", "封边完好"),
      ...tensionPoints.map(([no, label, labelZh]) => ({
        key: `tension${no}`,
        label,
        labelZh,
        type: "NUMBER" as const,
        unit: "N/cm",
        min: 30,
        isMinExclusive: true,
        section: "Tension",
        sectionZh: "张力",
      })),
      {
        key: "remark",
        label: "Remark",
        labelZh: "备注",
        type: "TEXT",
        required: false,
        maxLength: 300,
      },
    ],
    life: { totalField: "totalPrintCount", limits: [{ limit: 60_000 }] },
  },
};

export const stencilCleaning: ShippedForm = {
  code: "QR-Pro-130",
  name: "Stencil cleaning",
  nameZh: "钢网清洗记录",
  definition: {
    about: "TOOL",
    subject: { label: "Stencil", labelZh: "钢网编号" },
    confirm: "OTHER_PERSON",
    evidence: "OPTIONAL",
    filledBy: "Operator",
    filledByZh: "操作员",
    checkCode: "PREP_STENCIL_CLEAN",
    fields: [
      { key: "model", label: "Product", labelZh: "产品型号", type: "TEXT", default: "PRODUCT" },
      { key: "cleanedAt", label: "Cleaned", labelZh: "清洗时间", type: "DATETIME", stamp: true },
      { key: "cleanedBy", label: "Cleaned by", labelZh: "清洗人", type: "PERSON", stamp: true },
      {
        key: "isClean",
        label: "Apertures clear",
        labelZh: "开孔无堵塞",
        type: "BOOLEAN",
        okValues: [true],
      },
      {
        key: "remark",
        label: "Remark",
        labelZh: "备注",
        type: "TEXT",
        required: false,
        maxLength: 300,
      },
    ],
  },
};
