/** Ways out of the house: the robot of a WeCom group, an HTTP address, mail. */
export const channelKinds = ["WECOM", "WEBHOOK", "SMTP"] as const;
export type ChannelKind = (typeof channelKinds)[number];

/** 提示 / 预警 / 报警, from the least to the most urgent. */
export const severities = ["INFO", "WARNING", "ALARM"] as const;
export type Severity = (typeof severities)[number];

export interface ChannelRule {
  readonly minSeverity: Severity;
  /** Empty: every topic. `clock` covers clock.warning and clock.expired. */
  readonly topics: readonly string[];
  /** Empty: every line and what belongs to none. */
  readonly lineIds: readonly string[];
}

/** Whether a channel carries a notice: urgent enough, of its topics, of its lines. */
export function carries(
  rule: ChannelRule,
  notice: { severity: Severity; topic: string; lineId: string | null },
): boolean {
  if (severities.indexOf(notice.severity) < severities.indexOf(rule.minSeverity)) return false;
  const isTopic = (topic: string) => notice.topic === topic || notice.topic.startsWith(`${topic}.`);
  if (rule.topics.length > 0 && !rule.topics.some(isTopic)) return false;
  if (rule.lineIds.length === 0) return true;
  return notice.lineId !== null && rule.lineIds.includes(notice.lineId);
}
