/** The demo factory's master data (domain.md Appendix B, C, D): one SMT and one DIP line. */
export const demoLines = [
  { code: "SMT-A", name: "SMT 一线", processType: "SMT" },
  { code: "DIP-A", name: "DIP 一线", processType: "DIP" },
] as const;

export const demoGroups = [
  { code: "SMT-WASH", name: "SMT wash" },
  { code: "DIP-POST", name: "DIP touch-up" },
];

export const demoStations = [
  { code: "PRINT-1", name: "锡膏印刷 1", line: "SMT-A", sequence: 10 },
  { code: "SPI-1", name: "SPI 1", line: "SMT-A", sequence: 20 },
  { code: "MOUNT-1", name: "贴片 1", line: "SMT-A", sequence: 30 },
  { code: "REFLOW-1", name: "回流焊 1", line: "SMT-A", sequence: 40 },
  { code: "AOI-1", name: "AOI 1", line: "SMT-A", sequence: 50 },
  { code: "WASH-1", name: "水洗 1", line: "SMT-A", sequence: 60, group: "SMT-WASH" },
  { code: "INS-1", name: "插件 1", line: "DIP-A", sequence: 10 },
  { code: "WAVE-1", name: "波峰焊 1", line: "DIP-A", sequence: 20 },
  { code: "POST-1", name: "后焊 1", line: "DIP-A", sequence: 30, group: "DIP-POST" },
  { code: "POST-2", name: "后焊 2", line: "DIP-A", sequence: 40, group: "DIP-POST" },
  { code: "TEST-1", name: "功能测试 1", line: "DIP-A", sequence: 50 },
];

export const demoOperations = [
  { code: "PRINTING", name: "Paste printing", nameZh: "锡膏印刷", traits: ["print"], type: "SMT" },
  {
    code: "SPI",
    name: "Paste inspection",
    nameZh: "锡膏检测",
    traits: ["spi", "inspection"],
    type: "SMT",
  },
  { code: "MOUNTING", name: "Placement", nameZh: "贴片", traits: ["mount"], type: "SMT" },
  { code: "REFLOW", name: "Reflow", nameZh: "回流焊", traits: ["reflow"], type: "SMT" },
  { code: "AOI", name: "AOI", nameZh: "光学检测", traits: ["aoi", "inspection"], type: "SMT" },
  { code: "WASH", name: "Wash", nameZh: "水洗", traits: ["wash"], type: null },
  { code: "INSERTION", name: "Insertion", nameZh: "插件", traits: ["insertion"], type: "DIP" },
  { code: "WAVE", name: "Wave soldering", nameZh: "波峰焊", traits: ["wave"], type: "DIP" },
  {
    code: "POST",
    name: "Touch-up",
    nameZh: "后焊",
    traits: ["postSolder", "touchUp"],
    type: "DIP",
  },
  {
    code: "FCT",
    name: "Functional test",
    nameZh: "功能测试",
    traits: ["fct", "test"],
    type: "DIP",
  },
] as const;

export const demoCaptureItems = [
  {
    op: "SPI",
    code: "VOLUME",
    name: "Paste volume",
    nameZh: "锡膏体积",
    unit: "%",
    lower: 70,
    upper: 130,
    required: true,
    onBreach: "ALARM",
  },
  {
    op: "SPI",
    code: "HEIGHT",
    name: "Paste height",
    nameZh: "锡膏高度",
    unit: "µm",
    lower: 90,
    upper: 160,
    required: false,
    onBreach: "RECORD",
  },
  {
    op: "REFLOW",
    code: "PEAK_TEMP",
    name: "Peak temperature",
    nameZh: "峰值温度",
    unit: "°C",
    lower: 235,
    upper: 250,
    required: true,
    onBreach: "HOLD",
  },
  {
    op: "REFLOW",
    code: "BELT_SPEED",
    name: "Belt speed",
    nameZh: "链速",
    unit: "cm/min",
    lower: 70,
    upper: 130,
    required: false,
    onBreach: "RECORD",
  },
  {
    op: "WASH",
    code: "RESISTIVITY",
    name: "Rinse resistivity",
    nameZh: "纯水电阻率",
    unit: "MΩ·cm",
    lower: 2,
    upper: null,
    required: true,
    onBreach: "BLOCK",
  },
  {
    op: "WAVE",
    code: "PREHEAT_TEMP",
    name: "Preheat temperature",
    nameZh: "预热温度",
    unit: "°C",
    lower: 100,
    upper: 120,
    required: true,
    onBreach: "ALARM",
  },
  {
    op: "WAVE",
    code: "POT_TEMP",
    name: "Pot temperature",
    nameZh: "锡炉温度",
    unit: "°C",
    lower: 250,
    upper: 260,
    required: true,
    onBreach: "BLOCK",
  },
  {
    op: "FCT",
    code: "CURRENT",
    name: "Supply current",
    nameZh: "工作电流",
    unit: "mA",
    lower: 180,
    upper: 240,
    required: true,
    onBreach: "BLOCK",
  },
] as const;

