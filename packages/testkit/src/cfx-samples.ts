/** The published CFX messages, for tests outside of the domain. */
export { cfxSamples, enveloped, sampleBody } from "../../domain/src/cfx/samples.fixture.ts";
