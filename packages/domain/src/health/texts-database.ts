import type { HealthText } from "./texts.ts";

type Texts = { name: { en: string; zh: string }; says: Record<string, HealthText> };

const well = (en: string, zh: string): HealthText => ({ en, zh, fix: null });

/** What is said of the database and its disk. */
export const databaseTexts = {
  DATABASE: {
    name: { en: "Database", zh: "数据库" },
    says: {
      OK: well("The database answers in {{ms}} ms", "数据库响应 {{ms}} 毫秒"),
      SLOW: {
        en: "The database needs {{ms}} ms to answer one question",
        zh: "数据库一次查询需 {{ms}} 毫秒",
        fix: {
          en: "Look at disk and processor of the database's machine (iostat, top); stop what does not belong there, e.g. a copy, a virus scan, a report.",
          zh: "检查数据库所在机器的磁盘与处理器（iostat、top），停止不应在其上运行的任务，例如拷贝、杀毒扫描、报表。",
        },
      },
      DOWN: {
        en: "The database does not answer: {{why}}",
        zh: "数据库无响应：{{why}}",
        fix: {
          en: "SQLite: look whether the file and its disk are there (ls, df -h). PostgreSQL: look whether it runs and can be reached (systemctl status postgresql, pg_isready). Then restart Lineside.",
          zh: "SQLite：确认数据库文件与磁盘存在（ls、df -h）。PostgreSQL：确认其在运行且可连接（systemctl status postgresql、pg_isready）。随后重启 Lineside。",
        },
      },
    },
  },
  SCHEMA: {
    name: { en: "Schema", zh: "数据库结构" },
    says: {
      OK: well(
        "The schema is the one of this version ({{schema}})",
        "数据库结构与本版本一致（{{schema}}）",
      ),
      NEWER: {
        en: "A newer Lineside has changed the database ({{schema}})",
        zh: "数据库已被更新版本的 Lineside 修改（{{schema}}）",
        fix: {
          en: "Install that version again, or restore a backup made before it: lineside backup list, lineside backup restore <name>.",
          zh: "重新安装该版本，或恢复其升级前的备份：lineside backup list、lineside backup restore <名称>。",
        },
      },
      CHANGED: {
        en: "The migration {{schema}} of the database is not the one of this version",
        zh: "数据库中的迁移 {{schema}} 与本版本不同",
        fix: {
          en: "Install a released version; a database of a build of your own needs that build.",
          zh: "请安装正式发布的版本；由自行构建的程序创建的数据库需使用同一程序。",
        },
      },
      BEHIND: {
        en: "{{pending}} migrations are missing in the database ({{schema}})",
        zh: "数据库缺少 {{pending}} 个迁移（{{schema}}）",
        fix: {
          en: "Run lineside upgrade --dry-run, then lineside upgrade; it backs up first.",
          zh: "先执行 lineside upgrade --dry-run，再执行 lineside upgrade；升级前会自动备份。",
        },
      },
      MISSING: {
        en: "The database lacks {{count}} tables, columns or indexes of its schema: {{names}}",
        zh: "数据库缺少 {{count}} 个表、列或索引：{{names}}",
        fix: {
          en: "Somebody changed the database by hand. Make a backup, then create what is missing as the migration says, or restore the last verified backup.",
          zh: "有人手工修改了数据库。请先备份，再按迁移脚本补建缺失项，或恢复最近一次已验证的备份。",
        },
      },
      DIFFERENT: {
        en: "{{count}} columns of the database differ from its schema: {{names}}",
        zh: "数据库有 {{count}} 个列与结构不符：{{names}}",
        fix: {
          en: "Somebody changed the database by hand. Make a backup, then change them back as the migration says, or restore the last verified backup.",
          zh: "有人手工修改了数据库。请先备份，再按迁移脚本改回，或恢复最近一次已验证的备份。",
        },
      },
      FOREIGN: {
        en: "The database holds {{count}} tables, columns or indexes that are not Lineside's: {{names}}",
        zh: "数据库含有 {{count}} 个不属于 Lineside 的表、列或索引：{{names}}",
        fix: {
          en: "Move them into a database of their own: upgrades and backups do not know them.",
          zh: "请将其移至单独的数据库：升级与备份不识别这些对象。",
        },
      },
    },
  },
  INTEGRITY: {
    name: { en: "Integrity", zh: "完整性" },
    says: {
      OK: well(
        "All pages of the database were sound at {{lookedAt}}",
        "{{lookedAt}} 检查数据库页面，全部完好",
      ),
      SERVER: well(
        "PostgreSQL watches over its own pages and reports nothing",
        "PostgreSQL 自行监测页面，无异常",
      ),
      NOT_YET: well("Looked at every night; not yet", "每晚检查一次，尚未执行"),
      STALE: {
        en: "The pages of the database were last looked at at {{lookedAt}}",
        zh: "数据库页面上次检查时间：{{lookedAt}}",
        fix: {
          en: "Run the timetable health.integrity under Administration, Jobs, and read why it failed; or run lineside doctor on the server.",
          zh: "在“系统 → 后台作业”中运行定时任务 health.integrity 并查看失败原因；或在服务器上执行 lineside doctor。",
        },
      },
      BROKEN: {
        en: "The database file is damaged: {{found}}",
        zh: "数据库文件已损坏：{{found}}",
        fix: {
          en: "Stop the line's entries. Keep a copy of the file, restore the last verified backup (lineside backup restore latest), and have the disk tested before it is used again.",
          zh: "停止产线录入。保留当前文件副本，恢复最近一次已验证的备份（lineside backup restore latest），磁盘检测合格前不得再用。",
        },
      },
      CHECKSUMS: {
        en: "PostgreSQL found {{count}} pages with a wrong checksum",
        zh: "PostgreSQL 发现 {{count}} 个页面校验和错误",
        fix: {
          en: "Have the database's disk tested; make a backup now, verify it, and restore it on another disk.",
          zh: "检测数据库磁盘；立即备份并验证，然后恢复到另一块磁盘。",
        },
      },
    },
  },
  FSYNC: {
    name: { en: "Disk speed", zh: "磁盘写入" },
    says: {
      OK: well(
        "A durable write takes {{p50Ms}} ms, the slowest {{p99Ms}} ms",
        "一次落盘写入 {{p50Ms}} 毫秒，最慢 {{p99Ms}} 毫秒",
      ),
      ELSEWHERE: well(
        "The database is PostgreSQL's own matter; see commit latency",
        "数据库由 PostgreSQL 自行管理，请看提交延迟",
      ),
      SLOW: {
        en: "A durable write takes up to {{p99Ms}} ms (usually {{p50Ms}} ms); people wait for one of them",
        zh: "一次落盘写入最长 {{p99Ms}} 毫秒（通常 {{p50Ms}} 毫秒），操作需等待",
        fix: {
          en: "Put the database on an SSD of its own; look for what else writes to this disk (iotop), for a failing disk (smartctl -a) or a RAID controller without its battery.",
          zh: "将数据库放在独立的固态硬盘上；查找占用该磁盘的其他程序（iotop）、故障磁盘（smartctl -a）或失去电池的 RAID 卡。",
        },
      },
    },
  },
  COMMIT_LATENCY: {
    name: { en: "Commit latency", zh: "提交延迟" },
    says: {
      OK: well("99 of 100 commits end within {{p99Ms}} ms", "99% 的提交在 {{p99Ms}} 毫秒内完成"),
      IDLE: well("Nothing was committed lately", "近期无提交"),
      SLOW: {
        en: "Of the last {{windowMinutes}} minutes the slowest commits took {{p99Ms}} ms",
        zh: "最近 {{windowMinutes}} 分钟内最慢的提交耗时 {{p99Ms}} 毫秒",
        fix: {
          en: "See Disk speed first. If the disk is quick: look whether a backup, an export or an archive runs (Administration, Jobs); with PostgreSQL look for locks (pg_stat_activity) and at the network to it.",
          zh: "先看磁盘写入。若磁盘正常：查看是否有备份、导出或归档在运行（系统 → 后台作业）；PostgreSQL 需检查锁（pg_stat_activity）与到它的网络。",
        },
      },
    },
  },
  WAL_SIZE: {
    name: { en: "Write-ahead log", zh: "预写日志" },
    says: {
      OK: well("The write-ahead log has {{bytes}}", "预写日志 {{bytes}}"),
      HELD_OK: well(
        "PostgreSQL holds {{bytes}} of its log for replicas",
        "PostgreSQL 为副本保留日志 {{bytes}}",
      ),
      LARGE: {
        en: "The write-ahead log of the database has grown to {{bytes}}",
        zh: "数据库预写日志已增至 {{bytes}}",
        fix: {
          en: "Something reads without end and keeps it from being taken over: look for another program that has the file open (lsof), e.g. a replication that stands still. A restart of Lineside takes it over.",
          zh: "有程序长时间读取，日志无法并入：查找打开该文件的其他程序（lsof），例如停滞的复制。重启 Lineside 会将其并入。",
        },
      },
      HELD: {
        en: "PostgreSQL holds {{bytes}} of its log back for a replica that does not take them",
        zh: "PostgreSQL 为未取走日志的副本保留了 {{bytes}}",
        fix: {
          en: "Bring the replica back or drop its slot: select * from pg_replication_slots; select pg_drop_replication_slot('…').",
          zh: "恢复该副本，或删除其复制槽：select * from pg_replication_slots; select pg_drop_replication_slot('…')。",
        },
      },
    },
  },
} as const satisfies Record<string, Texts>;
