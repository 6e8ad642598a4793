// bun scripts/diagrams.ts: draws domain_docs/states.md from the state tables in packages/domain.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { backupStates } from "../packages/domain/src/backup/states.ts";
import { endpointStates } from "../packages/domain/src/cfx/endpoint-states.ts";
import { carrierStates } from "../packages/domain/src/execution/carrier-states.ts";
import { unitStates } from "../packages/domain/src/execution/states.ts";
import { formDefinitionStates, formRecordStates } from "../packages/domain/src/form/states.ts";
import { ingestEventStates } from "../packages/domain/src/ingest/states.ts";
import { jobCaseStates, jobStates } from "../packages/domain/src/job/states.ts";
import { HELD_FROM } from "../packages/domain/src/kernel/machine.ts";
import { defectStates } from "../packages/domain/src/quality/states.ts";
import { waiverStates } from "../packages/domain/src/readiness/states.ts";
import { pasteStates } from "../packages/domain/src/solder-paste/states.ts";
import { clockStates } from "../packages/domain/src/time-rule/states.ts";
import { orderStates, runStates } from "../packages/domain/src/work-order/states.ts";
import { main, root } from "./shell.ts";

export const statesFile = join(root, "domain_docs/states.md");

interface Chart {
  title: string;
  table: Record<string, Record<string, string>>;
  start: string;
  /** What the floor calls each state. */
  zh: Record<string, string>;
}

export const charts: Chart[] = [
  {
    title: "Work order 工单",
    table: orderStates.table,
    start: "RECEIVED",
    zh: {
      RECEIVED: "已接收",
      RELEASED: "已释放",
      IN_PROGRESS: "生产中",
      ON_HOLD: "挂起",
      COMPLETED: "已完成",
      CANCELLED: "已取消",
    },
  },
  {
    title: "Run 批次",
    table: runStates.table,
    start: "PREP",
    zh: {
      PREP: "准备中",
      AUTHORIZED: "已授权",
      IN_PROGRESS: "执行中",
      ON_HOLD: "挂起",
      COMPLETED: "完工",
      CANCELLED: "已取消",
    },
  },
  {
    title: "Unit 单件",
    table: unitStates.table,
    start: "QUEUED",
    zh: {
      QUEUED: "待进站",
      IN_STATION: "在站",
      OUT_FAILED: "失败",
      ON_HOLD: "隔离",
      DONE: "完成",
      SCRAPPED: "报废",
      VOIDED: "作废",
    },
  },
  {
    title: "Carrier 载具",
    table: carrierStates.table,
    start: "READY",
    zh: {
      READY: "可用",
      IN_USE: "使用中",
      CLEANING: "清洗中",
      BLOCKED: "停用",
      RETIRED: "报废",
    },
  },
  {
    title: "Defect 不良",
    table: defectStates.table,
    start: "RECORDED",
    zh: { RECORDED: "已登记", DISPOSITIONED: "已处置", CLOSED: "已关闭", WITHDRAWN: "已撤回" },
  },
  {
    title: "Clock 计时",
    table: clockStates.table,
    start: "RUNNING",
    zh: {
      RUNNING: "计时中",
      EXPIRED: "超时",
      COMPLETED: "按时完成",
      LATE_COMPLETED: "超时完成",
      WAIVED: "已豁免",
      CANCELLED: "已取消",
    },
  },
  {
    title: "Bottle of solder paste 锡膏瓶",
    table: pasteStates.table,
    start: "RECEIVED",
    zh: {
      RECEIVED: "已收货",
      IN_FRIDGE: "冷藏中",
      THAWING: "回温中",
      READY: "可用",
      STIRRED: "已搅拌",
      OPEN: "已开封",
      RETURNED: "已退回",
      EMPTY: "用完",
      SCRAPPED: "已报废",
      EXPIRED: "已超期",
    },
  },
  {
    title: "Revision of a form 表单修订",
    table: formDefinitionStates.table,
    start: "DRAFT",
    zh: { DRAFT: "草稿", ACTIVE: "启用", RETIRED: "停用" },
  },
  {
    title: "Waiver 豁免",
    table: waiverStates.table,
    start: "REQUESTED",
    zh: { REQUESTED: "待批准", ACTIVE: "生效", REVOKED: "已撤销" },
  },
  {
    title: "Filled form 表单记录",
    table: formRecordStates.table,
    start: "OPEN",
    zh: {
      OPEN: "进行中",
      SUBMITTED: "已提交",
      CONFIRMED: "已确认",
      REJECTED: "已驳回",
      VOIDED: "已作废",
    },
  },
  {
    title: "Backup 备份",
    table: backupStates.table,
    start: "QUEUED",
    zh: {
      QUEUED: "创建中",
      CREATED: "未验证",
      VERIFIED: "已验证",
      DAMAGED: "已损坏",
      FAILED: "失败",
      PRUNED: "已删除",
    },
  },
  {
    title: "Job 后台作业",
    table: jobStates.table,
    start: "QUEUED",
    zh: {
      QUEUED: "等待中",
      RUNNING: "执行中",
      FAILED: "失败",
      COMPLETED: "已完成",
      CANCELLED: "已取消",
    },
  },
  {
    title: "Machine event 设备事件",
    table: ingestEventStates.table,
    start: "RECEIVED",
    zh: {
      RECEIVED: "已接收",
      PARKED: "等待中",
      REJECTED: "已拒绝",
      DEAD: "超时",
      CONFLICT: "冲突",
      EXECUTED: "已执行",
      STORED: "已保存",
      DISCARDED: "已丢弃",
    },
  },
  {
    title: "CFX endpoint 接入端点",
    table: endpointStates.table,
    start: "NEW",
    zh: { NEW: "新发现", ONLINE: "在线", SILENT: "静默", OFFLINE: "离线", IGNORED: "已忽略" },
  },
  {
    title: "Case of a dead job 失败作业",
    table: jobCaseStates.table,
    start: "OPEN",
    zh: { OPEN: "待处理", CLOSED: "已处理" },
  },
];

