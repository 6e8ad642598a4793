import { zKey } from "@lineside/domain/kernel";

/** What the URL of an order names. */
export const orderParams = { woNo: zKey };
/** What the URL of a run names. */
export const runParams = { runNo: zKey };
