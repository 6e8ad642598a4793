/** Refusals of an order's form and the field each belongs to. */
export const fieldOfCode = {
  PRODUCT_NOT_FOUND: "productCode",
  PRODUCT_INACTIVE: "productCode",
  ROUTE_NOT_FOUND: "routeCode",
  ROUTE_NOT_EFFECTIVE: "routeCode",
  ROUTE_PRODUCT_MISMATCH: "routeCode",
  LINE_ROUTING_PROCESS_MISMATCH: "routeCode",
  RUN_QUANTITY_EXCEEDS_ORDER: "plannedQty",
} as const;
