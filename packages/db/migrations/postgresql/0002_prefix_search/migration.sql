-- "Starts with" searches of what people scan and type. The unique indexes follow the database's
-- collation and cannot serve them; SQLite compares bytes and needs nothing.
CREATE INDEX "execution_unit_sn_prefix" ON "execution_unit"("sn" text_pattern_ops);
CREATE INDEX "execution_panel_panelNo_prefix" ON "execution_panel"("panelNo" text_pattern_ops);
CREATE INDEX "work_order_run_runNo_prefix" ON "work_order_run"("runNo" text_pattern_ops);
CREATE INDEX "work_order_woNo_prefix" ON "work_order"("woNo" text_pattern_ops);
