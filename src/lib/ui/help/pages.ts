/** What «?» says of each page: where things are. By the page's route; the longest that fits speaks. */
import { m } from '$lib/paraglide/messages'

type Lines = readonly (() => string)[]

const OF_PAGES: Record<string, Lines> = {
  '/(office)/work': [m.common_help_work_waiting, m.common_help_work_menu, m.common_help_work_filter],
  '/(office)/drafts/new': [m.common_help_new_kind, m.common_help_new_word, m.common_help_new_template],
  '/(office)/templates': [m.common_help_templates_own, m.common_help_templates_office],
  '/(office)/documents': [m.common_help_documents_find, m.common_help_documents_file],
  '/(office)/news': [m.common_help_news],
  '/(office)/seal': [m.common_help_seal],
  '/(office)/sign': [m.common_help_sign],
  '/(office)/signing/unknown': [m.common_help_returned],
  '/(office)/verify': [m.common_help_verify],
  '/(office)/account': [m.common_help_account],
  '/(office)/admin': [m.common_help_admin, m.common_help_admin_record],
  '/drafts/[id]': [
    m.common_help_desk_fields,
    m.common_help_desk_margin,
    m.common_help_desk_more,
    m.common_help_desk_slash,
  ],
  '/(office)/drafts/[id]/versions': [m.common_help_versions, m.common_help_versions_restore],
  '/(office)/drafts/[id]/report': [m.common_help_report],
  '/drafts/[id]/finalize': [m.common_help_finalize, m.common_help_finalize_safe],
}

export function helpOf(route: string | null): Lines {
  const fits = Object.keys(OF_PAGES).filter((page) => route === page || route?.startsWith(`${page}/`))
  const best = fits.toSorted((a, b) => b.length - a.length)[0]
  return (best && OF_PAGES[best]) || []
}
