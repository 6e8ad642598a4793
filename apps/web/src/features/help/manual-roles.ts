/** The manual of a role; whoever made an own role finds all of them. */
const manualOfRole: Record<string, string> = {
  admin: "admin",
  plant_manager: "plant-manager",
  planner: "planner",
  engineer: "engineer",
  quality: "quality",
  line_leader: "line-leader",
  material: "material-handler",
  maintenance: "engineer",
  operator: "operator",
  trace: "auditor",
};

export const ownManuals = (roles: readonly { code: string }[]): string[] =>
  roles.flatMap(({ code }) => manualOfRole[code] ?? []);

/** What is not for one desk. */
export const isProcedure = (slug: string) => /^(sop-|training-|acceptance-|simulator)/.test(slug);
