import type { BackupCode } from "@lineside/domain/backup";
import { AppError, codeEntry } from "@lineside/domain/kernel";

/** A refusal with the sentence for whoever sits at the terminal. */
export class BackupRefusal extends AppError {
  constructor(
    readonly refused: BackupCode,
    readonly sentence: string,
    context: Record<string, unknown> = {},
  ) {
    super(codeEntry(refused)?.kind ?? "refused", refused, context);
    this.message = sentence;
  }
}
