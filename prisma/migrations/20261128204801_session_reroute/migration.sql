-- AlterTable
ALTER TABLE "sessions" ADD COLUMN     "sealed_former" BYTEA,
ADD COLUMN     "started_at" TIMESTAMPTZ(3);

-- Until now every session has been at one provider.
UPDATE "sessions" SET "started_at" = "created_at";

ALTER TABLE "sessions" ALTER COLUMN "started_at" SET NOT NULL;
