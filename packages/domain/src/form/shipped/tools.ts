import type { ShippedForm } from "./shipped-form.ts";

const check = (key: string, label: string, labelZh: string) => ({
  key,
  label,
  labelZh,
  type: "BOOLEAN" as const,
  okValues: [true],
  section: "Checks",
  sectionZh: "检查",
});

const remark = {
  key: "remark",
  label: "Remark",
  labelZh: "备注",
  type: "TEXT" as const,
  required: false,
  maxLength: 300,
};

/** domain.md 4.16: 100,000 prints; surface, edge and flatness; not OK means stop. */
export const squeegee: ShippedForm = {
  code: "QR-Mac-144",
  name: "Squeegee use",
  nameZh: "刮刀使用记录",
  definition: {
    about: "TOOL",
    subject: { label: "Squeegee", labelZh: "刮刀编号" },
    confirm: "OTHER_PERSON",
    evidence: "OPTIONAL",
    filledBy: "Operator, every week",
    filledByZh: "操作员，每周检查",
    checkCode: "PREP_SQUEEGEE",
    note: "Not OK: stop and tell the process engineer.",
    noteZh: "不合格：停用并通知工艺工程师。",
    fields: [
      {
        key: "model",
        label: "Product",
        labelZh: "产品型号",
        type: "TEXT",
        default: "PRODUCT",
        required: false,
      },
      {
        key: "length",
        label: "Length",
        labelZh: "规格（长度）",
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
        label: "New blade",
        labelZh: "更换新刮刀",
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
        hint: "Life 100,000 prints",
        hintZh: "寿命 100,000 次",
      },
      check("checkSurface", "Surface", "表面"),
      check("checkEdge", "Edge", "刃口"),
      check("checkFlatness", "Flatness", "平整度"),
      remark,
    ],
    life: { totalField: "totalPrintCount", limits: [{ limit: 100_000 }] },
  },
};

/** domain.md 4.16: synthetic stone 10,000 uses, fibreglass 5,000; the one form that takes back-fills. */
export const fixture: ShippedForm = {
  code: "QR-Mac-155",
  name: "Fixture upkeep",
  nameZh: "夹具保养记录",
  definition: {
    about: "TOOL",
    subject: { label: "Fixture", labelZh: "夹具编号" },
    confirm: "OTHER_PERSON",
    backfill: true,
    evidence: "OPTIONAL",
    filledBy: "Maintenance",
    filledByZh: "设备维护",
    checkCode: "PREP_FIXTURE",
    note: "From 80 % of its life (default) a warning: tell engineering about a new one.",
    noteZh: "达寿命 80 %（默认值）预警：通知工程准备新夹具。",
    fields: [
      { key: "name", label: "Name", labelZh: "名称", type: "TEXT", default: "LAST" },
      {
        key: "process",
        label: "Process",
        labelZh: "工序",
        type: "TEXT",
        default: "LAST",
        required: false,
      },
      {
        key: "material",
        label: "Material",
        labelZh: "材质",
        type: "CHOICE",
        default: "LAST",
        choices: [
          { value: "STONE", label: "Synthetic stone (10,000)", labelZh: "合成石（10,000）" },
          { value: "FIBREGLASS", label: "Fibreglass (5,000)", labelZh: "玻纤（5,000）" },
        ],
      },
      {
        key: "registeredOn",
        label: "Registered",
        labelZh: "登记日期",
        type: "DATE",
        default: "LAST",
        required: false,
      },
      {
        key: "useCount",
        label: "Uses since the last record",
        labelZh: "本次使用次数",
        type: "NUMBER",
        isCount: true,
      },
      {
        key: "isReplaced",
        label: "New fixture",
        labelZh: "更换新夹具",
        type: "BOOLEAN",
        required: false,
        hint: "Counting begins anew",
        hintZh: "累计次数重新计算",
      },
      {
        key: "totalUseCount",
        label: "Uses in all",
        labelZh: "累计使用次数",
        type: "NUMBER",
        carry: { adds: "useCount", resetBy: "isReplaced" },
      },
      check("checkDamage", "No damage, screws tight", "无破损、螺丝紧固"),
      check("checkSlides", "Slides move freely", "滑块顺畅"),
      check("checkSprings", "Springs return", "弹簧正常"),
      check("checkCleaned", "Cleaned after use", "用后清洁"),
      check("checkRustOil", "Rust oil applied", "已涂防锈油"),
      remark,
    ],
    life: {
      totalField: "totalUseCount",
      limits: [
        {
          when: [{ left: { field: "material" }, op: "EQ", right: { value: "STONE" } }],
          limit: 10_000,
        },
        {
          when: [{ left: { field: "material" }, op: "EQ", right: { value: "FIBREGLASS" } }],
          limit: 5_000,
        },
      ],
    },
  },
};
