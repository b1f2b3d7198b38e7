-- Comments on fields and suggestions, for all, for one unit or for oneself; people who are spoken to; read marks.
CREATE TABLE "thread_reads" (
	"thread_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"up_to" bigint NOT NULL,
	CONSTRAINT "thread_reads_thread_id_user_id_pk" PRIMARY KEY("thread_id","user_id")
);
--> statement-breakpoint
ALTER TABLE "thread_reads" ADD CONSTRAINT "thread_reads_thread_id_threads_id_fk" FOREIGN KEY ("thread_id") REFERENCES "public"."threads"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "thread_reads" ADD CONSTRAINT "thread_reads_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "threads" ADD COLUMN "field" text;--> statement-breakpoint
ALTER TABLE "threads" ADD COLUMN "suggestion_id" uuid;--> statement-breakpoint
ALTER TABLE "threads" ADD COLUMN "audience" text DEFAULT 'all' NOT NULL;--> statement-breakpoint
ALTER TABLE "threads" ADD COLUMN "unit_id" uuid;--> statement-breakpoint
ALTER TABLE "threads" ADD CONSTRAINT "threads_suggestion_id_suggestions_id_fk" FOREIGN KEY ("suggestion_id") REFERENCES "public"."suggestions"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "threads" ADD CONSTRAINT "threads_unit_id_units_id_fk" FOREIGN KEY ("unit_id") REFERENCES "public"."units"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "threads" ADD CONSTRAINT "threads_audience" CHECK ("threads"."audience" in ('all', 'unit', 'private'));--> statement-breakpoint
ALTER TABLE "threads" ADD CONSTRAINT "threads_unit" CHECK (("threads"."audience" = 'unit') = ("threads"."unit_id" is not null));--> statement-breakpoint
ALTER TABLE "comments" ADD COLUMN "mentions" uuid[] DEFAULT '{}' NOT NULL;--> statement-breakpoint
ALTER TABLE "comments" ADD COLUMN "deleted_at" timestamp with time zone;--> statement-breakpoint
-- Those that are there get their places in the order in which they were said, not in that of the table's pages.
ALTER TABLE "comments" ADD COLUMN "seq" bigint;--> statement-breakpoint
UPDATE "comments" SET "seq" = said.n FROM (SELECT id, row_number() OVER (ORDER BY created_at, id) AS n FROM "comments") said WHERE said.id = "comments".id;--> statement-breakpoint
ALTER TABLE "comments" ALTER COLUMN "seq" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "comments" ALTER COLUMN "seq" ADD GENERATED ALWAYS AS IDENTITY (sequence name "comments_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1);--> statement-breakpoint
SELECT setval('comments_seq_seq', (SELECT max(seq) FROM "comments")) WHERE EXISTS (SELECT FROM "comments");--> statement-breakpoint
-- What was said before there were read marks is no news to anybody.
INSERT INTO "thread_reads" ("thread_id", "user_id", "up_to")
	SELECT t.id, p.user_id, max(c.seq) FROM "threads" t JOIN "comments" c ON c.thread_id = t.id JOIN "draft_people" p ON p.draft_id = t.draft_id
	GROUP BY t.id, p.user_id;--> statement-breakpoint
-- For whom it is, who began it and what it is about never changes; nor who said something, and what is deleted stays so.
CREATE FUNCTION keep_thread() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF (NEW.draft_id, NEW.created_by, NEW.audience, NEW.unit_id, NEW.field, NEW.suggestion_id, NEW.created_at)
      IS DISTINCT FROM (OLD.draft_id, OLD.created_by, OLD.audience, OLD.unit_id, OLD.field, OLD.suggestion_id, OLD.created_at) THEN
    RAISE EXCEPTION 'a thread keeps whom it is for, who began it and what it is about';
  END IF;
  RETURN NEW;
END
$$;
--> statement-breakpoint
CREATE TRIGGER thread_kept BEFORE UPDATE ON threads FOR EACH ROW EXECUTE FUNCTION keep_thread();
--> statement-breakpoint
CREATE FUNCTION keep_comment() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF (NEW.thread_id, NEW.author_id, NEW.created_at) IS DISTINCT FROM (OLD.thread_id, OLD.author_id, OLD.created_at) THEN
    RAISE EXCEPTION 'a comment keeps its author, its thread and its time';
  END IF;
  IF OLD.deleted_at IS NOT NULL THEN
    RAISE EXCEPTION 'a comment that is deleted stays so';
  END IF;
  RETURN NEW;
END
$$;
--> statement-breakpoint
CREATE TRIGGER comment_kept BEFORE UPDATE ON comments FOR EACH ROW EXECUTE FUNCTION keep_comment();
--> statement-breakpoint
ALTER TABLE "versions" ADD COLUMN "suggested" jsonb;
