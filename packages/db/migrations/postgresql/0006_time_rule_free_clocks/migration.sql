-- DropForeignKey
ALTER TABLE "time_rule_clock" DROP CONSTRAINT "time_rule_clock_ruleId_fkey";
