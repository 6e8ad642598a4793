export { type Migration, migrations } from "../generated/migrations.ts";
