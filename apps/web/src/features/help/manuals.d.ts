/** Made by scripts/manuals-plugin.ts out of user_docs. */
declare module "virtual:manuals" {
  type Language = "en" | "zh-CN";
  export const titles: Record<Language, { slug: string; title: string; lead: string }[]>;
  export const loads: Record<
    Language,
    Record<
      string,
      () => Promise<{
        default: {
          title: string;
          lead: string;
          html: string;
          sections: { id: string; title: string; level: number }[];
        };
      }>
    >
  >;
}
