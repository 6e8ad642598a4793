import { Doors } from "../../platform/http/api.ts";
import { listEvents, readEvent } from "./queries.ts";

export const auditDoors = new Doors().get("/audit", listEvents).get("/audit/:id", readEvent);