export function statesPage(): string {
  const head = [
    "# States 状态",
    "",
    "Drawn from the state tables by `bun scripts/diagrams.ts`; a test compares. Do not edit.",
    "由状态表生成,请勿手改。",
  ];
  return `${[...head, ...charts.flatMap(section)].join("\n")}\n`;
}

function section({ title, table, start, zh }: Chart): string[] {
  const states = Object.keys(table);
  const ends = states.filter((state) => Object.keys(table[state] ?? {}).length === 0);
  return [
    "",
    `## ${title}`,
    "",
    "```mermaid",
    "stateDiagram-v2",
    ...states.map((state) => `  ${state} : ${state} ${zh[state] ?? ""}`.trimEnd()),
    `  [*] --> ${start}`,
    ...states.flatMap((state) => arrows(table, state)),
    ...ends.map((state) => `  ${state} --> [*]`),
    "```",
  ];
}

/** One arrow per target, events that lead to the same state share it. */
function arrows(table: Chart["table"], from: string): string[] {
  const events = new Map<string, string[]>();
  for (const [event, to] of Object.entries(table[from] ?? {}))
    for (const target of to === HELD_FROM ? interruptedBy(table, from) : [to])
      events.set(target, [...(events.get(target) ?? []), event]);
  return [...events].map(([to, names]) => `  ${from} --> ${to} : ${names.join(", ")}`);
}

/** The states a hold interrupts, and therefore returns to. */
function interruptedBy(table: Chart["table"], held: string): string[] {
  return Object.keys(table).filter((state) => table[state]?.hold === held);
}

if (import.meta.main)
  main(async () => {
    writeFileSync(statesFile, statesPage());
    console.log("domain_docs/states.md drawn");
    return 0;
  });
