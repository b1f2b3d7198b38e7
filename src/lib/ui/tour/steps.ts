/** What each tour says, and where on the page that is. */
import { m } from '$lib/paraglide/messages'
import type { Tour } from '../../vocabulary.ts'

export interface TourStep {
  title: () => string
  text: () => string
  /** Finds what the step is about; on a page that has it not, or not now, the words stand alone. */
  at?: string
}

export const TOUR_STEPS: Record<Tour, readonly TourStep[]> = {
  work: [
    { title: m.common_tour_work_title, text: m.common_tour_work_text, at: 'section[aria-labelledby="waiting"]' },
    { title: m.common_tour_new_title, text: m.common_tour_new_text, at: '[data-tour="new"]' },
    { title: m.common_tour_palette_title, text: m.common_tour_palette_text, at: '[data-tour="palette"]' },
    { title: m.common_tour_help_title, text: m.common_tour_help_text, at: '[data-tour="help"]' },
  ],
  desk: [
    { title: m.common_tour_paper_title, text: m.common_tour_paper_text, at: '[data-field="subject"]' },
    { title: m.common_tour_saving_title, text: m.common_tour_saving_text, at: '[data-saving]' },
    { title: m.common_tour_margin_title, text: m.common_tour_margin_text, at: '[data-tour="margin"]' },
    { title: m.common_tour_next_title, text: m.common_tour_next_text, at: '[data-tour="next"]' },
    { title: m.common_tour_more_title, text: m.common_tour_more_text, at: '[data-tour="more"]' },
  ],
}
