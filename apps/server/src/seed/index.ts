export { type DemoSignIn, seedDemo } from "./demo.ts";
export { type DemoSimulator, seedSimulator } from "./demo-simulator.ts";
