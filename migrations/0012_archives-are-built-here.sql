-- What the log loses, the archive gains in the same statement, and nobody but this function says what that is: a segment
-- handed in from outside could be rubbish. It is built of the rows' own bytes and compressed by Postgres as any long value
-- (server/collab/archive.ts reads it). The first byte can begin no deflated segment, as the older ones are.
DROP FUNCTION archive_text(uuid, bigint, bigint, bytea, bytea);
--> statement-breakpoint
CREATE FUNCTION archive_text(draft uuid, first_position bigint, last_position bigint, OUT raw_bytes bigint, OUT stored_bytes bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  -- A gap before it, and its reader would end there; a row that no snapshot holds, and the text would open without it.
  IF first_position <> (SELECT coalesce(max(a.to_position), 0) + 1 FROM public.text_archives a WHERE a.draft_id = draft)
    OR NOT EXISTS (SELECT FROM public.text_snapshots s WHERE s.draft_id = draft AND s.position >= last_position) THEN
    RAISE EXCEPTION 'positions % to % do not follow the archive, or no snapshot holds them', first_position, last_position
      USING ERRCODE = 'restrict_violation';
  END IF;
  INSERT INTO public.text_archives (draft_id, from_position, to_position, sha256, segment)
    SELECT draft, first_position, last_position, sha256(string_agg(u.update, ''::bytea ORDER BY u.position)),
      '\xff'::bytea || int4send(count(*)::integer)
        || string_agg(uuid_send(coalesce(u.user_id, '00000000-0000-0000-0000-000000000000')), ''::bytea ORDER BY u.position)
        || string_agg(int8send((extract(epoch FROM u.at) * 1000000)::bigint), ''::bytea ORDER BY u.position)
        || string_agg(int4send(octet_length(u.update)), ''::bytea ORDER BY u.position)
        || string_agg(u.update, ''::bytea ORDER BY u.position)
    FROM public.text_updates u WHERE u.draft_id = draft AND u.position BETWEEN first_position AND last_position;
  SELECT octet_length(a.segment), pg_column_size(a.segment) INTO raw_bytes, stored_bytes
    FROM public.text_archives a WHERE a.draft_id = draft AND a.from_position = first_position;
  -- The trigger text_updates_archived holds what goes to the hash and the count of what was put away.
  DELETE FROM public.text_updates u WHERE u.draft_id = draft AND u.position BETWEEN first_position AND last_position;
END $$;
--> statement-breakpoint
REVOKE EXECUTE ON FUNCTION archive_text FROM PUBLIC;
