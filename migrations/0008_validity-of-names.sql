CREATE TABLE "dated_changes" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"subject_id" uuid NOT NULL,
	"valid_from" date NOT NULL,
	"valid_to" date,
	"data" jsonb NOT NULL,
	"created_by" uuid NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "dated_changes_day" UNIQUE("subject_id","valid_from"),
	CONSTRAINT "dated_changes_order" CHECK ("dated_changes"."valid_to" is null or "dated_changes"."valid_to" >= "dated_changes"."valid_from")
);
--> statement-breakpoint
ALTER TABLE "dated_changes" ADD CONSTRAINT "dated_changes_created_by_users_id_fk" FOREIGN KEY ("created_by") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
-- Days are counted where the office is.
CREATE FUNCTION office_today() RETURNS date LANGUAGE sql STABLE
AS $$ SELECT (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date $$;--> statement-breakpoint
-- The change that holds on a day, of those that were known at a moment; null when the row itself holds.
CREATE FUNCTION change_on(subject uuid, day date, known timestamptz DEFAULT 'infinity') RETURNS jsonb LANGUAGE sql STABLE
AS $$
	SELECT data FROM dated_changes
	WHERE subject_id = subject AND valid_from <= day AND (valid_to IS NULL OR valid_to >= day) AND created_at <= known
	ORDER BY valid_from DESC LIMIT 1
$$;
