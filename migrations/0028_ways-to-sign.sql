-- What an office does not use to sign, although its installation could.
CREATE TABLE "withdrawn_ways" (
	"agency_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"since" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "withdrawn_ways_agency_id_kind_pk" PRIMARY KEY("agency_id","kind")
);
--> statement-breakpoint
ALTER TABLE "withdrawn_ways" ADD CONSTRAINT "withdrawn_ways_agency_id_agencies_id_fk" FOREIGN KEY ("agency_id") REFERENCES "public"."agencies"("id") ON DELETE no action ON UPDATE no action;