-- Templates that drafts begin with, the tours that a person has had, and to whom the office writes.
CREATE TABLE "known_recipients" (
	"agency_id" uuid NOT NULL,
	"name" text NOT NULL,
	"folded" text NOT NULL,
	"papers" integer DEFAULT 1 NOT NULL,
	"last_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "known_recipients_agency_id_folded_pk" PRIMARY KEY("agency_id","folded")
);
--> statement-breakpoint
CREATE TABLE "template_images" (
	"template_id" uuid NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "template_images_template_id_hash_pk" PRIMARY KEY("template_id","hash")
);
--> statement-breakpoint
CREATE TABLE "templates" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"agency_id" uuid NOT NULL,
	"owner_id" uuid NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"document" text NOT NULL,
	"office" jsonb NOT NULL,
	"shared_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "tours_seen" (
	"person_id" uuid NOT NULL,
	"tour" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "tours_seen_person_id_tour_pk" PRIMARY KEY("person_id","tour")
);
--> statement-breakpoint
ALTER TABLE "known_recipients" ADD CONSTRAINT "known_recipients_agency_id_agencies_id_fk" FOREIGN KEY ("agency_id") REFERENCES "public"."agencies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "template_images" ADD CONSTRAINT "template_images_template_id_templates_id_fk" FOREIGN KEY ("template_id") REFERENCES "public"."templates"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "template_images" ADD CONSTRAINT "template_images_hash_images_hash_fk" FOREIGN KEY ("hash") REFERENCES "public"."images"("hash") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "templates" ADD CONSTRAINT "templates_agency_id_agencies_id_fk" FOREIGN KEY ("agency_id") REFERENCES "public"."agencies"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "templates" ADD CONSTRAINT "templates_owner_id_users_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "tours_seen" ADD CONSTRAINT "tours_seen_person_id_users_id_fk" FOREIGN KEY ("person_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "known_recipients_last" ON "known_recipients" USING btree ("agency_id","last_at");--> statement-breakpoint
CREATE INDEX "template_images_hash" ON "template_images" USING btree ("hash");--> statement-breakpoint
CREATE INDEX "templates_owner" ON "templates" USING btree ("owner_id");--> statement-breakpoint
CREATE INDEX "templates_shared" ON "templates" USING btree ("agency_id") WHERE "templates"."shared_at" is not null;
--> statement-breakpoint
-- What was issued before: every line of "Kính gửi" and "Nơi nhận", as src/lib/document/recipient-names.ts reads them.
INSERT INTO "known_recipients" ("agency_id", "name", "folded", "papers", "last_at")
SELECT agency_id, (array_agg(name ORDER BY issued_at DESC))[1], fold_text(name), count(DISTINCT draft_id), max(issued_at)
FROM (
  SELECT d."agency_id", d."id" AS draft_id, e."issued_at",
    btrim(regexp_replace(regexp_replace(btrim(line), '^[-–+•\s]+', ''), '\s*(\([^()]*\))?[\s;.,]*$', '')) AS name
  FROM "frozen_revisions" f
  JOIN "drafts" d ON d."id" = f."draft_id" AND d."state" = 'issued'
  JOIN "register_entries" e ON e."draft_id" = d."id" AND e."issued_at" IS NOT NULL
  CROSS JOIN LATERAL regexp_split_to_table(
    concat_ws(E'\n', f."document" -> 'fields' ->> 'addressees', f."document" -> 'fields' ->> 'recipients'), E'\n') AS line
) AS lines
WHERE length(name) BETWEEN 3 AND 200 AND name !~* '^(lưu|như)(\s|:|$)'
GROUP BY agency_id, fold_text(name);
