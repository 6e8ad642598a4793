/** Loaded when they are used, so they have no place in what every page loads. */
const heavy = [
  "before-after",
  "big-action",
  "big-card",
  "board",
  "bullet",
  "check-list",
  "choosable",
  "clock-row",
  "clock-wall",
  "code-block",
  "combobox",
  "data-table",
  "day-bar",
  "dialog",
  "diff",
  "draggable-list",
  "filter-bar",
  "floor",
  "floor-operator",
  "gate-stepper",
  "json-tree",
  "ledger",
  "line-strip",
  "link-list",
  "list-rows",
  "manual",
  "measure",
  "menu-parts",
  "message-list",
  "palette",
  "paper",
  "paper-table",
  "pick-card",
  "picture",
  "popover-parts",
  "qr",
  "radio-list",
  "rail",
  "ranking",
  "report",
  "river",
  "said-band",
  "signature-dialog",
  "signatures",
  "slots",
  "sortable-list",
  "source-text",
  "stacked-bars",
  "step-strip",
  "tabs",
  "timeline",
  "toast-list",
  "trend-canvas",
  "trend-chart",
  "unit-progress",
  "unsaved",
  "verdict",
  "vitals",
  "word-chips",
].join("|");

const shared = [
  `src/(ui|lib|shell)/(?!(${heavy})[.]tsx)`,
  "lucide-react",
  "react-query",
  "domain/src/.*/(kinds|states|instant|result|machine)[.]ts$",
].join("|");

/**
 * Which modules travel together. Left to itself the bundler makes a file of every set of pages that
 * share something: sixty requests for one page, and small files compress badly. Each group also
 * takes what its modules import, unless a group with a higher priority has it.
 */
export const chunkGroups = [
  { name: "vendor", tags: ["$initial" as const], test: /node_modules/, priority: 8 },
  // Without the entry itself: index.html would lose its one script.
  { name: "start", tags: ["$initial" as const], test: /src\/(?!main[.]tsx$)/, priority: 7 },
  // What signing in needs, and every page after it.
  { name: "entry", test: /src\/ui\/(button|field|form|input)[.]tsx$/, priority: 6 },
  {
    name: "form",
    test: /node_modules\/(.*\/)?(react-hook-form|zod)\/|src\/lib\/form[.]ts$/,
    priority: 5,
  },
  { name: "tabs", test: /src\/ui\/tabs[.]tsx$/, priority: 4 },
  {
    name: "popup",
    test: /src\/ui\/dialog[.]tsx$|@base-ui\/(?!react\/combobox\/)|floating-ui/,
    minShareCount: 4,
    priority: 3,
  },
  // A third of all popups' code, needed by the few drawers in which something is searched.
  { name: "combobox", test: /base-ui\/react\/combobox\/|src\/ui\/combobox[.]tsx$/, priority: 2 },
  { name: "frame", test: new RegExp(shared), minShareCount: 2, priority: 2 },
  { name: "list", test: /src\/ui\/(data-table|filter-bar)[.]tsx$/, priority: 1 },
];
