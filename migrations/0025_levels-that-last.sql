-- How long signatures can be checked: the level of each file, and what is to be done about each paper. What ends by itself is news.
CREATE TABLE "archives" (
	"draft_id" uuid PRIMARY KEY NOT NULL,
	"level" text NOT NULL,
	"reason" text DEFAULT '' NOT NULL,
	"about" text DEFAULT '' NOT NULL,
	"due_at" timestamp with time zone,
	"tries" integer DEFAULT 0 NOT NULL,
	"tried_at" timestamp with time zone,
	"claimed_until" timestamp with time zone,
	"holds_until" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "news" ALTER COLUMN "draft_id" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "issued_files" ADD COLUMN "level" text;--> statement-breakpoint
ALTER TABLE "news" ADD COLUMN "about" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "news" ADD COLUMN "mark" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "signing_keys" ADD COLUMN "revoked_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "archives" ADD CONSTRAINT "archives_draft_id_drafts_id_fk" FOREIGN KEY ("draft_id") REFERENCES "public"."drafts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "archives_due" ON "archives" USING btree ("due_at");--> statement-breakpoint
CREATE UNIQUE INDEX "news_mark" ON "news" USING btree ("person_id","mark") WHERE "news"."mark" <> '';--> statement-breakpoint
ALTER TABLE "news" ADD CONSTRAINT "news_of_something" CHECK (("news"."draft_id" is null) = ("news"."mark" <> ''));--> statement-breakpoint
-- What was issued before there were levels is worked on as what is issued now.
INSERT INTO "archives" ("draft_id", "level", "reason", "due_at")
  SELECT d.id, 'B-B', 'no_tsa', now() FROM "drafts" d WHERE d.state = 'issued' AND EXISTS (
    SELECT FROM "issued_files" f WHERE f.draft_id = d.id AND f.kind IN ('pdf-signed', 'pdf-sealed'));
--> statement-breakpoint
-- Behind an issue comes nothing but what lets the signatures be checked for longer; and that begins with all there was.
CREATE OR REPLACE FUNCTION issued_files_grow() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  newest integer;
  made_from bytea;
BEGIN
  -- Whoever issues it holds this row: either that comes first and is seen here, or it waits for this file.
  PERFORM 1 FROM public.drafts d WHERE d.id = NEW.draft_id FOR SHARE;
  IF NEW.kind = 'pdf-archived' THEN
    IF NOT public.paper_is_closed(NEW.draft_id)
      OR EXISTS (SELECT FROM public.draft_steps s WHERE s.draft_id = NEW.draft_id AND s.to_state = 'voided')
      OR EXISTS (SELECT FROM public.register_entries e WHERE e.draft_id = NEW.draft_id AND e.voided_at IS NOT NULL) THEN
      RAISE EXCEPTION 'a file is refused: the paper has not been issued' USING ERRCODE = 'restrict_violation';
    END IF;
  ELSIF public.paper_is_closed(NEW.draft_id) THEN
    RAISE EXCEPTION 'a file is refused: the paper has been issued or is void' USING ERRCODE = 'restrict_violation';
  END IF;
  SELECT coalesce(max(f.n), 0) INTO newest FROM public.issued_files f WHERE f.draft_id = NEW.draft_id AND f.kind = NEW.kind;
  IF NEW.n <> newest + 1 THEN
    RAISE EXCEPTION 'generation % of % does not follow %', NEW.n, NEW.kind, newest USING ERRCODE = 'restrict_violation';
  END IF;
  IF encode(sha256(NEW.bytes), 'hex') <> NEW.sha256 THEN
    RAISE EXCEPTION 'the bytes are not those of the hash' USING ERRCODE = 'restrict_violation';
  END IF;
  IF NEW.kind IN ('pdf-signed', 'pdf-sealed', 'pdf-archived') THEN
    SELECT f.bytes INTO made_from FROM public.issued_files f WHERE f.draft_id = NEW.draft_id
      AND f.kind = ANY (CASE NEW.kind WHEN 'pdf-signed' THEN ARRAY['pdf'] WHEN 'pdf-sealed' THEN ARRAY['pdf-signed']
        ELSE ARRAY['pdf-archived', 'pdf-sealed', 'pdf-signed'] END)
      ORDER BY array_position(ARRAY['pdf-archived', 'pdf-sealed', 'pdf-signed', 'pdf'], f.kind), f.n DESC LIMIT 1;
    IF made_from IS NULL OR octet_length(NEW.bytes) <= octet_length(made_from)
      OR substring(NEW.bytes FROM 1 FOR octet_length(made_from)) <> made_from THEN
      RAISE EXCEPTION '% does not begin with the bytes it was made from', NEW.kind USING ERRCODE = 'restrict_violation';
    END IF;
  END IF;
  RETURN NEW;
END $$;
