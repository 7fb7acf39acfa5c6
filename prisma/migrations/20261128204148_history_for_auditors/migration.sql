-- DropIndex
DROP INDEX "journal_entries_tenant_id_at_id_idx";

-- DropIndex
DROP INDEX "sessions_tenant_id_created_at_id_idx";

-- DropIndex
DROP INDEX "sessions_tenant_id_external_id_idx";

-- DropIndex
DROP INDEX "sessions_tenant_id_ref_id_idx";

-- AlterTable
-- Told by the database itself, so that processes of the version before may go on writing. Compared byte by byte.
ALTER TABLE "sessions" ADD COLUMN     "facets" TEXT COLLATE "C" NOT NULL GENERATED ALWAYS AS (
  "mode" || '/' || "provider" || '/' || "status" || '/' || coalesce("decision"->>'outcome', '-') || '/' || "attempt"::text || '/' ||
  CASE WHEN ("decision"->>'revision')::int > 1 THEN 'revised' ELSE '-' END || '/' || "flow") STORED;

-- CreateTable
CREATE TABLE "session_kinds" (
    "tenant_id" TEXT NOT NULL,
    "facets" TEXT COLLATE "C" NOT NULL,

    CONSTRAINT "session_kinds_pkey" PRIMARY KEY ("tenant_id","facets")
);

INSERT INTO "session_kinds" SELECT DISTINCT "tenant_id", "facets" FROM "sessions";

-- Noted by the database itself, for the same reason.
CREATE FUNCTION "note_session_kind"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO "session_kinds" ("tenant_id", "facets") VALUES (NEW."tenant_id", NEW."facets") ON CONFLICT DO NOTHING;
  RETURN NULL;
END $$;

CREATE TRIGGER "session_kind_made" AFTER INSERT ON "sessions"
  FOR EACH ROW EXECUTE FUNCTION "note_session_kind"();

CREATE TRIGGER "session_kind_changed" AFTER UPDATE ON "sessions"
  FOR EACH ROW WHEN (OLD."facets" IS DISTINCT FROM NEW."facets") EXECUTE FUNCTION "note_session_kind"();

-- CreateTable
CREATE TABLE "vendor_exchanges" (
    "id" TEXT NOT NULL,
    "session_id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "provider" TEXT NOT NULL,
    "operation" TEXT NOT NULL,
    "attempt" INTEGER NOT NULL,
    "status" INTEGER,
    "failure" TEXT,
    "ms" INTEGER NOT NULL,
    "times" INTEGER NOT NULL,
    "first_at" TIMESTAMPTZ(3) NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "vendor_exchanges_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "vendor_exchanges_session_id_id_idx" ON "vendor_exchanges"("session_id", "id");

-- CreateIndex
CREATE INDEX "journal_entries_tenant_id_at_id_idx" ON "journal_entries"("tenant_id", "at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "journal_entries_tenant_id_type_at_id_idx" ON "journal_entries"("tenant_id", "type", "at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "journal_entries_tenant_id_actor_id_type_at_id_idx" ON "journal_entries"("tenant_id", "actor_id", "type", "at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "sessions_tenant_id_mode_created_at_id_idx" ON "sessions"("tenant_id", "mode", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "sessions_tenant_id_facets_created_at_id_idx" ON "sessions"("tenant_id", "facets", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "sessions_tenant_id_facets_ended_at_id_idx" ON "sessions"("tenant_id", "facets", "ended_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "sessions_tenant_id_ref_id_created_at_id_idx" ON "sessions"("tenant_id", "ref_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "sessions_tenant_id_external_id_created_at_id_idx" ON "sessions"("tenant_id", "external_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "sessions_tenant_id_mode_ended_at_id_idx" ON "sessions"("tenant_id", "mode", "ended_at" DESC, "id" DESC);
