-- Every decision on a suggestion stays on record, and an acceptance can be undone.
CREATE TABLE "suggestion_decisions" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "suggestion_decisions_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"draft_id" uuid NOT NULL,
	"suggestion_id" uuid NOT NULL,
	"how" text NOT NULL,
	"kind" text NOT NULL,
	"was" text NOT NULL,
	"put" text NOT NULL,
	"reply" text DEFAULT '' NOT NULL,
	"by_id" uuid NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "agencies" ADD COLUMN "accepts_own" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "news" ADD COLUMN "suggestion_id" uuid;--> statement-breakpoint
ALTER TABLE "suggestions" ADD COLUMN "reason" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "suggestions" ADD COLUMN "undo" jsonb;--> statement-breakpoint
ALTER TABLE "suggestion_decisions" ADD CONSTRAINT "suggestion_decisions_draft_id_drafts_id_fk" FOREIGN KEY ("draft_id") REFERENCES "public"."drafts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "suggestion_decisions" ADD CONSTRAINT "suggestion_decisions_suggestion_id_suggestions_id_fk" FOREIGN KEY ("suggestion_id") REFERENCES "public"."suggestions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "suggestion_decisions" ADD CONSTRAINT "suggestion_decisions_by_id_users_id_fk" FOREIGN KEY ("by_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "suggestion_decisions_draft" ON "suggestion_decisions" USING btree ("draft_id","id");--> statement-breakpoint
CREATE INDEX "suggestion_decisions_of" ON "suggestion_decisions" USING btree ("suggestion_id");--> statement-breakpoint
ALTER TABLE "news" ADD CONSTRAINT "news_suggestion_id_suggestions_id_fk" FOREIGN KEY ("suggestion_id") REFERENCES "public"."suggestions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
-- What was decided before this: who, when and the words as the suggestion has them now.
INSERT INTO "suggestion_decisions" ("draft_id", "suggestion_id", "how", "kind", "was", "put", "reply", "by_id", "at")
SELECT s."draft_id", s."id",
  CASE s."state" WHEN 'accepted' THEN 'accept' WHEN 'rejected' THEN 'reject' ELSE 'withdraw' END,
  CASE jsonb_array_length(s."changes") WHEN 1 THEN CASE s."changes" -> 0 ->> 'is'
    WHEN 'look' THEN 'look' WHEN 'form' THEN 'form' WHEN 'split' THEN 'split' WHEN 'join' THEN 'join' WHEN 'field' THEN 'field'
    ELSE CASE WHEN s."changes" -> 0 -> 'put' = '[]' THEN 'gone' WHEN s."changes" -> 0 -> 'was' = '[]' THEN 'put' ELSE 'replaced' END
  END ELSE 'several' END,
  coalesce((SELECT string_agg(t #>> '{}', '') FROM jsonb_path_query(s."changes", 'strict $[*].was.**.text ? (@.type() == "string")', '{}', true) t), ''),
  coalesce((SELECT string_agg(t #>> '{}', '') FROM jsonb_path_query(s."changes", 'strict $[*].put.**.text ? (@.type() == "string")', '{}', true) t), ''),
  s."reply", s."decided_by", s."decided_at"
FROM "suggestions" s WHERE s."state" <> 'open' AND s."decided_at" IS NOT NULL AND s."decided_by" IS NOT NULL
ORDER BY s."decided_at", s."id";
--> statement-breakpoint
-- Who suggested it, and where, never changes. What was taken back stays so until its author puts it up again as it was; what was
-- accepted keeps its words: only the decision itself can be undone, and what undoes it follows the letters of the text (SUG-1).
CREATE OR REPLACE FUNCTION keep_suggestion() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NEW.author_id <> OLD.author_id OR NEW.draft_id <> OLD.draft_id OR NEW.client <> OLD.client OR NEW.created_at <> OLD.created_at THEN
    RAISE EXCEPTION 'a suggestion keeps its author, draft and time';
  END IF;
  IF OLD.state = 'withdrawn' AND NEW.state <> 'open' THEN
    RAISE EXCEPTION 'a suggestion that is withdrawn stays so, or is open again';
  END IF;
  IF OLD.state = 'accepted' AND NEW.state <> 'open' AND (NEW.state, NEW.changes, NEW.revision, NEW.decided_at, NEW.decided_by, NEW.reply, NEW.reason)
      IS DISTINCT FROM (OLD.state, OLD.changes, OLD.revision, OLD.decided_at, OLD.decided_by, OLD.reply, OLD.reason) THEN
    RAISE EXCEPTION 'a suggestion that is accepted stays so, or is open again';
  END IF;
  RETURN NEW;
END
$$;
--> statement-breakpoint
CREATE FUNCTION decisions_stand() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RAISE EXCEPTION 'suggestion_decisions is append-only' USING ERRCODE = 'restrict_violation';
END
$$;
--> statement-breakpoint
CREATE TRIGGER suggestion_decisions_stand BEFORE UPDATE OR DELETE ON "suggestion_decisions" FOR EACH ROW EXECUTE FUNCTION decisions_stand();
