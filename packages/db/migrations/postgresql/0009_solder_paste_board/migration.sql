-- CreateIndex
CREATE INDEX "solder_paste_bottle_expiresAt_id_idx" ON "solder_paste_bottle"("expiresAt", "id");
