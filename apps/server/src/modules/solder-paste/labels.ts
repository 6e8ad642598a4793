import { pasteLabelsQuery } from "@lineside/domain/solder-paste";
import { type ActionContext, defineAction } from "../../platform/action.ts";
import { bottlesByNo } from "./bottle-queries.ts";
import { labelOf } from "./label.ts";
import { labelsZpl } from "./label-zpl.ts";

/** Labels of several bottles in one file, for a sheet printer's dialogue. */
export const printLabelsPdf = defineAction({
  name: "paste.printLabelsPdf",
  permission: "paste:read",
  input: pasteLabelsQuery,
  async run(ax, input) {
    const labels = await labelsOf(ax, input.bottleNos);
    // Loaded when somebody prints: most starts of the server never do.
    const { labelsPdf } = await import("./label-pdf.ts");
    return file(await labelsPdf(labels, input.size), "application/pdf", "paste-labels.pdf");
  },
});

/** The same for a label printer that speaks ZPL. */
export const printLabelsZpl = defineAction({
  name: "paste.printLabelsZpl",
  permission: "paste:read",
  input: pasteLabelsQuery,
  async run(ax, input) {
    const zpl = labelsZpl(await labelsOf(ax, input.bottleNos), input.size);
    return file(new TextEncoder().encode(zpl), "text/plain; charset=utf-8", "paste-labels.zpl");
  },
});

async function labelsOf({ platform }: ActionContext, bottleNos: readonly string[]) {
  const rows = await bottlesByNo(platform.db.read, bottleNos, platform.clock.now());
  return rows.map((row) => labelOf(row, platform.timezone));
}

function file(bytes: Uint8Array, type: string, name: string): Response {
  return new Response(bytes.slice(), {
    headers: {
      "content-type": type,
      "content-disposition": `inline; filename="${name}"`,
      "cache-control": "no-store",
    },
  });
}
