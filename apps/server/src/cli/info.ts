import { commit, version } from "../platform/version.ts";

export async function showVersion(): Promise<number> {
  process.stdout.write(`lineside ${version} (${commit}, bun ${Bun.version})\n`);
  return 0;
}

export async function showHelp(verbs: string): Promise<number> {
  process.stdout.write(`lineside: manufacturing execution for SMT and DIP lines

Usage: lineside [verb] [flags]

${verbs}

Settings, as environment variable or flag:
  HOST --host                      address to listen on (127.0.0.1)
  PORT --port                      port to listen on (3000)
  DATABASE_URL --database-url      file:… or postgres://… (file:./data/lineside.db)
  APP_SECRET --secret              32 characters or more (made and kept beside the database)
  APP_TIMEZONE --timezone          plant time zone (Asia/Shanghai)
  APP_LOG_LEVEL --log-level        debug, info, warn, error or silent (info)
  APP_LOG_DIR --log-dir            folder of the log files, or none (logs, beside the database)
  APP_METRICS_TOKEN --metrics-token  what a scraper shows at /metrics, 16 characters or more
  APP_WEB_MODE --web-mode          embedded, dir or off (embedded)
  APP_WEB_DIR --web-dir            folder of the web app, with dir
  APP_TRUSTED_PROXY --trusted-proxy  addresses whose X-Forwarded-* headers count
  APP_PUBLIC_URL --public-url      address people type, when a proxy speaks TLS
  APP_BACKUP_DIR --backup-dir      folder of the backups, or none with a bucket (backups, beside the database)
  APP_BACKUP_S3_BUCKET --backup-s3-bucket  bucket the backups go to as well
  APP_UPGRADE_BACKUP --upgrade-backup  true or false: a verified backup before migrations (true)
`);
  return 0;
}
