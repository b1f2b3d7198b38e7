-- How many comments were open at a version, counted once: a list of versions no longer unfolds all that was said.
ALTER TABLE "versions" ADD COLUMN "open_threads" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
UPDATE "versions" SET "open_threads" = (
  SELECT count(*)::int FROM jsonb_array_elements("talk") t
  WHERE t -> 'resolved' = 'null'::jsonb AND coalesce(t ->> 'audience', 'all') = 'all'
) WHERE "talk" <> '[]'::jsonb;
