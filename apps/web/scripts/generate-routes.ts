import { Generator, getConfig } from "@tanstack/router-generator";
import { routeOptions } from "./route-options.ts";

// The route tree is not in the repository; type checks need it before the first build.
const root = new URL("..", import.meta.url).pathname;
await new Generator({ config: getConfig(routeOptions, root), root }).run();
