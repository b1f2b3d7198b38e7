-- What concerns a person, written with the act itself; and how every node hears of it at the commit.
CREATE TABLE "news" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "news_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"person_id" uuid NOT NULL,
	"draft_id" uuid NOT NULL,
	"topic" text NOT NULL,
	"event" text NOT NULL,
	"actor_id" uuid,
	"thread_id" uuid,
	"due_at" timestamp with time zone,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"read_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "news" ADD CONSTRAINT "news_person_id_users_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "news" ADD CONSTRAINT "news_draft_id_drafts_id_fk" FOREIGN KEY ("draft_id") REFERENCES "public"."drafts"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "news" ADD CONSTRAINT "news_actor_id_users_id_fk" FOREIGN KEY ("actor_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "news" ADD CONSTRAINT "news_thread_id_threads_id_fk" FOREIGN KEY ("thread_id") REFERENCES "public"."threads"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "news_person" ON "news" USING btree ("person_id","id");--> statement-breakpoint
CREATE INDEX "news_unread" ON "news" USING btree ("person_id") WHERE "news"."read_at" is null;--> statement-breakpoint
CREATE UNIQUE INDEX "news_deadline" ON "news" USING btree ("person_id","draft_id","event","due_at") WHERE "news"."due_at" is not null;
--> statement-breakpoint
-- To whom, stands in the column that the trigger names.
CREATE FUNCTION tell_person() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM pg_notify('news', to_jsonb(NEW) ->> TG_ARGV[0]);
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE TRIGGER news_told AFTER INSERT OR UPDATE ON news FOR EACH ROW EXECUTE FUNCTION tell_person('person_id');
--> statement-breakpoint
-- A session that ended, an account that was locked, a part that was taken: open pages look again.
CREATE TRIGGER access_change_told AFTER INSERT ON access_changes FOR EACH ROW WHEN (NEW.user_id IS NOT NULL)
  EXECUTE FUNCTION tell_person('user_id');
