import type { FormDefinitionInput } from "../definition-schema.ts";

/** A paper form of domain.md, Appendix A, as it comes with the product. */
export interface ShippedForm {
  readonly code: string;
  readonly name: string;
  readonly nameZh: string;
  readonly definition: FormDefinitionInput;
}
