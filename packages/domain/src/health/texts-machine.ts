import type { HealthText } from "./texts.ts";

type Texts = { name: { en: string; zh: string }; says: Record<string, HealthText> };

const well = (en: string, zh: string): HealthText => ({ en, zh, fix: null });

/** What is said of the machine and the settings. */
export const machineTexts = {
  DISK_SPACE: {
    name: { en: "Disk space", zh: "磁盘空间" },
    says: {
      OK: well("{{percent}} % of the fullest disk are free", "最满的磁盘剩余 {{percent}} %"),
      SHORT: {
        en: "The disk of the {{place}} folder {{folder}} has {{freeBytes}} left ({{percent}} %)",
        zh: "{{place}}目录 {{folder}} 所在磁盘仅剩 {{freeBytes}}（{{percent}} %）",
        fix: {
          en: "Make room on that disk or enlarge it. Old backups: Administration, Backups; keep fewer or set APP_BACKUP_DIR to another disk. A full disk stops every scan.",
          zh: "清理或扩充该磁盘。旧备份可在“系统 → 备份”中减少保留数量，或将 APP_BACKUP_DIR 设到其他磁盘。磁盘写满后所有扫描都会停止。",
        },
      },
    },
  },
  FILE_SYSTEM: {
    name: { en: "File system", zh: "文件系统" },
    says: {
      OK: well("The database lies on a local disk ({{kind}})", "数据库位于本地磁盘（{{kind}}）"),
      ELSEWHERE: well("The database is PostgreSQL's own matter", "数据库由 PostgreSQL 自行管理"),
      UNTOLD: well("This system does not tell what kind of disk it is", "系统未提供磁盘类型"),
      NETWORKED: {
        en: "The database folder {{folder}} lies on a network share ({{kind}})",
        zh: "数据库目录 {{folder}} 位于网络共享（{{kind}}）",
        fix: {
          en: "Stop Lineside, copy the folder to a local disk and set DATABASE_URL to it: locks and durable writes do not hold over a network, and the file will be damaged.",
          zh: "停止 Lineside，将目录拷贝到本地磁盘并修改 DATABASE_URL：网络共享无法保证文件锁与落盘，数据库终将损坏。",
        },
      },
      VOLATILE: {
        en: "The database folder {{folder}} lies in memory ({{kind}}): a restart of the machine empties it",
        zh: "数据库目录 {{folder}} 位于内存（{{kind}}），机器重启后将清空",
        fix: {
          en: "Stop Lineside, copy the folder to a disk and set DATABASE_URL to it. For a demo this is fine.",
          zh: "停止 Lineside，将目录拷贝到磁盘并修改 DATABASE_URL。仅演示时可忽略。",
        },
      },
    },
  },
  CERTIFICATE: {
    name: { en: "Certificate", zh: "证书" },
    says: {
      OK: well("The certificate is good until {{endsAt}}", "证书有效期至 {{endsAt}}"),
      NO_TLS: well("TLS is not spoken here", "未启用 TLS"),
      ENDS_SOON: {
        en: "The certificate ends at {{endsAt}}, in {{days}} days",
        zh: "证书将于 {{endsAt}} 到期，剩余 {{days}} 天",
        fix: {
          en: "Put the renewed certificate and key where APP_TLS_CERT_PATH and APP_TLS_KEY_PATH say and send SIGHUP: systemctl reload lineside. No restart is needed.",
          zh: "将新证书与密钥放到 APP_TLS_CERT_PATH 与 APP_TLS_KEY_PATH 指定的位置，然后发送 SIGHUP：systemctl reload lineside，无需重启。",
        },
      },
      ENDED: {
        en: "The certificate ended at {{endsAt}}: browsers and machines refuse to connect",
        zh: "证书已于 {{endsAt}} 到期：浏览器与设备会拒绝连接",
        fix: {
          en: "Put a valid certificate and key where APP_TLS_CERT_PATH and APP_TLS_KEY_PATH say and send SIGHUP: systemctl reload lineside.",
          zh: "将有效证书与密钥放到 APP_TLS_CERT_PATH 与 APP_TLS_KEY_PATH 指定的位置，然后发送 SIGHUP：systemctl reload lineside。",
        },
      },
    },
  },
  CLOCK: {
    name: { en: "Clock", zh: "时钟" },
    says: {
      OK: well("The clock is kept right by a time server", "时钟已与时间服务器同步"),
      UNTOLD: well(
        "The clock runs evenly; this system does not say who sets it",
        "时钟运行平稳；系统未说明由谁校时",
      ),
      UNSYNCED: {
        en: "Nobody keeps the machine's clock right",
        zh: "机器时钟未同步",
        fix: {
          en: "Switch a time service on (timedatectl set-ntp true, or chrony with the plant's time server): every record carries this clock's time.",
          zh: "启用时间同步（timedatectl set-ntp true，或配置 chrony 使用工厂时间服务器）：所有记录都使用此时钟。",
        },
      },
      JUMPED: {
        en: "The machine's clock jumped by {{jumpMs}} ms at {{jumpedAt}}",
        zh: "机器时钟于 {{jumpedAt}} 跳变 {{jumpMs}} 毫秒",
        fix: {
          en: "Find out who sets it: a time service should move it slowly (chrony: makestep only at start), and a virtual machine should not take its host's clock as well.",
          zh: "查明是谁改动了时钟：时间服务应缓慢校正（chrony 仅启动时 makestep），虚拟机不应同时采用宿主机时钟。",
        },
      },
      APART: {
        en: "The clocks of this machine and of the database are {{apartMs}} ms apart",
        zh: "本机与数据库时钟相差 {{apartMs}} 毫秒",
        fix: {
          en: "Let both machines follow the same time server (timedatectl, chronyc tracking).",
          zh: "让两台机器使用同一时间服务器（timedatectl、chronyc tracking）。",
        },
      },
    },
  },
  MEMORY: {
    name: { en: "Memory", zh: "内存" },
    says: {
      OK: well(
        "Lineside uses {{rssBytes}}; the machine has {{leftBytes}} left",
        "Lineside 使用 {{rssBytes}}；机器剩余 {{leftBytes}}",
      ),
      MACHINE: well("The machine has {{leftBytes}} of memory left", "机器剩余内存 {{leftBytes}}"),
      HIGH: {
        en: "Lineside uses {{rssBytes}} of memory, more than it should need",
        zh: "Lineside 使用内存 {{rssBytes}}，超出正常水平",
        fix: {
          en: "Make a support bundle (lineside doctor --bundle) for whoever looks after Lineside, then restart it in a break; nothing is lost.",
          zh: "执行 lineside doctor --bundle 生成支持包并交给维护人员，然后在休息时重启，数据不会丢失。",
        },
      },
      SHORT: {
        en: "The machine has {{leftBytes}} of memory left ({{percent}} %); Lineside uses {{rssBytes}}",
        zh: "机器剩余内存 {{leftBytes}}（{{percent}} %）；Lineside 使用 {{rssBytes}}",
        fix: {
          en: "Find what else runs there (top) and stop it, or give the machine more memory: when none is left, the system ends programs.",
          zh: "查找机器上的其他程序（top）并停止，或增加内存：内存耗尽时系统会强制结束程序。",
        },
      },
    },
  },
  CONFIG: {
    name: { en: "Configuration", zh: "配置" },
    says: {
      OK: well("The settings are fit for a plant", "配置符合要求"),
      INVALID: {
        en: "The settings cannot be used: {{detail}}",
        zh: "配置无法使用：{{detail}}",
        fix: {
          en: "Correct the setting the sentence names, e.g. in /etc/lineside/lineside.env, and start again.",
          zh: "更正提示中的设置（例如 /etc/lineside/lineside.env），然后重新启动。",
        },
      },
      SECRET_READABLE: {
        en: "Other accounts of the machine can read {{detail}}",
        zh: "机器上的其他账户可读取 {{detail}}",
        fix: {
          en: "Take their right away: chmod 600 {{detail}}, owned by the account Lineside runs under.",
          zh: "收回权限：chmod 600 {{detail}}，所有者为 Lineside 的运行账户。",
        },
      },
      PLAIN_HTTP: {
        en: "The server can be reached from other machines without TLS ({{detail}})",
        zh: "其他机器可不经 TLS 访问服务器（{{detail}}）",
        fix: {
          en: "Set APP_TLS_CERT_PATH and APP_TLS_KEY_PATH, or put a proxy that speaks TLS in front, set HOST=127.0.0.1 and APP_PUBLIC_URL=https://….",
          zh: "设置 APP_TLS_CERT_PATH 与 APP_TLS_KEY_PATH；或在前面使用支持 TLS 的代理，并设置 HOST=127.0.0.1 与 APP_PUBLIC_URL=https://…。",
        },
      },
      PROXY_ANY: {
        en: "Everybody's X-Forwarded headers are believed (APP_TRUSTED_PROXY={{detail}})",
        zh: "任何来源的 X-Forwarded 头都被信任（APP_TRUSTED_PROXY={{detail}}）",
        fix: {
          en: "Name the address of the proxy in APP_TRUSTED_PROXY: as it is, anybody can pretend to be any address.",
          zh: "在 APP_TRUSTED_PROXY 中填写代理的地址；当前任何人都可伪造来源地址。",
        },
      },
      UPGRADE_BACKUP_OFF: {
        en: "Upgrades are made without a backup (APP_UPGRADE_BACKUP=false)",
        zh: "升级前不做备份（APP_UPGRADE_BACKUP=false）",
        fix: {
          en: "Remove APP_UPGRADE_BACKUP unless a snapshot of the machine is made before every upgrade.",
          zh: "删除 APP_UPGRADE_BACKUP，除非每次升级前都做整机快照。",
        },
      },
      BACKUPS_SAME_DISK: {
        en: "The backups lie on the disk of the database ({{detail}}): they go with it",
        zh: "备份与数据库在同一磁盘（{{detail}}），磁盘损坏时一并丢失",
        fix: {
          en: "Set APP_BACKUP_DIR to another disk or a share, or APP_BACKUP_S3_BUCKET to a store elsewhere.",
          zh: "将 APP_BACKUP_DIR 设到另一磁盘或共享目录，或用 APP_BACKUP_S3_BUCKET 存到其他位置。",
        },
      },
    },
  },
} as const satisfies Record<string, Texts>;
