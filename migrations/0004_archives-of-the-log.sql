CREATE TABLE "text_archives" (
	"draft_id" uuid NOT NULL,
	"from_position" bigint NOT NULL,
	"to_position" bigint NOT NULL,
	"sha256" "bytea" NOT NULL,
	"segment" "bytea" NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "text_archives_draft_id_from_position_pk" PRIMARY KEY("draft_id","from_position")
);
--> statement-breakpoint
CREATE TRIGGER text_archives_stand BEFORE UPDATE OR DELETE ON "text_archives" FOR EACH ROW EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
CREATE TRIGGER text_archives_stay BEFORE TRUNCATE ON "text_archives" FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
--> statement-breakpoint
-- A row of the log may go only together with its whole segment, and only if that segment was made from these very bytes.
DROP TRIGGER text_updates_keep ON text_updates;
--> statement-breakpoint
CREATE TRIGGER text_updates_keep BEFORE UPDATE OR TRUNCATE ON text_updates
  FOR EACH STATEMENT EXECUTE FUNCTION text_updates_keep();
--> statement-breakpoint
CREATE FUNCTION text_updates_archived() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM gone g
    LEFT JOIN text_archives a ON a.draft_id = g.draft_id AND g.position BETWEEN a.from_position AND a.to_position
    GROUP BY g.draft_id, a.from_position, a.to_position, a.sha256
    HAVING a.from_position IS NULL OR count(*) <> a.to_position - a.from_position + 1
      OR sha256(string_agg(g.update, ''::bytea ORDER BY g.position)) <> a.sha256;
  IF FOUND THEN
    RAISE EXCEPTION 'text_updates is append-only: rows go only into an archive of the same bytes' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER text_updates_archived AFTER DELETE ON text_updates
  REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION text_updates_archived();
