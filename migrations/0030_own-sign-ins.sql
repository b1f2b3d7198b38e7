CREATE TABLE "service_sign_ins" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"user_id" uuid NOT NULL,
	"journey" text DEFAULT '' NOT NULL,
	"back_to" text DEFAULT '/account/service' NOT NULL,
	"locked" "bytea",
	CONSTRAINT "service_sign_ins_user_id_unique" UNIQUE("user_id")
);
--> statement-breakpoint
ALTER TABLE "service_sign_ins" ADD CONSTRAINT "service_sign_ins_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE no action ON UPDATE no action;