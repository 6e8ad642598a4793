import { Doors } from "../../platform/http/api.ts";
import {
  listLines,
  listStationGroups,
  listStations,
  readLine,
  readStation,
  readStationGroup,
} from "./line-queries.ts";
import { changeLine, createLine, deleteLine } from "./lines.ts";
import { changeOperation, createOperation, deleteOperation } from "./operations.ts";
import {
  listOperations,
  listProducts,
  listShifts,
  readOperation,
  readProduct,
  readShift,
} from "./product-queries.ts";
import { changeProduct, createProduct, deleteProduct } from "./products.ts";
import { changeShift, createShift, deleteShift } from "./shifts.ts";
import { changeStationGroup, createStationGroup, deleteStationGroup } from "./station-groups.ts";
import { changeStation, createStation, deleteStation } from "./stations.ts";

export * from "./facts-store.ts";

export const plantDoors = new Doors()
  .get("/lines", listLines)
  .post("/lines", createLine)
  .get("/lines/:id", readLine)
  .patch("/lines/:id", changeLine)
  .delete("/lines/:id", deleteLine)
  .get("/stations", listStations)
  .post("/stations", createStation)
  .get("/stations/:code", readStation)
  .patch("/stations/:code", changeStation)
  .delete("/stations/:code", deleteStation)
  .get("/station-groups", listStationGroups)
  .post("/station-groups", createStationGroup)
  .get("/station-groups/:id", readStationGroup)
  .patch("/station-groups/:id", changeStationGroup)
  .delete("/station-groups/:id", deleteStationGroup)
  .get("/operations", listOperations)
  .post("/operations", createOperation)
  .get("/operations/:id", readOperation)
  .patch("/operations/:id", changeOperation)
  .delete("/operations/:id", deleteOperation)
  .get("/products", listProducts)
  .post("/products", createProduct)
  .get("/products/:id", readProduct)
  .patch("/products/:id", changeProduct)
  .delete("/products/:id", deleteProduct)
  .get("/shifts", listShifts)
  .post("/shifts", createShift)
  .get("/shifts/:id", readShift)
  .patch("/shifts/:id", changeShift)
  .delete("/shifts/:id", deleteShift);
