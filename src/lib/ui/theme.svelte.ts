/**
 * Light, dark, or as the system says. Kept in a cookie that the script in app.html reads before the first paint;
 * the colours themselves follow `color-scheme` (src/app.css).
 */

export type Theme = 'system' | 'light' | 'dark'

const YEAR_S = 365 * 24 * 3600

class ThemeChoice {
  current = $state<Theme>('system')

  /** Reads what the page was painted with. Browser only. */
  read(): void {
    const chosen = document.documentElement.dataset.theme
    this.current = chosen === 'light' || chosen === 'dark' ? chosen : 'system'
  }

  choose(theme: Theme): void {
    this.current = theme
    if (theme === 'system') {
      delete document.documentElement.dataset.theme
      document.cookie = 'theme=; path=/; max-age=0; samesite=lax'
    } else {
      document.documentElement.dataset.theme = theme
      document.cookie = `theme=${theme}; path=/; max-age=${YEAR_S}; samesite=lax`
    }
  }
}

export const theme = new ThemeChoice()
