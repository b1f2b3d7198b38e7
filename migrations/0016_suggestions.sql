-- What colleagues suggest to change: beside the text, never in it, until it is decided.
CREATE TABLE "suggestions" (
	"id" uuid PRIMARY KEY NOT NULL,
	"draft_id" uuid NOT NULL,
	"author_id" uuid NOT NULL,
	"client" bigint NOT NULL,
	"changes" jsonb NOT NULL,
	"revision" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"state" text DEFAULT 'open' NOT NULL,
	"decided_at" timestamp with time zone,
	"decided_by" uuid,
	"reply" text DEFAULT '' NOT NULL
);
--> statement-breakpoint
ALTER TABLE "suggestions" ADD CONSTRAINT "suggestions_draft_id_drafts_id_fk" FOREIGN KEY ("draft_id") REFERENCES "public"."drafts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "suggestions" ADD CONSTRAINT "suggestions_author_id_users_id_fk" FOREIGN KEY ("author_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "suggestions" ADD CONSTRAINT "suggestions_decided_by_users_id_fk" FOREIGN KEY ("decided_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "suggestions_draft" ON "suggestions" USING btree ("draft_id","created_at");--> statement-breakpoint
-- Who suggested it, and where, never changes; what was accepted or taken back stays as it was (SUG-1).
CREATE FUNCTION keep_suggestion() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NEW.author_id <> OLD.author_id OR NEW.draft_id <> OLD.draft_id OR NEW.client <> OLD.client OR NEW.created_at <> OLD.created_at THEN
    RAISE EXCEPTION 'a suggestion keeps its author, draft and time';
  END IF;
  IF OLD.state IN ('accepted', 'withdrawn') THEN
    RAISE EXCEPTION 'a suggestion that is % stays so', OLD.state;
  END IF;
  RETURN NEW;
END
$$;
--> statement-breakpoint
CREATE TRIGGER suggestion_kept BEFORE UPDATE ON suggestions FOR EACH ROW EXECUTE FUNCTION keep_suggestion();
