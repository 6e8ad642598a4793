import type { ShippedForm } from "./shipped-form.ts";

const remark = {
  key: "remark",
  label: "Remark",
  labelZh: "备注",
  type: "TEXT" as const,
  required: false,
  maxLength: 300,
};

export const aoiDaily: ShippedForm = {
  code: "QR-Mac-238",
  name: "SPI / AOI daily check",
  nameZh: "SPI / AOI 日点检",
  definition: {
    about: "EQUIPMENT",
    subject: { label: "Machine number", labelZh: "设备编号" },
    confirm: "NONE",
    evidence: "OPTIONAL",
    filledBy: "Inspector, every day",
    filledByZh: "点检人，每日",
    fields: [
      {
        key: "machine",
        label: "Machine",
        labelZh: "设备类型",
        type: "CHOICE",
        default: "LAST",
        choices: [
          { value: "SPI", label: "SPI", labelZh: "SPI" },
          { value: "AOI", label: "AOI", labelZh: "AOI" },
        ],
      },
      {
        key: "sampleModel",
        label: "Sample board",
        labelZh: "样板型号",
        type: "TEXT",
        default: "LAST",
      },
      { key: "version", label: "Version", labelZh: "版本", type: "TEXT", default: "LAST" },
      { key: "program", label: "Program", labelZh: "程式", type: "TEXT", default: "LAST" },
      {
        key: "result",
        label: "Result",
        labelZh: "结果",
        type: "CHOICE",
        choices: [
          { value: "PASS", label: "Pass", labelZh: "合格" },
          { value: "FAIL", label: "Fail", labelZh: "不合格" },
        ],
        okValues: ["PASS"],
      },
      remark,
    ],
  },
};

const isOfTheRoute = (trait: string, message: string, messageZh: string) => ({
  code: "PROGRAM_NOT_OF_ROUTE",
  field: "program",
  anyOf: [
    [
      {
        left: { field: "program" },
        op: "EQ" as const,
        right: { fact: "EXPECTED_PROGRAM" as const, trait },
      },
    ],
  ],
  message,
  messageZh,
});

/** The name on the oven, scanned or typed from its screen, must equal the one the route names (D20). */
export const ovenProgram: ShippedForm = {
  code: "QR-Pro-105",
  name: "Oven program",
  nameZh: "炉温程式记录",
  definition: {
    about: "LINE",
    confirm: "OTHER_PERSON",
    evidence: "OPTIONAL",
    filledBy: "Operator, at every change",
    filledByZh: "操作员，每次换线",
    checkCode: "PREP_PROGRAM",
    note: "Judged against the program the run's frozen route names for its reflow steps.",
    noteZh: "与批次冻结工艺路线中回流工序指定的程式比对。",
    fields: [
      {
        key: "equipmentNo",
        label: "Oven",
        labelZh: "回流炉编号",
        type: "SCAN",
        default: "LAST",
      },
      { key: "product", label: "Product", labelZh: "产品型号", type: "TEXT", default: "PRODUCT" },
      {
        key: "program",
        label: "Program on the oven",
        labelZh: "炉温程式名",
        type: "TEXT",
        maxLength: 80,
        hint: "As the oven's screen shows it",
        hintZh: "按设备屏幕显示填写",
      },
      remark,
    ],
    judgement: [
      isOfTheRoute(
        "reflow",
        "The oven does not run the program the route names",
        "炉温程式与工艺路线不一致",
      ),
    ],
  },
};

/** The mounter row of the pre-changeover sheet QR-Pro-133: program name, version and date. */
export const mounterProgram: ShippedForm = {
  code: "MES-Mounter-Program",
  name: "Mounter program",
  nameZh: "贴片程式确认",
  definition: {
    about: "LINE",
    confirm: "OTHER_PERSON",
    evidence: "OPTIONAL",
    filledBy: "Operator, at every change",
    filledByZh: "操作员，每次换线",
    checkCode: "PREP_MOUNTER",
    note: "Judged against the program the run's frozen route names for its mounting steps.",
    noteZh: "与批次冻结工艺路线中贴片工序指定的程式比对。",
    fields: [
      {
        key: "equipmentNo",
        label: "Mounter",
        labelZh: "贴片机编号",
        type: "SCAN",
        default: "LAST",
      },
      { key: "product", label: "Product", labelZh: "产品型号", type: "TEXT", default: "PRODUCT" },
      {
        key: "program",
        label: "Program on the machine",
        labelZh: "程式名",
        type: "TEXT",
        maxLength: 80,
        hint: "As the machine's screen shows it",
        hintZh: "按设备屏幕显示填写",
      },
      { key: "version", label: "Version", labelZh: "版本", type: "TEXT", maxLength: 40 },
      { key: "programOn", label: "Program date", labelZh: "程式日期", type: "DATE" },
      remark,
    ],
    judgement: [
      isOfTheRoute(
        "mount",
        "The mounter does not run the program the route names",
        "贴片程式与工艺路线不一致",
      ),
    ],
  },
};
