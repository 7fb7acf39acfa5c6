-- AlterTable
ALTER TABLE "provider_accounts" ADD COLUMN     "maintenance_from" TIMESTAMPTZ(3),
ADD COLUMN     "maintenance_reason" TEXT,
ADD COLUMN     "maintenance_until" TIMESTAMPTZ(3),
ADD COLUMN     "removed_at" TIMESTAMPTZ(3);
