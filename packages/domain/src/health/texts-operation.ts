import type { OperationCode } from "./judge-operation.ts";
import type { HealthText } from "./texts.ts";

type Texts = { name: { en: string; zh: string }; says: Record<string, HealthText> };

const well = (en: string, zh: string): HealthText => ({ en, zh, fix: null });

/** What is said of the work the server does by itself. */
export const operationTexts: Record<OperationCode, Texts> = {
  BACKUP_AGE: {
    name: { en: "Backups", zh: "备份" },
    says: {
      OK: well(
        "The newest verified backup is of {{verifiedAt}}",
        "最近一次已验证的备份：{{verifiedAt}}",
      ),
      NOT_YET: well("The first backup is still to be made and verified", "首个备份尚待完成并验证"),
      OFF: {
        en: "Nobody makes backups: the timetable is switched off",
        zh: "未启用定时备份",
        fix: {
          en: "Administration, Backups: choose how often, or prove that the machine is backed up otherwise.",
          zh: "在“系统 → 备份”中设置备份频率，或确认机器已有其他备份方式。",
        },
      },
      LATE: {
        en: "The newest verified backup is of {{verifiedAt}}, {{hours}} hours ago; the limit is {{ageLimitHours}}",
        zh: "最近一次已验证的备份为 {{verifiedAt}}，距今 {{hours}} 小时，上限 {{ageLimitHours}} 小时",
        fix: {
          en: "Administration, Backups: read why the last one failed (room, rights, store), put it right and press Back up now.",
          zh: "在“系统 → 备份”中查看失败原因（空间、权限、存储），解决后点击“立即备份”。",
        },
      },
      NONE: {
        en: "There is no verified backup yet, after {{hours}} hours",
        zh: "已过 {{hours}} 小时，仍没有已验证的备份",
        fix: {
          en: "Administration, Backups: read why the first one failed (room, rights, store), put it right and press Back up now.",
          zh: "在“系统 → 备份”中查看首个备份失败的原因（空间、权限、存储），解决后点击“立即备份”。",
        },
      },
      FAILED: {
        en: "The last backup failed; the newest verified one is of {{verifiedAt}}",
        zh: "最近一次备份失败；最近一次已验证的备份为 {{verifiedAt}}",
        fix: {
          en: "Administration, Backups: read why, put it right and press Back up now; the next one by itself comes at its hour.",
          zh: "在“系统 → 备份”中查看原因，解决后点击“立即备份”；否则等待下次定时备份。",
        },
      },
    },
  },
  JOBS_DEAD: {
    name: { en: "Dead jobs", zh: "失败作业" },
    says: {
      OK: well("No job waits for a decision", "没有待处理的失败作业"),
      DEAD: {
        en: "{{count}} jobs gave up and wait for a decision since {{oldestAt}}: {{kinds}}",
        zh: "{{count}} 个作业已放弃，自 {{oldestAt}} 起等待处理：{{kinds}}",
        fix: {
          en: "Administration, Jobs, Dead jobs: read the cause, put it right and press Try again; discard only what nobody needs any more.",
          zh: "在“系统 → 后台作业 → 失败作业”中查看原因，解决后点击“重试”；确认不再需要的才可放弃。",
        },
      },
    },
  },
  JOBS_LATE: {
    name: { en: "Waiting jobs", zh: "作业积压" },
    says: {
      OK: well("Jobs are started when they are due", "作业按时启动"),
      LATE: {
        en: "{{count}} jobs are due and not started, the oldest for {{seconds}} s (lane {{lane}})",
        zh: "{{count}} 个到期作业未启动，最久已等待 {{seconds}} 秒（通道 {{lane}}）",
        fix: {
          en: "Administration, Jobs: see what runs and what is paused. If nothing runs, restart Lineside; if much arrives, it is working off a heap: watch whether it becomes less.",
          zh: "在“系统 → 后台作业”中查看运行与暂停的作业。若无作业运行，请重启 Lineside；若正在处理积压，请观察数量是否减少。",
        },
      },
      UNCLAIMABLE: {
        en: "Jobs wait that no running server knows: {{kinds}}",
        zh: "有作业等待，但运行中的服务器均不识别：{{kinds}}",
        fix: {
          en: "They were made by a newer version: bring all servers to the same version.",
          zh: "这些作业由更新版本创建：请将所有服务器升级到同一版本。",
        },
      },
    },
  },
  ENDPOINTS_SILENT: {
    name: { en: "Machines", zh: "设备连接" },
    says: {
      OK: well(
        "All {{total}} machines with a heartbeat are heard",
        "{{total}} 台有心跳的设备均通信正常",
      ),
      NONE: well("No machine is expected to be heard", "没有需要监听的设备"),
      SILENT: {
        en: "{{count}} of {{total}} machines are silent: {{handles}}",
        zh: "{{total}} 台设备中有 {{count}} 台无通信：{{handles}}",
        fix: {
          en: "Look at the machine: is it on, does its software run, is its network cable in? Boards can be scanned by hand meanwhile.",
          zh: "检查设备：是否开机、软件是否运行、网线是否接好。期间可手工扫描。",
        },
      },
      MANY: {
        en: "{{count}} of {{total}} machines fell silent: {{handles}}",
        zh: "{{total}} 台设备中有 {{count}} 台无通信：{{handles}}",
        fix: {
          en: "So many at once is the network or the broker: look at the line's switch, the broker (APP_AMQP_BROKER_URL) and the certificates between them. Work by hand as degraded mode says.",
          zh: "多台同时中断通常是网络或消息代理问题：检查产线交换机、消息代理（APP_AMQP_BROKER_URL）及其证书。期间按降级模式手工作业。",
        },
      },
    },
  },
  INGEST_DEAD: {
    name: { en: "Machine events", zh: "设备事件" },
    says: {
      OK: well("No machine event waits for a decision", "没有待处理的设备事件"),
      DEAD: {
        en: "{{count}} machine events wait for a decision, the oldest since {{oldestAt}}",
        zh: "{{count}} 个设备事件等待处理，最早自 {{oldestAt}} 起",
        fix: {
          en: "Machine events, filter Dead: read the cause, put it right (mapping, unit, run) and press Replay.",
          zh: "在“设备事件”中筛选“超时”：查看原因，更正（映射、单件、批次）后点击“重放”。",
        },
      },
      MANY: {
        en: "{{count}} machine events wait for a decision, the oldest since {{oldestAt}}: their boards have no result",
        zh: "{{count}} 个设备事件等待处理，最早自 {{oldestAt}} 起，对应单板没有结果",
        fix: {
          en: "So many have one cause: Machine events, filter Dead, group by code; put the mapping or the run right and replay all of them at once.",
          zh: "大量失败通常同一原因：在“设备事件”中筛选“超时”并按代码查看，更正映射或批次后一次全部重放。",
        },
      },
    },
  },
  AUDIT_SEALS: {
    name: { en: "Audit seals", zh: "审计封存" },
    says: {
      OK: well(
        "The trail is sealed up to {{sealedTo}} and was last compared at {{verifiedAt}}",
        "审计记录已封存至 {{sealedTo}}，上次比对 {{verifiedAt}}",
      ),
      NOT_YET: well("The first events are sealed within the hour", "首批事件将在一小时内封存"),
      BROKEN: {
        en: "The audit trail is broken at seal {{seal}}",
        zh: "审计记录在封存 {{seal}} 处异常",
        fix: {
          en: "Change nothing. Run lineside audit verify, keep its report and the newest verified backup, and call who answers for records.",
          zh: "不要做任何改动。执行 lineside audit verify，保留报告与最近一次已验证的备份，并通知记录负责人。",
        },
      },
      LATE: {
        en: "Events since {{openSince}} are not sealed yet",
        zh: "自 {{openSince}} 起的事件尚未封存",
        fix: {
          en: "Administration, Jobs: look at the timetable audit.seal and why it fails; run it.",
          zh: "在“系统 → 后台作业”中查看定时任务 audit.seal 的失败原因并运行。",
        },
      },
      UNVERIFIED: {
        en: "The sealed trail was last compared at {{verifiedAt}}",
        zh: "封存的审计记录上次比对时间：{{verifiedAt}}",
        fix: {
          en: "Administration, Jobs: look at the timetable audit.verify and why it fails; or run lineside audit verify.",
          zh: "在“系统 → 后台作业”中查看定时任务 audit.verify 的失败原因；或执行 lineside audit verify。",
        },
      },
    },
  },
};
