/** What happened to notices and to the channels they leave by, as the event trail names it. */
export const notificationEvents = [
  "notice.sent",
  "notice.read",
  "notice.hidden",
  "notice.delivered",
  "notice.undelivered",
  "noticeChannel.created",
  "noticeChannel.changed",
  "noticeChannel.deleted",
  "noticeChannel.tested",
] as const;
