import type { ShippedForm } from "./shipped-form.ts";

/** Use of a bottle of solder paste. The bottle's own steps are scans in the paste room. */
export const pasteUse: ShippedForm = {
  code: "QR-Pro-013",
  name: "Solder paste use",
  nameZh: "锡膏使用记录",
  definition: {
    about: "LOT",
    subject: { label: "Paste bottle", labelZh: "锡膏瓶号" },
    confirm: "NONE",
    filledBy: "Operator",
    filledByZh: "操作员",
    checkCode: "PREP_PASTE",
    note: "Thaw of at least 4 h is a default, not a customer figure: make a revision with the paste's own.",
    noteZh: "回温至少 4 小时为默认值，非客户规定：请按锡膏规格书另立修订。",
    fields: [
      {
        key: "receivedOn",
        label: "Received",
        labelZh: "入库日期",
        type: "DATE",
        required: false,
      },
      { key: "expiresOn", label: "Expiry", labelZh: "有效期", type: "DATE", mayBeFuture: true },
      {
        key: "bottles",
        label: "Bottles",
        labelZh: "瓶数",
        type: "NUMBER",
        isCount: true,
        min: 1,
      },
      { key: "thawedAt", label: "Out of the fridge", labelZh: "回温开始", type: "DATETIME" },
      { key: "issuedAt", label: "Issued", labelZh: "领用时间", type: "DATETIME", stamp: true },
      { key: "usedBy", label: "Used by", labelZh: "使用人", type: "PERSON", stamp: true },
      {
        key: "isReturned",
        label: "Returned",
        labelZh: "是否回收",
        type: "BOOLEAN",
        required: false,
      },
      {
        key: "returnedAt",
        label: "Returned at",
        labelZh: "回收时间",
        type: "DATETIME",
        required: false,
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
    judgement: [
      {
        code: "PASTE_THAW_SHORT",
        field: "thawedAt",
        anyOf: [
          [
            {
              left: { elapsed: { from: "thawedAt", to: "issuedAt", unit: "HOURS" } },
              op: "GTE",
              right: { value: 4 },
            },
          ],
        ],
        message: "Thawed for less than 4 h (default)",
        messageZh: "回温不足 4 小时（默认值）",
      },
      {
        code: "PASTE_PAST_EXPIRY",
        field: "expiresOn",
        anyOf: [[{ left: { field: "expiresOn" }, op: "GTE", right: { fact: "TODAY" } }]],
        message: "The paste is past its expiry date",
        messageZh: "锡膏已过有效期",
      },
    ],
  },
};

export const fridge: ShippedForm = {
  code: "QR-Pro-073",
  name: "Fridge temperature",
  nameZh: "冰箱温度记录",
  definition: {
    about: "FRIDGE",
    subject: { label: "Fridge", labelZh: "冰箱编号" },
    confirm: "OTHER_PERSON",
    filledBy: "Operator, morning and afternoon of each day",
    filledByZh: "操作员，每日上午、下午各一次",
    fields: [
      {
        key: "period",
        label: "Time of day",
        labelZh: "时段",
        type: "CHOICE",
        choices: [
          { value: "AM", label: "Morning", labelZh: "上午" },
          { value: "PM", label: "Afternoon", labelZh: "下午" },
        ],
      },
      {
        key: "temperature",
        label: "Temperature",
        labelZh: "温度",
        type: "NUMBER",
        unit: "℃",
        min: 0,
        max: 8,
      },
      { key: "measuredAt", label: "Measured", labelZh: "测量时间", type: "DATETIME", stamp: true },
      { key: "measuredBy", label: "Measured by", labelZh: "测量人", type: "PERSON", stamp: true },
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