export const demoProducts = [
  {
    code: "P-1001",
    name: "Power control board",
    customer: "Demo Energy",
    revision: "C",
    boardSide: "TOP",
    unitsPerPanel: 1,
    traits: [],
    snPattern: "{product}-{YY}{MM}-{seq:4}",
  },
  {
    code: "P-1002",
    name: "Sensor board, washed",
    customer: "Demo Medical",
    revision: "A",
    boardSide: "TOP",
    unitsPerPanel: 4,
    traits: ["requiresWash"],
    snPattern: "{product}-{YY}{MM}-{seq:5}",
  },
  {
    code: "P-2001",
    name: "Power supply, through-hole",
    customer: "Demo Energy",
    revision: "B",
    boardSide: null,
    unitsPerPanel: 1,
    traits: ["requiresFct"],
    snPattern: null,
  },
] as const;

export const demoShifts = [
  { code: "EARLY", name: "Early", nameZh: "早班", startMinute: 480, endMinute: 960 },
  { code: "MIDDLE", name: "Middle", nameZh: "中班", startMinute: 960, endMinute: 0 },
  { code: "NIGHT", name: "Night", nameZh: "夜班", startMinute: 0, endMinute: 480 },
];

/** Station groups constrain by group, the others by the station named. */
export const demoRoutes = [
  {
    code: "PCBA-SMT-V1",
    name: "SMT standard",
    processType: "SMT",
    product: "P-1001",
    steps: [
      { op: "PRINTING", stations: ["PRINT-1"] },
      { op: "SPI", stations: ["SPI-1"] },
      { op: "MOUNTING", stations: ["MOUNT-1"], program: "P1001-TOP" },
      { op: "REFLOW", stations: ["REFLOW-1"], program: "LF-245" },
      { op: "AOI", stations: ["AOI-1"] },
    ],
  },
  {
    code: "PCBA-SMT-WASH-V1",
    name: "SMT with wash",
    processType: "SMT",
    product: "P-1002",
    steps: [
      { op: "PRINTING", stations: ["PRINT-1"] },
      { op: "SPI", stations: ["SPI-1"] },
      { op: "MOUNTING", stations: ["MOUNT-1"], program: "P1002-TOP" },
      { op: "REFLOW", stations: ["REFLOW-1"], program: "LF-245" },
      { op: "AOI", stations: ["AOI-1"] },
      { op: "WASH", group: "SMT-WASH" },
    ],
  },
  {
    code: "PCBA-DIP-V1",
    name: "DIP standard",
    processType: "DIP",
    product: "P-2001",
    steps: [
      { op: "INSERTION", stations: ["INS-1"] },
      { op: "WAVE", stations: ["WAVE-1"] },
      { op: "POST", group: "DIP-POST" },
      { op: "FCT", stations: ["TEST-1"] },
    ],
  },
] as const;

type DefectRow = [
  code: string,
  name: string,
  nameZh: string,
  type: string | null,
  severity: string,
];

export const demoDefectCodes: DefectRow[] = [
  ["M12", "Bridge", "桥连", "SMT", "MAJOR"],
  ["M14", "Weak joint", "虚焊", "SMT", "MAJOR"],
  ["A3", "Shifted", "偏移", "SMT", "MINOR"],
  ["A11", "Missing part", "漏件", "SMT", "FATAL"],
  ["A13", "Reversed", "反装", "SMT", "FATAL"],
  ["A16", "Tombstone", "立碑", "SMT", "MAJOR"],
  ["M9", "Solder hole", "锡孔", "SMT", "MINOR"],
  ["A1", "Damaged", "破损", "SMT", "MAJOR"],
  ["INS_MISS", "Not inserted", "漏插", "DIP", "FATAL"],
  ["INS_POLAR", "Wrong polarity", "极性反", "DIP", "FATAL"],
  ["INS_FLOAT", "Lifted part", "浮高", "DIP", "MINOR"],
  ["WS_COLD", "Cold joint", "冷焊", "DIP", "MAJOR"],
  ["WS_INSUF", "Insufficient solder", "少锡", "DIP", "MAJOR"],
  ["WS_BRIDGE", "Wave bridge", "波峰连锡", "DIP", "MAJOR"],
  ["WS_ICICLE", "Icicle", "拉尖", "DIP", "MINOR"],
  ["FCT_POWER", "No power", "不上电", "DIP", "FATAL"],
  ["FCT_COMM", "No communication", "通讯失败", "DIP", "MAJOR"],
  ["VI_DIRT", "Dirt", "脏污", null, "MINOR"],
];

export const demoPassword = "lineside-demo";

/** One user per role; the badge code is what a demo badge label says. */
export const demoUsers = [
  { username: "admin", role: "admin", name: "管理员 Admin" },
  { username: "planner", role: "planner", name: "计划员 Li Na" },
  { username: "engineer", role: "engineer", name: "工艺 Wang Wei" },
  { username: "quality", role: "quality", name: "品质 Chen Jing" },
  {
    username: "operator",
    role: "operator",
    name: "操作员 Zhang Min",
    stations: "ALL",
    badge: "BADGE-0001",
  },
  {
    username: "operator2",
    role: "operator",
    name: "操作员 Liu Yang",
    stations: "ALL",
    badge: "BADGE-0002",
    pin: "2468",
  },
  { username: "material", role: "material", name: "物料员 Zhao Lei", lines: "ALL" },
  {
    username: "leader",
    role: "line_leader",
    name: "组长 Sun Li",
    lines: "ALL",
    badge: "BADGE-0003",
  },
  { username: "manager", role: "plant_manager", name: "厂长 Zhou Qiang" },
  { username: "maintenance", role: "maintenance", name: "设备 Wu Tao", lines: "ALL" },
  { username: "auditor", role: "trace", name: "审计员 Huang Ying" },
] as const;
