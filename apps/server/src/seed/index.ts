export { type DemoSignIn, seedDemo } from "./demo.ts";
