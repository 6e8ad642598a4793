import { Marked, type Tokens } from "marked";

export interface ManualSection {
  id: string;
  title: string;
  level: number;
}

/** A manual as the web app shows it. The HTML is made here, from our own texts, and nowhere else. */
export interface Manual {
  title: string;
  /** Its first sentence: what it is for. */
  lead: string;
  html: string;
  sections: ManualSection[];
}

const anchorLine = /^<a id="([a-z][a-z0-9-]*)"><\/a>\n(#{2,4} .*)$/gm;
const marked = /\s*\{#([a-z0-9-]+)\}$/;

/**
 * A manual of user_docs. Its only raw HTML is the anchors before its headings; pictures stay on paper
 * and in the repository: whoever reads it here has the screen in front of them. Throws on anything else.
 */
export function renderManual(source: string, name: string): Manual {
  const sections: ManualSection[] = [];
  let title = "";
  let lead = "";
  const parser = new Marked({ gfm: true });
  parser.use({
    renderer: {
      heading({ tokens, depth }) {
        const text = this.parser.parseInline(tokens);
        const id = marked.exec(text)?.[1] ?? slugOf(plain(text));
        const shown = text.replace(marked, "");
        if (depth === 1) {
          title = plain(shown);
          return "";
        }
        sections.push({ id, title: plain(shown), level: depth });
        return `<h${depth} id="${id}">${shown}</h${depth}>\n`;
      },
      paragraph({ tokens }) {
        const text = this.parser.parseInline(tokens).trim();
        if (text === "") return "";
        if (lead === "" && sections.length === 0)
          lead = plain(text).split(/(?<=[.。])\s*/)[0] ?? "";
        return `<p>${text}</p>\n`;
      },
      image: () => "",
      html({ text }) {
        throw new Error(`${name}: raw HTML in a manual: ${text.trim()}`);
      },
      link({ href, tokens }) {
        const text = this.parser.parseInline(tokens);
        const address = addressOf(href);
        return address === null ? text : `<a href="${address}">${text}</a>`;
      },
      // Wide ones scroll by themselves instead of widening the page.
      table(token: Tokens.Table) {
        return `<div class="manual-table" tabindex="0">${tableOf(this.parser, token)}</div>\n`;
      },
    },
  });
  const html = parser.parse(source.replace(anchorLine, "$2 {#$1}"), { async: false });
  if (title === "") throw new Error(`${name}: no title`);
  return { title, lead, html: html.trim(), sections };
}

/** As GitHub names a heading that has no place of its own. */
const slugOf = (title: string) =>
  title
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, "")
    .replaceAll(" ", "-");

type Parser = { parseInline(tokens: Tokens.Generic[]): string };

/** Cells carry the name of their column: on a phone a row is a card. */
function tableOf(parser: Parser, { header, rows }: Tokens.Table): string {
  const names = header.map((cell) => parser.parseInline(cell.tokens));
  const head = names.map((text) => `<th>${text}</th>`).join("");
  const body = rows.map(
    (cells) =>
      `<tr>${cells.map((cell, at) => `<td data-label="${plain(names[at] ?? "")}">${parser.parseInline(cell.tokens)}</td>`).join("")}</tr>`,
  );
  return `<table><thead><tr>${head}</tr></thead><tbody>${body.join("")}</tbody></table>`;
}

/** Another manual, a place in this one or the outside; what only the repository has is no link here. */
function addressOf(href: string): string | null {
  if (/^(https?:|mailto:|#)/.test(href)) return href;
  const manual = /^([a-z-]+)\.md(#.+)?$/.exec(href);
  return manual ? `/help/${manual[1]}${manual[2] ?? ""}` : null;
}

function plain(html: string): string {
  return html
    .replace(/<[^>]+>/g, "")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&#39;", "'")
    .replaceAll("&quot;", '"')
    .replaceAll("&amp;", "&");
}
