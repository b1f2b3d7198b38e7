CREATE TABLE "legal_bases" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"agency_id" uuid NOT NULL,
	"wording" text NOT NULL,
	"valid_from" date NOT NULL,
	"valid_to" date,
	"replaced_by" text DEFAULT '' NOT NULL,
	CONSTRAINT "legal_bases_wording" UNIQUE("agency_id","wording")
);
--> statement-breakpoint
ALTER TABLE "legal_bases" ADD CONSTRAINT "legal_bases_agency_id_agencies_id_fk" FOREIGN KEY ("agency_id") REFERENCES "public"."agencies"("id") ON DELETE no action ON UPDATE no action;