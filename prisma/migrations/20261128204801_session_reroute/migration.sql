-- AlterTable
ALTER TABLE "sessions" ADD COLUMN     "sealed_former" BYTEA,
ADD COLUMN     "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP;

-- Until now every session has been at one provider.
UPDATE "sessions" SET "started_at" = "created_at";
