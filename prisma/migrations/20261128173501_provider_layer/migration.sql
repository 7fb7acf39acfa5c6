-- CreateTable
CREATE TABLE "callbacks" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "account_id" TEXT NOT NULL,
    "delivery_id" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "sealed_request" BYTEA,
    "session_id" TEXT,
    "vendor_status" TEXT,
    "attempts" INTEGER NOT NULL,
    "cause" TEXT,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "next_attempt_at" TIMESTAMPTZ(3),
    "settled_at" TIMESTAMPTZ(3),

    CONSTRAINT "callbacks_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "media" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "session_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "announced_hash" TEXT,
    "status" TEXT NOT NULL,
    "storage_key" TEXT,
    "content_type" TEXT,
    "bytes" INTEGER,
    "sha256" TEXT,
    "attempts" INTEGER NOT NULL,
    "cause" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "next_attempt_at" TIMESTAMPTZ(3),
    "captured_at" TIMESTAMPTZ(3),

    CONSTRAINT "media_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "erasures" (
    "id" TEXT NOT NULL,
    "tenant_id" TEXT NOT NULL,
    "session_id" TEXT NOT NULL,
    "at_provider" TEXT NOT NULL,
    "in_storage" TEXT NOT NULL,
    "sealed_ref" BYTEA,
    "attempts" INTEGER NOT NULL,
    "cause" TEXT,
    "requested_at" TIMESTAMPTZ(3) NOT NULL,
    "next_attempt_at" TIMESTAMPTZ(3),
    "completed_at" TIMESTAMPTZ(3),

    CONSTRAINT "erasures_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "callbacks_next_attempt_at_idx" ON "callbacks"("next_attempt_at");

-- CreateIndex
CREATE INDEX "callbacks_settled_at_idx" ON "callbacks"("settled_at");

-- CreateIndex
CREATE INDEX "callbacks_tenant_id_received_at_id_idx" ON "callbacks"("tenant_id", "received_at" DESC, "id" DESC);

-- CreateIndex
CREATE UNIQUE INDEX "callbacks_account_id_delivery_id_key" ON "callbacks"("account_id", "delivery_id");

-- CreateIndex
CREATE INDEX "media_next_attempt_at_idx" ON "media"("next_attempt_at");

-- CreateIndex
CREATE UNIQUE INDEX "media_session_id_name_key" ON "media"("session_id", "name");

-- CreateIndex
CREATE UNIQUE INDEX "erasures_session_id_key" ON "erasures"("session_id");

-- CreateIndex
CREATE INDEX "erasures_next_attempt_at_idx" ON "erasures"("next_attempt_at");

-- CreateIndex
CREATE INDEX "sessions_account_id_vendor_session_id_idx" ON "sessions"("account_id", "vendor_session_id");
